"""The folder of an improvement, shared by the process that trains and by the window that looks on and asks."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import msgspec

from app.errors import DAMAGED, TrainingError, UserError
from app.phrases import Phrase
from app.training.improving.config import FRAMES, SEED
from app.training.improving.scores import Score

LOG_FILE, REQUEST_FILE, PROCESS_FILE, WISH_FILE = "log.jsonl", "request.json", "process.json", "wish"
MODEL_FILE = "model.safetensors"


class TrainingRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asked for. `project` is the folder it was asked in, `projects` those that are learned from.

    `base` is a model as catalog.resolve takes it, `effort` multiplies the steps, `imported`: see verified_clips.
    """

    project: str
    projects: tuple[str, ...]
    base: str
    title: str
    device: str = "auto"
    effort: float = 1.0
    frames: int = FRAMES
    seed: int = SEED
    imported: bool = False


class TrainingWish(Enum):
    """What a person wants of a training under way."""

    PAUSE = "pause"
    FINISH = "finish"
    """Learn no more, and choose among what there is."""


class LogEvent(Enum):
    """What a line of the log is about."""

    MEASURED = "measured"
    """How far a measuring of minutes is."""
    BEFORE = "before"
    STEP = "step"
    LOOK = "look"
    MIXTURE = "mixture"
    LESS_MEMORY = "less memory"
    """Fewer frames at a time from here on."""
    CALMER = "calmer"
    """The loss was no number any more: it began again with a lower learning rate."""
    CHOSEN = "chosen"
    NOTHING = "nothing"
    PAUSED = "paused"
    FAILED = "failed"


class LoggedPhrase(msgspec.Struct, frozen=True, omit_defaults=True):
    """A phrase in the log: the window that reads it may speak another language than the process that wrote it."""

    template: str = ""
    values: dict[str, "int | float | str | LoggedPhrase"] = {}

    @classmethod
    def of(cls, phrase: Phrase) -> "LoggedPhrase":
        """Return a phrase as the log takes it."""
        return cls(phrase.template, {name: _logged(value) for name, value in phrase.values.items()})

    @property
    def phrase(self) -> Phrase:
        """What was logged."""
        values = self.values.items()
        return Phrase.written(
            self.template,
            {name: value.phrase if isinstance(value, LoggedPhrase) else value for name, value in values},
        )


def _logged(value: object) -> int | float | str | LoggedPhrase:
    if isinstance(value, Phrase):
        return LoggedPhrase.of(value)
    return value if isinstance(value, int | float) else str(value)


class LogLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the log. `step` counts from 1, `seconds` are those of a step, `share` is that of the tuned weights.

    Of MEASURED, `step` masklets of `steps` are done.
    `frames`: how many at a time after there was too little memory. `old_held_out` and `old_guard`: the old model's
    scores, where all was measured. `what` and `advice`: why it failed.
    """

    event: LogEvent
    when: str = ""
    step: int = 0
    steps: int = 0
    seconds: float = 0.0
    share: float = 1.0
    frames: int = 0
    held_out: Score | None = None
    guard: Score | None = None
    old_held_out: Score | None = None
    old_guard: Score | None = None
    what: LoggedPhrase = LoggedPhrase()
    advice: LoggedPhrase = LoggedPhrase()


@dataclass(frozen=True, slots=True)
class Curve:
    """What the log tells: where a training is, the old model's scores, and those on the way by their step."""

    step: int = 0
    steps: int = 0
    seconds: float = 0.0
    before: LogLine | None = None
    looks: tuple[LogLine, ...] = ()
    measured: LogLine | None = None
    """How far the measuring is that goes on before the first step or behind the last."""
    note: LogLine | None = None
    """The last thing that went otherwise than planned."""
    end: LogLine | None = None
    """The line with which it ended or stopped, None while it goes on."""

    @property
    def seconds_left(self) -> float:
        """What is left of the steps."""
        return (self.steps - self.step) * self.seconds


class TrainingState(Enum):
    """What a training is doing."""

    RUNNING = "running"
    PAUSED = "paused"
    BROKEN_OFF = "broken off"
    """Its process is gone: killed, or the computer was shut down. It can go on."""
    FAILED = "failed"
    BETTER = "better"
    """A better model is there."""
    NOTHING = "nothing"
    """Nothing better was found."""


_ENDS = {
    LogEvent.PAUSED: TrainingState.PAUSED,
    LogEvent.FAILED: TrainingState.FAILED,
    LogEvent.CHOSEN: TrainingState.BETTER,
    LogEvent.NOTHING: TrainingState.NOTHING,
}


def write_request(folder: Path, request: TrainingRequest) -> None:
    """Keep what was asked for. Raises OSError."""
    _replace(folder / REQUEST_FILE, msgspec.json.encode(request))


def read_request(folder: Path) -> TrainingRequest | None:
    """Return what was asked for, None where nothing readable is."""
    try:
        return msgspec.json.decode((folder / REQUEST_FILE).read_bytes(), type=TrainingRequest)
    except (OSError, *DAMAGED):
        return None


def forget_request(folder: Path) -> None:
    """Let nobody find this training any more: its folder may go. Raises OSError."""
    (folder / REQUEST_FILE).unlink(missing_ok=True)


def wish(folder: Path, wanted: TrainingWish) -> None:
    """Ask the process for something; it does so after the step it is at. Raises OSError."""
    _replace(folder / WISH_FILE, wanted.value.encode())


def wish_of(folder: Path) -> TrainingWish | None:
    """Return what is asked of the process."""
    try:
        return TrainingWish((folder / WISH_FILE).read_text())
    except (OSError, ValueError):
        return None


def forget_wish(folder: Path) -> None:
    """Ask for nothing any more."""
    (folder / WISH_FILE).unlink(missing_ok=True)


class _Process(msgspec.Struct, frozen=True):
    pid: int
    started: float


@contextmanager
def occupied(folder: Path) -> Iterator[None]:
    """Note that this process trains in a folder, which is made. Raises TrainingError when another one does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(
            "{folder} cannot be made: {reason}.", "Choose another folder.", folder=folder, reason=error.strerror
        ) from error
    if is_running(folder):
        raise TrainingError("A training is under way in {folder} already.", "Wait for it, or pause it.", folder=folder)
    import psutil

    own = psutil.Process()
    try:
        _replace(folder / PROCESS_FILE, msgspec.json.encode(_Process(own.pid, own.create_time())))
    except OSError as error:
        raise TrainingError("{path} cannot be written: {reason}.", path=folder, reason=error.strerror) from error
    try:
        yield
    finally:
        (folder / PROCESS_FILE).unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    """Return whether a process is there, 0 for none."""
    import psutil

    try:
        return pid > 0 and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (OSError, psutil.Error):
        return False


def is_running(folder: Path) -> bool:
    """Return whether a process other than this one trains in a folder."""
    import psutil

    try:
        noted = msgspec.json.decode((folder / PROCESS_FILE).read_bytes(), type=_Process)
        process = psutil.Process(noted.pid)
        same = abs(process.create_time() - noted.started) < 1.0 and noted.pid != os.getpid()
        return same and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, psutil.Error, *DAMAGED):
        return False


def state_of(folder: Path, curve: Curve) -> TrainingState:
    """Return what the training in a folder is doing."""
    if is_running(folder):
        return TrainingState.RUNNING
    if curve.end is None:
        return TrainingState.BROKEN_OFF
    return _ENDS[curve.end.event]


def read_curve(folder: Path) -> Curve:
    """Return what the log of a training tells; lines that cannot be read are passed over."""
    try:
        lines = (folder / LOG_FILE).read_bytes().splitlines()
    except OSError:
        return Curve()
    step, before, measured, note, end = LogLine(LogEvent.STEP), None, None, None, None
    looks: dict[int, LogLine] = {}
    for line in lines:
        try:
            row = msgspec.json.decode(line, type=LogLine)
        except DAMAGED:
            continue
        end = row if row.event in _ENDS else None
        if row.event is LogEvent.MEASURED:
            measured = row
        elif row.event is LogEvent.BEFORE:
            before, measured = row, None
        elif row.event is LogEvent.STEP:
            step, measured = row, None
        elif row.event is LogEvent.LOOK:
            looks[row.step] = row
        elif row.event in (LogEvent.LESS_MEMORY, LogEvent.CALMER):
            note, looks = row, {}  # it has begun anew
    kept = tuple(looks[at] for at in sorted(looks))
    return Curve(step.step, step.steps, step.seconds, before, kept, measured, note, end)


def as_row(line: LogLine) -> Mapping[str, object]:
    """Return a line as the log takes it."""
    row: dict[str, object] = msgspec.to_builtins(line)
    return row


def tell_failure(folder: Path, error: UserError) -> None:
    """Write into the log why a training has ended; a folder that cannot be written is told nothing."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    what, advice = LoggedPhrase.of(error.what), LoggedPhrase.of(error.advice)
    line = LogLine(LogEvent.FAILED, when, what=what, advice=advice)
    with suppress(OSError), (folder / LOG_FILE).open("ab") as file:
        file.write(msgspec.json.encode(line) + b"\n")


def _replace(file: Path, content: bytes) -> None:
    partial = file.with_name(file.name + ".part")
    partial.write_bytes(content)
    partial.replace(file)
