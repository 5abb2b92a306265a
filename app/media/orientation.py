"""How a stored picture is turned for the eye: the eight ways of EXIF, and a video's display matrix as one of them."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


class Orientation(Enum):
    """EXIF's orientation tag (0x0112): what the stored picture needs to be shown upright."""

    UPRIGHT = 1
    FLIPPED_HORIZONTALLY = 2
    TURNED_180 = 3
    FLIPPED_VERTICALLY = 4
    TRANSPOSED = 5
    TURNED_CLOCKWISE = 6
    TRANSVERSED = 7
    TURNED_COUNTERCLOCKWISE = 8

    @property
    def swaps_sides(self) -> bool:
        """True when width and height change places."""
        return self.value >= 5


_OF_MATRIX = {
    (1, 0, 0, 1): Orientation.UPRIGHT,
    (-1, 0, 0, 1): Orientation.FLIPPED_HORIZONTALLY,
    (-1, 0, 0, -1): Orientation.TURNED_180,
    (1, 0, 0, -1): Orientation.FLIPPED_VERTICALLY,
    (0, 1, 1, 0): Orientation.TRANSPOSED,
    (0, 1, -1, 0): Orientation.TURNED_CLOCKWISE,
    (0, -1, -1, 0): Orientation.TRANSVERSED,
    (0, -1, 1, 0): Orientation.TURNED_COUNTERCLOCKWISE,
}


def of_display_matrix(matrix: Sequence[int]) -> Orientation | None:
    """Return what a 3x3 display matrix (nine integers, as FFmpeg hands them out) asks for.

    With the matrix (a b u, c d v, x y w) a stored pixel (p, q) is shown at (a p + c q, b p + d q). None: it turns by
    something else than quarter turns and mirrors.
    """
    a, b, _, c, d = matrix[:5]
    largest = max(abs(a), abs(b), abs(c), abs(d))
    if largest == 0:
        return None
    signs = tuple(round(value / largest) for value in (a, b, c, d))
    slack = max(abs(value / largest - sign) for value, sign in zip((a, b, c, d), signs, strict=True))
    return _OF_MATRIX.get((signs[0], signs[1], signs[2], signs[3])) if slack < 0.01 else None


def turned(image: NDArray[Any], orientation: Orientation) -> NDArray[Any]:
    """Return the picture as it should be seen, C-contiguous; the same array when nothing is to be done."""
    match orientation:
        case Orientation.UPRIGHT:
            return image
        case Orientation.FLIPPED_HORIZONTALLY:
            result = cv2.flip(image, 1)
        case Orientation.TURNED_180:
            result = cv2.rotate(image, cv2.ROTATE_180)
        case Orientation.FLIPPED_VERTICALLY:
            result = cv2.flip(image, 0)
        case Orientation.TRANSPOSED:
            result = cv2.transpose(image)
        case Orientation.TURNED_CLOCKWISE:
            result = cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE)
        case Orientation.TRANSVERSED:
            result = cv2.flip(cv2.transpose(image), -1)
        case Orientation.TURNED_COUNTERCLOCKWISE:
            result = cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE)
    return np.ascontiguousarray(result, dtype=image.dtype)
