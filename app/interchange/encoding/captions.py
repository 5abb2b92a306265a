"""Names drawn into pictures, in any script: a plate in the object's color above its mask."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from app.media.source import Image
from app.project.model import Color

ROWS: Final = 36
"""A caption is so much smaller than the picture is high."""
LEAST_HEIGHT: Final = 12
LONGEST: Final = 40
"""Characters of a name that are drawn."""
DARK, LIGHT = (0, 0, 0), (255, 255, 255)
BRIGHT: Final = 140
"""Brightness of a plate from which its text is dark."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A name, its color, and the box (x0, y0, x1, y1) of what it names, in pixels."""

    text: str
    color: Color
    box: tuple[int, int, int, int]


def draw(image: Image, captions: Iterable[Caption]) -> Image:
    """Return a picture with captions, each in the frame and below those that it would cover."""
    made = np.ascontiguousarray(image).copy()
    size = max(LEAST_HEIGHT, made.shape[0] // ROWS)
    taken: list[tuple[int, int, int, int]] = []
    for caption in sorted(captions, key=lambda one: one.box[1]):
        text = _shortened(caption.text)
        width, height = _width(text, size) + size, size + size // 2
        x = max(0, min(caption.box[0], made.shape[1] - width))
        y = max(0, min(caption.box[1] - height, made.shape[0] - height))
        while (
            any(_overlap((x, y, x + width, y + height), other) for other in taken) and y + 2 * height <= made.shape[0]
        ):
            y += height
        taken.append((x, y, x + width, y + height))
        color = (caption.color.red, caption.color.green, caption.color.blue)
        cv2.rectangle(made, (x, y), (x + width - 1, y + height - 1), color, cv2.FILLED)
        _write(made, text, (x + size // 2, y + size + size // 12), DARK if _brightness(color) > BRIGHT else LIGHT, size)
    return made


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _brightness(color: Sequence[int]) -> float:
    red, green, blue = color
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _width(text: str, size: int) -> int:
    if _has_fonts():
        return int(cv2.getTextSize((0, 0), text, (0, 0), cv2.FontFace("sans"), size)[2])
    return int(cv2.getTextSize(_ascii(text), cv2.FONT_HERSHEY_SIMPLEX, size / 30, 1)[0][0])


def _write(image: Image, text: str, at: tuple[int, int], color: tuple[int, int, int], size: int) -> None:
    if _has_fonts():
        cv2.putText(image, text, at, color, cv2.FontFace("sans"), size)
    else:
        scale = size / 30
        cv2.putText(image, _ascii(text), at, cv2.FONT_HERSHEY_SIMPLEX, scale, color, 1, cv2.LINE_AA)


def _has_fonts() -> bool:
    """OpenCV has letters of all scripts from version 5 on."""
    return hasattr(cv2, "FontFace")


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or "#"
