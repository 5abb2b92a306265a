"""Videos of black and white masks: one object a file, cut at half, as lossy compression leaves values between."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import ImportFileError, MediaError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, frame_or_none, left_out
from app.interchange.reading import ClipBuilder, ReadJob, files_in, folders_in, mask_of
from app.media.opening import open_media
from app.media.source import FrameSource, Image
from app.phrases import Phrase

SUFFIXES: Final = (".mp4", ".mov", ".mkv", ".avi", ".webm", ".m4v", ".mpg", ".mpeg")
HALF: Final = 128
DARK, BRIGHT = 64, 192
"""Values from one to the other are neither black nor white."""
QUESTIONED: Final = 0.02
"""Share of pixels between black and white from which it is asked whether masks are meant."""
REFUSED: Final = 0.35
"""Share from which they are not: a picture. Half of the pixels of a matte with very soft edges are not between."""

Found = Generator[ExportProgress | Loss, None, AnnotatedClip]


def videos_in(folder: Path) -> tuple[Path, ...]:
    """Return the files in a folder that are called as videos are."""
    return files_in(folder, SUFFIXES)


def read_mask_videos(root: Path) -> ReadJob:
    """Read a file (one object), a folder of them (one object a file), or folders of those (one video each)."""
    if root.is_file():
        return ((yield from _read(root.stem, (root,))),)
    if files := videos_in(root):
        return ((yield from _read(root.name, files)),)
    clips = []
    for folder in folders_in(root):
        if files := videos_in(folder):
            clips.append((yield from _read(folder.name, files)))
    if not clips:
        raise ImportFileError("“{name}” holds no videos of masks.", name=root.name)
    return tuple(clips)


def _read(name: str, files: tuple[Path, ...]) -> Found:
    made: ClipBuilder | None = None
    counts, rate = [], 0.0
    for number, file in enumerate(files, start=1):
        with closing(_opened(file)) as source:
            info = source.info
            counts.append(info.frame_count)
            if made is None:
                made, rate = ClipBuilder(name, info.height, info.width), float(info.rate)
            if (made.height, made.width) != (info.height, info.width):
                raise ImportFileError(
                    "“{name}” has {width}×{height} pixels, the videos before it {other_width}×{other_height}.",
                    name=file.name,
                    width=info.width,
                    height=info.height,
                    other_width=made.width,
                    other_height=made.height,
                )
            made.describe(number, file.stem)
            read = (number - 1) * info.frame_count, len(files) * info.frame_count
            yield from _read_file(made, number, file, source, ExportProgress(*read))
    assert made is not None
    if len(set(counts)) > 1:
        words = Phrase("its files have {least} to {most} frames; where one ends, its object has no masks.",
                       least=min(counts), most=max(counts))  # fmt: skip
        yield Loss(name, words)
    made.frame_count = max(counts)
    return made.clip(rate=rate)


def _opened(file: Path) -> FrameSource:
    try:
        return open_media(file)
    except MediaError as error:
        raise ImportFileError("“{name}” cannot be read as a video: {reason}", name=file.name, reason=error.message) \
            from error  # fmt: skip


def _read_file(
    made: ClipBuilder, number: int, file: Path, source: FrameSource, before: ExportProgress
) -> Generator[ExportProgress | Loss, None, None]:
    """Read the masks of an object; `before` says how much of all files is read already."""
    between, worst, full, on = 0.0, 0.0, 0, False
    holes = []
    for frame in range(source.info.frame_count):
        image = frame_or_none(source, frame)
        if image is None:
            holes.append(frame)
            continue
        bright = brightness(image)
        share = _between(bright)
        between, worst = between + share, max(worst, share)
        pixels = bright >= HALF
        full, on = full + bool(pixels.all()), on or bool(pixels.any())
        made.put(number, frame, mask_of(pixels))
        yield ExportProgress(before.done + frame + 1, before.total)
    mean = between / max(source.info.frame_count - len(holes), 1)
    if mean > REFUSED:
        raise ImportFileError(
            "“{name}” looks like a video of pictures, not of masks: {percent} % of its pixels are neither black nor "
            "white.",
            "Choose the video of the masks.",
            name=file.name,
            percent=round(100 * mean),
        )
    yield from _doubts(file.name, mean, worst, full, on)
    if holes:
        yield left_out(file.name, holes)


def _doubts(name: str, mean: float, worst: float, full: int, on: bool) -> Generator[Loss, None, None]:
    """Ask about what may not be meant."""
    if mean > QUESTIONED or worst > REFUSED:
        words = Phrase(
            "pixels that are neither black nor white: {percent} %, on one frame {worst} %; they are cut at half.",
            percent=round(100 * mean, 1),
            worst=round(100 * worst, 1),
        )
        yield Loss(name, words, Phrase("Is it a video of masks?"))
    if full:
        yield Loss(name, Phrase("masks that cover the whole frame: {count}.", count=full))
    if not on:
        yield Loss(name, Phrase("no pixel is white on any frame: the object is absent everywhere."))


def brightness(image: Image) -> NDArray[np.uint8]:
    """Return the brightest channel of each pixel, shape (H, W): masks in any one color count as white."""
    red, green, blue = cv2.split(image)  # numpy's maximum over three values a pixel takes ten times as long
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _between(bright: NDArray[np.uint8]) -> float:
    """Return the share of pixels that are neither black nor white."""
    return float(np.count_nonzero((bright >= DARK) & (bright < BRIGHT)) / bright.size)
