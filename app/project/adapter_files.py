"""What was learned from corrections, as files beside the database: each by the name of its content, never changed.

A file is whole before anything refers to it. One that nothing refers to any more does no harm; undo may need it again.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.errors import ProjectError
from app.project.paths import ADAPTERS, own_place
from app.project.rules import ADAPTER_NAME, is_adapter_name

LARGEST: Final = 16 << 20
"""Bytes of an adapter; the largest there are have a twentieth of that."""


class AdapterFiles:
    """The adapters of a project folder. For any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, data: bytes) -> str:
        """Keep an adapter, durable when this returns, and return its name. Raises ProjectError."""
        name = hashlib.sha256(data).hexdigest()[:ADAPTER_NAME]
        if self.load(name) is not None:
            return name
        file = self._file(name)
        if file is None:
            raise _cannot_save(self._folder / ADAPTERS, "it is a link to somewhere else")
        unfinished = file.with_suffix(f".{os.getpid()}.unfinished")
        try:
            file.parent.mkdir(exist_ok=True)
            with unfinished.open("wb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(file)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise _cannot_save(file.parent, error.strerror) from error
        return name

    def load(self, name: str) -> bytes | None:
        """Return an adapter, None where it is missing or is not what it was."""
        file = self._file(name)
        if file is None:
            return None
        try:
            with file.open("rb") as source:
                data = source.read(LARGEST)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest()[:ADAPTER_NAME] == name else None

    def _file(self, name: str) -> Path | None:
        """Return where an adapter is, None for what is no name or a place outside of the project."""
        return own_place(self._folder, ADAPTERS, f"{name}.safetensors") if is_adapter_name(name) else None


def _cannot_save(folder: Path, reason: str | None) -> ProjectError:
    return ProjectError(
        "What was learned from a correction cannot be saved in {folder}: {reason}.",
        "Masks are not touched by this; they are tracked by the model alone.",
        folder=folder,
        reason=reason or "",
    )
