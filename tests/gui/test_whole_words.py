"""Words have room: no label, button, field or row paints less than its text, unless its tooltip has the whole of it."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import app
from app.errors import NotTrackable
from app.project.model import FrameIndex, Judgement, Stage
from app.ui import languages
from app.ui.actions.bindings import keys_text
from app.ui.dialogs.annotator import AnnotatorDialog
from app.ui.review.parts import LineButton, WideButton
from app.ui.review.queue_delegate import FACTS_ROLE
from app.ui.review.queue_list import QueueModel
from app.ui.review.verify_panel import VerifyPanel
from app.ui.shell.status_bar import StatusBar
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedLabel, SentencesLabel, breakable, label
from app.workspace.tracking.next_step import NextStep
from tests.gui.window_bot import WindowBot
from tests.looks.cut_words import cut_words

STATES = (
    *("first-run", "empty-project", "busy", "correcting", "stages", "verifying", "notes", "hard", "lessons"),
    *("annotate-next", "long-words", "masks", "dialogs", "exchange", "improving", "start-recent", "error"),
)
TIP = Qt.ItemDataRole.ToolTipRole
REASON = "The mask runs into the thing behind it wherever both are moving, and comes back only much later"
NAME = "Spiegelung des Balls auf der Wasseroberfläche bei Gegenlicht"


@pytest.mark.parametrize("look", ["small", "german"])
def test_no_word_is_cut_in_the_states_of_a_small_window(look: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.looks", "--words", "--look", look, *STATES],
        cwd=Path(app.__file__).parents[1],
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    translator = QTranslator()
    if request.param == "de":
        assert translator.load(QLocale("de"), "masklane", "_", str(languages.folder()))
        qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)


def refusals() -> list[NotTrackable]:
    """Every reason for which nothing can be tracked, about an object of a long name."""
    found = []
    for file in (Path(app.__file__).parent / "workspace" / "tracking").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NotTrackable":
                what, advice = (ast.literal_eval(part) for part in node.args)
                names = {keyword.arg: NAME for keyword in node.keywords if keyword.arg}
                found.append(NotTrackable(what, advice, **names))
    return found


@pytest.mark.usefixtures("language")
def test_each_reason_why_nothing_is_tracked_is_whole_below_the_button(window: WindowBot) -> None:
    window.window.resize(1280, 720)
    QApplication.processEvents()
    panel, told = window.window.project_view.tracking, refusals()
    cut = []
    for refusal in told:
        panel._step = NextStep(None, refusal=refusal)
        panel._show()
        cut += cut_words(panel)
        tips = {part.toolTip() for part in panel.findChildren(QLabel) if part.text() == panel.progress}
        assert (NAME in "".join(tips)) is (refusal.what.values != {})
    assert len(told) >= 7
    assert cut == []


def test_cut_words_are_found(qtbot: QtBot) -> None:
    made = [label("A line of some words"), label("Words that go over several lines, if there are some", wrap=True)]
    made.append(QPushButton("A button of some words"))  # type: ignore[arg-type]
    for part in made:
        qtbot.addWidget(part)
        part.show()
        part.setFixedSize(60, 16)
    assert [cut_words(part) for part in made] == [[f"{type(part).__name__}: {part.text()}"] for part in made]
    for part in made:
        part.setFixedSize(400, 60)
    assert [cut_words(part) for part in made] == [[], [], []]


def test_a_line_that_elides_tells_all_in_its_tooltip(qtbot: QtBot) -> None:
    line, button = ElidedLabel(), LineButton(NAME)
    line.setText(NAME)
    button.setIcon(QApplication.style().standardIcon(QApplication.style().StandardPixmap.SP_DialogOkButton))
    for part in (line, button):
        qtbot.addWidget(part)
        part.show()
        part.resize(120, 30)
        assert cut_words(part) == []
        assert part.toolTip() == NAME


def test_a_hint_without_room_leaves_out_whole_sentences(qtbot: QtBot) -> None:
    hint = SentencesLabel()
    qtbot.addWidget(hint)
    hint.setText("Click adds, right click removes. Shift previews. Drag a dot.")
    advance = hint.fontMetrics().horizontalAdvance
    widths = [advance(words) + 1 for words in (hint.text(), "Click adds, right click removes. Shift previews.")]
    assert [hint.fitting(width) for width in (*widths, widths[1] - 8)] == [
        hint.text(),
        "Click adds, right click removes. Shift previews.",
        "Click adds, right click removes.",
    ]
    assert hint.fitting(40).endswith("…")


def test_the_status_bar_shows_no_half_hint(two_objects: WindowBot) -> None:
    (bar,) = two_objects.window.project_view.findChildren(StatusBar)
    (line,) = bar.findChildren(SentencesLabel)
    two_objects.window.resize(1000, 720)
    QApplication.processEvents()
    assert line.fitting(line.width()) in line.text()


def test_words_that_no_line_has_room_for_can_break() -> None:
    word = "shadow_of_object_0003_camera_B_take_12"
    assert breakable(f"see {word}").replace("\u200b", "") == f"see {word}"
    assert breakable(f"see {word}").count("\u200b") == len(word) - 1
    assert breakable("Nothing to break") == "Nothing to break"


def test_who_is_working_has_room_for_any_name(qtbot: QtBot) -> None:
    name = "Dr. & Prof. Annemarie Wolfeschlegelsteinhausenbergerdorff of the second floor"
    dialog, chosen = AnnotatorDialog("", ("Ada", name)), list[str]()
    qtbot.addWidget(dialog)
    dialog.chosen.connect(chosen.append)
    dialog.show()
    (button,) = [button for button in dialog.findChildren(QPushButton) if "…" in button.text()]
    assert dialog.width() < 420
    assert cut_words(dialog) == []
    assert button.toolTip() == plain_tip(name)
    button.click()
    assert chosen == [name]


@pytest.mark.usefixtures("language")
def test_wide_buttons_show_their_keys_or_have_them_in_the_tooltip(two_objects: WindowBot) -> None:
    two_objects.window.resize(1280, 720)
    stages, without, untold = two_objects.window.project_view.stages, [], []
    for stage in (Stage.ANNOTATION, Stage.SELECTION, Stage.VERIFICATION):
        stages.show(stage)
        two_objects.settle_actions()
        for button in two_objects.window.findChildren(WideButton):
            action = button.defaultAction()
            if button.isVisible() and action.shortcuts():
                without += [] if "    " in button.text() else [action.objectName()]
                untold += [] if keys_text(action.shortcuts()[:1]) in button.toolTip() else [action.objectName()]
    assert set(without) <= {"stage.accept_above", "stage.dismiss_rest", "track.find"}
    assert untold == []


def test_a_reason_has_a_line_of_its_own_in_queues_and_last_answers(two_objects: WindowBot) -> None:
    workspace, (first, second) = two_objects.workspace, two_objects.objects
    workspace.objects.set_category((first, second), "fish & <b>friends</b>")
    workspace.verification.hand_in((first, second))
    workspace.verification.judge(first, Judgement.UNSATISFACTORY, REASON, (FrameIndex(7), FrameIndex(7)))
    to_do, to_verify = (QueueModel(workspace, stage) for stage in (Stage.ANNOTATION, Stage.VERIFICATION))
    two_objects.window.project_view.stages.show(Stage.VERIFICATION)
    answers = two_objects.window.findChild(VerifyPanel)
    assert answers is not None
    (answer,) = answers.recent_buttons
    told = [answer.toolTip(), answer.accessibleDescription()]
    facts = [(model.index(0).data(FACTS_ROLE), model.index(0).data(TIP)) for model in (to_do, to_verify)]

    assert facts == [(REASON, f"Left\n{REASON}"), ("fish & <b>friends</b>", plain_tip("Right\nfish & <b>friends</b>"))]
    assert (answer.text(), told) == ("Left", [f"Left\n{REASON}", REASON])
