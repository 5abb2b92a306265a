"""What a project offers over its picture: to undo what was just removed, to go on with a run that was broken off."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.phrases import plural
from app.project.history import StepId
from app.project.model import ObjectId
from app.settings import AtShotChange
from app.training.improving.training_folder import TrainingState
from app.ui.shell.offer_bar import OfferBar
from app.ui.theme.theme import UiTheme
from app.workspace.editing.applied import Applied, Origin
from app.workspace.edits.removal import Removal, removal
from app.workspace.tracking.plan import Wish
from app.workspace.workspace import Workspace

NAMED = 3
"""Names that are written out; the rest is counted."""


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class Offers(QObject):
    """Follows one project and makes at most one offer at a time, until it is taken, closed or out of date."""

    def __init__(self, workspace: Workspace, host: QWidget, picture: QWidget, theme: UiTheme) -> None:
        super().__init__(host)
        self._workspace = workspace
        self.bar = OfferBar(host, picture, theme)
        self._step: StepId | None = None
        self._passing = False
        """Whether the next thing that is done takes the offer away."""
        workspace.editor.told.connect(self._follow)
        workspace.runs.stopped_at_shot.connect(self._offer_to_go_on)

    def offer_to_track_on(self) -> None:
        """Say that a run was broken off when the project was left, if so, and offer to go on with it."""
        workspace, left = self._workspace, self._workspace.unfinished
        run = workspace.document.run(left.run) if left is not None else None
        if left is None or run is None:
            return
        names = self._listed(self._names_of(run.objects))
        words = self.tr("Tracking of {names} was interrupted. What it made is kept.").format(names=names)
        self.bar.show_offer(
            words,
            self.tr("Track on"),
            lambda: workspace.runs.track_on(left),
            "warning",
            lambda: workspace.editor.seal(left.step),
        )

    def tell_training(self, show: Callable[[], object]) -> None:
        """Say that a model is being improved with this project's masklets, or was, if so; `show` shows it."""
        improving = self._workspace.improving
        improving.refresh()
        if improving.training is None:
            return
        words = {
            TrainingState.BETTER: self.tr("A better model is there, learned from this project's masklets."),
            TrainingState.NOTHING: self.tr("Improving the model has found nothing better."),
            TrainingState.RUNNING: self.tr("The model is being improved with this project's masklets."),
        }.get(improving.training.state, self.tr("Improving the model with this project's masklets can go on."))
        self._tell(words, self.tr("Show"), show)

    def _offer_to_go_on(self, wish: Wish, frame: int) -> None:
        """Ask whether a run goes on over the shot change that it has come to, where the settings say so."""
        if self._workspace.settings.at_shot_change is not AtShotChange.ASK or self.bar.words:
            return
        names = self._names_of(wish.objects)
        words = plural(
            len(names),
            self.tr("The shot changes at frame {frame}: {names} is tracked up to there."),
            self.tr("The shot changes at frame {frame}: {names} are tracked up to there."),
        )
        self._passing = True
        self.bar.show_offer(
            words.format(frame=frame, names=self._listed(names)),
            self.tr("Track on"),
            lambda: self._workspace.runs.track_past(wish),
            "warning",
        )

    def tell_new_project(self) -> None:
        """Say where the project is that was made for a video."""
        folder = self._workspace.folder
        words = self.tr("New project: {folder}").format(folder=folder)
        self._tell(words, self.tr("Show folder"), lambda: open_folder(folder))

    def tell_found_project(self, video: str, anew: Callable[[], object]) -> None:
        """Say that a video was in this project already; `anew` makes another project of it."""
        words = self.tr("{video} is in this project already: {folder}")
        self._tell(words.format(video=video, folder=self._workspace.folder), self.tr("New project"), anew)

    def _tell(self, words: str, take: str, run: Callable[[], object]) -> None:
        if not self.bar.words:  # a run that was interrupted is more urgent
            self._passing = True
            self.bar.show_offer(words, take, run)

    def _follow(self, applied: Applied) -> None:
        """Offer to undo a removal; the offer goes with the next thing that is done."""
        if applied.origin is Origin.AMENDED:
            return
        if self._passing or bool(applied.edit.runs):
            self._passing = False
            self.bar.hide()
        gone = removal(applied.edit) if applied.origin is Origin.DONE else None
        if gone is not None:
            self._step, self._passing = applied.step, True
            self.bar.show_offer(self._words(gone), self.tr("Undo"), self._undo, "trash")

    def _undo(self) -> None:
        if self._step is not None and self._workspace.history.newest == self._step:
            self._workspace.editor.undo()

    def _words(self, gone: Removal) -> str:
        """Return what went, by name and in numbers."""
        names = gone.videos or gone.objects or tuple(filter(None, gone.issues))
        document = self._workspace.document
        if not names:
            names = tuple(record.name for id in gone.emptied if (record := document.object(id)) is not None)
        counts = [
            plural(count, one, many).format(count=count)
            for count, one, many in (
                (len(gone.videos), self.tr("1 video"), self.tr("{count} videos")),
                (len(gone.objects), self.tr("1 object"), self.tr("{count} objects")),
                (gone.masks, self.tr("1 mask"), self.tr("{count} masks")),
                (len(gone.issues), self.tr("1 issue"), self.tr("{count} issues")),
            )
            if count
        ]
        if not names and not gone.emptied:
            return self.tr("Removed: {counts}").format(counts=", ".join(counts))
        return self.tr("Removed: {names} ({counts})").format(names=self._listed(names), counts=", ".join(counts))

    def _names_of(self, ids: Sequence[ObjectId]) -> list[str]:
        return [record.name for id in ids if (record := self._workspace.document.object(id)) is not None]

    def _listed(self, names: Sequence[str]) -> str:
        shown = ", ".join(names[:NAMED])
        if len(names) <= NAMED:
            return shown
        return self.tr("{names} and {count} more").format(names=shown, count=len(names) - NAMED)
