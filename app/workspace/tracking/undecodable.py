"""Frames that runs found to be undecodable since the project was opened: no run tries them again."""

from app.project.model import FrameIndex, Video
from app.workspace.media.sources import picture_key


class UndecodableFrames:
    """A set of frames for each video. Media that is counted or shown otherwise begins with none."""

    def __init__(self) -> None:
        self._found: dict[str, frozenset[FrameIndex]] = {}
        """By `picture_key`."""

    def add(self, video: Video, frame: FrameIndex) -> None:
        """Note that a frame cannot be decoded."""
        self._found[picture_key(video)] = self.of(video) | {frame}

    def of(self, video: Video | None) -> frozenset[FrameIndex]:
        """Return the frames that were found in a video; none without one."""
        return self._found.get(picture_key(video), frozenset()) if video is not None else frozenset()
