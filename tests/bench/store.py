"""A project with 50,000 masks: opening it, committing to it; and masks beside pycocotools, in one run."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from pycocotools import mask as coco

from app.masks.mask import Mask
from app.project.cell_changes import CellChanges
from app.project.edit import Delta, Edit
from app.project.history import History
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    MaskSource,
    ObjectId,
    Video,
    VideoId,
    VideoObject,
)
from app.project.storage.store import Store
from tests.bench.result import Result, at_least, at_most

WIDTH, HEIGHT = 1920, 1080
OBJECTS, FRAMES = 10, 5_000
COMMITS = 300
OPENINGS = 5
REPEATS = 50

Argument = TypeVar("Argument")


def measure() -> list[Result]:
    """Measure masks, commits and openings."""
    shapes = [_blob(seed) for seed in range(50)]
    results = _masks(shapes)
    with tempfile.TemporaryDirectory() as folder:
        results += _commits(Path(folder) / "small", shapes)
        results += _steps(Path(folder) / "steps", [Mask.from_array(shape) for shape in shapes])
        results += _opening(Path(folder) / "large", [Mask.from_array(shape) for shape in shapes])
    return results


def _masks(shapes: list[np.ndarray]) -> list[Result]:
    masks = [Mask.from_array(shape) for shape in shapes]
    columns = [np.asfortranarray(shape, np.uint8) for shape in shapes]
    theirs = [coco.encode(column) for column in columns]
    encode, coco_encode = _median(Mask.from_array, shapes), _median(coco.encode, columns)
    decode, coco_decode = _median(Mask.to_array, masks), _median(coco.decode, theirs)
    iou = _median(lambda pair: pair[0].iou(pair[1]), list(itertools.pairwise(masks)))
    bytes_ours = statistics.mean(mask.nbytes for mask in masks)
    bytes_coco = statistics.mean(len(rle["counts"]) for rle in theirs)
    return [
        at_most("encode 1080p", encode, "ms", 2.0),
        at_least("encode: pycocotools / ours", coco_encode / encode, "x", 1.0),
        at_most("decode 1080p", decode, "ms", 0.5),
        at_least("decode: pycocotools / ours", coco_decode / decode, "x", 1.0),
        at_most("IoU of two 1080p masks", iou, "ms", 0.5),
        at_least("bytes: pycocotools / ours", bytes_coco / bytes_ours, "x", 1.0),
    ]


def _commits(folder: Path, shapes: list[np.ndarray]) -> list[Result]:
    results = []
    with Store.create(folder) as store:
        store.commit(_start())
        for name, flush in (("commit, safe from a power cut", True), ("commit, safe from a kill", False)):
            times = []
            for frame in range(COMMITS):
                where = Cell(ObjectId(1 if flush else 2), FrameIndex(frame))
                mask = CellMask(Mask.from_array(shapes[frame % len(shapes)]), MaskSource.PAINTED)
                edit = Edit(masks=CellChanges({where: Delta(None, mask)}))
                began = time.perf_counter()
                store.commit(edit, flush=flush)
                times.append((time.perf_counter() - began) * 1e3)
            results.append(at_most(f"{name}: median", statistics.median(times), "ms", 2.0))
            results.append(at_most(f"{name}: worst of {COMMITS}", max(times), "ms", 100.0))
    return results


def _steps(folder: Path, masks: list[Mask]) -> list[Result]:
    """Paint over masks: each edit by itself and, in turn, with its step of the history; and read the steps."""
    took: dict[bool, list[float]] = {False: [], True: []}
    history = History()
    with Store.create(folder) as store:
        store.commit(_start())
        store.tidy_by_hand()
        for turn in range(4 * COMMITS):
            kept, frame = turn % 2 == 1, FrameIndex(turn // 2 % COMMITS)
            where = Cell(ObjectId(2 if kept else 1), frame)
            before = CellMask(masks[turn // 2 % len(masks)], MaskSource.PAINTED) if turn >= 2 * COMMITS else None
            mask = CellMask(masks[(turn // 2 + turn // (2 * COMMITS)) % len(masks)], MaskSource.PAINTED)
            edit = Edit(masks=CellChanges({where: Delta(before, mask)}))
            began = time.perf_counter()
            steps = (history.upcoming("Paint", edit),) if kept else ()
            store.commit(edit, flush=False, steps=steps)
            took[kept].append((time.perf_counter() - began) * 1e3)
            if kept:
                history.push("Paint", edit)
    alone, with_step = statistics.median(took[False]), statistics.median(took[True])
    with Store.open(folder) as store:
        document = store.load()
        began = time.process_time()
        read = store.history(document).history
        reading = time.process_time() - began
    assert len(list(read.titles())) >= 100
    return [
        at_most("commit with its step / without", with_step / alone, "x", 2.0),
        at_most("commit with its step: median", with_step, "ms", 2.0),
        at_most("read 200 steps, processor time", reading, "s", 0.1),
    ]


def _opening(folder: Path, masks: list[Mask]) -> list[Result]:
    cells = [Cell(ObjectId(o), FrameIndex(f)) for o in range(1, OBJECTS + 1) for f in range(FRAMES)]
    tracked = [CellMask(mask, MaskSource.TRACKED, None, 0.9, 0.99) for mask in masks]
    filled = {cell: Delta(None, tracked[(cell.frame + cell.object) % len(tracked)]) for cell in cells}
    with Store.create(folder) as store:
        store.commit(_start())
        store.commit(Edit(masks=CellChanges(filled)))
    wall, work = [], []
    for _ in range(OPENINGS):
        began, worked = time.perf_counter(), time.process_time()
        with Store.open(folder) as store:
            document = store.load()
            wall.append(time.perf_counter() - began)
            work.append(time.process_time() - worked)
        assert sum(len(document.mask_frames(record.id)) for record in document.all_objects()) == len(cells)
    return [
        at_most(f"open {len(cells)} masks: fastest of {OPENINGS}", min(wall), "s", 0.5),
        at_most("the same, processor time", min(work), "s", 0.5),
    ]


def _start() -> Edit:
    video = Video(VideoId(1), "clip", "clip.mp4", WIDTH, HEIGHT, FRAMES, 30.0, 1, "")
    objects = [VideoObject(ObjectId(i), VideoId(1), f"object {i}", Color(255, 0, 0)) for i in range(1, OBJECTS + 1)]
    return Edit(videos={video.id: Delta(None, video)}, objects={record.id: Delta(None, record) for record in objects})


def _blob(seed: int) -> np.ndarray:
    """A shape as objects have them: one outline, ragged, somewhere in the frame."""
    source = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    radius = source.uniform(50, 350) * (1 + 0.2 * np.sin(3 * angle) + 0.02 * source.normal(size=200))
    x, y = source.uniform(400, 1500), source.uniform(350, 750)
    corners = np.stack((x + radius * np.cos(angle), y + radius * np.sin(angle)), 1).astype(np.int32)
    return cv2.fillPoly(np.zeros((HEIGHT, WIDTH), np.uint8), [corners], 1).astype(bool)


def _median(action: Callable[[Argument], object], arguments: Sequence[Argument]) -> float:
    """Milliseconds of one call, the median over all arguments."""
    times = []
    for turn in range(REPEATS):
        argument = arguments[turn % len(arguments)]
        began = time.perf_counter()
        action(argument)
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e3
