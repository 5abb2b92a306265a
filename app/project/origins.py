"""What files said of videos and objects that came from them, and a project has no place for: kept as conventions.

SA-V's environment and split, its annotation rate, how many frames somebody edited elsewhere: they go out as they came.
"""

from typing import Annotated, Final, TypeVar

import msgspec

from app.errors import DAMAGED
from app.project.document import Document
from app.project.edit_builder import EditBuilder
from app.project.model import ObjectId, VideoId
from app.project.rules import MAX_NAME

T = TypeVar("T", bound=msgspec.Struct)

MAX_SECONDS: Final = 1e9
_VIDEO: Final = "origin of video {id}"
_OBJECT: Final = "origin of object {id}"


class VideoOrigin(msgspec.Struct, frozen=True, omit_defaults=True):
    """`duration` in seconds, 0: not known; annotated on every `step`-th frame."""

    environment: Annotated[str, msgspec.Meta(max_length=MAX_NAME)] = ""
    split: Annotated[str, msgspec.Meta(max_length=MAX_NAME)] = ""
    duration: Annotated[float, msgspec.Meta(ge=0, le=MAX_SECONDS)] = 0.0
    step: Annotated[int, msgspec.Meta(ge=1)] = 1


class ObjectOrigin(msgspec.Struct, frozen=True, omit_defaults=True):
    """`edited`: on how many frames a person determined the mask before it came; None: not known."""

    edited: Annotated[int, msgspec.Meta(ge=0)] | None = None


def video_origin(document: Document, id: VideoId) -> VideoOrigin:
    """Return what a file said of a video; the defaults where none did."""
    return _read(document.convention(_VIDEO.format(id=id)), VideoOrigin)


def object_origin(document: Document, id: ObjectId) -> ObjectOrigin:
    """Return what a file said of an object; the defaults where none did."""
    return _read(document.convention(_OBJECT.format(id=id)), ObjectOrigin)


def keep_video_origin(draft: EditBuilder, id: VideoId, origin: VideoOrigin) -> None:
    """Note what a file says of a video, if it says anything."""
    if origin != VideoOrigin():
        draft.convention(_VIDEO.format(id=id), msgspec.json.encode(origin).decode())


def keep_object_origin(draft: EditBuilder, id: ObjectId, origin: ObjectOrigin) -> None:
    """Note what a file says of an object, if it says anything."""
    if origin != ObjectOrigin():
        draft.convention(_OBJECT.format(id=id), msgspec.json.encode(origin).decode())


def _read(text: str | None, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text or "{}", type=kind)
    except DAMAGED:
        return kind()
