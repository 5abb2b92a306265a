"""The page of the data engine's numbers: the paper's Table 1 with this project, plots, groups; with export."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QTimer
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QScrollArea, QToolButton, QWidget

from app.phrases import plural
from app.review.paper import PAPER
from app.review.report import Report
from app.review.work import Grouping
from app.ui.dialogs.chooser import Kind
from app.ui.dialogs.file_dialogs import ask_folder
from app.ui.metrics import words
from app.ui.metrics.plots import BarPlot, LinePlot, Plot, PlotMark
from app.ui.metrics.tables import NumbersTable, groups_table, table_one
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.number_format import duration
from app.ui.widgets.widgets import ElidedLabel, boxed, column, label, push_button, row, segments
from app.workspace.workspace import Workspace

REFRESH_MS = 1000
"""How long after a gesture the page is counted anew, so that a burst of them is counted once."""
VERDICT_COLORS = {"satisfactory": "good", "unsatisfactory": "warning", "rejected": "danger"}


class MetricsPage(QDialog):
    """Follows the project while it is open; nothing on it changes the project."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Numbers of the data engine"))
        resize_within_screen(self, 1060, 660)
        self._workspace = workspace
        self._theme = theme
        self._told: Report | None = None
        self._grouping = Grouping.ANNOTATOR
        self._about = ElidedLabel("dim")
        self._compared = ElidedLabel("dim")
        self.compare_button = push_button(self.tr("Compare with…"))
        self._compare_no_more = push_button(self.tr("Do not compare"), "quiet")
        self.export_button = push_button(self.tr("Export…"))
        self.table = NumbersTable(self.tr("Table 1 of the SAM 2 paper"), whole=True)
        self.groups = NumbersTable(self.tr("Groups"))
        nothing = self.tr("Nothing yet.")
        levels = [
            PlotMark(self.tr("paper {phase}").format(phase=row.phase), row.seconds_a_frame, "", "text_faint")
            for row in PAPER
        ]
        self._weeks = LinePlot(self.tr("SECONDS A FRAME, BY WEEK"), nothing, theme, levels)
        self._tools = BarPlot(self.tr("TIME BY TOOL"), nothing, theme)
        self._verdicts = BarPlot(self.tr("VERDICTS"), nothing, theme)
        self._empty = label(
            self.tr(
                "Nothing was annotated here yet. While you work, each click, stroke, run and verdict is noted with the "
                "time it took; here they become the numbers that the paper gives for its data engine. They stay in "
                "the project."
            ),
            "dim",
            wrap=True,
        )
        self._switch = self._make_switch()
        self._lay_out()
        self._refresh = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._refresh.timeout.connect(self._ask)
        self.compare_button.clicked.connect(self._ask_reference)
        self._compare_no_more.clicked.connect(workspace.metrics.compare_with_nothing)
        self.export_button.clicked.connect(self._ask_place)
        workspace.metrics.changed.connect(self._note_change)
        self._show_reference()

    @property
    def plots(self) -> dict[str, Plot]:
        """The plots, by the names of their files."""
        return {"weeks": self._weeks, "tools": self._tools, "verdicts": self._verdicts}

    @property
    def shown(self) -> Report | None:
        """What is shown; None until it is counted."""
        return self._told

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew what is seen again."""
        super().showEvent(event)
        self.groups.setFocus()
        self._ask()

    def show_report(self, told: Report) -> None:
        """Show these numbers."""
        self._told = told
        own = told.project.numbers
        worked = sum(told.seconds.values())
        begun = bool(told.events or own.masklets)
        facts = [plural(own.masklets, self.tr("1 masklet"), self.tr("{count} masklets")).format(count=own.masklets)]
        facts.append(self.tr("{time} worked").format(time=duration(worked)))
        if own.masklets_an_hour is not None:
            facts.append(
                self.tr("{count} masklets an hour of annotation").format(count=words.number(own.masklets_an_hour, 1))
            )
        if own.seconds_a_verdict is not None:
            facts.append(self.tr("{time} a verdict").format(time=words.seconds(own.seconds_a_verdict)))
        self._about.setText("  ·  ".join(facts) if begun else "")
        self.table.show_lines(*table_one(told))
        self._show_plots(told)
        self._show_groups()
        self._show_reference()
        self._empty.setVisible(not begun)
        self._details.setVisible(begun)
        self.export_button.setEnabled(begun)

    def show_grouping(self, grouping: Grouping) -> None:
        """Show other groups."""
        self._grouping = grouping
        self._buttons[grouping].setChecked(True)
        self._show_groups()

    def export_to(self, folder: Path) -> None:
        """Write tables and plots into a folder."""
        if self._told is not None:
            pictures = {name: png_of(plot.picture()) for name, plot in self.plots.items()}
            self._workspace.metrics.write(self._told, folder, pictures)

    def _make_switch(self) -> QFrame:
        self._buttons: dict[Grouping, QToolButton] = {}
        together = QButtonGroup(self)
        for grouping in Grouping:
            button = QToolButton()
            button.setText(words.title_of(grouping))
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, grouping=grouping: self.show_grouping(grouping))
            together.addButton(button)
            self._buttons[grouping] = button
        self._buttons[self._grouping].setChecked(True)
        return boxed(row(segments(*self._buttons.values()), None, gap=0))

    def _lay_out(self) -> None:
        title = column(label(self.windowTitle(), "title"), self._about, gap=1)
        head = row(title, self.compare_button, self.export_button)
        head.setStretch(0, 1)
        compared = row(self._compared, self._compare_no_more)
        compared.setStretch(0, 1)
        self._comparison = boxed(compared)
        first = column(label(self.tr("TABLE 1 OF THE SAM 2 PAPER, AND THIS PROJECT"), "heading"), self.table, gap=1)
        plots = row(*self.plots.values(), gap=8)
        self.groups.setMinimumHeight(140)
        details = column(plots, self._switch, self.groups, gap=4)
        details.setStretch(2, 1)
        self._details = boxed(details)
        body = column(first, self._comparison, self._empty, self._details, gap=4)
        body.setContentsMargins(6 * UNIT, 0, 6 * UNIT, 5 * UNIT)
        body.setStretch(3, 100)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(boxed(body))
        head.setContentsMargins(6 * UNIT, 5 * UNIT, 6 * UNIT, 3 * UNIT)
        self.setLayout(column(head, scroll, gap=0))

    def _show_plots(self, told: Report) -> None:
        self._weeks.show_marks(
            [
                PlotMark(group.name, group.numbers.seconds_a_frame, words.seconds(group.numbers.seconds_a_frame))
                for group in told.groups[Grouping.WEEK]
                if group.numbers.seconds_a_frame is not None
            ]
        )
        tools = sorted(told.tools.items(), key=lambda item: -item[1])
        self._tools.show_marks(
            [PlotMark(words.tool_title(tool), spent, duration(spent)) for tool, spent in tools if spent > 0]
        )
        self._verdicts.show_marks(
            [
                PlotMark(words.verdict_title(name), part, words.share(part), VERDICT_COLORS.get(name, "text_faint"))
                for name, part in told.project.numbers.verdicts.items()
            ]
        )

    def _show_groups(self) -> None:
        if self._told is not None:
            self.groups.show_lines(*groups_table(self._told, self._grouping))

    def _show_reference(self) -> None:
        agreed = self._told.project.agreement if self._told is not None else None
        self._comparison.setVisible(agreed is not None)
        if agreed is None or self._told is None:
            return
        facts = [self.tr("Compared with {name}").format(name=self._told.reference)]
        masklets = plural(len(agreed.masklets), self.tr("1 masklet"), self.tr("{count} masklets"))
        masks = plural(agreed.frames, self.tr("1 mask"), self.tr("{count} masks"))
        facts += [masklets.format(count=len(agreed.masklets)), masks.format(count=agreed.frames)]
        if agreed.jf is not None:
            facts.append(self.tr("J&F {value}").format(value=words.share(agreed.jf)))
        if agreed.same_verdicts is not None:
            facts.append(self.tr("same verdict {value}").format(value=words.share(agreed.same_verdicts)))
        for count, one, many in (
            (agreed.missing, self.tr("1 mask missing here"), self.tr("{count} masks missing here")),
            (agreed.alone, self.tr("1 masklet only here"), self.tr("{count} masklets only here")),
            (agreed.not_here, self.tr("1 only there"), self.tr("{count} only there")),
        ):
            if count:
                facts.append(plural(count, one, many).format(count=count))
        self._compared.setText("  ·  ".join(facts))

    def _note_change(self) -> None:
        if self.isVisible():
            self._refresh.start()

    def _ask(self) -> None:
        self._workspace.metrics.report(self._take)

    def _take(self, told: Report) -> None:
        if self.isVisible():
            self.show_report(told)

    def _ask_reference(self) -> None:
        title = self.tr("Compare with a copy of the project, or with true masks")
        chosen = ask_folder(self, title, Kind.PROJECT, str(self._workspace.folder.parent))
        if chosen:
            self._workspace.metrics.compare(Path(chosen), self._ask)

    def _ask_place(self) -> None:
        chosen = ask_folder(self, self.tr("Folder for tables and plots"), Kind.EXPORT, str(self._workspace.folder))
        if chosen:
            self.export_to(Path(chosen))


def png_of(picture: QImage) -> Callable[[], bytes]:
    """Return what makes a PNG of a picture, on any thread: that takes longer than drawing it."""

    def encoded() -> bytes:
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    return encoded
