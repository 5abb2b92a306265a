"""Verbs on improving a model: what there is to learn from, a training as a process of its own, what becomes of it.

The process survives the window, and is found again by its folder.
"""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

import app
from app import paths
from app.engine.checkpoints import catalog
from app.engine.predictor import DeviceInfo
from app.errors import TrainingError, UserError
from app.project.document import Document
from app.project.storage.store import Store
from app.training.improving.comparison import Comparison, read_comparison
from app.training.improving.config import FRAMES, SEED
from app.training.improving.fitting import TrainingNeeds, fit_of
from app.training.improving.snapshot import write_snapshot
from app.training.improving.stock import Stock, stock_of
from app.training.improving.training_folder import (
    MODEL_FILE,
    Curve,
    TrainingRequest,
    TrainingState,
    TrainingWish,
    forget_request,
    forget_wish,
    is_alive,
    read_curve,
    read_request,
    state_of,
    wish,
    wish_of,
    write_request,
)
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority, Worker

MATERIAL = "masklets"
EXPORTED, FOR_SAM2 = ".pt", "for SAM 2"
"""The suffix of a model for SAM 2's own `build_sam2`, and the folder beside the models where those are."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What improving a model with this project and `others` comes to. `obstacle`: why it cannot be done."""

    base: catalog.Resolved
    others: tuple[Path, ...]
    stock: Stock
    fit: TrainingNeeds
    obstacle: UserError | None


@dataclass(frozen=True, slots=True)
class TrainingView:
    """A training of this project, as its folder tells."""

    folder: Path
    request: TrainingRequest
    state: TrainingState
    curve: Curve
    wish: TrainingWish | None = None
    """What was asked of the process, which does so when what it is at is done."""


def training_command(folder: Path, request: TrainingRequest) -> list[str]:
    """Return the command line of a training: the program, then its arguments."""
    projects = [part for project in request.projects for part in ("--project", project)]
    line = [sys.executable, "-m", "app", "train", *projects, "--out", str(folder), "--model", request.base]
    line += ["--device", request.device, "--effort", str(request.effort), "--frames", str(request.frames)]
    return [*line, "--seed", str(request.seed), "--background", *(["--imported"] if request.imported else [])]


class Improving(QObject):
    """At most one training of a project at a time. Read `training`; `refresh` reads its folder again."""

    changed = Signal()
    """`training` is another."""

    def __init__(self, editor: Editor, folder: Path, runner: JobRunner, background: Worker, transfer: Worker) -> None:
        super().__init__()
        self.editor = editor
        self._folder = folder
        self._runner = runner
        self._background = background
        self._transfer = transfer
        self._training: TrainingView | None = None
        self._started = 0
        self.command: Callable[[Path, TrainingRequest], list[str]] = training_command

    @property
    def training(self) -> TrainingView | None:
        """The training that is under way, or whose result nobody has decided about."""
        return self._training

    def refresh(self) -> None:
        """Read the folder of the training again; finds one that an earlier window has started."""
        before = self._training
        folder = before.folder if before is not None else self._find()
        self._training = None if folder is None else self._view(folder)
        if self._training != before:
            self.changed.emit()

    def look(
        self,
        model: str,
        then: Callable[[Outlook], None],
        otherwise: Callable[[UserError], None] = lambda _error: None,
        *,
        device: DeviceInfo | None = None,
        others: Sequence[Path] = (),
        imported: bool = False,
    ) -> None:
        """Count what there is to learn from and what it takes, and hand it to `then`.

        `others`: projects that are learned from, too. `device`: what a model runs on, None: the processor.
        `otherwise` gets why the model cannot be improved: it is not on this computer, or a project cannot be read.
        """
        document, place = self.editor.document.frozen(), device or DeviceInfo("cpu", "", 0, 0)

        def looking() -> Iterator[Outlook]:
            base = catalog.resolve(model)
            projects = [(self._folder.name, document), *((other.name, _document(other)) for other in others)]
            stock = stock_of(projects, base.id, SEED, imported=imported)
            fit = fit_of(stock.frames, base.path, FRAMES, 1.0, paths.data_folder(), place)
            yield Outlook(base, tuple(others), stock, fit, _obstacle(stock, fit))

        def ended(_ending: Ending, error: UserError | None) -> None:
            if error is not None:
                otherwise(error)

        self._background.submit(looking, priority=Priority.PREVIEW, key="improving", on_result=then, on_end=ended)

    @reports
    def start(self, outlook: Outlook, model: str, device: str, *, imported: bool = False) -> Job:
        """Copy the masklets, and start the training."""
        if self._training is not None and self._training.state is TrainingState.RUNNING:
            raise TrainingError("A training of this project is under way already.", "Wait for it, or stop it.")
        place = paths.data_folder() / "improving" / f"{datetime.now():%Y-%m-%d-%H%M%S}"
        sources = (self._folder, *outlook.others)
        copies = [place / MATERIAL / str(number) / (one.name or "project") for number, one in enumerate(sources)]
        request = TrainingRequest(
            project=str(self._folder),
            projects=tuple(map(str, copies)),
            base=model or catalog.EMBEDDED,
            title=outlook.base.title,
            device=device,
            seed=SEED,
            imported=imported,
        )
        own = self.editor.document.frozen()

        def preparing() -> Iterator[object]:
            try:
                place.mkdir(parents=True)
                for number, (source, copy) in enumerate(zip(sources, copies, strict=True)):
                    document = _document(source) if number else own
                    write_snapshot(document, source, copy, imported=imported)
                    yield None
                write_request(place, request)
            except OSError as error:
                raise _unwritable(place, error) from error
            yield None

        def prepared(_job: Job, ending: Ending) -> None:
            if ending is Ending.DONE:
                self._leave_current()
                self._launch(place, request)
            else:
                shutil.rmtree(place, ignore_errors=True)

        title = self.tr("Prepare a training")
        return self._runner.run(self._transfer, title, JobKind.TRAIN, preparing, on_end=prepared)

    @reports
    def pause(self) -> None:
        """Let the process save and end; its memory is free then."""
        self._wish(TrainingWish.PAUSE)

    @reports
    def finish(self) -> None:
        """Learn no more, and choose among what there is."""
        self._wish(TrainingWish.FINISH)
        if self._training is not None and self._training.state is not TrainingState.RUNNING:
            self._launch(self._training.folder, self._training.request)

    @reports
    def resume(self) -> None:
        """Go on from what was saved last."""
        training = self._training
        if training is not None and training.state is not TrainingState.RUNNING:
            forget_wish(training.folder)
            self._launch(training.folder, training.request)

    @reports
    def use(self, then: Callable[[str], None]) -> Job | None:
        """Put the better model among the others, and hand `then` what the settings call it."""
        training = self._training
        if training is None or training.state is not TrainingState.BETTER:
            return None
        source, name = training.folder / MODEL_FILE, f"{self._folder.name} {datetime.now():%Y-%m-%d %H%M}"
        target = paths.checkpoints_folder() / f"{name}.safetensors"

        def copying() -> Iterator[object]:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = catalog.unfinished(target)
                shutil.copyfile(source, partial)
                partial.replace(target)
                _kept_for_sam2(source, target)
                forget_request(training.folder)
            except OSError as error:
                raise _unwritable(target, error) from error
            yield None

        def ended(_job: Job, ending: Ending) -> None:
            if ending is Ending.DONE:
                self._training = None
                self._transfer.submit(lambda: _removed(training.folder))
                then(str(target))
                self.editor.messages.say(self.tr("{name} is used from now on.").format(name=name))
                self.changed.emit()

        return self._runner.run(self._transfer, self.tr("Use the improved model"), JobKind.MODEL, copying, on_end=ended)

    @reports
    def leave(self) -> None:
        """Keep the old model. The training's files go."""
        self._leave_current()
        self.changed.emit()

    def comparison(self) -> Comparison:
        """Return how old and new did on held-out masklets."""
        return Comparison() if self._training is None else read_comparison(self._training.folder)

    def _leave_current(self) -> None:
        if self._training is not None:
            folder, self._training = self._training.folder, None
            try:
                forget_request(folder)
            except OSError as error:
                raise _unwritable(folder, error) from error
            self._transfer.submit(lambda: _removed(folder))

    def _wish(self, wanted: TrainingWish) -> None:
        if self._training is not None:
            try:
                wish(self._training.folder, wanted)
            except OSError as error:
                raise _unwritable(self._training.folder, error) from error
            self.refresh()

    def _launch(self, folder: Path, request: TrainingRequest) -> None:
        """Start the process; it belongs to nobody from then on."""
        program, *arguments = self.command(folder, request)
        begun, pid = QProcess.startDetached(program, arguments, str(Path(app.__file__).parents[1]))
        if not begun:
            raise TrainingError("The training could not be started.", "Start Masklane again, and try once more.")
        self._started = pid
        self._training = self._view(folder)
        self.changed.emit()

    def _view(self, folder: Path) -> TrainingView | None:
        request = read_request(folder)
        if request is None:
            return None
        curve = read_curve(folder)
        state = state_of(folder, curve)
        if state is not TrainingState.RUNNING and is_alive(self._started):  # it has only just begun, or is ending
            state = TrainingState.RUNNING
        return TrainingView(folder, request, state, curve, wish_of(folder))

    def _find(self) -> Path | None:
        """Return the folder of the newest training of this project that nobody has decided about."""
        place = paths.data_folder() / "improving"
        for folder in sorted(place.glob("*"), reverse=True) if place.is_dir() else ():
            request = read_request(folder)
            if request is not None and request.project == str(self._folder):
                return folder
        return None


def _document(project: Path) -> Document:
    """Return what is in a project that is open nowhere. Raises ProjectError."""
    with Store.open_copy(project) as store:
        return store.load()


def _kept_for_sam2(source: Path, target: Path) -> None:
    """Copy the .pt that SAM 2 itself reads, which only models of its architecture have, beside the model's file."""
    exported = source.with_suffix(EXPORTED)
    if exported.is_file():
        place = target.parent / FOR_SAM2
        place.mkdir(exist_ok=True)
        partial = place / f"{target.stem}{EXPORTED}.part"
        shutil.copyfile(exported, partial)
        partial.replace(place / f"{target.stem}{EXPORTED}")


def _unwritable(place: Path, error: OSError) -> TrainingError:
    return TrainingError(
        "{path} cannot be written: {reason}.", "Make room, or free the place.", path=place, reason=error.strerror
    )


def _obstacle(stock: Stock, fit: TrainingNeeds) -> UserError | None:
    try:
        stock.check()
        fit.check()
    except TrainingError as error:
        return error
    return None


def _removed(folder: Path) -> Iterator[object]:
    """Delete a training's folder."""
    shutil.rmtree(folder, ignore_errors=True)
    yield None
