"""The field for the playhead's frame: takes a frame number, or a time such as 0:02.5."""

import re

from PySide6.QtGui import QValidator

from app.media.frame_times import FrameTimes
from app.ui.timeline.descriptions import clock, frame_at, seconds_of
from app.ui.widgets.widgets import NumberField

BEGUN_TIME = re.compile(r"[\d:]*:[\d:.,]*")
MOST_DIGITS = 12
ROOM = 34
"""Logical pixels around the text: margins and arrows."""


class FrameField(NumberField):
    """A spin box of frame numbers. `follow` tells it what the frames' times are."""

    def __init__(self) -> None:
        super().__init__()
        self._times = FrameTimes.even(1, 1.0)
        self.setAccessibleName(self.tr("Frame"))
        self.setToolTip(self.tr("Frame number, or a time such as 0:02.5"))
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def follow(self, times: FrameTimes, frame: int) -> None:
        """Show `frame` of a video with these times."""
        self._times = times
        last = len(times.starts) - 1
        self.blockSignals(True)
        self.setRange(0, last)
        self.setValue(frame)
        self.blockSignals(False)
        widest = max(str(last), clock(times.of(last)), key=len)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(widest) + ROOM)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Take a time, or what may become one, besides frame numbers; those behind the last one, too."""
        if seconds_of(text) is not None or text.isdecimal():
            return QValidator.State.Acceptable, text, position
        if BEGUN_TIME.fullmatch(text):
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def valueFromText(self, text: str) -> int:
        """Return the frame that is shown at a time, or the number; behind the last one the last one."""
        if text.isdecimal():
            return min(int(text[:MOST_DIGITS]), self.maximum())
        seconds = seconds_of(text)
        return frame_at(self._times, seconds) if seconds is not None else super().valueFromText(text)
