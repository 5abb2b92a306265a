"""What can still be read of a damaged database: around the pages that are lost, and with records that are rebuilt."""

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import msgspec

from app.masks.mask import MAX_SIDE
from app.project.model import Color, ObjectId, Video, VideoId, VideoObject
from app.project.storage import rows
from app.project.storage.gaps import GapReader
from app.project.storage.reader import Reader

UNKNOWN_RATE: Final = 25.0
"""Frames per second of a video whose record is lost."""
_VOTES: Final = 50
"""Masks of an object that are asked for the size of its video: one that is damaged names any."""
_COLORS: Final = (Color(86, 180, 233), Color(230, 159, 0), Color(0, 158, 115), Color(204, 121, 167))

Size = tuple[int, int]
"""Height and width."""


class DamagedReader(Reader):
    """Reads around what SQLite cannot read, and names it."""

    def rows(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield (row id, *columns) of each row that can be read."""

        def lost(first: int, last: int | None, reason: str) -> None:
            behind = f"The table {table} is damaged behind row {first - 1}" if last is None else ""
            between = f"The table {table} is damaged, row {first}" + (f" to {last}" if last != first else "")
            self.leave_out(f"{behind or between}: {reason}.", table)

        yield from GapReader(self.connection, table, columns, lost).rows()


class Rebuilder(DamagedReader):
    """Makes records of videos and objects that are lost anew, for the sake of their masks.

    Masks know the size of their video by their checksum, and their object and frame by their row.
    """

    def records(self) -> tuple[dict[VideoId, Video], dict[ObjectId, VideoObject]]:
        """Return the videos and objects there are, or must have been."""
        videos, traces = self.videos(), _Traces(self)
        for id, size in traces.lost_videos(videos).items():
            videos[id] = traces.new_video(id, size)
            self.leave_out(f"Video {id} is lost; its masks are kept under a new name, and its media is unknown.", "")
        objects = self.objects(videos)
        for object in sorted(traces.sizes.keys() - objects.keys()):
            home = traces.home_of(object, videos)
            if home is not None:
                name, color = f"object {object} (recovered)", _COLORS[object % len(_COLORS)]
                objects[object] = VideoObject(object, home, name, color, position=len(objects))
                self.leave_out(f"Object {object} is lost; its masks are kept under a new name.", "")
        return videos, objects


class _Traces:
    """What masks, runs and objects tell of videos and of each other."""

    def __init__(self, reader: DamagedReader) -> None:
        self.sizes: dict[ObjectId, Size] = {}
        self._ends: Counter[ObjectId] = Counter()
        self._homes: dict[ObjectId, VideoId] = {}
        self._video_ends: Counter[VideoId] = Counter()
        reader = DamagedReader(reader.connection, reader.path)  # the rows are told of when they are read for use
        self._read_masks(reader)
        self._read_runs(reader)
        for row in reader.rows("objects", rows.OBJECT_COLUMNS):
            with suppress(ValueError, RecursionError):
                record = rows.object_of(dict(zip(rows.OBJECT_COLUMNS.split(", "), row[1:], strict=True)))
                self._homes[record.id] = record.video
                for _first, last in record.stale:
                    self._video_ends[record.video] = max(self._video_ends[record.video], last + 1)

    def lost_videos(self, videos: dict[VideoId, Video]) -> dict[VideoId, Size]:
        """Return the sizes of videos that are not there, as the masks of their objects have it."""
        lost: dict[VideoId, Size] = {}
        for object, size in self.sizes.items():
            home = self._homes.get(object)
            if home is not None and home not in videos:
                lost.setdefault(home, size)
        known = {(video.height, video.width) for video in videos.values()} | set(lost.values())
        for object, size in self.sizes.items():
            if object not in self._homes and size not in known:
                lost[VideoId(max([0, *videos, *lost]) + 1)] = size
                known.add(size)
        return lost

    def new_video(self, id: VideoId, size: Size) -> Video:
        """Return a record for a lost video of that size, long enough for all that is known of it."""
        ends = [self._ends[object] for object, home in self._homes.items() if home == id]
        if not ends:
            ends = [self._ends[object] for object, other in self.sizes.items() if other == size]
        frames = max([1, self._video_ends[id], *ends])
        name = f"video {id} (recovered)"
        return Video(id, name, name, size[1], size[0], frames, UNKNOWN_RATE, 0, "", id)

    def home_of(self, object: ObjectId, videos: dict[VideoId, Video]) -> VideoId | None:
        """Return the video of an object whose record is lost, as far as can be known."""
        home = self._homes.get(object)
        if home in videos:
            return home
        fitting = (
            video.id
            for video in videos.values()
            if (video.height, video.width) == self.sizes[object] and self._ends[object] <= video.frame_count
        )
        return next(fitting, None)

    def _read_masks(self, reader: Reader) -> None:
        votes: dict[ObjectId, Counter[Size]] = {}
        for row in reader.rows("masks", "object, frame, area, data, checksum"):
            with suppress(TypeError, ValueError, OverflowError):
                _rowid, object, frame, area, data, checksum = row
                sizes = votes.setdefault(object, Counter())
                if sizes.total() < _VOTES:
                    size = size_of(data, object, frame, area, checksum)
                    if size is not None:
                        sizes[size] += 1
                self._ends[object] = max(self._ends[object], frame + 1)
        self.sizes = {object: sizes.most_common(1)[0][0] for object, sizes in votes.items() if sizes}

    def _read_runs(self, reader: Reader) -> None:
        for _rowid, video, objects, last in reader.rows("runs", "video, objects, last"):
            with suppress(TypeError, *rows.UNREADABLE):
                self._video_ends[video] = max(self._video_ends[video], last + 1)
                for object in msgspec.json.decode(objects, type=list[int]):
                    self._homes[ObjectId(object)] = video


def size_of(data: bytes, object: int, frame: int, area: int, checksum: int) -> Size | None:
    """Return height and width of the mask in a row: what must have been mixed into its checksum. None for none.

    A CRC is linear in what it starts from: that is found by solving 32 equations in 32 bits.
    """
    zero = zlib.crc32(data, 0)
    pivots: dict[int, tuple[int, int]] = {}
    for bit in range(32):
        value, made_of = zlib.crc32(data, 1 << bit) ^ zero, 1 << bit
        while value:
            top = value.bit_length()
            if top not in pivots:
                pivots[top] = (value, made_of)
                break
            value, made_of = value ^ pivots[top][0], made_of ^ pivots[top][1]
    rest, start = (checksum ^ zero) & 0xFFFFFFFF, 0
    while rest:
        value, made_of = pivots[rest.bit_length()]
        rest, start = rest ^ value, start ^ made_of
    height, width = divmod((start - rows.mixed_in(object, frame, area, 0, 0)) & 0xFFFFFFFF, 1 << 15)
    if width == 0:  # the widest masks
        height, width = height - 1, 1 << 15
    return (height, width) if 0 < height <= MAX_SIDE and 0 <= area <= height * width else None
