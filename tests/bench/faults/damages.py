"""Random damages of a project: how many of the rows that SQLite can still read does salvage save?"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.errors import ProjectError
from app.masks.mask import Mask
from app.project.cell_changes import CellChanges
from app.project.edit import Delta, Edit
from app.project.model import (
    Box,
    Cell,
    CellMask,
    Click,
    Color,
    Direction,
    Event,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Verdict,
    Video,
    VideoId,
    VideoObject,
)
from app.project.paths import DATABASE_NAME
from app.project.storage.salvage import salvage
from app.project.storage.store import Store
from tests.bench.faults.parts import keep_within_bounds, run_part, say, tell
from tests.bench.result import Result, at_least, at_most

DAMAGES = 200
LONGEST_S = 60
WIDTH, HEIGHT, FRAMES, OBJECTS = 1280, 720, 802, 3
PAGE = 4096
START = datetime(2026, 1, 2, tzinfo=UTC)
KEYS = {
    "videos": "id",
    "objects": "id",
    "runs": "id",
    "verdicts": "object",
    "events": "at",
    "masks": "object, frame",
    "prompts": "object, frame",
    "locks": "object, frame",
}

Key = tuple[str, int, int]
Rows = dict[Key, tuple[object, ...]]


def measure() -> list[Result]:
    """Damage and salvage."""
    damages = int(os.environ.get("MASKLANE_TURNS", DAMAGES))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = run_part("tests.bench.faults.damages", Path(folder) / "damages", damages)
    there, saved = told["readable"], told["saved"]
    worst = min(100 * saved[table] / there[table] for table in KEYS)
    return [
        at_least("damages", told["damages"], "", damages),
        at_least("rows that SQLite can read", sum(there.values()), "rows", 1),
        at_least("rows of these that salvage saves", 100 * sum(saved.values()) / sum(there.values()), "%", 99.0),
        at_least("the same for the table that fares worst", worst, "%", 98.0),
        at_least("masks of these", 100 * saved["masks"] / there["masks"], "%", 99.0),
        at_most("damages of which nothing came back", told["refused"], "", 0),
        at_most("salvages that took longer than a minute", told["hung"] + told["unfinished"], "", 0),
    ]


def main(place: Path, damages: int) -> None:
    """Damage a project as often as that, and count by table what SQLite can read of it, and what salvage saves."""
    there, saved = Counter(dict.fromkeys(KEYS, 0)), Counter(dict.fromkeys(KEYS, 0))
    told: dict[str, Any] = {"damages": 0, "refused": 0, "hung": 0, "readable": there, "saved": saved}
    whole = a_project(place / "whole")
    content, rows = whole.read_bytes(), _all_rows(whole)
    source = random.Random(17)
    signal.signal(signal.SIGALRM, _give_up)
    for turn in range(damages):
        folder = place / f"{turn}"
        folder.mkdir()
        (folder / DATABASE_NAME).write_bytes(_damaged(content, source))
        readable = _readable(folder / DATABASE_NAME, rows)
        there.update(key[0] for key in readable)
        try:
            signal.alarm(LONGEST_S)
            salvage(folder, folder / "new")
        except ProjectError:
            told["refused"] += bool(readable)
        except TimeoutError:
            told["hung"] += 1
            say(f"damage {turn} takes too long:\n{traceback.format_exc()}")
        else:
            kept = _all_rows(folder / "new" / DATABASE_NAME)
            saved.update(key[0] for key in readable if _same(key[0], kept.get(key), rows[key]))
        finally:
            signal.alarm(0)
            shutil.rmtree(folder)
        told["damages"] += 1
        share = f"damages, {100 * saved.total() / there.total():.3f} % of the rows saved,"
        tell(told, turn, damages, share)


def _give_up(_signal: int, _frame: object) -> None:
    raise TimeoutError


def a_project(folder: Path) -> Path:
    """A closed project with 2,406 masks and some of everything; its database."""
    masks = [Mask.from_array(_blob(seed)) for seed in range(40)]
    ids = [ObjectId(number + 1) for number in range(OBJECTS)]
    runs = [RunId(number + 1) for number in range(12)]
    cells = [Cell(id, FrameIndex(frame)) for id in ids for frame in range(FRAMES)]
    tracked = [CellMask(masks[n % 40], MaskSource.TRACKED, runs[n % 12], 0.9, 0.9) for n in range(len(cells))]
    prompts = Prompts((Click(3, 4), Click(5, 6, False)), Box(1, 2, 30, 40))
    video = Video(VideoId(1), "walk", "walk.mp4", WIDTH, HEIGHT, FRAMES, 25.0, 1000, "ab" * 32)
    with Store.create(folder) as store:
        store.commit(
            Edit(
                videos={video.id: Delta(None, video)},
                objects={id: Delta(None, VideoObject(id, video.id, f"object {id}", Color(1, 2, 3))) for id in ids},
                runs={
                    id: Delta(
                        None, Run(id, video.id, tuple(ids), Direction.BOTH, FrameIndex(0), FrameIndex(9), "m", START)
                    )
                    for id in runs
                },
                verdicts={id: Delta(None, Verdict(id, Judgement.SATISFACTORY, "Ann", START)) for id in ids},
                prompts=CellChanges({cell: Delta(None, prompts) for cell in cells[::20]}),
                locks=CellChanges({cell: Delta(None, True) for cell in cells[::5]}),
            )
        )
        for first in range(0, len(cells), 100):  # as runs write them: a hundred frames, then the next
            pairs = zip(cells[first : first + 100], tracked[first : first + 100], strict=True)
            store.commit(Edit(masks=CellChanges({cell: Delta(None, mask) for cell, mask in pairs})))
        for number in range(300):
            store.append_event(
                Event(START + timedelta(seconds=number), "Ann", "click", video.id, ids[0], FrameIndex(3))
            )
    return folder / DATABASE_NAME


def _blob(seed: int) -> np.ndarray:
    source = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    radius = source.uniform(50, 250) * (1 + 0.2 * np.sin(3 * angle) + 0.02 * source.normal(size=200))
    corners = np.stack((640 + radius * np.cos(angle), 360 + radius * np.sin(angle)), 1).astype(np.int32)
    return cv2.fillPoly(np.zeros((HEIGHT, WIDTH), np.uint8), [corners], 1).astype(bool)


def _damaged(whole: bytes, source: random.Random) -> bytes:
    """The file with one of the damages that disks, drives and copying do."""
    content, pages = bytearray(whole), len(whole) // PAGE

    def page() -> int:
        return source.randrange(pages) * PAGE

    def zeros() -> None:
        first = page()
        length = min(source.choice([512, PAGE, PAGE, 4 * PAGE, 16 * PAGE]), len(content) - first)
        content[first : first + length] = bytes(length)

    def noise() -> None:
        first = page()
        content[first : first + PAGE] = source.randbytes(PAGE)

    def another_page() -> None:
        first, other = page(), page()
        content[first : first + PAGE] = whole[other : other + PAGE]

    def bytes_changed() -> None:
        for _ in range(source.randint(1, 8)):
            first = page()
            for _ in range(source.choice([1, 3, 40])):
                content[first + source.choice([source.randrange(PAGE), source.randrange(120)])] = source.randrange(256)

    def cut_off() -> None:
        del content[source.randrange(len(content) * 4 // 5, len(content)) :]

    damages: list[Callable[[], None]] = [zeros, zeros, noise, another_page, bytes_changed, bytes_changed, cut_off]
    source.choice(damages)()
    return bytes(content)


def _all_rows(file: Path) -> Rows:
    with closing(sqlite3.connect(file)) as connection:
        return {_key(table, row): row for table in KEYS for row in connection.execute(f"SELECT * FROM {table}")}


def _key(table: str, row: tuple[object, ...]) -> Key:
    first, second = row[0], row[1] if "," in KEYS[table] else 0
    if table == "events":  # salvage counts them anew; each of these happened in another second
        first = int((datetime.fromisoformat(str(row[1])) - START).total_seconds())
    assert isinstance(first, int)
    assert isinstance(second, int)
    return table, first, second


def _readable(file: Path, rows: Rows) -> set[Key]:
    """Return which rows SQLite still gives as they were, asked for one by one."""
    found = set()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA writable_schema = ON")  # else it refuses a file that was cut off
        for number, key in _numbered(rows):
            try:
                row = connection.execute(f"SELECT * FROM {key[0]} WHERE rowid = ?", (number,)).fetchone()
            except sqlite3.DatabaseError:
                continue
            if row == rows[key]:
                found.add(key)
    return found


def _numbered(rows: Rows) -> Iterator[tuple[int, Key]]:
    """Yield each row's id: they were written in this order, nothing was ever deleted."""
    count: Counter[str] = Counter()
    for key in rows:
        count[key[0]] += 1
        yield (key[1] if KEYS[key[0]] in ("id", "object") else count[key[0]]), key


def _same(table: str, saved: tuple[object, ...] | None, row: tuple[object, ...]) -> bool:
    if saved is not None and table == "masks":  # a mask may have lost its run
        saved, row = (*saved[:3], *saved[4:]), (*row[:3], *row[4:])
    if saved is not None and table == "events":
        saved, row = saved[1:], row[1:]
    return saved == row


if __name__ == "__main__":
    keep_within_bounds()
    main(Path(sys.argv[1]), int(sys.argv[2]))
