"""Write one clip in every format, and let other Pythons read it with other people's packages."""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.export.options import WriteOptions
from app.interchange.export.writing import chosen, export
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.media.opening import open_media
from app.project.model import CellMask, MaskSource
from tests.interchange.samples import FRAMES, HEIGHT, WIDTH, ring, video_file

WRITTEN = (
    ("sav", ""), ("sav-png", ""), ("davis", ""), ("youtube-vos", ""), ("youtube-vis", "ground-truth"),
    ("youtube-vis", "results"), ("coco", "rle"), ("coco", "polygons"), ("mots", "kitti"), ("mots", "motschallenge"),
    ("yolo", ""), ("cvat", ""), ("labelme", "masks"), ("labelme", "polygons"), ("burst", ""), ("saco", ""),
    ("masks", "objects"), ("masks", "united"), ("masks", "numbers-16"), ("cutouts", ""), ("alpha-video", "ffv1"),
    ("alpha-video", "prores"), ("overlay", ""), ("exr", "cryptomatte"), ("exr", "objects"),
)  # fmt: skip


def main() -> int:
    """Write, read, and return how many readers disagreed."""
    parser = argparse.ArgumentParser(prog="python -m tests.readers", description=__doc__)
    more = "an interpreter that has some of the readers; repeatable, as not all of them go together"
    parser.add_argument("--python", type=Path, required=True, action="append", help=more)
    failed = 0
    for theirs in parser.parse_args().python:
        with tempfile.TemporaryDirectory() as place:
            write(Path(place))
            script = Path(__file__).with_name("read.py")
            env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
            ended = subprocess.run([theirs, script, place], check=False, stdin=subprocess.DEVNULL, env=env)
            failed += ended.returncode
    return failed


def write(folder: Path) -> None:
    """Write the clip in every format, and its masks as an array of shape (objects, frames, H, W)."""
    masks = np.array([[ring(place, frame) for frame in range(FRAMES)] for place in range(2)])
    np.savez(folder / "expected.npz", masks=masks, outlined=np.array([[_filled(one) for one in row] for row in masks]))
    file = video_file(folder / "walk.mp4")
    masklets = tuple(
        Masklet(number, name, {f: CellMask(Mask.from_array(m), MaskSource.PAINTED) for f, m in enumerate(rows)}, "car")
        for number, (name, rows) in enumerate(zip(("dog", "cat"), masks, strict=True), start=1)
    )
    clip = AnnotatedClip("walk", WIDTH, HEIGHT, FRAMES, masklets, rate=25.0, open_frames=lambda: open_media(file),
                         exhaustive={"car": frozenset({1, 2})}, negatives=("red bicycle",))  # fmt: skip
    for format_id, variant in WRITTEN:
        if format_id == "exr" and importlib.util.find_spec("OpenEXR") is None:
            print("OpenEXR is not installed here: no EXR files are written")
            continue
        row = FORMATS[format_id]
        options = row.checked(WriteOptions(variant=variant))
        result_of(export(row.writer(), chosen([clip], options), folder / f"{format_id} {variant}".strip(), 2))


def _filled(pixels: np.ndarray) -> np.ndarray:
    """Return the mask without holes: what outlines keep."""
    found, _ = cv2.findContours(pixels.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros(pixels.shape, np.uint8), found, -1, 1, -1) > 0


if __name__ == "__main__":
    sys.exit(main())
