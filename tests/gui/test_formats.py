"""Import and export dialogs: made from the table of formats, answered by real clicks, one step of undo."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.interchange.clip import Loss
from app.interchange.export.options import Option
from app.interchange.fitting import Fit
from app.interchange.questions import Answer, Conflict, Question
from app.interchange.table import FORMATS
from app.phrases import Phrase
from app.ui.dialogs.interchange.export import ExportDialog
from app.ui.dialogs.interchange.import_clips import MOST_TARGETS, ClipTable
from app.ui.dialogs.interchange.import_conflicts import MOST_TOLD, ConflictList
from app.ui.dialogs.interchange.import_masks import ImportDialog
from tests.gui.window_bot import WindowBot
from tests.interchange.samples import exporting, run_to_end
from tests.workspace.test_imports import AnnotatedClip, CellMask, Mask, Masklet, MaskSource


@pytest.fixture
def masks(two_objects: WindowBot, tmp_path: Path) -> Path:
    (video,) = two_objects.workspace.document.videos()
    found = {frame: CellMask(Mask.full(video.height, video.width), MaskSource.IMPORTED) for frame in range(3)}
    size = (video.width, video.height, video.frame_count)
    clip = AnnotatedClip(video.name, *size, (Masklet(1, "kite", found),), rate=25.0)
    run_to_end(exporting("sav", [clip], tmp_path / "masks"))
    return next((tmp_path / "masks").iterdir())


def dialog_of(desk: WindowBot) -> ImportDialog:
    dialog = desk.window.findChild(ImportDialog)
    desk.qtbot.waitUntil(lambda: dialog.ready, timeout=60_000)
    return dialog


def press(dialog: ImportDialog | ExportDialog, text: str) -> None:
    (button,) = [button for button in dialog.findChildren(QPushButton) if button.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_masks_dropped_on_the_window_are_shown_and_come_in_as_one_step(two_objects: WindowBot, masks: Path) -> None:
    two_objects.drop(masks)
    dialog = dialog_of(two_objects)
    assert dialog.clips.rowCount() == 1
    assert [dialog.clips.item(0, column).text() for column in (1, 2)] == ["1", "3"]
    before = len(two_objects.workspace.document.all_objects())
    press(dialog, "Import")
    two_objects.settle()
    assert [record.name for record in two_objects.workspace.document.all_objects()][before:] == ["kite"]
    two_objects.workspace.editor.undo()
    assert len(two_objects.workspace.document.all_objects()) == before


def test_a_lost_frame_that_comes_back_as_absent_is_told(two_objects: WindowBot, tmp_path: Path) -> None:
    (video,) = two_objects.workspace.document.videos()
    there, lost = Mask.full(video.height, video.width), Mask.empty(video.height, video.width)
    found = {frame: CellMask(lost if frame == 1 else there, MaskSource.TRACKED) for frame in range(3)}
    size = (video.width, video.height, video.frame_count)
    clip = AnnotatedClip(video.name, *size, (Masklet(1, "kite", found),), rate=25.0)
    run_to_end(exporting("coco", [clip], tmp_path / "masks"))
    two_objects.window.dialogs.import_masks((tmp_path / "masks",))
    dialog = dialog_of(two_objects)
    told = dialog.verdict
    dialog.reject()

    assert found[1].lost
    assert "On 58 of them the object is absent, or was lost: other tools do not tell which." in told


def test_what_does_not_fit_is_said_and_cannot_be_imported_until_it_does(two_objects: WindowBot, masks: Path) -> None:
    text = json.loads(masks.read_bytes())
    text["video_height"] *= 2
    height, width = text["video_height"], text["video_width"]
    text["masklet"] = [[{"size": [height, width], "counts": [0, height * width]}]] * text["video_frame_count"]
    masks.write_text(json.dumps(text))
    two_objects.window.dialogs.import_masks((masks,))
    dialog = two_objects.window.findChild(ImportDialog)
    two_objects.qtbot.waitUntil(lambda: bool(dialog.conflicts), timeout=60_000)
    assert not dialog.ready
    assert "pixels, the video" in dialog.conflicts
    dialog.questions.choose(0, Question.SIZE, Answer.LEAVE_OUT)
    assert not dialog.ready
    dialog.questions.choose(0, Question.SIZE, Answer.SCALE)
    assert dialog.ready
    two_objects.qtbot.waitUntil(lambda: len(dialog.pictures.shown) == 3, timeout=60_000)
    dialog.reject()


def test_the_dialog_counts_while_it_looks_into_a_large_file(two_objects: WindowBot, tmp_path: Path) -> None:
    file = tmp_path / "instances.json"
    rows = b",".join([b'{"image_id":1,"x":"%s"}' % (b"a" * 4_000)] * 10_000)
    file.write_bytes(b'{"images":[],"annotations":[' + rows + b"]}")
    two_objects.window.dialogs.import_masks((file,))
    dialog = two_objects.window.findChild(ImportDialog)
    told: list[str] = []
    following = two_objects.workspace.jobs.changed.connect(lambda: told.append(dialog.verdict))
    two_objects.qtbot.waitUntil(lambda: "which it does not list" in dialog.verdict, timeout=60_000)
    two_objects.workspace.jobs.changed.disconnect(following)
    assert any(text.startswith("Looking into it… ") and " %" in text for text in told)
    assert not dialog.ready
    dialog.reject()


def test_a_file_that_is_none_is_said_in_the_dialog(two_objects: WindowBot, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{")
    two_objects.window.dialogs.import_masks((tmp_path / "x.json",))
    dialog = two_objects.window.findChild(ImportDialog)
    two_objects.settle()
    assert "holds no masks" in dialog.verdict
    assert not two_objects.window.project_view.errors.errors, "it is said in one place, and gone with the dialog"
    assert not dialog.ready
    dialog.reject()


def test_options_are_those_of_the_format(two_objects: WindowBot, tmp_path: Path) -> None:
    two_objects.workspace.candidates.find(4)
    two_objects.settle()
    two_objects.window.dialogs.export()
    dialog = two_objects.window.findChild(ExportDialog)
    for id, row in FORMATS.items():
        if row.write is None:
            continue
        dialog.format.setCurrentIndex(dialog.format.findData(id))
        assert dialog.options.variant.isVisible() is (Option.VARIANT in row.options)
        assert dialog.options.pictures.isVisible() is (Option.PICTURES in row.options)
        assert dialog.options.winner.isVisible() is (Option.WINNER in row.options)
    dialog.format.setCurrentIndex(dialog.format.findData("coco"))
    assert (dialog.options.every.text(), dialog.options.value(FORMATS["coco"]).every) == ("as annotated", 0)
    dialog.options.pictures.setCurrentIndex(2)
    dialog.options.every.setValue(4)
    dialog.options.variant.setCurrentIndex(1)
    dialog.options.satisfactory.setChecked(True)
    assert not dialog.options.candidates.isEnabled()
    dialog.options.satisfactory.setChecked(False)
    dialog.options.candidates.setChecked(True)
    dialog.location.setText(str(tmp_path / "coco"))
    press(dialog, "Export")
    two_objects.settle()
    made = json.loads((tmp_path / "coco" / "instances.json").read_bytes())
    assert [image["file_name"].rpartition("/")[2] for image in made["images"]][:2] == ["00000.jpg", "00004.jpg"]
    assert not (tmp_path / "coco" / "images").exists()
    assert all(isinstance(row["segmentation"], list) for row in made["annotations"])
    assert len({row["track_id"] for row in made["annotations"]}) == 5


def test_a_folder_that_cannot_be_written_is_told_in_the_dialog_which_stays(
    two_objects: WindowBot, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "a file").touch()
    two_objects.window.dialogs.export()
    dialog = two_objects.window.findChild(ExportDialog)
    for place, words in ((str(full), "is not empty"), ("relative/path", "not a whole path"), ("", "No folder")):
        dialog.location.setText(place)
        dialog.location.textEdited.emit(place)
        two_objects.qtbot.waitUntil(lambda words=words: words in dialog.said)
        assert not dialog.possible
    dialog.location.setText(str(tmp_path / "new"))
    dialog.location.textEdited.emit(str(tmp_path / "new"))
    two_objects.qtbot.waitUntil(lambda: dialog.possible)
    dialog.location.setText(str(full))
    press(dialog, "Export")
    assert dialog.isVisible()
    assert "is not empty" in dialog.said
    dialog.reject()


def test_a_failed_export_is_forgotten_when_another_is_made(two_objects: WindowBot, tmp_path: Path) -> None:
    exports, bar = two_objects.workspace.exports, two_objects.window.project_view.errors
    (tmp_path / "file").touch()
    exports.start("sav", tmp_path / "file")
    two_objects.settle()
    failed = bar.errors
    exports.publish()
    two_objects.settle()
    assert bar.errors == failed
    exports.start("coco", tmp_path / "out")
    two_objects.settle()
    assert failed
    assert bar.errors == ()


def test_a_preset_is_kept_chosen_and_removed_and_the_amount_is_told(two_objects: WindowBot, tmp_path: Path) -> None:
    two_objects.window.dialogs.export()
    dialog = two_objects.window.findChild(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("masks"))
    dialog.options.resolution.setValue(64)
    dialog.options.names.pattern.setText("{number}x")
    assert "cannot be named" in dialog.said
    assert not dialog.possible
    dialog.options.names.pattern.setText("{video}_{number}")
    dialog.options.unit.setCurrentIndex(1)
    dialog.options.every.setValue(5)
    dialog.presets.box.setEditText("mattes for Nuke")
    press(dialog, "Keep")
    dialog.format.setCurrentIndex(dialog.format.findData("sav"))
    line = dialog.presets.box.lineEdit()
    assert line is not None
    dialog.activateWindow()
    two_objects.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.presets.box.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "mattes for a long list of shots")
    dialog.format.setFocus()
    assert line.cursorPosition() == 0, "its beginning is shown once nobody types"
    dialog.presets.box.setEditText("another")
    dialog.presets.box.setCurrentIndex(0)
    dialog.presets.box.activated.emit(0)
    assert (dialog.presets.name, dialog.presets.box.lineEdit().cursorPosition()) == ("mattes for Nuke", 0)
    assert dialog.format.currentData() == "masks"
    assert (dialog.options.resolution.value(), dialog.options.names.pattern.text()) == (64, "{video}_{number}")
    dialog.location.setText(str(tmp_path / "mattes"))
    two_objects.qtbot.waitUntil(lambda: dialog.amount.startswith("About"), timeout=60_000)
    press(dialog, "Remove")
    assert two_objects.workspace.settings.export_presets == {}
    press(dialog, "Export")
    two_objects.settle()
    (video,) = two_objects.workspace.document.videos()
    made = sorted(file.name for file in (tmp_path / "mattes").rglob("*.png"))
    assert made[0] == f"{video.name}_00000.png"


def test_some_videos_are_ticked_and_what_a_format_refuses_is_said_before(
    two_objects: WindowBot, clip: Path, tmp_path: Path
) -> None:
    two_objects.workspace.videos.add([Path(shutil.copy(clip, tmp_path / "another.mp4"))])
    two_objects.settle()
    videos = two_objects.workspace.document.videos()
    two_objects.window.dialogs.export()
    dialog = two_objects.window.findChild(ExportDialog)
    choice = dialog.videos
    assert not choice.list.isVisible()
    choice.box.setCurrentIndex(choice.box.count() - 1)
    assert choice.list.isVisible()
    for place in range(2):
        choice.list.item(place).setCheckState(Qt.CheckState.Unchecked)
    assert (dialog.said, dialog.possible) == ("No video is chosen. Tick one, or more.", False)
    choice.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert choice.chosen == (videos[1].id,)
    dialog.format.setCurrentIndex(dialog.format.findData("saco"))
    two_objects.qtbot.waitUntil(lambda: not dialog.possible, timeout=60_000)
    assert "somebody said" in dialog.said
    dialog.reject()


def test_the_next_export_begins_as_the_last_one(two_objects: WindowBot, clip: Path, tmp_path: Path) -> None:
    two_objects.workspace.videos.add([Path(shutil.copy(clip, tmp_path / "another.mp4"))])
    two_objects.settle()
    two_objects.window.dialogs.export()
    first = two_objects.window.findChild(ExportDialog)
    assert not first.videos.all
    first.videos.box.setCurrentIndex(1)
    first.format.setCurrentIndex(first.format.findData("masks"))
    first.options.resolution.setValue(64)
    first.location.setText(str(tmp_path / "masks"))
    two_objects.qtbot.waitUntil(lambda: first.possible, timeout=60_000)
    press(first, "Export")
    two_objects.settle()
    two_objects.qtbot.waitUntil(lambda: two_objects.window.findChild(ExportDialog) is None)
    two_objects.window.dialogs.export()
    second = two_objects.window.findChild(ExportDialog)
    assert (second.format.currentData(), second.options.resolution.value()) == ("masks", 64)
    assert (second.videos.all, len(second.videos.chosen)) == (True, 2)
    assert Path(second.location.text()).name.startswith("masks ")
    second.reject()


def test_very_many_videos_are_shown_without_a_list_for_each(two_objects: WindowBot) -> None:
    table, questions = ClipTable(), ConflictList()
    two_objects.qtbot.addWidget(table)
    two_objects.qtbot.addWidget(questions)
    count = MOST_TARGETS + 50
    clips = [AnnotatedClip(f"v{place}", 8, 6, 1, ()) for place in range(count)]
    table.show_fits([Fit(clip, None, {}) for clip in clips], two_objects.workspace.document.videos())
    assert table.into == dict.fromkeys(range(count))
    assert [table.cellWidget(place, 3) is None for place in (MOST_TARGETS - 1, MOST_TARGETS)] == [False, True]
    last = table.item(count - 1, 3)
    assert last is not None
    assert last.text() == "a new video"
    new = [(place, Conflict(Loss(clip.name, Phrase("is new.")))) for place, clip in enumerate(clips)]
    asked = Conflict(Loss("asked", Phrase("has a question.")), Question.SIZE)
    questions.show_all((), [*new, (7, asked)])
    assert questions.words.endswith(f"asked: has a question.\nAnd {count - MOST_TOLD} more.")
    assert questions.box(7, Question.SIZE) is not None
