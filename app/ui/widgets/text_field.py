"""A field for a name or a path, which may be longer than the field: its tooltip has all of it."""

from PySide6.QtWidgets import QLineEdit

from app.ui.widgets.tooltips import plain_tip


def text_field(text: str = "") -> QLineEdit:
    """Return a field whose tooltip has all of its text."""
    field = QLineEdit(text)
    tell_whole(field)
    return field


def tell_whole(field: QLineEdit) -> None:
    """Let the tooltip of a field have all of its text."""
    field.textChanged.connect(lambda text: field.setToolTip(plain_tip(text)))
    field.setToolTip(plain_tip(field.text()))
