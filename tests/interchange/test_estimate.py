"""What an export will be is estimated from parts of it: near the truth, and no dearer for a long video."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.export.estimate import LENGTH, STRETCHES, estimate
from app.interchange.export.options import WriteOptions
from app.interchange.export.writing import chosen, export, passes
from app.interchange.table import FORMATS, Format
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource

HEIGHT, WIDTH = 60, 80
WRITTEN = [row for row in FORMATS.values() if row.write is not None and (row.id != "exr" or find_spec("OpenEXR"))]
WITHOUT_FRAMES = [row for row in WRITTEN if not row.writes_frames(row.checked(WriteOptions()))]


def clip_of(frames: int, every: int = 1) -> AnnotatedClip:
    """Return a clip with two moving squares on every so many frames."""
    masklets = []
    for number in (1, 2):
        masks = {}
        for frame in range(0, frames, every):
            bits = np.zeros((HEIGHT, WIDTH), bool)
            left = (frame * number) % (WIDTH - 20)
            bits[10 * number : 10 * number + 20, left : left + 20] = True
            masks[frame] = CellMask(Mask.from_array(bits), MaskSource.TRACKED)
        masklets.append(Masklet(number, f"object {number}", masks, "thing"))
    return AnnotatedClip("clip", WIDTH, HEIGHT, frames, tuple(masklets), rate=25.0)


@pytest.mark.parametrize("row", WITHOUT_FRAMES, ids=[row.id for row in WITHOUT_FRAMES])
def test_the_estimate_is_near_what_is_written(row: Format, tmp_path: Path) -> None:
    options = row.checked(WriteOptions())
    clips = chosen((clip_of(300),), options)
    guess = result_of(estimate(row.writer(), clips, reads_frames=False))
    assert guess is not None
    result_of(export(row.writer(), clips, tmp_path / "out", passes(row.pictures, options)))
    written = [file.stat().st_size for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert guess.frames == 300
    assert guess.files == pytest.approx(len(written), rel=0.1, abs=2)
    assert guess.size == pytest.approx(sum(written), rel=0.15, abs=2000)


@pytest.mark.parametrize("row", WITHOUT_FRAMES, ids=[row.id for row in WITHOUT_FRAMES])
def test_a_long_video_costs_no_more_to_estimate(row: Format) -> None:
    def steps(frames: int) -> int:
        clips = chosen((clip_of(frames, frames // 50),), row.checked(WriteOptions()))
        return sum(1 for _ in estimate(row.writer(), clips, reads_frames=False))

    assert steps(5_000) <= steps(500) + STRETCHES * LENGTH
