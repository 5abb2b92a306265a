"""Names that look like pages are shown as they are, and load nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedLabel

PAGE = "<img src=/etc/hostname> <b>cup</b>\nsecond & third"


def test_a_name_that_looks_like_a_page_is_shown_as_it_is(qapp: object) -> None:
    tip = plain_tip(PAGE)
    shown = QTextDocument()
    shown.setHtml(tip)
    assert "<img" not in tip
    assert shown.toPlainText() == PAGE
    assert plain_tip("plain & simple") == "plain & simple"


def test_a_shortened_label_shows_such_a_name_as_it_is(qtbot: object) -> None:
    label = ElidedLabel()
    label.setText(PAGE.replace("\n", " "))
    label.resize(30, 20)
    label.grab()
    assert label.toolTip()
    assert "<img" not in label.toolTip()
    assert label.textFormat() is Qt.TextFormat.PlainText
