"""Converters of arguments: each turns text into a value, or raises ArgumentTypeError with the reason."""

import errno
import os
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from pathlib import Path

from app.interchange.export.options import MOST_RATE
from app.interchange.questions import ANSWERS, Answer, Question
from app.project.model import Box, Click
from app.project.rules import clean_text

MAX_SIZE, SIZE_STEP = 4096, 32
"""Sides in pixels a model can work at, as in the settings."""

_INSIDE = "x" * 100
"""Stands for the names of files that a command writes into a folder: the path must have room for them, too."""


def path(text: str) -> Path:
    """Return a path that can exist, without "..". An empty one is refused: it would mean the current folder."""
    if not text:
        raise ArgumentTypeError("it must not be empty")
    try:
        (Path(text) / _INSIDE).stat()
    except ValueError:
        raise ArgumentTypeError("it contains a character that a file name cannot have") from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise ArgumentTypeError(f"{text[:40]!r}... is longer than a file name can be") from None
    place = Path(text)
    try:
        return place.resolve() if ".." in place.parts else place  # "new/.." would make new, and leave it
    except (OSError, RuntimeError):
        raise ArgumentTypeError(f"{text[:40]!r} leads nowhere") from None


def model(text: str) -> str:
    """Return the name or file of a model; empty for the one of the settings."""
    return os.fspath(path(text)) if text else text


def word(text: str) -> str:
    """Return text that is not blank."""
    if not text.strip():
        raise ArgumentTypeError("it must not be empty")
    return text.strip()


def name(text: str) -> str:
    """Return the name of an object as a project keeps it."""
    return clean_text(word(text))


def choice(sides: Sequence[str]) -> Callable[[str], tuple[str, str]]:
    """Return what reads NAME=SIDE."""

    def read(text: str) -> tuple[str, str]:
        before, _equals, side = text.rpartition("=")
        if side not in sides:
            raise ArgumentTypeError(f"OBJECT=SIDE with one of {', '.join(sides)}, not {text[:40]!r}")
        return name(before), side

    return read


def whole(text: str, what: str, highest: int) -> int:
    """Return a number made of digits only, up to `highest`."""
    if not text.isascii() or not text.isdigit() or len(text) > 12 or int(text) > highest:
        raise ArgumentTypeError(f"{what}, not {text[:40]!r}")
    return int(text)


def frame(text: str) -> int:
    """Return the number of a frame."""
    return whole(text, "a frame is a whole number from 0", 10**12)


def count(highest: int) -> Callable[[str], int]:
    """Return a reader of numbers up to `highest`."""
    return lambda text: whole(text, f"it is a whole number from 0 to {highest}", highest)


def rate(text: str) -> float:
    """Return a number of frames a second."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= MOST_RATE:
        raise ArgumentTypeError(f"it is a number of frames a second up to {MOST_RATE:g}, not {text[:40]!r}")
    return value


def answer(text: str) -> tuple[str, Question, Answer]:
    """Return the video (empty: all), the question and the answer in "VIDEO:WHAT=ANSWER" or "WHAT=ANSWER"."""
    left, _, right = text.rpartition("=")
    video, _, asked = left.rpartition(":")
    question = next((one for one in Question if one.value == asked), None)
    known = ANSWERS[question] if question is not None else ()
    found = next((one for one in known if one.value == right), None)
    if question is None or found is None:
        raise ArgumentTypeError(f"choices are: {ANSWERS_HELP}; not {text[:40]!r}")
    return video, question, found


ANSWERS_HELP = "; ".join(f"{one.value}={'|'.join(a.value for a in ANSWERS[one])}" for one in Question)


def size(text: str) -> int:
    """Return the side in pixels a model works at."""
    side = whole(text, f"the side is a whole number of pixels up to {MAX_SIZE}", MAX_SIZE)
    if side % SIZE_STEP:
        raise ArgumentTypeError(f"the side is a multiple of {SIZE_STEP} pixels, not {side}")
    return side


def click(text: str) -> tuple[int, Click]:
    """Return the frame and the click in "F,X,Y" or "F,X,Y,-"."""
    parts = _parts(text, (3, 4), "F,X,Y or F,X,Y,-")
    if len(parts) == 4 and parts[3] not in ("+", "-"):
        raise ArgumentTypeError(f"the fourth part of a click is + or -, not {parts[3]!r}")
    positive = len(parts) == 3 or parts[3] == "+"
    return frame(parts[0]), Click(_coordinate(parts[1]), _coordinate(parts[2]), positive)


def box(text: str) -> tuple[int, Box]:
    """Return the frame and the box in "F,X0,Y0,X1,Y1"."""
    parts = _parts(text, (5,), "F,X0,Y0,X1,Y1")
    x0, y0, x1, y1 = (_coordinate(p) for p in parts[1:])
    if x0 >= x1 or y0 >= y1:
        raise ArgumentTypeError("a box runs from its left top corner to its right bottom corner")
    return frame(parts[0]), Box(x0, y0, x1, y1)


def mask(text: str) -> tuple[int, Path]:
    """Return the frame and the file in "F,PNG"."""
    number, separator, file = text.partition(",")
    if not separator or not file:
        raise ArgumentTypeError(f"write it as F,PNG, not {text[:40]!r}")
    return frame(number), path(file)


def frames(text: str) -> tuple[int, int]:
    """Return the first and the last frame in "A:B"."""
    first, separator, last = text.partition(":")
    if not separator:
        raise ArgumentTypeError(f"write it as A:B, not {text[:40]!r}")
    span = (frame(first), frame(last))
    if span[0] > span[1]:
        raise ArgumentTypeError("the first frame comes first")
    return span


def _parts(text: str, lengths: Sequence[int], example: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in lengths:
        raise ArgumentTypeError(f"write it as {example}, not {text[:40]!r}")
    return parts


def _coordinate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ArgumentTypeError(f"a coordinate is a number of pixels, not {text[:40]!r}") from None
    if not abs(value) < 1e6:
        raise ArgumentTypeError(f"a coordinate is a number of pixels, not {text[:40]!r}")
    return value
