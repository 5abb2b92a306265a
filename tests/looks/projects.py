"""Projects worth looking at: the sample with masks of every kind, and a long video with many objects."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import av
import cv2
import numpy as np

from app import paths
from app.evaluation.sample import read_sample, true_masks
from app.masks.mask import Mask
from app.media import open_media
from app.project.document import Document
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    Click,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    Prompts,
    Span,
    Verdict,
    VideoId,
    VideoObject,
)
from app.project.storage.store import Store
from app.workspace.edits.objects import PALETTE
from app.workspace.media.media_facts import describe

LONG_NAMES = (
    "Ball, red and white, the one that the child throws in from the left bank",
    "Koi (Cyprinus rubrofuscus), orange, second from the reeds",
    "Rubber duck",
    "Lily pad with the nick in its rim",
    "Spiegelung des Balls auf der Wasseroberfläche bei Gegenlicht",
    "水面に映った二匹目の鯉の影（左側）",
    "shadow_of_object_0003_camera_B_take_12_reviewed_final_v2",
    "Duck's wake",
    "Reeds",
    "X",
)
LONG_FRAMES, LONG_OBJECTS = 2_400, 50
_VIDEO = VideoId(1)


@dataclass(frozen=True, slots=True)
class _Lane:
    """What an object gets: the frames of `tracked` from `masks`, and what is said about some of them."""

    name: str
    masks: Sequence[Mask]
    category: str = ""
    tracked: range = range(0)
    clicked: tuple[int, ...] = ()
    painted: tuple[int, ...] = ()
    locked: range = range(0)
    stale: tuple[tuple[int, int], ...] = ()
    verified: bool = False
    scores: tuple[float, float] = (0.93, 0.05)
    """Middle and swing of the confidence."""


def pond(folder: Path, names: Sequence[str] = (), *, empty: bool = False) -> Path:
    """Make a project on the sample clip, with its objects, with one for each of `names`, or with none."""
    media = folder / "media"
    media.mkdir(parents=True)
    sample = read_sample(paths.sample_folder())
    clip = Path(shutil.copy(paths.sample_folder() / sample.video, media))
    if empty:
        return _write(folder, clip, ())
    truths = [true_masks(paths.sample_folder(), sample, item) for item in sample.objects]
    mirrored = [[Mask.from_array(np.fliplr(mask.to_array())) for mask in truth] for truth in truths]
    count = len(truths[0])
    shapes = cycle((*truths, *mirrored))
    titles = names or [item.name for item in sample.objects]
    kinds = cycle([item.category for item in sample.objects])
    lanes = [_lane(index, title, next(shapes), next(kinds), count) for index, title in enumerate(titles)]
    return _write(folder, clip, lanes)


def _lane(index: int, title: str, masks: Sequence[Mask], category: str, count: int) -> _Lane:
    """Give every object something else to show."""
    third = count // 3
    return _Lane(
        title,
        masks,
        category,
        tracked=(range(count), range(third // 2, count), range(count - third), range(third, 2 * third))[index % 4],
        clicked=((third // 2, third + 9), (third,), (20, 21, 44), (third + 5,))[index % 4],
        painted=((), (third + 12,), (), (third + 20, third + 26))[index % 4],
        locked=range(third, third + 14) if index % 4 == 2 else range(0),
        stale=((third + 10, 2 * third),) if index % 4 == 0 else (),
        verified=index % 4 == 3,
        scores=(0.93, 0.05) if index % 2 == 0 else (0.74, 0.22),
    )


def long(folder: Path) -> Path:
    """Make a project on a long video with fifty objects that come and go."""
    media = folder / "media"
    media.mkdir(parents=True)
    clip = media / "street-corner-north.mp4"
    source = open_media(paths.sample_folder() / "pond.mp4")
    small = [cv2.resize(source.frame(FrameIndex(i)), (320, 180)) for i in range(0, source.info.frame_count, 3)]
    source.close()
    with av.open(str(clip), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "g": "50"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for index in range(LONG_FRAMES):
            picture = small[index // 8 % len(small)]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture, np.uint8), format="rgb24")))
        container.mux(stream.encode())
    random = np.random.default_rng(3)
    lanes = []
    for index in range(LONG_OBJECTS):
        x, y = random.uniform(20, 300), random.uniform(20, 160)
        walk = [_disc(x + 30 * np.sin(step / 4), y, random.uniform(6, 16)) for step in range(24)]
        masks = [walk[frame // 10 % len(walk)] for frame in range(LONG_FRAMES)]
        first, last = sorted(int(f) for f in random.integers(0, LONG_FRAMES, 2))
        clicks = tuple(int(f) for f in random.integers(first, last + 1, random.integers(1, 9)))
        middle = (first + last) // 2
        lanes.append(
            _Lane(
                f"Person {index + 1:02d}" if index % 3 else f"Car {index + 1:02d}",
                masks,
                "person" if index % 3 else "vehicle",
                tracked=range(first, last),
                clicked=clicks,
                painted=(middle,) if index % 4 == 0 else (),
                locked=range(first, middle) if index % 7 == 3 else range(0),
                stale=((middle, last),) if index % 5 == 1 else (),
                verified=index % 6 == 5,
                scores=(random.uniform(0.7, 0.95), random.uniform(0.02, 0.3)),
            )
        )
    return _write(folder, clip, lanes)


def _disc(x: float, y: float, radius: float) -> Mask:
    rows, columns = np.ogrid[:180, :320]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 <= radius**2)


def _write(folder: Path, clip: Path, lanes: Sequence[_Lane]) -> Path:
    """Write the project file."""
    document = Document()
    draft = EditBuilder(document)
    draft.video(_VIDEO, describe(folder, _VIDEO, clip))
    for position, lane in enumerate(lanes):
        _draft(draft, ObjectId(position + 1), lane, position)
    with Store.create(folder) as store:
        store.commit(draft.edit())
    return folder


def _draft(draft: EditBuilder, id: ObjectId, lane: _Lane, position: int) -> None:
    spans: tuple[Span, ...] = tuple((FrameIndex(a), FrameIndex(b)) for a, b in lane.stale)
    color = PALETTE[position % len(PALETTE)]
    draft.object(id, VideoObject(id, _VIDEO, lane.name, color, lane.category, position=position, stale=spans))
    middle, swing = lane.scores
    for frame in {*lane.tracked, *lane.clicked, *lane.painted}:
        score = float(np.clip(middle + swing * np.sin(frame / 9 + position) * np.sin(frame / 31), 0, 1))
        source = MaskSource.PROMPTED if frame in lane.clicked else MaskSource.TRACKED
        source = MaskSource.PAINTED if frame in lane.painted else source
        found = CellMask(lane.masks[frame], source, score=score, presence=1.0 if lane.masks[frame].area else 0.04)
        draft.mask(Cell(id, FrameIndex(frame)), found)
    for frame in lane.clicked:
        draft.prompts(Cell(id, FrameIndex(frame)), Prompts(_clicks(lane.masks[frame])))
    for frame in lane.painted:
        draft.prompts(Cell(id, FrameIndex(frame)), Prompts(mask=lane.masks[frame]))
    for frame in lane.locked:
        draft.lock(Cell(id, FrameIndex(frame)), True)
    if lane.verified:
        draft.verdict(id, Verdict(id, Judgement.SATISFACTORY, "Ada", datetime(2026, 3, 1, tzinfo=UTC)))


def _clicks(mask: Mask) -> tuple[Click, ...]:
    """Return a click inside the mask and one beside it."""
    rows, columns = np.nonzero(mask.to_array())
    if not len(rows):
        return (Click(10.0, 10.0, False),)
    x, y = float(np.median(columns)), float(np.median(rows))
    return Click(x + 0.5, y + 0.5), Click(max(float(columns.min()) - 6, 2.0), y, False)
