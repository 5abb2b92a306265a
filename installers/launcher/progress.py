"""What the person sees while Masklane is set up: one changing line on a terminal, plain lines elsewhere."""

import re
import shutil
import time
from dataclasses import dataclass
from typing import TextIO

_LARGE_MEGABYTES = 50
_MANY_PACKAGES = 10
_DOWNLOAD = re.compile(
    r"\s*(Downloading|Using cached) (?:\S*/)?(?P<file>[^/\s]+?)(?:\.metadata)? \((?P<size>[\d.]+) (?P<unit>[kMG]?B)\)"
)
_SHARE = re.compile(r"Progress (?P<done>\d+) of (?P<all>\d+)")


@dataclass(frozen=True, slots=True)
class Status:
    """What pip is doing; `important` when it is worth a line of its own in a log."""

    text: str
    important: bool


def status_of(line: str) -> Status | None:
    """Return what a line of pip's output means for a person, None for nothing."""
    if download := _DOWNLOAD.match(line):
        name, version = [*download["file"].split("-"), ""][:2]
        size = float(download["size"]) * {"B": 1e-6, "kB": 1e-3, "MB": 1, "GB": 1e3}[download["unit"]]
        verb = "downloading" if download[1] == "Downloading" else "already downloaded:"
        return Status(f"{verb} {name} {version} ({_megabytes(size)})", size >= _LARGE_MEGABYTES)
    if share := _SHARE.match(line):
        done, whole = int(share["done"]), int(share["all"])
        return Status(f"downloading: {_megabytes(done / 1e6)} of {_megabytes(whole / 1e6)}", False)
    if line.startswith("Collecting "):
        return Status(f"looking for {line.split()[1]}", False)
    if line.startswith("Installing collected packages:"):
        count = line.count(",") + 1
        if count < _MANY_PACKAGES:
            return Status("installing", True)
        return Status(f"unpacking {count} packages; this takes a minute or two", True)
    if "Building wheel" in line or "Building editable" in line:
        return Status("building small packages", False)
    return None


class Progress:
    """Writes to `stream`; where that is a terminal, the latest status stands in one line that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._open = False
        self._begun = time.monotonic()

    def step(self, text: str) -> None:
        """Say something that stays."""
        self.clear()
        self._write(text + "\n")

    def status(self, status: Status) -> None:
        """Show what is happening now."""
        if not self._terminal:
            if status.important:
                self._write(f"  {status.text}\n")
            return
        width = max(shutil.get_terminal_size().columns - 1, 20)
        elapsed = int(time.monotonic() - self._begun)
        text = f"  {elapsed // 60}:{elapsed % 60:02d}  {status.text}"[:width]
        self._write(f"\r{text}\x1b[K")
        self._open = True

    def clear(self) -> None:
        """Take the changing line away."""
        if self._open:
            self._write("\r\x1b[K")
            self._open = False

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "ascii"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))
        self._stream.flush()


def _megabytes(size: float) -> str:
    return f"{size / 1000:.1f} GB" if size >= 1000 else f"{size:.0f} MB" if size >= 1 else f"{size * 1000:.0f} kB"
