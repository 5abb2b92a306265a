"""Where the person looks and what is selected; nothing here changes the document."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from app.errors import FrameLost, UserError
from app.media import ValueRange
from app.media.frame_times import FrameTimes
from app.media.source import Image
from app.project.annotation_rate import step_from
from app.project.model import Cell, FrameIndex, ObjectId, Span, Video, VideoId
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.viewing.playhead import Playhead
from app.workspace.viewing.selection import Selection


class Navigation(QObject):
    """Current video, playhead and picture, range, playing, selection."""

    video_left = Signal()
    """A person turns to another video: `video` is the one left for as long as this is heard."""
    video_changed = Signal()
    frame_left = Signal()
    """The playhead is going to move: `frame` is the one left for as long as this is heard."""
    frame_changed = Signal(int)
    image_ready = Signal(int)
    image_failed = Signal(object)
    """A UserError: the playhead's frame cannot be shown. Announced by `Messages.failed` too, but for a hole."""
    range_changed = Signal()
    playing_changed = Signal(bool)
    selection_left = Signal()
    """Other objects are going to be selected: `selection` are those left for as long as this is heard."""
    selection_changed = Signal()
    times_changed = Signal()
    """The times of the current video's frames have become known."""
    holes_changed = Signal()
    """More frames of the current video are known to be undecodable."""
    pace_changed = Signal()
    """Speed or loop of playing."""

    def __init__(self, editor: Editor, playhead: Playhead) -> None:
        super().__init__()
        self._editor = editor
        self._playhead = playhead
        self._selection = Selection(self)
        playhead.video_changed.connect(self.video_changed)
        playhead.frame_left.connect(self.frame_left)
        playhead.frame_changed.connect(self.frame_changed)
        playhead.image_ready.connect(self.image_ready)
        playhead.image_failed.connect(self._image_failed)
        playhead.range_changed.connect(self.range_changed)
        playhead.playing_changed.connect(self.playing_changed)
        playhead.times_changed.connect(self.times_changed)
        playhead.holes_changed.connect(self.holes_changed)
        playhead.pace_changed.connect(self.pace_changed)
        self._selection.left.connect(self.selection_left)
        self._selection.changed.connect(self.selection_changed)

    def _image_failed(self, error: UserError) -> None:
        self.image_failed.emit(error)
        if not isinstance(error, FrameLost):  # a hole is shown where it is: nothing to do about it
            self._editor.messages.report(error)

    # What there is to see

    @property
    def video(self) -> Video | None:
        """The current video."""
        return self._playhead.video

    @property
    def frame(self) -> FrameIndex:
        """The playhead."""
        return self._playhead.frame

    @property
    def image(self) -> Image | None:
        """The picture shown, of frame `image_frame`."""
        return self._playhead.image

    @property
    def image_frame(self) -> FrameIndex:
        """The frame that `image` shows."""
        return self._playhead.image_frame

    @property
    def image_error(self) -> UserError | None:
        """Why the playhead's frame cannot be shown, or None."""
        return self._playhead.image_error

    @property
    def pixel_aspect(self) -> float:
        """Width by height of a pixel of the current video; right from the first `image_ready` on."""
        return self._playhead.pixel_aspect

    @property
    def times(self) -> FrameTimes:
        """When each frame of the current video is shown; exact from the first `times_changed` on."""
        return self._playhead.times

    @property
    def holes(self) -> frozenset[int]:
        """The frames of the current video that are known to be undecodable."""
        return self._playhead.holes

    def behind_holes(self, video: Video | None) -> Mapping[int, int]:
        """Return the frames of a video that are built on one known to be undecodable, each with that one."""
        return self._playhead.behind_holes(video) if video is not None else {}

    def add_holes(self, video: Video, frames: Iterable[int]) -> None:
        """Note frames of a video that turned out to be undecodable."""
        self._playhead.add_holes(video, frames)

    @property
    def values(self) -> ValueRange | None:
        """What is black and white in the current video's pictures of more than 8 bits; None: it has none such."""
        return self._playhead.facts.values if self._playhead.facts is not None else None

    @property
    def values_found(self) -> ValueRange | None:
        """What `values` are when nothing is chosen."""
        return self._playhead.facts.values_found if self._playhead.facts is not None else None

    @property
    def speed(self) -> float:
        """How many seconds of the video are played in one."""
        return self._playhead.speed

    @property
    def loops(self) -> bool:
        """Whether playing begins anew at the end of the range."""
        return self._playhead.loops

    @property
    def range(self) -> Span | None:
        """In and out point, both included, or None."""
        return self._playhead.range

    @property
    def playing(self) -> bool:
        """True while the video plays."""
        return self._playhead.playing

    @property
    def selection(self) -> tuple[ObjectId, ...]:
        """The selected objects, the active one last."""
        return self._selection.objects

    @property
    def active_object(self) -> ObjectId | None:
        """The object that gets clicks."""
        return self._selection.active

    @property
    def cell(self) -> Cell | None:
        """The active object on the playhead's frame."""
        if self.video is None or self.active_object is None:
            return None
        return Cell(self.active_object, self.frame)

    def objects(self) -> tuple[ObjectId, ...]:
        """Return the current video's objects in their order."""
        video = self.video
        return tuple(o.id for o in self._editor.document.objects(video.id)) if video else ()

    # Going somewhere

    def open_video(self, id: VideoId, frame: FrameIndex | None = None) -> None:
        """Make a video the current one, with its first object selected, on one of its frames; None: where it was left.

        Nothing happens where it is the current one.
        """
        video = self._editor.document.video(id)
        if video is None or (self.video is not None and self.video.id == id):
            return
        self.video_left.emit()
        self._selection.set(())  # whoever hears of the video finds none of another one's objects selected
        self._playhead.open(video, frame)
        self._selection.set(self.objects()[:1])

    def go_to(self, frame: int) -> None:
        """Move the playhead, clamped to the video."""
        self._playhead.go_to(frame)

    def prepare(self, id: VideoId, frame: FrameIndex) -> None:
        """Decode a frame of any video that will be shown soon, when nothing else is to be decoded."""
        video = self._editor.document.video(id)
        if video is not None:
            self._playhead.prepare(video, frame)

    def is_decoded(self, id: VideoId, frame: FrameIndex) -> bool:
        """Return whether a frame would be shown without waiting for the decoder."""
        video = self._editor.document.video(id)
        return video is not None and self._playhead.is_decoded(video, frame)

    @property
    def annotation_step(self) -> int:
        """How many frames lie from one that is annotated to the next: by the project's annotation rate."""
        return 1 if self.video is None else self._editor.document.annotation_step(self.video.id)

    def step(self, by: int) -> None:
        """Move the playhead by so many frames that are annotated."""
        self._playhead.go_to(step_from(self.frame, by, self.annotation_step))

    def step_any(self, by: int) -> None:
        """Move the playhead by so many frames, annotated or not."""
        self._playhead.go_to(self.frame + by)

    def go_first(self) -> None:
        """Go to the first frame."""
        self._playhead.go_to(0)

    def go_last(self) -> None:
        """Go to the last frame."""
        if self.video is not None:
            self._playhead.go_to(self.video.frame_count - 1)

    def next_prompted(self) -> None:
        """Go to the next frame on which a person prompted or painted the selected objects."""
        self._go_after(self._prompted(), self.tr("No prompted frame after this one."))

    def previous_prompted(self) -> None:
        """Go to the previous frame on which a person prompted or painted the selected objects."""
        self._go_before(self._prompted(), self.tr("No prompted frame before this one."))

    def play(self) -> None:
        """Play the video, or the range if one is set."""
        self._playhead.play()

    def pause(self) -> None:
        """Stop playing."""
        self._playhead.pause()

    def toggle_play(self) -> None:
        """Play or pause."""
        self._playhead.pause() if self.playing else self._playhead.play()

    def set_speed(self, speed: float) -> None:
        """Play slower or faster: 0.25 to 4."""
        self._playhead.set_speed(speed)

    def set_loops(self, loops: bool) -> None:
        """Play the range, or the video, again and again."""
        self._playhead.set_loops(loops)

    def set_in(self) -> None:
        """Begin the range here."""
        span = self.range
        last = self.video.frame_count - 1 if self.video else 0
        end = span[1] if span is not None and span[1] >= self.frame else FrameIndex(last)
        self._playhead.set_range((self.frame, end))

    def set_out(self) -> None:
        """End the range here."""
        span = self.range
        start = span[0] if span is not None and span[0] <= self.frame else FrameIndex(0)
        self._playhead.set_range((start, self.frame))

    def set_range(self, first: int, last: int) -> None:
        """Set the range to frames first..last."""
        self._playhead.set_range((FrameIndex(first), FrameIndex(last)))

    def clear_range(self) -> None:
        """Forget in and out point."""
        self._playhead.set_range(None)

    def set_cache(self, cache_bytes: int) -> None:
        """Keep decoded pictures in so many bytes; 0: the default."""
        self._playhead.set_cache(cache_bytes)

    # Selecting

    def select(self, ids: Iterable[ObjectId]) -> None:
        """Select exactly these objects of the current video; the last one becomes active."""
        here = set(self.objects())
        self._selection.set(id for id in ids if id in here)

    def select_next(self) -> None:
        """Select the next object in the list."""
        self._selection.step(self.objects(), 1)

    def select_previous(self) -> None:
        """Select the previous object in the list."""
        self._selection.step(self.objects(), -1)

    def finish_object(self) -> None:
        """Be done with the active object: the next click makes a new one."""
        self._selection.set(())

    # Following edits

    def drop_deleted(self, applied: Applied) -> None:
        """Select only objects that exist, and are no candidates."""
        self._selection.discard(
            id for id, delta in applied.edit.objects.items() if delta.after is None or delta.after.candidate
        )

    def follow_videos(self, applied: Applied) -> None:
        """Keep the playhead on a video that exists, if there is any."""
        if not applied.edit.videos:
            return
        current = self._playhead.video
        delta = applied.edit.videos.get(current.id) if current is not None else None
        if delta is not None and delta.after is not None:
            self._playhead.replace(delta.after)
        elif current is None or delta is not None:
            self._playhead.open(next(iter(self._editor.document.videos()), None))

    def _watched(self) -> tuple[ObjectId, ...]:
        return self.selection or self.objects()

    def _prompted(self) -> list[FrameIndex]:
        document = self._editor.document
        frames: set[FrameIndex] = set()
        for id in self._watched():
            frames.update(document.prompt_frames(id))
            frames.update(document.conditioning_frames(id))
        return sorted(frames)

    def _go_after(self, frames: Sequence[FrameIndex], otherwise: str) -> None:
        index = bisect_right(frames, self.frame)
        self.go_to(frames[index]) if index < len(frames) else self._editor.messages.say(otherwise)

    def _go_before(self, frames: Sequence[FrameIndex], otherwise: str) -> None:
        index = bisect_left(frames, self.frame) - 1
        self.go_to(frames[index]) if index >= 0 else self._editor.messages.say(otherwise)
