"""Thumbnails of frames: made one by one in the background, those asked for last first."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.lru_cache import LruCache
from app.media import thumbnail
from app.media.source import Image
from app.project.model import Video
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.sources import Sources, picture_key

SIDE = 160
BYTES = 64 << 20
MOST_WANTED = 64
"""Thumbnails waited for: about two screens of them."""

Key = tuple[str, int]


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

    def get(self, video: Video, frame: int) -> Image | None:
        """Return a small picture of a frame if it is there already; otherwise `ready` follows, unless it cannot be."""
        key = (picture_key(video), frame)
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
        sources, frame = self._sources, key[1]

        def make() -> Iterator[Image]:
            yield thumbnail(sources.get(video).frame(frame), SIDE)

        def ended(ending: Ending, _error: UserError | None) -> None:
            self._making = None
            if ending is Ending.FAILED:
                self._impossible.add(key)
            self._make_next()

        def show(small: Image) -> None:
            self._kept.put(key, small)
            self.ready.emit(video.id, frame)

        self._background.submit(make, priority=Priority.IDLE, on_result=show, on_end=ended)
