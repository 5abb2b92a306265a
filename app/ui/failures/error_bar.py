"""The line that shows a failure and what can be done about it. It covers nothing, and goes when its cause is gone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.errors import EditRefused, NotTrackable, UserError
from app.ui.failures.message_line import MessageLine, Severity, Way
from app.ui.theme.theme import UiTheme
from app.workspace.translation import translated

MAX_ERRORS = 20
LONG_PATH = 32
"""Letters of a path that is written as it is."""
SLIPS = (EditRefused, NotTrackable)
"""What a person asked for that makes no sense at the moment: nothing is broken."""


@dataclass(frozen=True, slots=True)
class _Shown:
    error: UserError
    ways: tuple[Way, ...]
    stays: Callable[[], bool]


class ErrorBar(MessageLine):
    """Shows the newest failure; closing it shows the one before."""

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._errors: list[_Shown] = []
        self.closed.connect(self.close_one)
        self.taken.connect(self._take)

    @property
    def message(self) -> str:
        """The message shown, empty when there is none."""
        return translated(self._errors[-1].error.what) if self._errors else ""

    @property
    def hint(self) -> str:
        """The hint shown, empty when there is none."""
        return translated(self._errors[-1].error.advice) if self._errors else ""

    @property
    def errors(self) -> tuple[UserError, ...]:
        """All failures, the one shown last."""
        return tuple(shown.error for shown in self._errors)

    def show_error(self, error: UserError, *ways: Way, stays: Callable[[], bool] = lambda: True) -> None:
        """Show a failure, with the `ways` out, as long as its cause `stays` (see `drop_gone`).

        The same failure is not shown twice in a row.
        """
        if self._errors and self._errors[-1].error.message == error.message:
            return
        self._errors.append(_Shown(error, ways, stays))
        del self._errors[:-MAX_ERRORS]
        self._show()

    def drop_gone(self) -> None:
        """Close the failures whose cause is gone."""
        left = [shown for shown in self._errors if shown.stays()]
        if len(left) < len(self._errors):
            self._errors = left
            self._show()

    def retranslate(self) -> None:
        """Show all texts in the language that has been installed."""
        self._show()

    def close_one(self) -> None:
        """Close the failure shown and show the one before it, if there is one."""
        if self._errors:
            self._errors.pop()
        self._show()

    def clear(self) -> None:
        """Close all."""
        self._errors.clear()
        self._show()

    def _show(self) -> None:
        if not self._errors:
            self.say_nothing()
            return
        shown = self._errors[-1]
        severity = Severity.SLIP if isinstance(shown.error, SLIPS) else Severity.FAILURE
        brief = translated(shown.error.what, _brief), translated(shown.error.advice, _brief)
        self.show_message(
            severity, *brief, shown.ways, len(self._errors) - 1, whole=f"{self.message}\n{self.hint}".strip()
        )

    def _take(self, way: Way) -> None:
        self.close_one()
        way.run()


def _brief(value: object) -> object:
    """Return the end of a long path, so that a line has room for what is wrong with it."""
    if not isinstance(value, Path) or len(str(value)) <= LONG_PATH:
        return value
    return Path("…", *value.parts[-2:])
