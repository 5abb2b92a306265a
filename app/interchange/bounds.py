"""How much an import can be about: more is damaged, forged, or does not fit into memory; known while it is read."""

from enum import Enum, auto
from typing import Final

from app.errors import ImportFileError


class Bound(Enum):
    """What is counted."""

    MASKS = auto()
    """Of all files of one import."""
    PICTURES = auto()
    """Of one file, each a frame."""
    VIDEOS = auto()
    """Of one file."""
    MASKLETS = auto()
    """Of one file, where it has a row for each."""
    CATEGORIES = auto()
    """Of one file."""
    ABSENT = auto()
    """Cells of all files of one import on which they mean, without a word, that an object is absent: 670 MB."""


MOST: Final = {
    Bound.MASKS: 500_000,
    Bound.PICTURES: 250_000,
    Bound.VIDEOS: 10_000,
    Bound.MASKLETS: 100_000,
    Bound.CATEGORIES: 100_000,
    Bound.ABSENT: 5_000_000,
}


def check_count(bound: Bound, name: str, count: int) -> None:
    """Raise ImportFileError for more than can be taken over of the file `name`, or with it."""
    most = MOST[bound]
    if count <= most:
        return
    match bound:
        case Bound.MASKS:
            raise ImportFileError(
                "“{name}” has more masks than can be read at once ({most}).",
                "Split it into files of fewer videos or frames, or read fewer files at once.",
                name=name,
                most=most,
            )
        case Bound.PICTURES:
            raise ImportFileError(
                "“{name}” lists more pictures than can be read at once ({most}).",
                "Split it into files of fewer videos.",
                name=name,
                most=most,
            )
        case Bound.VIDEOS:
            raise ImportFileError(
                "“{name}” lists more videos than can be read at once ({most}).",
                "Split it into files of fewer videos.",
                name=name,
                most=most,
            )
        case Bound.MASKLETS:
            raise ImportFileError(
                "“{name}” lists more objects than can be read at once ({most}).",
                "Split it into files of fewer videos.",
                name=name,
                most=most,
            )
        case Bound.CATEGORIES:
            raise ImportFileError(
                "“{name}” lists more categories than can be read at once ({most}).",
                "Leave out those without masks.",
                name=name,
                most=most,
            )
        case Bound.ABSENT:
            raise ImportFileError(
                "“{name}” means {cells} cells, an object on a frame each; {most} at most are read at once.",
                "Split it into files of fewer videos or frames, or leave objects out.",
                name=name,
                cells=count,
                most=most,
            )
