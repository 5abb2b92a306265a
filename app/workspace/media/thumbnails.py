"""Thumbnails of frames: made one by one in the background, those asked for last first."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.lru_cache import LruCache
from app.masks.mask import Rect
from app.media import thumbnail
from app.media.source import Image
from app.project.model import Video
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.media.sources import Sources, picture_key

SIDE = 160
BYTES = 64 << 20
MOST_WANTED = 64
"""Thumbnails waited for: about two screens of them."""

Key = tuple[str, int, Rect | None]
"""Picture, frame, and the part of it that is wanted; None: the whole."""


class Thumbnails(QObject):
    """Keeps them, and makes those that are asked for."""

    ready = Signal(int, int)
    """A VideoId and a frame."""

    def __init__(self, folder: Path, background: Worker) -> None:
        super().__init__()
        self._sources = Sources(folder)
        self._background = background
        self._kept = LruCache[Key, Image](BYTES, lambda image: image.nbytes)
        self._wanted: dict[Key, Video] = {}
        self._impossible: set[Key] = set()
        self._making: Key | None = None
        self._newest: tuple[tuple[str, int], Image] | None = None

    def get(self, video: Video, frame: int, part: Rect | None = None) -> Image | None:
        """Return a small picture of a frame, or of a part of it, if it is there already.

        Otherwise `ready` follows, unless it cannot be made.
        """
        key = (picture_key(video), frame, part)
        small = self._kept.get(key)
        if small is None and key not in self._impossible and key != self._making:
            self._wanted.pop(key, None)
            self._wanted[key] = video
            if len(self._wanted) > MOST_WANTED:
                del self._wanted[next(iter(self._wanted))]
            self._make_next()
        return small

    def try_again(self) -> None:
        """Forget which ones could not be made: media is there again, or another."""
        self._impossible.clear()

    def close(self) -> None:
        """Close what they are made from (on the background thread)."""
        self._sources.close()

    def _make_next(self) -> None:
        if self._making is not None or not self._wanted:
            return
        key, video = self._wanted.popitem()
        self._making = key
        frame = key[1]

        def make() -> Iterator[Image]:
            yield thumbnail(_part(self._frame(video, frame), key[2]), SIDE)

        def ended(ending: Ending, _error: UserError | None) -> None:
            self._making = None
            if ending is Ending.FAILED:
                self._impossible.add(key)
            self._make_next()

        def show(small: Image) -> None:
            self._kept.put(key, small)
            self.ready.emit(video.id, frame)

        self._background.submit(make, priority=Priority.IDLE, on_result=show, on_end=ended)

    def _frame(self, video: Video, frame: int) -> Image:
        """Return a frame (on the background thread): parts of one are often wanted one after the other."""
        key = (picture_key(video), frame)
        if self._newest is None or self._newest[0] != key:
            self._newest = (key, self._sources.get(video).frame(frame))
        return self._newest[1]


def _part(image: Image, part: Rect | None) -> Image:
    """Return a part of a picture as one of its own, so that it does not keep the whole."""
    return image if part is None else image[part[1] : part[3], part[0] : part[2]].copy()
