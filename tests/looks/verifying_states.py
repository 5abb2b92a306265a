"""Verify around the masklets: the second question, who works, the history, the reasons, auto-accept, and what asks."""

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from app.project.model import Judgement, Stage
from app.review.auto_accept import AutoAccept
from tests.looks import projects
from tests.looks.screenshots import Screenshots

LONG = "A very long name of an annotator who has two first names"


def verifying(shots: Screenshots) -> None:
    """Grab what there is around the masklet in hand."""
    shots.open_made("Verified pond", projects.pond)  # whose masklets no other state can track any more
    workspace, window = shots.workspace, shots.window
    workspace.change_settings(structs.replace(workspace.settings, annotator="Ada Lovelace", annotator_asked=True))
    first, *others = (record.id for record in workspace.document.all_objects())
    workspace.objects.set_category((first, *others), "fish & <b>friends</b>")
    workspace.verification.hand_in((first, *others))
    workspace.verification.judge(first, Judgement.SATISFACTORY)
    window.project_view.stages.show(Stage.ANNOTATION)
    workspace.view.select((first,))
    shots.go_to(30)
    place = window.canvas.to_widget(200, 120).toPoint()
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    shots.shoot("asks", window)
    workspace.verification.set_others_only(True)
    window.project_view.stages.show(Stage.VERIFICATION)
    shots.shoot("own", window)
    workspace.verification.set_others_only(False)
    for id in others:
        workspace.verification.judge(id, Judgement.SATISFACTORY)
    workspace.view.pause()
    shots.go_to(20)
    shots.shoot("question", window)
    for name, show in (
        ("annotator", window.stage_dialogs.ask_annotator),
        ("reasons", window.stage_dialogs.edit_reasons),
        ("auto-accept", window.stage_dialogs.show_auto_accept),
        ("history", window.stage_dialogs.show_history),
    ):
        workspace.view.select((first,))
        show()
        _shoot_dialog(shots, name)
    workspace.auto_accepting.switch_on(AutoAccept(0.2, 120, 1, 0.0388))
    window.stage_dialogs.show_auto_accept()
    _shoot_dialog(shots, "auto-accept-on")
    workspace.change_settings(structs.replace(workspace.settings, annotator=LONG))
    window.project_view.stages.show(Stage.ANNOTATION)
    shots.shoot("long-name", window)


def _shoot_dialog(shots: Screenshots, name: str) -> None:
    shots.until(lambda: not shots.workspace.editor.saving)
    shots.rest()
    dialog = next(found for found in shots.window.findChildren(QDialog) if found.isVisible())
    shots.shoot(name, dialog)
    dialog.reject()
    shots.rest()
