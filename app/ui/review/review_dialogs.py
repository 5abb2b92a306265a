"""The dialogs of the stages: who works, what a candidate is, the history of a masklet, the reasons, auto-accept."""

from collections.abc import Callable

from msgspec import structs
from PySide6.QtWidgets import QWidget

from app.ui.dialogs.annotator import AnnotatorDialog
from app.ui.dialogs.auto_accept import AutoAcceptDialog
from app.ui.dialogs.candidate_name import CandidateNameDialog
from app.ui.dialogs.masklet_history import MaskletHistory
from app.ui.dialogs.reasons import ReasonsDialog
from app.ui.preferences import Preferences
from app.workspace.workspace import Workspace


class ReviewDialogs:
    """Opens them over a window, for one project."""

    def __init__(self, workspace: Workspace, preferences: Preferences, window: QWidget) -> None:
        self._workspace = workspace
        self._preferences = preferences
        self._window = window

    def ask_annotator(self) -> None:
        """Ask who works from now on."""
        self._open_annotator()

    def ask_annotator_once(self, then: Callable[[], None]) -> None:
        """Go on with `then`, after asking who works if nobody has said so and it was never asked."""
        settings = self._preferences.settings
        if settings.annotator or settings.annotator_asked:
            then()
        else:
            self._open_annotator().finished.connect(lambda _result: then())

    def name_candidate(self) -> None:
        """Ask what the candidate in hand is, and accept it as that."""
        selecting = self._workspace.selecting
        if selecting.shown_first():
            return
        dialog, asked = CandidateNameDialog(selecting.categories, self._window), selecting.current

        def take(name: str, category: str) -> None:
            if selecting.current == asked:
                selecting.accept_as(name, category)

        dialog.chosen.connect(take)
        dialog.open()

    def show_history(self) -> None:
        """Show the history of the active object."""
        id = self._workspace.view.active_object
        record = None if id is None else self._workspace.document.object(id)
        if record is not None:
            MaskletHistory(self._workspace, record, self._window).open()

    def edit_reasons(self) -> None:
        """Edit the reasons for an unsatisfactory masklet."""
        ReasonsDialog(self._workspace, self._window).open()

    def show_auto_accept(self) -> None:
        """Show what auto-accept would do, and its switch."""
        AutoAcceptDialog(self._workspace, self._window).open()

    def _open_annotator(self) -> AnnotatorDialog:
        self._preferences.change(structs.replace(self._preferences.settings, annotator_asked=True))
        dialog = AnnotatorDialog(
            self._preferences.settings.annotator, self._workspace.verification.people(), self._window
        )
        preferences = self._preferences
        dialog.chosen.connect(lambda name: preferences.change(structs.replace(preferences.settings, annotator=name)))
        dialog.open()
        return dialog
