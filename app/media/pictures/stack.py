"""A TIFF of several pages, as microscopes write them, as a source of frames."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import FrameLost
from app.media.depth import SAMPLES, ValueRange, range_of
from app.media.errors import lost_frame, no_pictures, unreadable
from app.media.file import open_file
from app.media.pictures.picture import checked, tiff_page
from app.media.pictures.picture_header import PictureHeader
from app.media.pictures.stills import StillsSource, stills_info
from app.media.pictures.tiff import TiffPage, read_pages
from app.media.source import MediaInfo


class StackSource(StillsSource):
    """Pages by index. The file is mapped, not read; each thread maps it for itself."""

    def __init__(self, path: Path, pages: tuple[TiffPage, ...], info: MediaInfo) -> None:
        super().__init__(path, info)
        self._pages = pages
        self._data: NDArray[np.uint8] | None = None

    def clone(self) -> "StackSource":
        """Return another reader of the same pages; no directory is read again."""
        return StackSource(self._path, self._pages, self._info)

    def close(self) -> None:
        """Let the file go; the next call of `frame` maps it again."""
        self._data = None

    def _decoded(self, index: int) -> NDArray[Any] | None:
        if self._data is None:
            self._data = _mapped(self._path)
        return tiff_page(self._data, self._pages[index])

    def _lost(self, index: int) -> FrameLost:
        return lost_frame(self._path, index)


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


def open_stack(path: Path, pages: tuple[TiffPage, ...], chosen: ValueRange | None = None) -> StackSource:
    """Open the frames that `pages_of` found; `chosen` are black and white instead of those found out.

    Raises MediaError when not one of those tried can be decoded.
    """
    checked(path, _header(pages[0]))
    data = _mapped(path)
    places = np.unique(np.linspace(0, len(pages) - 1, SAMPLES).astype(int))
    samples = [stored for place in places if (stored := tiff_page(data, pages[place])) is not None]
    if not samples:
        raise no_pictures(path)
    info = stills_info(_header(pages[0]).shown_size, len(pages), range_of(samples), chosen)
    return StackSource(path, pages, info)


def _header(page: TiffPage) -> PictureHeader:
    return PictureHeader(page.width, page.height, page.orientation, page.bits)


def _mapped(path: Path) -> NDArray[np.uint8]:
    """Map the file; what is changed in the result stays in memory."""
    try:
        return np.memmap(path, np.uint8, "c")
    except (OSError, ValueError) as error:
        raise unreadable(path, error if isinstance(error, OSError) else OSError(str(error))) from error
