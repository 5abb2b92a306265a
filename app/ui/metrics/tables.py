"""The tables of the page: Table 1 of the paper with the project as its last row, and the groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.project.model import Judgement
from app.review.agreement import MaskSize, PairAgreement
from app.review.consistency import Consistency
from app.review.paper import PAPER, PaperPhase
from app.review.report import Group, Report
from app.review.work import Grouping
from app.ui.metrics.words import NOTHING, count, group_name, number, seconds, share
from app.ui.widgets.tooltips import plain_tip

translate = QCoreApplication.translate

LINE = 28
NAMES = 110
"""Logical pixels that names get at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name and the texts of its cells; `strong` is the one that matters."""

    name: str
    cells: Sequence[str]
    strong: bool = False


class NumbersTable(QTableWidget):
    """Rows of numbers that are read, not edited; as high as its rows where `whole`."""

    def __init__(self, name: str, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setObjectName("numbers")
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if whole else Qt.FocusPolicy.TabFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LINE)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, heads: Sequence[str], lines: Sequence[Line]) -> None:
        """Show other rows."""
        self.setUpdatesEnabled(False)
        self.setColumnCount(len(heads) + 1)
        self.setRowCount(len(lines))
        for column, head in enumerate(("", *heads)):
            item = QTableWidgetItem(head)
            item.setTextAlignment(_side(column))
            self.setHorizontalHeaderItem(column, item)
        for place, line in enumerate(lines):
            for column, text in enumerate((line.name, *line.cells)):
                self.setItem(place, column, _item(text, column, line.strong))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._give_names_the_rest()
        if self._whole:
            self.setFixedHeight(header.sizeHint().height() + LINE * len(lines) + 2)
        self.setUpdatesEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what the numbers leave."""
        super().resizeEvent(event)
        self._give_names_the_rest()

    def _give_names_the_rest(self) -> None:
        if self.columnCount():
            numbers = sum(self.columnWidth(column) for column in range(1, self.columnCount()))
            self.setColumnWidth(0, max(self.viewport().width() - numbers, NAMES))


def _item(text: str, column: int, strong: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setTextAlignment(_side(column))
    if column == 0:
        item.setToolTip(plain_tip(text))
    if strong:
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
    return item


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def table_one(told: Report) -> tuple[list[str], list[Line]]:
    """Return heads and rows of Table 1: the paper's phases, then the project."""
    heads = [
        translate("Metrics", "Time a frame"),
        translate("Metrics", "Edited frames"),
        translate("Metrics", "Clicks a clicked frame"),
        translate("Metrics", "Aligned"),
        translate("Metrics", "small"),
        translate("Metrics", "medium"),
        translate("Metrics", "large"),
    ]
    paper = translate("Metrics", "Paper, phase {phase}")
    lines = [Line(paper.format(phase=row.phase), _paper(row)) for row in PAPER]
    own = told.project.numbers
    cells = [seconds(own.seconds_a_frame), share(own.edited_share), number(own.clicks_a_frame)]
    name = told.project.name or translate("Metrics", "This project")
    return heads, [*lines, Line(name, [*cells, *_alignment(told.project.agreement)], strong=True)]


def groups_table(told: Report, grouping: Grouping) -> tuple[list[str], list[Line]]:
    """Return heads and rows of the groups of a report."""
    groups = told.groups[grouping]
    compared = told.project.agreement is not None
    heads = [translate("Metrics", "Masklets")] if grouping is not Grouping.MASKLET else []
    heads += [
        translate("Metrics", "Frames"),
        translate("Metrics", "Time a frame"),
        translate("Metrics", "Edited"),
        translate("Metrics", "Edited %"),
        translate("Metrics", "Clicks"),
        translate("Metrics", "per frame"),
        translate("Metrics", "per hour"),
        translate("Metrics", "Satisfactory"),
        *((translate("Metrics", "Aligned"), "J&F") if compared else ()),
    ]
    again = told.consistency if grouping is Grouping.ANNOTATOR else {}
    heads += [translate("Metrics", "Same twice")] if again else []
    return heads, [
        Line(group_name(grouping, group.name), [*_cells(group, grouping, compared), *_same_twice(again, group.key)])
        for group in groups
    ]


def _same_twice(again: Mapping[str, Consistency], name: str) -> list[str]:
    """Return how often a person answered the same twice, as a cell where anybody was asked twice."""
    if not again:
        return []
    own = again.get(name)
    if own is None:
        return [NOTHING]
    return [translate("Metrics", "{same} of {looks}").format(same=own.same, looks=own.looks)]


def _cells(group: Group, grouping: Grouping, compared: bool) -> list[str]:
    own, agreed = group.numbers, group.agreement
    cells = [count(own.masklets)] if grouping is not Grouping.MASKLET else []
    cells += [
        count(own.frames),
        seconds(own.seconds_a_frame),
        count(own.edited_frames),
        share(own.edited_share if own.seconds_a_frame is not None else None),
        count(own.clicks),
        number(own.clicks_a_frame),
        number(own.masklets_an_hour, 1),
        share(own.verdicts.get(Judgement.SATISFACTORY.value, 0.0) if own.verdicts else None),
    ]
    if compared:
        cells += [share(agreed.alignment), share(agreed.jf)] if agreed is not None else [NOTHING, NOTHING]
    return cells


def _paper(row: PaperPhase) -> list[str]:
    shares = row.alignment or (None,) * 4
    return [seconds(row.seconds_a_frame), share(row.edited_share), number(row.clicks_a_frame), *map(share, shares)]


def _alignment(agreed: PairAgreement | None) -> list[str]:
    if agreed is None:
        return [NOTHING] * 4
    return [share(agreed.alignment), *(share(agreed.alignment_of(size)) for size in MaskSize)]
