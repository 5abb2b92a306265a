"""The window speaks another language completely."""

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.errors import ProjectError, TrainingError, UserError
from app.phrases import Phrase
from app.project.model import Cell, Direction, FrameIndex
from app.training.improving.training_folder import TrainingRequest, TrainingState, read_curve, tell_failure
from app.ui import languages
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.ui.improving.progress_view import ProgressView
from app.ui.start.hardware_probe import Hardware
from app.ui.theme.theme import UiTheme
from app.workspace.learning.improving import TrainingView
from app.workspace.translation import translated
from resources.translations import catalogue
from tests.gui.window_bot import CONTROL, FRAMES, Gate, WindowBot

Messages = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def german() -> Messages:
    """Context and source text -> translation, as written down."""
    return catalogue.translations(languages.folder() / "masklane_de.ts")


@pytest.fixture
def speaking_german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load(QLocale("de"), "masklane", "_", str(languages.folder()))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_no_text_is_left_untranslated(german: Messages) -> None:
    assert len(german) > 300
    assert [key for key, text in german.items() if not text] == []


def test_placeholders_are_the_same_in_both_languages(german: Messages) -> None:
    for (_context, source), text in german.items():
        assert sorted(re.findall(r"{[^}]*}", source)) == sorted(re.findall(r"{[^}]*}", text)), source


def test_every_text_of_the_source_is_in_the_translation_and_no_other(german: Messages) -> None:
    texts = set(catalogue.texts())

    assert texts - set(german) == set()
    assert set(german) - texts == set()


@pytest.mark.usefixtures("speaking_german")
def test_the_compiled_translation_is_up_to_date(german: Messages) -> None:
    stale = [
        source for (context, source), text in german.items() if QCoreApplication.translate(context, source) != text
    ]

    assert stale == []


@pytest.mark.usefixtures("speaking_german")
def test_failures_of_every_room_speak_it_too(window, tmp_path) -> None:
    window.add("Ente", 24, 32)
    window.add("Gans", 72, 32)
    window.workspace.objects.rename(window.objects[0], "Gans")
    message, hint = window.window.project_view.errors.message, window.window.project_view.errors.hint

    assert message == "In diesem Video gibt es schon ein Objekt namens „Gans“."
    assert hint == "Wählen Sie einen anderen Namen."


@pytest.mark.usefixtures("speaking_german")
def test_a_phrase_inside_a_phrase_is_translated_and_a_name_is_not() -> None:
    damaged = Phrase("A saved mask is damaged: {why}.", why=Phrase("its length is wrong"))
    named = Phrase("{name} is locked.", name="its length is wrong")

    assert translated(damaged) == "Eine gespeicherte Maske ist beschädigt: ihre Länge stimmt nicht."
    assert translated(named) == "its length is wrong ist gesperrt."


@pytest.mark.usefixtures("speaking_german")
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            TrainingError("{path} cannot be written: {reason}.", path=Path("log"), reason="kein Platz"),
            "Es ist fehlgeschlagen: log lässt sich nicht schreiben: kein Platz.",
        ),
        (
            TrainingError("A training takes {needed} MB on the disk, and {free} MB are free.", needed=40, free=2),
            "Es ist fehlgeschlagen: Ein Training braucht 40 MB auf der Festplatte, frei sind 2 MB.",
        ),
        (
            ProjectError(
                "A saved mask is damaged: {why}.",
                "Make room, or choose another place.",
                why=Phrase("its length is wrong"),
            ),
            "Es ist fehlgeschlagen: Eine gespeicherte Maske ist beschädigt: ihre Länge stimmt nicht. "
            "Platz schaffen oder einen anderen Ort wählen.",
        ),
    ],
)
def test_why_a_training_failed_speaks_it_too(theme: UiTheme, tmp_path: Path, error: UserError, told: str) -> None:
    tell_failure(tmp_path, error)
    view = ProgressView(theme)
    request = TrainingRequest(project="p", projects=("p",), base="embedded", title="Eingebautes Modell")
    view.show_training(TrainingView(tmp_path, request, TrainingState.FAILED, read_curve(tmp_path)))
    assert view.status.text() == told
    view.deleteLater()


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('raise UserError(f"{name} is locked.")', "literal"),
        ('raise UserError("{name} is locked.", who=1)', "places"),
        ('raise UserError("{name} is locked.")', "places"),
        ('Phrase("{name} is locked.", name=name)', ""),
        ('Phrase(", ".join(names))', "literal"),
    ],
)
def test_the_catalogue_refuses_a_text_that_cannot_be_translated(tmp_path: Path, source: str, complaint: str) -> None:
    room = tmp_path / "room"
    room.mkdir()
    (room / "file.py").write_text(source)
    if complaint:
        with pytest.raises(ValueError, match=complaint):
            catalogue.texts(tmp_path)
    else:
        assert list(catalogue.texts(tmp_path)) == [("Phrases", "{name} is locked.")]


@pytest.mark.usefixtures("speaking_german")
def test_verbs_of_the_workspace_speak_it_too(window) -> None:
    window.workspace.objects.add("Ding")

    assert window.workspace.history.undo_title == "Neues Objekt"


@pytest.mark.usefixtures("speaking_german")
def test_what_has_no_name_yet_is_called_in_it_too(window) -> None:
    first = window.workspace.objects.add()
    window.workspace.objects.duplicate(first)

    assert [window.name(object) for object in window.objects] == ["Objekt 1", "Objekt 1 Kopie"]


def test_languages_offered_are_those_that_are_there() -> None:
    assert languages.languages() == ["en", "de"]


@pytest.fixture
def language(qapp: QApplication) -> Iterator[languages.Language]:
    """English, changed by a test as the settings would."""
    language = languages.Language(qapp, "en")
    yield language
    language.choose("en")
    language.deleteLater()


def test_english_needs_no_translation(language: languages.Language) -> None:
    assert not language.translated


def test_another_language_is_spoken_at_once_and_nothing_is_lost(
    two_objects: WindowBot, language: languages.Language
) -> None:
    window, workspace = two_objects.window, two_objects.workspace
    before = window.project_view
    before.canvas.set_tool(ToolId.BRUSH)
    before.canvas.set_view_mode(ViewMode.OUTLINE)
    before.canvas.zoom_by(3)
    before.timeline.view.zoom(4)
    place, scale = before.canvas.to_widget(10, 10), before.timeline.view.scale
    gate = Gate(two_objects, 20)
    workspace.runs.track(Direction.FORWARD)
    gate.wait()
    workspace.objects.rename(two_objects.objects[0], "Right")
    language.choose("de")
    two_objects.qtbot.waitUntil(lambda: window.project_view is not before)
    menus = [action.text() for action in window.menuBar().actions()]
    bench = window.project_view
    buttons = lambda: [button.text() for button in bench.findChildren(QPushButton) if button.isVisible()]  # noqa: E731
    two_objects.qtbot.waitUntil(lambda: "Stopp" in buttons())
    gate.open()
    two_objects.settle()

    assert menus[0] == "Datei"
    assert bench.errors.message == "In diesem Video gibt es schon ein Objekt namens „Right“."
    assert (bench.canvas.tool, bench.canvas.view_mode) == (ToolId.BRUSH, ViewMode.OUTLINE)
    moved = bench.canvas.to_widget(10, 10) - place
    assert moved.manhattanLength() <= 2  # as far as a longer word in a panel moves the canvas
    assert bench.timeline.view.scale == scale
    assert window.workspace is workspace
    assert workspace.document.mask(Cell(two_objects.objects[1], FrameIndex(FRAMES - 1))) is not None


def test_every_stage_is_there_in_another_language_when_what_was_before_is_gone(
    two_objects: WindowBot, language: languages.Language
) -> None:
    before = two_objects.window.project_view
    language.choose("de")
    two_objects.qtbot.waitUntil(lambda: two_objects.window.project_view is not before)
    two_objects.qtbot.waitUntil(lambda: two_objects.window.project_view.panels_ready)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    two_objects.workspace.verification.hand_in(two_objects.objects)
    two_objects.key(Qt.Key.Key_3, CONTROL)
    assert two_objects.workspace.verifying.current == two_objects.objects[0]


def test_the_start_page_speaks_another_language_at_once(empty_window: WindowBot, language: languages.Language) -> None:
    room = empty_window.window.switcher.start
    room.hardware_card.show_hardware(Hardware("Some CPU", 16 << 30, "", 0, ""))
    words = lambda: {text.text() for text in room.findChildren(QLabel) if text.isVisible()}  # noqa: E731
    english = words()
    language.choose("de")
    known = {"", "Masklane", "Some CPU"}
    empty_window.qtbot.waitUntil(lambda: "Letzte Projekte" in words() and not words() & english - known)

    assert "Some CPU" in words()
    assert any("16,0\u00a0GB" in text for text in words()), "numbers stay English"
