"""Videos and objects as a script holds them: an id, and the verbs of the workspace that are about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, ParamSpec, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.api.checks import check_inside, checked_frame, mask_from, one_of
from app.api.connection import Connection
from app.errors import EditRefused, ProjectError
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.fitting import Incoming
from app.interchange.questions import Choices, Clash
from app.project.model import (
    Box,
    Cell,
    CellMask,
    Click,
    Direction,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    Prompts,
    Span,
    Verdict,
    Video,
    VideoId,
    VideoObject,
)
from app.workspace.interchange.imports import Found
from app.workspace.jobs.jobs import Job

P = ParamSpec("P")
R = TypeVar("R")

Way = Literal["forward", "backward", "both"]
"""Which way tracking goes through time."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far tracking is: frames done (a fraction, where several objects are tracked), frames in all, seconds left.

    `seconds_left` is None while nobody knows.
    """

    done: float
    total: int
    seconds_left: float | None = None


class VideoHandle:
    """One video of an open project. What it says is what is in the project now; it raises ProjectError once it is gone.

    Frames count from 0. Places are in image pixels, with the origin at the top-left corner of the picture.
    """

    def __init__(self, connection: Connection, id: VideoId) -> None:
        self._connection = connection
        self.id = id

    @property
    def record(self) -> Video:
        """Name, path, size in pixels, number of frames and rate."""
        found = self._connection.document.video(self.id)
        if found is None:
            raise ProjectError("The video is not in the project any more.", "Undo brings it back.")
        return found

    @property
    def name(self) -> str:
        """Its name in the project."""
        return self.record.name

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of its frames and masks."""
        return self.record.height, self.record.width

    def __len__(self) -> int:
        """Return the number of frames."""
        return self.record.frame_count

    def __repr__(self) -> str:
        return f"VideoHandle({self.name!r})"

    def frame(self, frame: int) -> NDArray[np.uint8]:
        """Return a frame, RGB of shape (H, W, 3). Raises MediaError (FrameLost: it cannot be decoded)."""
        return self._connection.sources.get(self.record).frame(checked_frame(self.record, frame))

    def frames(self, first: int = 0, last: int | None = None, every: int = 1) -> Iterator[NDArray[np.uint8]]:
        """Yield frames first..last (both included; None: to the end), every so many. Raises MediaError."""
        end = len(self) - 1 if last is None else last
        if every < 1:
            raise EditRefused("It is every first, second, third … frame, not every {every}.", every=every)
        for frame in range(first, end + 1, every):
            yield self.frame(frame)

    @property
    def objects(self) -> tuple["ObjectHandle", ...]:
        """Its objects, in the order of the list."""
        return tuple(ObjectHandle(self._connection, record.id) for record in self._records())

    def object(self, name: str) -> "ObjectHandle":
        """Return the object of a name. Raises ProjectError: there is none."""
        found = next((record for record in self._records() if record.name == name), None)
        if found is None:
            known = ", ".join(record.name for record in self._records()[:10])
            raise ProjectError("There is no object {name!r}.", "There are: {known}.", name=name, known=known or "none")
        return ObjectHandle(self._connection, found.id)

    def add_object(self, name: str = "", category: str = "") -> "ObjectHandle":
        """Make an object; without a name it gets a usual one. Raises EditRefused: the name is taken."""
        if name.strip() and any(record.name == name.strip() for record in self._records()):
            raise EditRefused("There is already an object named “{name}” in this video.", "Choose another name.",
                              name=name.strip())  # fmt: skip
        self._connection.look_at(self.id)
        made = self._connection.act(self._connection.workspace.objects.add, name, category)
        if made is None:
            raise ProjectError("The object {name} cannot be made.", "See the log for why.", name=name)
        return ObjectHandle(self._connection, made)

    def track(
        self,
        objects: Iterable["ObjectHandle"] | None = None,
        direction: Way = "both",
        frames: tuple[int, int] | None = None,
    ) -> None:
        """Track objects (None: all) and wait until that is done; see `tracking`."""
        for _ in self.tracking(objects, direction, frames):
            pass

    def tracking(
        self,
        objects: Iterable["ObjectHandle"] | None = None,
        direction: Way = "both",
        frames: tuple[int, int] | None = None,
    ) -> Iterator[Progress]:
        """Track objects (None: all) and yield how far that is; leaving the loop stops it, and what is done stays.

        It starts at the masks of persons. `frames` (first and last) are computed anew; None: what is not up to date.
        Nothing happens before the first step is taken. Raises UserError: NotTrackable when there is nothing to start
        from, MediaError, EngineError.
        """
        wanted = self.objects if objects is None else tuple(objects)
        if not all(isinstance(one, ObjectHandle) for one in wanted):
            raise EditRefused("Objects to track are those that a video has.", "Give video.object(name), or none: all.")
        way = one_of(Direction, direction)
        video = self._connection.look_at(self.id)
        span = None if frames is None else (checked_frame(video, frames[0]), checked_frame(video, frames[1]))
        runs, view = self._connection.workspace.runs, self._connection.workspace.view
        starts = [f for one in wanted for f in self._connection.document.conditioning_frames(one.id)[:1]]
        view.go_to(min(starts, default=FrameIndex(0)))

        def begin() -> Job | None:
            return runs.track(way, tuple(one.id for one in wanted), span)

        for job in self._connection.steps(begin):
            yield Progress(job.done, job.total, job.seconds_left)

    def _records(self) -> tuple[VideoObject, ...]:
        return self._connection.document.objects(self.record.id)


class ObjectHandle:
    """One object of a video with its masklet: prompts, masks and verdict. Masks are bool arrays of shape (H, W)."""

    def __init__(self, connection: Connection, id: ObjectId) -> None:
        self._connection = connection
        self.id = id

    @property
    def record(self) -> VideoObject:
        """Name, category, color, kind, stage and more. Raises ProjectError once it is gone."""
        found = self._connection.document.object(self.id)
        if found is None:
            raise ProjectError("The object is not there any more.", "Undo brings it back.")
        return found

    @property
    def name(self) -> str:
        """Its name."""
        return self.record.name

    @property
    def category(self) -> str:
        """Its category, empty where it has none."""
        return self.record.category

    @property
    def video(self) -> VideoHandle:
        """The video it is in."""
        return VideoHandle(self._connection, self.record.video)

    def __repr__(self) -> str:
        return f"ObjectHandle({self.name!r})"

    # What it has

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames with a mask, empty ones (absent, lost) too, ascending."""
        return tuple(map(int, self._connection.document.mask_frames(self.record.id)))

    def mask(self, frame: int) -> NDArray[np.bool_] | None:
        """Return the mask on a frame, all False where the object is absent or lost, None where there is none yet."""
        found = self._mask(frame)
        return None if found is None else found.mask.to_array()

    def masks(self) -> Iterator[tuple[int, NDArray[np.bool_]]]:
        """Yield (frame, mask) for each frame with one, ascending: one array at a time."""
        for frame in self.frames:
            mask = self.mask(frame)
            if mask is not None:
                yield frame, mask

    def source(self, frame: int) -> MaskSource | None:
        """Return where the mask on a frame came from, None where there is none."""
        found = self._mask(frame)
        return None if found is None else found.source

    def prompts(self, frame: int) -> Prompts:
        """Return the clicks, box and painted mask on a frame."""
        return self._connection.document.prompts(self._cell(frame)) or Prompts()

    # Prompts and masks

    def click(self, frame: int, x: float, y: float, positive: bool = True) -> None:
        """Say that a place (image pixels) is on the object, or not on it; the model makes the mask of all clicks.

        Raises UserError: outside of the picture, locked, MediaError, EngineError.
        """
        cell, video = self._cell(frame), self.video.record
        check_inside(video, x, y)
        self._do(self._connection.workspace.prompts.add_click, cell, Click(float(x), float(y), positive))

    def box(self, frame: int, x0: float, y0: float, x1: float, y1: float) -> None:
        """Say that the object is what lies in a box (image pixels, x0 < x1, y0 < y1). Raises as `click` does."""
        cell, video = self._cell(frame), self.video.record
        check_inside(video, x0, y0)
        check_inside(video, x1, y1)
        if not (x0 < x1 and y0 < y1):
            raise EditRefused("A box runs from its left top corner to its right bottom corner.")
        self._do(self._connection.workspace.prompts.set_box, cell, Box(float(x0), float(y0), float(x1), float(y1)))

    def paint(self, frame: int, mask: ArrayLike) -> None:
        """Say that the object looks exactly like `mask`: a person's mask, which counts as edited.

        Raises EditRefused when it is not of the video's shape, or the cell is locked.
        """
        cell = self._cell(frame)
        self._do(self._connection.workspace.prompts.paint, cell, mask_from(mask, self.video.record))

    def mark_absent(self, frame: int) -> None:
        """Say that the object is not on a frame."""
        self._do(self._connection.workspace.prompts.mark_absent, self._cell(frame))

    def put_masks(self, masks: Mapping[int, ArrayLike]) -> None:
        """Take masks that were made elsewhere, as one step: an empty one says absent, others stay as they are.

        They are `imported`: tracking starts from them and never overwrites them, and they do not count as edited.
        Raises EditRefused for a frame there is not or that is locked, or a mask of another shape.
        """
        video, record = self.video.record, self.record
        if sum(other.name == record.name for other in self._connection.document.objects(video.id)) > 1:
            raise EditRefused("Two objects are named “{name}”.", "Rename one of them first.", name=record.name)
        cells = {
            checked_frame(video, frame): CellMask(mask_from(pixels, video), MaskSource.IMPORTED)
            for frame, pixels in masks.items()
        }
        if not cells:
            return
        self._do(self._may_change, cells)
        masklet = Masklet(1, record.name, cells, record.category)  # type: ignore[arg-type]
        clip = AnnotatedClip(video.name, video.width, video.height, video.frame_count, (masklet,))
        choices = Choices(into={0: video.id}, clash=Clash.REPLACE)
        imports = self._connection.workspace.imports
        found = Found((Incoming("", self._connection.folder, (clip,)),), {})
        self._do(imports.take, imports.preview(found, choices))

    def delete(self) -> None:
        """Delete the object with everything it has. Raises EditRefused: it is locked."""
        self._do(self._connection.workspace.objects.delete, (self.record.id,))

    # Tracking

    def track(self, direction: Way = "both", frames: tuple[int, int] | None = None) -> None:
        """Track this object and wait until that is done; see `VideoHandle.tracking`."""
        self.video.track((self,), direction, frames)

    def tracking(self, direction: Way = "both", frames: tuple[int, int] | None = None) -> Iterator[Progress]:
        """Track this object and yield how far that is; see `VideoHandle.tracking`."""
        return self.video.tracking((self,), direction, frames)

    # Verification

    @property
    def verdict(self) -> Verdict | None:
        """What a reviewer decided, None when nobody has."""
        return self._connection.document.verdict(self.record.id)

    def hand_in(self) -> None:
        """Give the masklet to verification. Raises ProjectError when it has no masks."""
        self._do(self._connection.workspace.verification.hand_in, (self.record.id,))

    def judge(
        self,
        judgement: Literal["satisfactory", "unsatisfactory", "rejected"],
        reason: str = "",
        frames: tuple[int, int] | None = None,
    ) -> None:
        """Give the masklet its verdict; what is unsatisfactory is an issue on `frames` (first, last; None: on all).

        Raises ProjectError when it has no masks, EditRefused when the frames are the wrong way round.
        """
        decided, video = one_of(Judgement, judgement), self.video.record
        span: Span | None = None
        if frames is not None:
            span = (checked_frame(video, frames[0]), checked_frame(video, frames[1]))
            if span[0] > span[1]:
                raise EditRefused("Frames {first} to {last} are the wrong way round.", first=span[0], last=span[1])
        self._do(self._connection.workspace.verification.judge, self.record.id, decided, reason, span)

    def judge_again(self) -> None:
        """Take the verdict from the masklet: it can be changed, and waits for verification."""
        self._do(self._connection.workspace.verification.judge_again, self.record.id)

    def _do(self, verb: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> R:
        self._connection.look_at(self.record.video)
        return self._connection.act(verb, *arguments, **named)

    def _may_change(self, frames: Iterable[FrameIndex]) -> bool:
        return all(self._connection.workspace.prompts.may_prompt(Cell(self.record.id, frame)) for frame in frames)

    def _cell(self, frame: int) -> Cell:
        return Cell(self.record.id, checked_frame(self.video.record, frame))

    def _mask(self, frame: int) -> CellMask | None:
        return self._connection.document.mask(self._cell(frame))
