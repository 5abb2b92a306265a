"""A TIFF of several pages, as microscopes write them, as a source of frames."""

from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.media.depth import SAMPLES, ValueRange, range_in_words, range_of
from app.media.errors import lost_frame, no_pictures, unreadable
from app.media.file import open_file
from app.media.folder import DEFAULT_RATE
from app.media.picture import as_image, checked, tiff_page
from app.media.picture_header import PictureHeader
from app.media.source import Image, MediaInfo, MediaKind
from app.media.tiff import TiffPage, read_pages


class StackSource:
    """Pages by index. The file is mapped, not read; each thread maps it for itself."""

    def __init__(self, path: Path, pages: tuple[TiffPage, ...], info: MediaInfo, values: ValueRange | None) -> None:
        self._path = path
        self._pages = pages
        self._info = info
        self._values = values
        self._data: NDArray[np.uint8] | None = None

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def info(self) -> MediaInfo:
        """What is known about all pages."""
        return self._info

    def frame(self, index: int) -> Image:
        """Return page `index`, read-only. Raises FrameLost when it cannot be decoded, IndexError outside."""
        if not 0 <= index < len(self._pages):
            raise IndexError(index)
        if self._data is None:
            self._data = _mapped(self._path)
        stored = tiff_page(self._data, self._pages[index])
        if stored is None or stored.shape[:2] != (self._info.height, self._info.width):
            raise lost_frame(self._path, index)
        return as_image(stored, self._values)

    def clone(self) -> "StackSource":
        """Return another reader of the same pages; no directory is read again."""
        return StackSource(self._path, self._pages, self._info, self._values)

    def close(self) -> None:
        """Let the file go; the next call of `frame` maps it again."""
        self._data = None


def pages_of(path: Path) -> tuple[TiffPage, ...]:
    """Return the pages of a TIFF that are frames: of the first one's size, no previews.

    Raises MediaError when the file cannot be read.
    """
    with open_file(path) as file:
        try:
            pages = read_pages(file)
        except OSError as error:
            raise unreadable(path, error) from error
    whole = [page for page in pages if not page.reduced]
    return tuple(page for page in whole if _header(page).shown_size == _header(whole[0]).shown_size)


def open_stack(path: Path, pages: tuple[TiffPage, ...]) -> StackSource:
    """Open the frames that `pages_of` found. Raises MediaError when not one of those tried can be decoded."""
    checked(path, _header(pages[0]))
    data = _mapped(path)
    places = np.unique(np.linspace(0, len(pages) - 1, SAMPLES).astype(int))
    samples = [stored for place in places if (stored := tiff_page(data, pages[place])) is not None]
    if not samples:
        raise no_pictures(path)
    values = range_of(samples)
    width, height = _header(pages[0]).shown_size
    info = MediaInfo(
        kind=MediaKind.IMAGES,
        width=width,
        height=height,
        frame_count=len(pages),
        rate=DEFAULT_RATE,
        times=np.arange(len(pages)) / float(DEFAULT_RATE),
        pixel_aspect=Fraction(1),
        warnings=() if values is None else (range_in_words(values),),
    )
    return StackSource(path, pages, info, values)


def _header(page: TiffPage) -> PictureHeader:
    return PictureHeader(page.width, page.height, page.orientation, page.bits)


def _mapped(path: Path) -> NDArray[np.uint8]:
    """Map the file; what is changed in the result stays in memory."""
    try:
        return np.memmap(path, np.uint8, "c")
    except (OSError, ValueError) as error:
        raise unreadable(path, error if isinstance(error, OSError) else OSError(str(error))) from error
