"""Old and new model on held-out frames beside each other, and their scores, before a person adopts the new one."""

import random
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QWidget

from app.training.improving.comparison import FOLDER, ComparedFrame, ComparedMasklet, Comparison
from app.training.improving.scores import Score
from app.training.improving.training_folder import LogLine
from app.ui.metrics.tables import Line, NumbersTable
from app.ui.widgets.number_format import decimal
from app.ui.widgets.widgets import ElidedLabel, column, label, push_button, row
from app.workspace.learning.improving import TrainingView

translate = QCoreApplication.translate
PICTURE = QSize(260, 160)


class PictureView(QLabel):
    """A picture that keeps its proportion in the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setMinimumSize(PICTURE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setObjectName("picture")

    def show_file(self, path: Path) -> None:
        """Show the picture of a file, nothing where it cannot be read."""
        self._whole = QPixmap(str(path))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            self.clear()
            return
        ratio = self.devicePixelRatioF()
        scaled = self._whole.scaled(
            self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self.setPixmap(scaled)


class ComparisonView(QWidget):
    """Shows pairs of pictures. Blind, nobody sees which is which until all have an answer or the switch is off."""

    use_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, seed: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._random = random.Random(seed)  # noqa: S311 - which picture is on the left
        self._folder = Path()
        self._frames: tuple[ComparedFrame, ...] = ()
        self._place = 0
        self._swapped: list[bool] = []
        self._votes: dict[int, int] = {}
        """By pair: 1 for the new model, -1 for the old one, 0 for neither."""
        self._headline = label("", wrap=True)
        self._pictures = (PictureView(), PictureView())
        self._names = (label("", "heading"), label("", "heading"))
        self._where = ElidedLabel("dim")
        self.previous_button = push_button(self.tr("Previous"))
        self.next_button = push_button(self.tr("Next"))
        self.blind = QCheckBox(self.tr("Blind: do not say which is which"))
        self.left_button = push_button(self.tr("Left is better"))
        self.same_button = push_button(self.tr("No difference"))
        self.right_button = push_button(self.tr("Right is better"))
        self.votes = label("", "dim", wrap=True)
        self.table = NumbersTable(self.tr("Old and new model"), whole=True)
        self.use_button = push_button(self.tr("Use it"), "primary")
        self.leave_button = push_button(self.tr("Keep the old one"))
        self._connect()
        self._lay_out()

    def show_result(self, training: TrainingView, comparison: Comparison) -> None:
        """Show the pictures and scores of a training that has found a better model."""
        self._folder = training.folder / FOLDER
        self._frames = comparison.frames
        self._swapped = [self._random.random() < 0.5 for _ in self._frames]
        self._place, self._votes = 0, {}
        self.use_button.setEnabled(True)
        end = training.curve.end
        assert end is not None, "a better model was found"
        self._show_table(comparison, end)
        self._show_pair()

    @property
    def place(self) -> int:
        """Which pair is shown."""
        return self._place

    def answer(self, side: int) -> None:
        """Note which picture is better: -1 left, 1 right, 0 neither; the next pair comes."""
        if self._frames:
            self._votes[self._place] = -side if self._is_swapped(self._place) else side
            self.step(1)

    def step(self, by: int) -> None:
        """Show another pair."""
        if self._frames:
            self._place = (self._place + by) % len(self._frames)
            self._show_pair()

    def _connect(self) -> None:
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        self.blind.toggled.connect(lambda _on: self._show_pair())
        self.left_button.clicked.connect(lambda: self.answer(-1))
        self.same_button.clicked.connect(lambda: self.answer(0))
        self.right_button.clicked.connect(lambda: self.answer(1))
        self.use_button.clicked.connect(self.use_wanted)
        self.leave_button.clicked.connect(self.leave_wanted)

    def _lay_out(self) -> None:
        sides = [column(name, picture, gap=1) for name, picture in zip(self._names, self._pictures, strict=True)]
        pictures = row(*sides, gap=3)
        where = row(self.previous_button, self.next_button, self._where, self.blind)
        where.setStretch(2, 1)
        votes = row(self.left_button, self.same_button, self.right_button, self.votes)
        votes.setStretch(3, 1)
        last = row(None, self.leave_button, self.use_button)
        body = column(self._headline, pictures, where, votes, self.table, last, gap=3)
        body.setStretch(1, 1)
        self.setLayout(body)

    def _is_swapped(self, place: int) -> bool:
        return self.blind.isChecked() and self._swapped[place]

    def _show_pair(self) -> None:
        blind = self.blind.isChecked()
        for part in (self.left_button, self.same_button, self.right_button):
            part.setVisible(blind)
        self.votes.setText(self._counted())
        self.table.setVisible(not blind)
        if not self._frames:
            self._where.setText(self.tr("There are no pictures."))
            return
        frame = self._frames[self._place]
        files, names = [frame.old, frame.new], [self.tr("OLD MODEL"), self.tr("NEW MODEL")]
        ious = [frame.old_iou, frame.new_iou]
        if self._is_swapped(self._place):
            files.reverse()
        for place in (0, 1):
            self._pictures[place].show_file(self._folder / files[place])
            told = self.tr("{model} · IoU {value}").format(model=names[place], value=decimal(ious[place], 2))
            self._names[place].setText(self.tr("ONE OF THEM") if blind else told)
        words = self.tr("{name}, frame {frame} ({place} of {count})")
        self._where.setText(
            words.format(name=frame.masklet, frame=frame.frame, place=self._place + 1, count=len(self._frames))
        )

    def _counted(self) -> str:
        answered, blind = len(self._votes), self.blind.isChecked()
        if blind and answered < len(self._frames):
            return self.tr("{count} of {all} compared").format(count=answered, all=len(self._frames))
        if not answered:
            return ""
        new, old = (sum(vote == side for vote in self._votes.values()) for side in (1, -1))
        words = self.tr("Compared blind: new better {new}, old better {old}, no difference {same}")
        return words.format(new=new, old=old, same=answered - new - old)

    def _show_table(self, comparison: Comparison, end: LogLine) -> None:
        old, guard = end.old_held_out, end.old_guard
        gain = (end.held_out.jf - old.jf) if end.held_out is not None and old is not None else 0.0
        self._headline.setText(
            self.tr(
                "The new model is better on videos it has not learned from: J&F {gain}. White lines: verified masks."
            ).format(gain=f"+{decimal(gain, 3)}")
        )
        better = sum(one.new_jf > one.old_jf for one in comparison.masklets)
        worse = sum(one.new_jf < one.old_jf for one in comparison.masklets)
        lost = [sum(one.old_lost for one in comparison.masklets), sum(one.new_lost for one in comparison.masklets)]
        lines = [
            Line(self.tr("held-out masklets, J&F"), [_jf(old), _jf(end.held_out)], strong=True),
            Line(self.tr("of them better / worse"), ["", f"{better} / {worse}"]),
            Line(self.tr("clicks a masklet (a simulated annotator's)"), _clicks(comparison.masklets)),
            Line(self.tr("frames with the object left empty"), [str(lost[0]), str(lost[1])]),
            Line(self.tr("sample, J&F (what must not be forgotten)"), [_jf(guard), _jf(end.guard)]),
            Line(self.tr("sample, frames without the object left empty"), [_empty(guard), _empty(end.guard)]),
        ]
        self.table.show_lines([self.tr("Old"), self.tr("New")], lines)


def _clicks(masklets: Sequence[ComparedMasklet]) -> list[str]:
    counted = [one for one in masklets if one.old_clicks and one.new_clicks]
    if not counted:
        return ["–", "–"]
    sums = sum(one.old_clicks for one in counted), sum(one.new_clicks for one in counted)
    return [decimal(clicks / len(counted), 1) for clicks in sums]


def _jf(score: Score | None) -> str:
    return "–" if score is None else decimal(score.jf, 3)


def _empty(score: Score | None) -> str:
    return "–" if score is None or score.left_empty is None else f"{decimal(100 * score.left_empty, 0)}\u00a0%"
