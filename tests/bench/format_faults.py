"""Every reader of other tools' files on damaged ones: read or refused in one line, within seconds, no traceback.

MASKLANE_CASES: how many a reader (2,000); MASKLANE_SEED: which (1); MASKLANE_FORMATS: only these, such as "cvat,coco".
"""

import os
import random
import re
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from app.errors import UserError
from app.generators import result_of
from app.interchange.detection import detect
from app.interchange.export.options import Pictures
from app.interchange.table import FORMATS, Format
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, FrameIndex, ObjectId
from app.project.storage.store import Store
from tests.bench.result import Result, at_most
from tests.interchange.samples import exporting, ring
from tests.interchange.test_hostile import small
from tests.interchange.test_mask_video import written
from tests.project.samples import OBJECT, a_mask, start

PIECES = (
    b"-1", b"99999999999999999999", b"1e400", b"null", b"true", b"[]", b"{}", b'""', b'"../.."', b"0.5", b"4294967296",
    b"32768", b"70000", b"NaN",
)  # fmt: skip
VALUE = re.compile(rb'-?\d+(\.\d+)?|"[^"]{0,20}"')
SLOW_S = 5.0


def measure() -> list[Result]:
    """Return how many damaged files ended in anything but a clip or a line of words, the slowest, and the memory."""
    cases, seed = int(os.environ.get("MASKLANE_CASES", "2000")), os.environ.get("MASKLANE_SEED", "1")
    only = os.environ.get("MASKLANE_FORMATS", "").split(",")
    results = []
    process = psutil.Process()
    before = process.memory_info().rss
    for row in FORMATS.values():
        if row.read is None or (only != [""] and row.id not in only):
            continue
        wrong, slowest = _tried(row, cases, random.Random(f"{seed} {row.id}"))
        results.append(at_most(f"{row.id}: {cases} damaged files, not read and not refused in a line", wrong, "", 0))
        results.append(at_most(f"{row.id}: slowest", slowest, "s", SLOW_S))
    results.append(at_most("memory above the start", (process.memory_info().rss - before) / 2**20, "MB", 1024))
    return results


def _tried(row: Format, cases: int, chance: random.Random) -> tuple[int, float]:
    wrong, slowest = 0, 0.0
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        _write(row, out)
        whole = {file: file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}
        for _ in range(cases):
            file = chance.choice(list(whole))
            file.write_bytes(_damaged(whole[file], chance))
            start = time.perf_counter()
            wrong += not _reads_or_refuses(out)
            slowest = max(slowest, time.perf_counter() - start)
            file.write_bytes(whole[file])
    return wrong, slowest


def _write(row: Format, out: Path) -> None:
    """Write a small file or folder in a format, also in one that Masklane only reads."""
    if row.id == "masklane":
        out.mkdir()
        with Store.create(out / "p") as store:
            store.commit(start())
            draft = EditBuilder(store.load())
            draft.mask(Cell(ObjectId(OBJECT), FrameIndex(0)), a_mask())
            store.commit(draft.edit())
    elif row.id == "mask-video":
        written(out / "dog.mkv", np.array([ring(0, frame) for frame in range(3)]).astype(np.uint8) * 255)
    else:
        variant = "numbers" if row.id == "masks" else ""
        result_of(exporting(row.id, [small()], out, pictures=Pictures.NONE, variant=variant))


def _reads_or_refuses(path: Path) -> bool:
    try:
        found = detect(path)
        result_of(found.format.reader()(found.path))
    except UserError as error:
        return "\n" not in str(error)
    except Exception as bug:
        print(f"{path}: {bug!r}")
        return False
    return True


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some changed, some cut out, or values replaced by strange ones."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        kind = chance.random()
        values = list(VALUE.finditer(bytes(made))) if kind > 0.6 else []
        if values:
            found = chance.choice(values)
            made[found.start() : found.end()] = chance.choice(PIECES)
        elif made and kind < 0.4:
            made[chance.randrange(len(made))] = chance.randrange(256)
        elif made:
            place = chance.randrange(len(made))
            del made[place : place + chance.randint(1, 20)]
    return bytes(made)
