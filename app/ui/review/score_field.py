"""A field for a score of 0 to 1, in hundredths."""

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

from app.ui.widgets.number_format import decimal
from app.ui.widgets.widgets import NumberField


class ScoreField(NumberField):
    """Shows 0.80 for its value of 80."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.UpDownArrows)

    def textFromValue(self, value: int) -> str:
        """Return the score with two places, in the format of the language."""
        return decimal(value / 100, 2)

    def valueFromText(self, text: str) -> int:
        """Return the hundredths of what was typed, with a comma or a point."""
        return round(_score(text) * 100)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept a number from 0 to 1; what could become one is let be."""
        try:
            fits = 0.0 <= _score(text) <= 1.0
        except ValueError:
            return (QValidator.State.Invalid if text.strip() else QValidator.State.Intermediate), text, position
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid), text, position


def _score(text: str) -> float:
    return float(text.strip().replace(",", "."))
