"""Forks processes that edit a project, kills them, and prints what was lost as JSON. It must have no threads."""

import faulthandler
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer

from app.errors import ProjectError
from app.masks.mask import Mask
from app.project.cell_changes import CellChanges
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Cell, CellMask, Color, FrameIndex, MaskSource, ObjectId, Video, VideoId, VideoObject
from app.project.storage.store import Store
from app.project.storage.waiting_edits import WaitingEdits
from app.settings import Settings
from app.workspace.editing import saver
from app.workspace.workspace import Workspace
from tests.bench.faults.disk import SYNC_MS
from tests.bench.faults.parts import keep_within_bounds, lines, say, tell
from tests.engine.stand_in import DiscPredictor

SIDE, FRAMES, LOG_BYTES = 128, 10_000, 1 << 17
DRAWN, LOCKED = ObjectId(1), ObjectId(2)
EVERY_MS = 3
LONGEST_S = 2.0
"""How long no edit is told, because it waits for a slow disk, before the kill comes."""
LARGE_EVERY = 20
"""Edits between two large ones, where there are some."""
MOST_EDITS = 2_000
LONGEST_LIFE_S = 120
"""After so many edits or seconds a process ends by itself, and is counted as one that died."""


def stroke(number: int) -> CellMask:
    """The mask that edit `number` leaves: no two are alike, and each makes the log longer by some pages."""
    noise = np.random.default_rng(number).random((SIDE, SIDE)) < 0.5
    return CellMask(Mask.from_array(noise), MaskSource.PAINTED)


def frame_of(number: int) -> FrameIndex:
    """The frame that edit `number` draws on: some are drawn on again and again."""
    return FrameIndex(number * 7 % 100)


def make(folder: Path) -> None:
    """A project to draw in."""
    video = Video(VideoId(1), "walk", "walk.mp4", SIDE, SIDE, FRAMES, 25.0, 1, "")
    with Store.create(folder) as store:
        records = {id: Delta(None, VideoObject(id, video.id, "0", Color(1, 2, 3))) for id in (DRAWN, LOCKED)}
        store.commit(Edit(videos={video.id: Delta(None, video)}, objects=records))


class Victim:
    """Draws until it is killed, and tells each edit that is committed."""

    def __init__(self, folder: Path, tell: int, slow_ms: int, large: bool) -> None:
        self.tell, self.slow_ms, self.large = tell, slow_ms, large
        self.workspace = Workspace.open(folder, Settings(), lambda _choice: DiscPredictor())
        self.number = 0
        self.tidying = False
        self.waited = 0

    def draw(self) -> None:
        """Make one edit: a stroke, and its number as the object's name; now and then a large one before."""
        self.number += 1
        editor = self.workspace.editor
        if self.large and self.number % LARGE_EVERY == 0:
            self.workspace.masks.set_locked((LOCKED,), 0, FRAMES - 1, self.number // LARGE_EVERY % 2 == 1)
        record, cell = editor.document.object(DRAWN), Cell(DRAWN, frame_of(self.number))
        assert record is not None
        renamed = VideoObject(DRAWN, record.video, str(self.number), record.color)
        edit = Edit(
            objects={DRAWN: Delta(record, renamed)},
            masks=CellChanges({cell: Delta(editor.document.mask(cell), stroke(self.number))}),
        )
        began = time.perf_counter()
        editor.do("Stroke", edit)
        held = round(1000 * (time.perf_counter() - began))
        if self.number == 1 and self.slow_ms:
            os.environ[SYNC_MS] = str(self.slow_ms)
        told = (self.number, held if self.number > 1 else 0, self.tidying, self.waited, self._behind_large())
        os.write(self.tell, (" ".join(f"{value:d}" for value in told) + "\n").encode())

    def _behind_large(self) -> bool:
        return any(unsaved.edit.size > saver.AT_ONCE for unsaved in self.workspace.editor._saver._waiting)

    def watch(self) -> None:
        """Know when the database is tidied, and what waits meanwhile."""
        tidy, append = Store.tidy, WaitingEdits.append

        def tidying(store: Store) -> None:
            self.tidying = True
            tidy(store)
            self.tidying = False

        def appending(waiting: WaitingEdits, *edit: object) -> int:
            self.waited += 1
            return append(waiting, *edit)  # type: ignore[arg-type]

        Store.tidy, WaitingEdits.append = tidying, appending  # type: ignore[method-assign, assignment]


def live(folder: Path, tell: int, slow_ms: int, large: bool) -> None:
    """Draw until killed."""
    saver.LOG_BYTES = LOG_BYTES
    application = QCoreApplication([])
    victim = Victim(folder, tell, slow_ms, large)
    victim.workspace.editor._saver._tidy_at = LOG_BYTES
    victim.watch()

    def draw() -> None:
        if victim.number == MOST_EDITS:
            os._exit(1)
        victim.draw()

    timer = QTimer(interval=EVERY_MS)
    timer.timeout.connect(draw)
    timer.start()
    application.exec()


@dataclass(frozen=True, slots=True)
class Killed:
    """What a process told before it was killed: `number` edits; the values of the last one; the longest one in ms.

    `by_itself`: it hung, or died before.
    """

    number: int = 0
    tidying: bool = False
    waited: int = 0
    behind: bool = False
    longest_ms: int = 0
    by_itself: bool = False


def kill_one(folder: Path, source: random.Random, slow_ms: int, large: bool) -> Killed:
    """Let a process draw, and kill it."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        keep_within_bounds()
        faulthandler.dump_traceback_later(LONGEST_LIFE_S, exit=True)
        os.close(reads)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        live(folder, writes, slow_ms, large)
        os._exit(1)
    os.close(writes)
    edits = source.randint(1, 150)
    told: list[list[int]] = []
    for line in lines(reads, LONGEST_S):
        told += [[int(word) for word in line.split()]] if line else []
        if len(told) >= edits or (told and not line):
            os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    os.close(reads)
    by_itself = not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL)
    if not told:
        return Killed(by_itself=True)
    number, _held, tidying, waited, behind = told[-1]
    return Killed(number, bool(tidying), waited, bool(behind), max(line[1] for line in told), by_itself)


def state_of(document: Document) -> int | None:
    """Return how many edits have made this document; None when no number of them could."""
    record = document.object(DRAWN)
    number = int(record.name) if record is not None else 0
    last = {frame_of(n): n for n in range(1, number + 1)}
    if document.mask_frames(DRAWN) != tuple(sorted(last)) and list(document.mask_frames(DRAWN)) != sorted(last):
        return None
    masks = dict(document.masks_of(DRAWN))
    whole = all(masks[frame] == stroke(n) for frame, n in last.items())
    return number if whole and len(document.lock_frames(LOCKED)) in (0, FRAMES) else None


def left_of(folder: Path) -> int | None:
    """Return how many edits are in the project, None when it does not open or is no state of what was done."""
    try:
        with Store.open(folder) as store:
            there = state_of(store.load())
            wrong = [*store.check(), *store.findings]
    except ProjectError as error:
        there, wrong = None, [str(error)]
    for line in wrong:
        say(line)
    return None if wrong else there


def main(place: Path, kills: int, slow_ms: int) -> None:
    """Kill as often as that, a half of them on a slow disk, a fifth with large edits in between."""
    source = random.Random(14)
    names = ("kills", "committed", "tidying", "behind", "slow", "waited", "lost", "torn", "died", "longest_ms")
    told = Counter(dict.fromkeys(names, 0))
    for turn in range(kills):
        folder, slow, large = place / f"{turn}", turn % 2 == 0, turn % 5 == 4
        make(folder)
        killed = kill_one(folder, source, slow_ms if slow else 0, large)
        there = left_of(folder)
        lost = max(0, killed.number - (there or 0))
        if lost or there is None or killed.by_itself:
            say(f"kill {turn} ({slow=}, {large=}): {killed}, left: {there}")
        told.update(kills=1, committed=killed.number, tidying=killed.tidying, behind=killed.behind, slow=slow)
        told.update(waited=killed.waited, lost=lost, torn=there is None, died=killed.by_itself)
        told["longest_ms"] = max(told["longest_ms"], killed.longest_ms if slow else 0)
        shutil.rmtree(folder)
        tell(told, turn, kills, "kills")


if __name__ == "__main__":
    keep_within_bounds()
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
