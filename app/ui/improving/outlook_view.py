"""What improving a model with this project's masklets comes to, before it starts."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from app.engine.checkpoints.catalog import EMBEDDED
from app.engine.predictor import DeviceInfo
from app.errors import UserError
from app.phrases import plural
from app.training.improving.fitting import TrainingNeeds
from app.ui.theme.tokens import UNIT
from app.ui.widgets.number_format import duration, memory
from app.ui.widgets.widgets import ElidedLabel, column, label, push_button, row, set_role
from app.workspace.learning.improving import Outlook
from app.workspace.translation import translated

translate = QCoreApplication.translate
NAMED = 4
"""Videos that are named; the rest is counted."""


class OutlookView(QWidget):
    """Shows an Outlook. Its signals say what a person does; nothing starts by itself."""

    wanted = Signal()
    """Start."""
    recount = Signal()
    """The choice has changed."""
    other_wanted = Signal()
    """Learn from another project, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._there, self._measured, self._model, self._takes, self._runs_on = (label("", wrap=True) for _ in range(5))
        self.imported = QCheckBox(self.tr("Imported masklets count, too, without having been verified"))
        self.others: tuple[Path, ...] = ()
        """Other projects that are learned from, too."""
        self.others_label = ElidedLabel("dim")
        self.other_button = push_button(self.tr("Another project, too…"))
        self.alone_button = push_button(self.tr("This project alone"), "quiet")
        self.other_button.clicked.connect(self.other_wanted)
        self.alone_button.clicked.connect(lambda: self.show_others(()))
        self.obstacle = label("", wrap=True)
        set_role(self.obstacle, "role", "warning")
        self.obstacle.hide()
        self.start_button = push_button(self.tr("Start"), "primary")
        self.start_button.setEnabled(False)
        self.start_button.clicked.connect(self.wanted)
        self.imported.toggled.connect(lambda _on: self.recount.emit())
        self._lay_out()
        self.show_others((), count=False)
        self._there.setText(self.tr("Counting the masklets…"))

    def _lay_out(self) -> None:
        about = self.tr(
            "The model learns from the masklets that were verified as satisfactory; corrected ones count double. Some "
            "videos are only measured on. Nothing is changed before you have seen old and new side by side. Often "
            "nothing better is found; then the old model stays."
        )
        form = QFormLayout()
        form.setHorizontalSpacing(6 * UNIT)
        form.setVerticalSpacing(3 * UNIT)
        for name, field in (
            (self.tr("Verified"), self._there),
            (self.tr("Only measured on"), self._measured),
            (self.tr("Model"), self._model),
            (self.tr("Takes"), self._takes),
            (self.tr("Runs on"), self._runs_on),
        ):
            form.addRow(label(name, "dim"), field)
        projects = row(self.other_button, self.alone_button, self.others_label)
        projects.setStretch(2, 1)
        start = row(None, self.start_button)
        head = label(about, "dim", wrap=True)
        self.setLayout(column(head, form, projects, self.imported, self.obstacle, None, start, gap=5))

    def show_others(self, others: tuple[Path, ...], *, count: bool = True) -> None:
        """Learn from these projects, too; with `count` what that comes to is asked for."""
        self.others = others
        self.others_label.setText(", ".join(project.name for project in others))
        self.alone_button.setVisible(bool(others))
        if count:
            self.recount.emit()

    def show_outlook(self, outlook: Outlook, device: DeviceInfo | None) -> None:
        """Show what was counted. `device`: what the model runs on in the window, None while nobody knows."""
        stock = outlook.stock
        masklets = plural(stock.masklets, self.tr("1 masklet"), self.tr("{count} masklets"))
        videos = plural(len(stock.videos), self.tr("1 video"), self.tr("{count} videos"))
        facts = [
            self.tr("{masklets} in {videos}").format(
                masklets=masklets.format(count=stock.masklets), videos=videos.format(count=len(stock.videos))
            )
        ]
        facts.append(self.tr("{count} of them corrected").format(count=stock.edited))
        if stock.own:
            facts.append(self.tr("{count} as this model made them").format(count=stock.own))
        self._there.setText(" · ".join(facts))
        self._measured.setText(self._listed(stock.held_out) if stock.held_out else "–")
        self._model.setText(model_title(outlook.base.id, outlook.base.title))
        self._takes.setText(_takes(outlook.fit))
        gpu = device is not None and device.kind != "cpu"
        self._runs_on.setText(
            device.name
            if gpu and device is not None
            else self.tr("the processor, in the background: there is no graphics card that models run on")
        )
        words = ""
        if outlook.obstacle is not None:
            words = _in_words(outlook.obstacle)
        elif outlook.fit.minutes is None and not gpu:
            words = self.tr("Without a graphics card this model takes many hours: improve the embedded one.")
        self.obstacle.setText(words)
        self.obstacle.setVisible(bool(words))
        self.start_button.setEnabled(outlook.obstacle is None)

    def show_failure(self, error: UserError) -> None:
        """Show why nothing can be improved."""
        self._there.setText("–")
        self.obstacle.setText(_in_words(error))
        self.obstacle.show()
        self.start_button.setEnabled(False)

    def _listed(self, names: Sequence[str]) -> str:
        shown = ", ".join(names[:NAMED])
        if len(names) <= NAMED:
            return shown
        return self.tr("{names} and {count} more").format(names=shown, count=len(names) - NAMED)


def model_title(id: str, title: str) -> str:
    """Return a model's title in the person's language."""
    return translate("OutlookView", "Embedded model") if id == EMBEDDED else title


def _in_words(error: UserError) -> str:
    return f"{translated(error.what)} {translated(error.advice)}".strip()


def _takes(fit: TrainingNeeds) -> str:
    facts = [
        translate("OutlookView", "about {time}").format(time=duration(fit.minutes * 60))
        if fit.minutes is not None
        else translate("OutlookView", "a time that is told after some steps")
    ]
    words = plural(
        fit.portion.batch,
        translate("OutlookView", "a step: 1 stretch of {frames} frames, one object, {side} px"),
        translate("OutlookView", "a step: {count} stretches of {frames} frames, one object each, {side} px"),
    )
    facts.append(words.format(count=fit.portion.batch, frames=fit.portion.frames, side=fit.side))
    words = translate("OutlookView", "{size} for the image features of {count} frames")
    facts.append(words.format(size=memory(fit.features), count=fit.frames))
    for words, needed, free in (
        (translate("OutlookView", "{size} of memory"), fit.memory, fit.memory_free),
        (translate("OutlookView", "{size} on the disk"), fit.disk, fit.disk_free),
    ):
        text = words.format(size=memory(needed))
        if free:
            text += " " + translate("OutlookView", "({size} free)").format(size=memory(free))
        facts.append(text)
    return " · ".join(facts)
