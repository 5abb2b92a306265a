"""An export from its choice to the finished folder, whatever the format."""

import hashlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, frame_or_none, left_out
from app.interchange.export.options import Outgoing, Pictures, WriteOptions, outgoing
from app.interchange.export.output import free_destination, placed
from app.interchange.export.pictures import encode_jpeg, encode_png
from app.interchange.export.resizing import as_they_are
from app.interchange.export.staging import new_folder
from app.interchange.names import distinct, safe_name
from app.phrases import Phrase

ExportJob = Generator[ExportProgress | Loss, None, None]
"""Yields progress, and what it turned out to lose; closing it stops the export, of which nothing can be seen then."""

WriteJob = Generator[Loss | None, None, None]
"""Yields None for each frame done, and what it turned out to lose."""

Writer = Callable[[Sequence[Outgoing], Path], WriteJob]
"""Fills a folder, in which files may be that an interrupted export of the same has written: they are whole."""

VERSION: Final = 1
"""Of what writers write; with another one nothing that was begun is gone on with."""
STRIDE: Final = 500
"""Masks between two yields."""


def chosen(clips: Sequence[AnnotatedClip], options: WriteOptions) -> tuple[Outgoing, ...]:
    """Return what of `clips` is to be written; `passed_over` tells which are not. ExportError: nothing is left."""
    names = distinct(safe_name(clip.name) for clip in clips)
    within = [pair for pair in zip(clips, names, strict=True) if options.first < pair[0].frame_count]
    made = [outgoing(clip, name, options) for clip, name in within or list(zip(clips, names, strict=True))[:1]]
    left = tuple(clip for clip in made if clip.masklets or not _selects(options))
    if made and not left and options.only_satisfactory:
        raise ExportError(
            "None of the masklets that would be written was found satisfactory.", "Verify them first, or write all."
        )
    if made and not left:
        raise ExportError("None of the chosen objects has a mask on the chosen frames.")
    return left


def passed_over(clips: Sequence[AnnotatedClip], going: Sequence[Outgoing]) -> tuple[Loss, ...]:
    """Return in words which of `clips` are not among those that `chosen` has left, and why."""
    there, found = {clip.name for clip in going}, list[Loss]()
    for clip, name in zip(clips, distinct(safe_name(clip.name) for clip in clips), strict=True):
        first = going[0].options.first
        if name in there:
            continue
        if first >= clip.frame_count:
            words = Phrase("it has no frame {first}: it is left out.", first=first)
            found.append(Loss(clip.name, words, Phrase("Write it with another range.")))
        else:
            words = Phrase("nothing of what was chosen is in it: it is left out.")
            found.append(Loss(clip.name, words, Phrase("Write it with other objects or frames.")))
    return tuple(found)


def _selects(options: WriteOptions) -> bool:
    """Return whether only some objects are to be written: a video without them is no video without objects."""
    return options.objects is not None or options.only_satisfactory


def export(writer: Writer, clips: Sequence[Outgoing], out: Path, passes: int, *, anew: bool = False) -> ExportJob:
    """Write a new folder `out` that appears whole or not at all; `passes`: how often a writer goes through frames.

    Where an export of the same to the same place was stopped or killed, this one goes on with its files, unless `anew`.
    """
    free_destination(out)
    done, total = 0, passes * sum(len(clip.frames) for clip in clips)
    digest = yield from identity(writer, clips)
    with new_folder(out, digest, anew=anew) as folder, closing(writer(clips, folder)) as steps:
        for step in steps:
            if step is not None:
                yield step
                continue
            done = min(done + 1, total)
            yield ExportProgress(done, total)


def identity(writer: Writer, clips: Sequence[Outgoing]) -> Generator[ExportProgress, None, str]:
    """Return what tells this export from every other one: what is written, and how."""
    done, total = 0, sum(len(masklet.masks) for clip in clips for masklet in clip.masklets)
    digest = hashlib.sha256(f"{VERSION} {writer.__module__}.{writer.__qualname__}".encode())
    for clip in clips:
        whole, facts = clip.clip, (clip.name, clip.frames, replace(clip.options, objects=None), clip.was)
        about = (whole.name, whole.width, whole.height, whole.frame_count, whole.rate, whole.video_id, whole.media)
        digest.update(repr((facts, about)).encode("utf-8", "replace"))
        for masklet in clip.masklets:
            said = replace(masklet, masks={})
            digest.update(repr(said).encode("utf-8", "replace"))
            for place, (frame, cell) in enumerate(sorted(as_they_are(masklet.masks).items())):
                digest.update(f"{frame} {cell.source} {cell.score} {cell.mask.shape}".encode())
                digest.update(cell.mask.to_bytes())
                if place % STRIDE == STRIDE - 1:
                    yield ExportProgress(done + place, total)
            done += len(masklet.masks)
    return digest.hexdigest()


def write_pictures(
    clip: Outgoing, folder: Path, usual: Pictures = Pictures.JPEG
) -> Generator[Loss | None, None, Outgoing]:
    """Write the frames into a folder that is made; return the clip without those that are holes.

    Frames that cannot be decoded are left out with their masks; the others keep their numbers. Where the frames are not
    there and nobody asked for them, none are written, and that is told.
    """
    pictures = clip.options.pictures or usual
    if clip.options.pictures is None and not clip.clip.has_frames:
        yield Loss(clip.clip.name, Phrase("its frames are not there: only masks are written."))
        return clip
    if pictures is Pictures.NONE:
        return clip
    encode, suffix = (encode_jpeg, ".jpg") if pictures is Pictures.JPEG else (encode_png, ".png")
    holes: list[int] = []
    source = clip.clip.opened()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for frame in clip.frames:
            file = folder / f"{clip.stem(frame)}{suffix}"
            image = None if file.exists() else frame_or_none(source, frame)
            if image is not None:
                placed(file, partial(encode, image))
            elif not file.exists():
                holes.append(frame)
            yield None
    finally:
        source.close()
    if holes:
        yield left_out(clip.clip.name, holes)
    return clip.without(frozenset(holes))


def passes(usual: Pictures, options: WriteOptions) -> int:
    """Return how often a writer goes through the frames: once more where pictures are written."""
    return 1 if (options.pictures or usual) is Pictures.NONE else 2
