"""The window speaks another language completely."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.ui import languages
from app.ui.actions.action import Menu
from app.ui.actions.table import ACTIONS
from app.ui.canvas.tools.table import TOOLS
from app.ui.canvas.view_modes import VIEW_MODES
from app.ui.panels.operations import OPERATIONS

Messages = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def german() -> Messages:
    """Context and source text -> translation, as written down."""
    root = ElementTree.parse(languages.folder() / "masklane_de.ts").getroot()
    return {
        (str(context.findtext("name")), str(message.findtext("source"))): message.findtext("translation") or ""
        for context in root.iter("context")
        for message in context.iter("message")
    }


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
        assert sorted(re.findall(r"{\w*}", source)) == sorted(re.findall(r"{\w*}", text)), source


def test_all_tables_are_in_the_translation(german: Messages) -> None:
    wanted = {(action.context, action.text) for action in ACTIONS}
    wanted |= {("Actions", menu.value) for menu in Menu}
    wanted |= {("Canvas", text) for row in TOOLS.values() for text in (row.title, row.hint)}
    wanted |= {("Canvas", row.title) for row in VIEW_MODES.values()}
    wanted |= {("Operations", row.title) for row in OPERATIONS.values()}
    assert wanted - set(german) == set()


@pytest.mark.usefixtures("speaking_german")
def test_the_compiled_translation_is_up_to_date(german: Messages) -> None:
    stale = [
        source for (context, source), text in german.items() if QCoreApplication.translate(context, source) != text
    ]

    assert stale == []


@pytest.mark.usefixtures("speaking_german")
def test_verbs_of_the_workspace_speak_it_too(window) -> None:
    window.workspace.add_object("Ding")

    assert window.workspace.history.undo_title == "Neues Objekt"


def test_languages_offered_are_those_that_are_there() -> None:
    assert languages.languages() == ["en", "de"]


def test_english_needs_no_translation(qapp: QApplication) -> None:
    assert not languages.install(qapp, "en")
