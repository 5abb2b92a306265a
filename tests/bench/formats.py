"""Masks out and in: seconds for 1,000 masks of 1080p beside pycocotools on the same masks, memory, SA-V's example.

MASKLANE_FRAMES: how many frames of five objects (10,000, half an hour; 0: none); MASKLANE_SAV: a folder with published
files of SA-V. Times are those of processors, all of them together, so that what else the machine does counts on neither
side; for the same reason it is told how many processors' worth of work there is at once: all of it, by that of the
process that has most.
"""

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
from pycocotools import mask as coco

from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.detection import detect
from app.interchange.export.options import Pictures, WriteOptions
from app.interchange.export.writing import chosen, export
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource
from tests.bench.result import Result, at_least, at_most

HEIGHT, WIDTH, OBJECTS = 1080, 1920, 5
RUN_LENGTHS = ("sav", "coco", "youtube-vis")
STRIDE = 10
"""Every so many masks are given to pycocotools, too: it takes minutes."""
BOTH = 1.7
"""Of two processors: one begins alone."""


def measure() -> list[Result]:
    """Return seconds a thousand masks, peaks of memory and what of SA-V's example came back."""
    frames = int(os.environ.get("MASKLANE_FRAMES", "10000"))
    if not frames:
        return _example()
    clip = _clip(frames)
    count = frames * OBJECTS
    encoding, decoding = _pycocotools(clip)
    print(f"  pycocotools: {encoding:.1f} s and {decoding:.1f} s", file=sys.stderr, flush=True)
    results: list[Result] = []
    for format_id in (*RUN_LENGTHS, "davis"):
        with tempfile.TemporaryDirectory() as place:
            out = _timed(_writing(format_id, clip, Path(place) / "out"))
            found = detect(Path(place) / "out")
            back = _timed(found.format.reader()(found.path))
        exact = format_id in RUN_LENGTHS
        for way, cost, theirs in (("out", out, encoding), ("in", back, decoding)):
            limit = round(1.2 * theirs * 1000 / count, 2) if exact else np.inf
            name = f"{format_id}: 1,000 masks {way}"
            results += [
                at_most(name, cost.seconds * 1000 / count, "s", limit),
                at_most(f"{name}, by the clock", cost.clock * 1000 / count, "s", np.inf),
                at_least(f"{name}, processors' worth at once", cost.at_once, "", BOTH if _two() else 1),
            ]
        results.append(at_most(f"{format_id}: memory above the start", max(out.memory, back.memory), "MB", 300))
    return results + _example()


def _clip(frames: int) -> AnnotatedClip:
    """Return five blobs with a hole each that move, as a person's outlines are: a thousand corners."""
    rng = np.random.default_rng(1)
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    masklets = []
    for number in range(1, OBJECTS + 1):
        radii = rng.uniform(90, 160, 60)
        masks = {}
        for frame in range(frames):
            x, y = 180 + (number * 300 + frame) % 1500, 200 + (number * 130 + frame) % 600
            picture = np.zeros((HEIGHT, WIDTH), np.uint8)
            outline = np.stack((x + radii * np.cos(angles), y + radii * np.sin(angles)), axis=1)
            cv2.fillPoly(picture, [outline.astype(np.int32)], 1)
            cv2.circle(picture, (x, y), 20, 0, -1)
            masks[frame] = CellMask(Mask.from_array(picture), MaskSource.TRACKED)
        masklets.append(Masklet(number, f"object {number}", masks))
    return AnnotatedClip("bench", WIDTH, HEIGHT, frames, tuple(masklets), rate=25.0)


def _pycocotools(clip: AnnotatedClip) -> tuple[float, float]:
    """Return the seconds of pycocotools for encoding and decoding all masks, from and to pixels as it wants them."""
    encoding = decoding = 0.0
    masks = [mask for masklet in clip.masklets for mask in masklet.masks.values()]
    for mask in masks[::STRIDE]:
        pixels = np.asfortranarray(mask.mask.to_array().astype(np.uint8))
        start = time.thread_time()
        rle = coco.encode(pixels)
        middle = time.thread_time()
        coco.decode(rle)
        encoding += middle - start
        decoding += time.thread_time() - middle
    share = len(masks) / len(masks[::STRIDE])
    return share * encoding, share * decoding


def _writing(format_id: str, clip: AnnotatedClip, out: Path) -> Generator[object, None, None]:
    row = FORMATS[format_id]
    options = row.checked(WriteOptions(pictures=Pictures.NONE))
    return export(row.writer(), chosen([clip], options), out, 1)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processors and of the clock, and the megabytes that were taken above what there was before.

    `busiest`: seconds of the process that has most of them.
    """

    seconds: float
    busiest: float
    clock: float
    memory: float

    @property
    def at_once(self) -> float:
        """How many processors can work at once."""
        return self.seconds / self.busiest


def _two() -> bool:
    return (os.cpu_count() or 1) > 1


def _timed(job: Generator[object, None, object]) -> Cost:
    """Run a job and return what it cost, with all its processes."""
    gc.collect()
    process = psutil.Process()
    before = peak = _memory(process)
    start, own, clock = _seconds(process), time.process_time(), time.monotonic()
    others: dict[int, float] = {}
    for count, _ in enumerate(job):
        if count % 50 == 0:
            peak = max(peak, _memory(process))
            others |= _seconds_of_others(process)
    cost = Cost(
        _seconds(process) - start,
        max(time.process_time() - own, *others.values(), 0.0),
        time.monotonic() - clock,
        (max(peak, _memory(process)) - before) / 2**20,
    )
    print(f"  {cost}", file=sys.stderr, flush=True)  # it takes long: something to look at
    return cost


def _seconds(process: psutil.Process) -> float:
    """Return the processor time of a process and of those it had beside it, which are over."""
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def _seconds_of_others(process: psutil.Process) -> dict[int, float]:
    """Return the processor time of each process beside it, by number."""
    found = {}
    for other in process.children(recursive=True):
        with suppress(psutil.Error):
            times = other.cpu_times()
            found[other.pid] = times.user + times.system
    return found


def _memory(process: psutil.Process) -> int:
    """Return the bytes that a process and those beside it hold; what they share counts once, where the system tells."""
    found = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            held = one.memory_full_info()
            found += getattr(held, "pss", held.rss)
    return found


def _example() -> list[Result]:
    """Return how many keys and masks of published files are not as they were, in and out again without a video.

    What was published is manual; the same as the automatic kind has scores of its own.
    """
    place = os.environ.get("MASKLANE_SAV", "")
    results = []
    for file in sorted(Path(place).glob("*_manual.json")) if place else ():
        manual = json.loads(file.read_bytes())
        objects, rows = manual["masklet_num"], len(manual["masklet"])
        auto = {
            "masklet_type": ["auto"] * objects,
            "masklet_edited_frame_count": [0] * objects,
            "masklet_stability_score": [[0.9 + 0.001 * place for place in range(objects)]] * rows,
        }
        for kind, before in (("manual", manual), ("auto", manual | auto)):
            wrong = _not_as_before(before)
            results.append(at_most(f"{file.name}, as {kind}: keys that differ", wrong, "", 0))
    return results


def _not_as_before(before: dict[str, Any]) -> int:
    """Return how many keys of a file of SA-V differ once it was read and written."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "in.json"
        file.write_text(json.dumps(before))
        clips = result_of(FORMATS["sav"].reader()(file))
        result_of(export(FORMATS["sav"].writer(), chosen(clips, WriteOptions()), Path(folder) / "out", 1))
        (made,) = (Path(folder) / "out").iterdir()
        after = json.loads(made.read_bytes())
    return sum(before[key] != after.get(key) for key in before)
