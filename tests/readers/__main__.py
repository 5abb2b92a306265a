"""Write one clip in every format, and let another Python read it with other people's packages."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.formats import FORMATS
from app.interchange.options import WriteOptions
from app.interchange.writing import chosen, export
from app.masks.mask import Mask
from app.media.opening import open_media
from app.project.model import CellMask, MaskSource
from tests.interchange.samples import FRAMES, HEIGHT, WIDTH, ring, video_file

WRITTEN = (
    ("sav", ""), ("sav-png", ""), ("davis", ""), ("youtube-vos", ""), ("youtube-vis", "ground-truth"),
    ("youtube-vis", "results"), ("coco", "rle"), ("coco", "polygons"), ("mots", "kitti"), ("mots", "motschallenge"),
    ("yolo", ""), ("cvat", ""), ("labelme", "masks"), ("labelme", "polygons"), ("burst", ""),
)  # fmt: skip


def main() -> int:
    """Write, read, and return how many readers disagreed."""
    parser = argparse.ArgumentParser(prog="python -m tests.readers", description=__doc__)
    parser.add_argument("--python", type=Path, required=True, help="an interpreter that has the readers")
    theirs = parser.parse_args().python
    with tempfile.TemporaryDirectory() as place:
        write(Path(place))
        script = Path(__file__).with_name("read.py")
        return subprocess.run([theirs, script, place], check=False).returncode


def write(folder: Path) -> None:
    """Write the clip in every format, and its masks as an array of shape (objects, frames, H, W)."""
    masks = np.array([[ring(place, frame) for frame in range(FRAMES)] for place in range(2)])
    np.savez(folder / "expected.npz", masks=masks)
    file = video_file(folder / "walk.mp4")
    masklets = tuple(
        Masklet(number, name, {f: CellMask(Mask.from_array(m), MaskSource.PAINTED) for f, m in enumerate(rows)}, "car")
        for number, (name, rows) in enumerate(zip(("dog", "cat"), masks, strict=True), start=1)
    )
    clip = AnnotatedClip("walk", WIDTH, HEIGHT, FRAMES, masklets, rate=25.0, open_frames=lambda: open_media(file))
    for format_id, variant in WRITTEN:
        row = FORMATS[format_id]
        options = row.checked(WriteOptions(variant=variant))
        result_of(export(row.writer(), chosen([clip], options), folder / f"{format_id} {variant}".strip(), 2))


if __name__ == "__main__":
    sys.exit(main())
