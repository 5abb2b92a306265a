"""What a script gives, as values of a project: arrays, frames, places and words, each refused in words."""

import operator
from enum import Enum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.errors import EditRefused
from app.masks.mask import Mask
from app.project.model import FrameIndex, Video

E = TypeVar("E", bound=Enum)


def mask_from(pixels: ArrayLike, video: Video) -> Mask:
    """Return the mask of an array of shape (H, W): bool, or numbers, of which what is not 0 is on.

    Raises EditRefused for another shape, for NaN, and for what is no array of numbers.
    """
    try:
        array: NDArray[Any] = np.asarray(pixels)
        numbers = array.dtype.kind in "biuf"
    except ValueError:  # rows of different lengths
        array, numbers = np.zeros(0), False
    if not numbers or array.ndim != 2:
        raise EditRefused(
            "A mask is an array of shape (height, width), bool or numbers, not {kind}.", kind=_kind(array)
        )
    if array.shape != (video.height, video.width):
        raise EditRefused(
            "The mask has {width}×{height} pixels, the video {video_width}×{video_height}.",
            width=array.shape[1],
            height=array.shape[0],
            video_width=video.width,
            video_height=video.height,
        )
    if array.dtype.kind == "f" and np.isnan(array).any():
        raise EditRefused("The mask has pixels that are no numbers.")
    return Mask.from_array(np.ascontiguousarray(array != 0))


def _kind(array: NDArray[Any]) -> str:
    return f"{array.dtype} of shape {array.shape}"


def checked_frame(video: Video, frame: int) -> FrameIndex:
    """Return the number of a frame (also a NumPy integer). Raises EditRefused when the video has none of it."""
    try:
        number = operator.index(frame)
    except TypeError:
        raise EditRefused("A frame is a whole number, not {kind}.", kind=type(frame).__name__) from None
    if not 0 <= number < video.frame_count:
        raise EditRefused("{name} has no frame {frame}.", "Its frames are 0 to {last}.",
                          name=video.name, frame=frame, last=video.frame_count - 1)  # fmt: skip
    return FrameIndex(number)


def check_inside(video: Video, x: float, y: float) -> None:
    """Raise EditRefused for a place that is not in the picture."""
    if not (0 <= x <= video.width and 0 <= y <= video.height):
        raise EditRefused("({x}, {y}) lies outside the frame.", "{name} is {width} x {height} pixels.",
                          x=x, y=y, name=video.name, width=video.width, height=video.height)  # fmt: skip


def one_of(kind: type[E], word: str | E) -> E:
    """Return the value that a word means. Raises EditRefused: there is no such word."""
    try:
        return kind(word)
    except ValueError:
        known = ", ".join(str(one.value) for one in kind)
        raise EditRefused("There is no {word!r}.", "One of: {known}.", word=str(word), known=known) from None
