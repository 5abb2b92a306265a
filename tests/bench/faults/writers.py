"""Does kinds of work on a disk that is full after so many bytes, and prints what became of it as JSON."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import ProjectError
from app.paths import sample_folder
from app.project.storage.store import Store
from tests.bench.faults.disk import BYTES
from tests.bench.faults.parts import keep_within_bounds, say, tell
from tests.bench.faults.victims import DRAWN, make, state_of

PLENTY = 1 << 40
LONGEST_S = 120.0

EDITS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.settings import Settings
from app.workspace.workspace import Workspace
from tests.bench.faults import victims
from tests.engine.stand_in import DiscPredictor
from app.errors import UserError

application = QCoreApplication([])
victims.saver.LOG_BYTES = 1 << 16
victim = victims.Victim(Path(sys.argv[1]), 1, 0, False)
victim.workspace.editor._saver._tidy_at = 1 << 16
try:
    for _ in range(60):
        victim.draw()
        application.processEvents()
except UserError as error:
    print("masklane:", error, file=sys.stderr)
    victim.workspace.close(wait_ms=10_000)
    sys.exit(2)
victim.workspace.close(wait_ms=10_000)
"""


@dataclass(frozen=True)
class Work:
    """`prepare` makes what there is before, `words` is run; `left` says whether a failure has left something.

    `well`: exit statuses of what went well.
    """

    name: str
    prepare: Callable[[Path], None]
    words: Callable[[Path], list[object]]
    left: Callable[[Path], bool]
    well: tuple[int, ...] = (0,)


def masklane(*words: object) -> list[object]:
    """The command line with these words."""
    return [sys.executable, "-m", "app", *words]


def with_video(place: Path) -> None:
    """A project with a video and an object that has a mask."""
    subprocess.run(
        list(map(str, masklane("new", place / "p", place.parent / "walk.mp4"))), check=True, capture_output=True
    )


def drawn_in(place: Path) -> None:
    """A project with some strokes."""
    make(place / "p")
    shutil.copyfile(place.parent / "walk.mp4", place / "p" / "walk.mp4")
    subprocess.run([sys.executable, "-c", EDITS, place / "p"], check=True, capture_output=True)


WORKS = (
    Work(
        "new",
        lambda _place: None,
        lambda p: masklane("new", p / "p", p.parent / "walk.mp4"),
        lambda p: (p / "p").exists(),
    ),
    Work("add", with_video, lambda p: masklane("add", p / "p", p.parent / "walk.mp4"), lambda _p: False),
    Work("edits", lambda p: make(p / "p"), lambda p: [sys.executable, "-c", EDITS, p / "p"], lambda _p: False),
    Work(
        "export",
        with_video,
        lambda p: masklane("export", p / "p", "--format", "davis", "--out", p / "out"),
        lambda p: (p / "out").exists() or bool(list(p.glob(".*"))),
    ),
    Work(
        "salvage",
        drawn_in,
        lambda p: masklane("check", p / "p", "--salvage", p / "new"),
        lambda p: (p / "new").exists(),
        (0, 1),  # it finds that the media is another
    ),
)


class Disk:
    """How many bytes still fit, shared with the processes that are started."""

    def __init__(self, file: Path) -> None:
        self._file = file
        os.environ[BYTES] = str(file)
        self.left = PLENTY

    @property
    def left(self) -> int:
        return int.from_bytes(self._file.read_bytes(), "little")

    @left.setter
    def left(self, bytes_left: int) -> None:
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(bytes_left.to_bytes(8, "little"))


def do(work: Work, place: Path, disk: Disk, bytes_left: int) -> tuple[subprocess.CompletedProcess[str], int]:
    """Do a kind of work from the beginning, with so many bytes left; return what came of it, and what it wrote."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    disk.left = PLENTY
    work.prepare(place)
    disk.left = bytes_left
    done = finished(list(map(str, work.words(place))))
    written = bytes_left - disk.left
    disk.left = PLENTY
    return done, written


def finished(words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end. One that hangs is ended by a signal, and its errors are the stacks of its threads."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, errors = process.communicate(timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        out, errors = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, out, errors)


def look(place: Path, done: subprocess.CompletedProcess[str], told: Counter[str]) -> None:
    """Count what should not be in the project."""
    if not (place / "p").exists():
        return
    try:
        with Store.open(place / "p") as store:
            document = store.load()
            told["broken"] += bool(store.check() or store.findings)
            if document.object(DRAWN) is not None:
                announced = [int(line.split()[0]) for line in done.stdout.splitlines() if line[:1].isdigit()]
                there = state_of(document)
                told["broken"] += there is None
                told["lost"] += max(0, max(announced, default=0) - (there or 0))
    except ProjectError:
        told["broken"] += 1


def main(place: Path, places: int) -> None:
    """Find out what each kind of work writes, then stop it at places in between."""
    told = Counter({"places": 0, "refused": 0, "unkind": 0, "hung": 0, "lost": 0, "broken": 0, "left": 0})
    shutil.copyfile(sample_folder() / "pond.mp4", place.parent / "walk.mp4")
    disk = Disk(place.parent / "bytes")
    for work in WORKS:
        done, whole = do(work, place, disk, PLENTY)
        assert done.returncode in work.well, (work.name, done.returncode, done.stderr)
        for turn in range(places // len(WORKS)):
            done, _written = do(work, place, disk, whole * turn * len(WORKS) // places)
            in_words = done.stderr.count("\n") == 1 and done.stderr.startswith("masklane: ")
            kind = in_words if done.returncode == 2 else done.returncode in work.well  # tidying up may fail unseen
            left = done.returncode not in work.well and work.left(place)
            hung = done.returncode == -signal.SIGABRT
            told.update(places=1, refused=done.returncode == 2, unkind=not kind, left=left, hung=hung)
            if not kind or left:
                say(f"{work.name} {turn}: {done.returncode} {done.stderr[-6_000 if hung else -600 :]}")
            look(place, done, told)
            tell(told, told["places"] - 1, places, f"full disks, {work.name}")


if __name__ == "__main__":
    keep_within_bounds()
    main(Path(sys.argv[1]), int(sys.argv[2]))
