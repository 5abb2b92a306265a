"""Pictures of a data set as frames by the numbers in their names, where some numbers may have no picture."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from app.errors import FrameLost
from app.interchange.encoding.frame_numbers import frame_numbers
from app.media.opening import open_media
from app.media.pictures.folder import pictures_in
from app.media.source import FrameSource, Image, MediaInfo


class NumberedFrames:
    """A folder as a source in which frame 12 is the picture that a reader took for frame 12."""

    def __init__(self, folder: Path, names: Mapping[int, str], frame_count: int, rate: float) -> None:
        """`names` are those of annotated frames, by number."""
        self._arguments = (folder, names, frame_count, rate)
        self._source: FrameSource = open_media(folder)
        stems = [picture.stem for picture in pictures_in(folder)]
        numbers = frame_numbers(stems)
        said = {stem: (place, number) for place, (stem, number) in enumerate(zip(stems, numbers, strict=True))}
        offsets = {said[name][1] - frame for frame, name in names.items() if name in said} or {0}
        offset = next(iter(offsets))
        regular = len(offsets) == 1  # then frames that are not annotated are found, too
        self._places = {number - offset: place for place, number in said.values()} if regular else {}
        self._places |= {frame: said[name][0] for frame, name in names.items() if name in said}
        usual = self._source.info
        speed = Fraction(rate).limit_denominator(1001) if rate > 0 else usual.rate
        times = np.arange(frame_count) / float(speed)
        self._info = replace(usual, frame_count=frame_count, rate=speed, times=times, last_seconds=0.0)

    @property
    def path(self) -> Path:
        """The folder."""
        return self._source.path

    @property
    def info(self) -> MediaInfo:
        """What is known about all frames, those without a picture too."""
        return self._info

    def frame(self, index: int) -> Image:
        """Return a frame. FrameLost where there is no picture."""
        place = self._places.get(index)
        if place is None:
            raise FrameLost("Frame {index} of {name} has no picture.", index=index, name=self.path.name)
        return self._source.frame(place)

    def clone(self) -> "NumberedFrames":
        """Return another reader of the same pictures."""
        return NumberedFrames(*self._arguments)

    def close(self) -> None:
        """Let go of the pictures."""
        self._source.close()
