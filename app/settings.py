"""The settings: one frozen value with defaults, and the file that holds what was changed.

Window geometry is kept elsewhere: it changes with every drag of a splitter.
"""

import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec

from app.errors import DAMAGED, UserError
from app.phrases import Phrase
from app.whole_file import write_whole

MAX_RECENT_PROJECTS = 12
MOST_PRESETS = 100

_log = logging.getLogger(__name__)


class Theme(Enum):
    """The colors of the window."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Precision(Enum):
    """The number format the model computes in; AUTO measures once and keeps the faster."""

    AUTO = "auto"
    FLOAT32 = "fp32"
    BFLOAT16 = "bf16"


class AtShotChange(Enum):
    """What a run does where the shot changes."""

    STOP = "stop"
    ASK = "ask"
    GO_ON = "go on"


class ExportPreset(msgspec.Struct, frozen=True, omit_defaults=True):
    """A way to export that is kept by name: the id of a format, and the options that are not the usual ones."""

    format: str
    options: Mapping[str, str | int | float | bool] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All settings of the application. Zero and the empty text mean "chosen by Masklane" throughout.

    `language` is a locale name such as "de" or "pt_BR"; `model` a checkpoint's name in the catalogue or the path of a
    file; `device` "auto", "cpu", "mps", "cuda" or "cuda:N"; `image_size` the side in pixels the model works at; the
    caches are in MiB; `follow_runs` lets the playhead go along with tracking; `learn_from_corrections` has objects
    tracked by what the model learned while a person corrected them; `first_steps_seen` is set once they were shown,
    `annotator_asked` once the name was asked for; `recent_projects` holds folders, newest first; `key_bindings` maps an
    action's id to a key sequence in Qt's portable text ("Ctrl+Z"), with the empty text for "no key"; `last_export` and
    `exports_all_videos` are what the export dialog begins with. Raises ValueError for numbers that make no sense.
    """

    theme: Theme = Theme.SYSTEM
    language: str = ""
    annotator: str = ""
    annotator_asked: bool = False
    model: str = ""
    device: str = "auto"
    precision: Precision = Precision.AUTO
    threads: int = 0
    image_size: int = 0
    feature_cache_mb: int = 0
    frame_cache_mb: int = 0
    follow_runs: bool = False
    learn_from_corrections: bool = False
    at_shot_change: AtShotChange = AtShotChange.ASK
    first_steps_seen: bool = False
    recent_projects: tuple[str, ...] = ()
    key_bindings: Mapping[str, str] = {}
    export_presets: Mapping[str, ExportPreset] = {}
    last_export: ExportPreset | None = None
    exports_all_videos: bool = False

    def __post_init__(self) -> None:
        for name, highest in (
            ("threads", 1024),
            ("image_size", 4096),
            ("feature_cache_mb", 1 << 20),
            ("frame_cache_mb", 1 << 20),
        ):
            value = getattr(self, name)
            if not 0 <= value <= highest:
                raise ValueError(f"{name} must lie between 0 and {highest}, not be {value}")
        if self.image_size % 32:
            raise ValueError(f"image_size must be a multiple of 32, not be {self.image_size}")
        if not self.device:
            raise ValueError('device must not be empty; "auto" chooses one')
        if len(self.recent_projects) > MAX_RECENT_PROJECTS:
            raise ValueError(f"recent_projects must hold at most {MAX_RECENT_PROJECTS} folders")

    def with_recent(self, project: Path) -> "Settings":
        """Return these settings with `project` as the newest of the recent ones."""
        newest = str(project)
        others = tuple(path for path in self.recent_projects if path != newest)
        return msgspec.structs.replace(self, recent_projects=(newest, *others)[:MAX_RECENT_PROJECTS])

    def without_recent(self, project: Path) -> "Settings":
        """Return these settings with `project` forgotten."""
        others = tuple(path for path in self.recent_projects if path != str(project))
        return msgspec.structs.replace(self, recent_projects=others)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings as read from a file; `problem` is what of it could not be used."""

    settings: Settings
    problem: UserError | None = None


def load(file: Path) -> LoadedSettings:
    """Read the settings in `file`; the defaults where there is none.

    Never fails: a file that is not JSON, or that holds values that make no sense, is moved or copied aside as
    `<name>.broken` and reported; the values that do make sense are used.
    """
    try:
        raw = _read(file)
    except OSError as error:
        problem = UserError(
            "The settings in {file} cannot be read ({reason}); defaults are used.", file=file, reason=error.strerror
        )
        return LoadedSettings(Settings(), problem)
    except DAMAGED:
        problem = UserError(
            "The settings in {file} were damaged; defaults are used.", "{fate}", file=file, fate=_move_aside(file)
        )
        return LoadedSettings(Settings(), problem)
    good, bad = _sift(raw)
    settings = msgspec.convert(good, Settings)
    if not bad:
        return LoadedSettings(settings)
    for complaint in bad.values():
        _log.warning("%s: %s", file, complaint)
    fate = Phrase("The old file is kept as {name}.", name=_aside(file))
    try:
        shutil.copyfile(file, _aside(file))
        _write(file, {key: value for key, value in raw.items() if key not in bad})
    except OSError as error:
        fate = Phrase("The file could not be changed ({reason}).", reason=error.strerror)
    names = ", ".join(sorted(bad))
    problem = UserError("Invalid settings were reset: {names}.", "{fate}", names=names, fate=fate)
    return LoadedSettings(settings, problem)


def save(file: Path, settings: Settings) -> None:
    """Write what differs from the defaults to `file`, in one step; keys this version does not know are kept.

    Raises UserError when the file cannot be written.
    """
    try:
        try:
            raw = _read(file)
        except DAMAGED:
            _log.warning("settings damaged since they were read: %s", _move_aside(file))
            raw = {}
        unknown = {key: value for key, value in raw.items() if key not in Settings.__struct_fields__}
        _write(file, unknown | msgspec.to_builtins(settings))
    except OSError as error:
        raise UserError(
            "The settings cannot be saved in {file} ({reason}).",
            "Check that the folder may be written to and that the disk is not full.",
            file=file,
            reason=error.strerror,
        ) from error


def _read(file: Path) -> dict[str, object]:
    """Return the file's JSON object, empty where there is no file."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return {}
    return msgspec.json.decode(content, type=dict[str, object])


def _sift(raw: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """Part the known keys of `raw` into usable values and complaints about the others."""
    good: dict[str, object] = {}
    bad: dict[str, str] = {}
    for key in Settings.__struct_fields__:
        if key not in raw:
            continue
        try:
            msgspec.convert({key: raw[key]}, Settings)
        except msgspec.ValidationError as error:
            bad[key] = str(error)
        else:
            good[key] = raw[key]
    return good, bad


def _write(file: Path, values: Mapping[str, object]) -> None:
    """Replace `file` by `values` as JSON so that a reader sees the old or the new content, never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = msgspec.json.format(msgspec.json.encode(values, order="deterministic"), indent=2)
    write_whole(file, content + b"\n", to_disk=True)


def _move_aside(file: Path) -> Phrase:
    """Rename `file` to `<name>.broken`, over an older one; return what happened."""
    try:
        file.replace(_aside(file))
    except OSError as error:
        return Phrase("The file could not be renamed ({reason}).", reason=error.strerror)
    return Phrase("The old file is kept as {name}.", name=_aside(file))


def _aside(file: Path) -> Path:
    """Return the name a file that cannot be used is kept under."""
    return file.with_name(file.name + ".broken")
