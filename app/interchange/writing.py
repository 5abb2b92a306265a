"""An export from its choice to the finished folder, whatever the format."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, frame_or_none, left_out
from app.interchange.names import distinct, safe_name
from app.interchange.options import Outgoing, Pictures, WriteOptions, outgoing
from app.interchange.output import new_folder
from app.interchange.pictures import encode_jpeg, encode_png
from app.phrases import Phrase

ExportJob = Generator[ExportProgress | Loss, None, None]
"""Yields progress, and what it turned out to lose; closing it stops the export and removes unfinished files."""

WriteJob = Generator[Loss | None, None, None]
"""Yields None for each frame done, and what it turned out to lose."""

Writer = Callable[[Sequence[Outgoing], Path], WriteJob]
"""Fills a folder."""


def chosen(clips: Sequence[AnnotatedClip], options: WriteOptions) -> tuple[Outgoing, ...]:
    """Return what of `clips` is to be written. ExportError when there is nothing of that."""
    names = distinct(safe_name(clip.name) for clip in clips)
    made = tuple(outgoing(clip, name, options) for clip, name in zip(clips, names, strict=True))
    if options.objects is not None and not any(clip.masklets for clip in made):
        raise ExportError("None of the chosen objects has a mask on the chosen frames.")
    return made


def export(writer: Writer, clips: Sequence[Outgoing], out: Path, passes: int) -> ExportJob:
    """Write a new folder `out` that appears whole or not at all; `passes`: how often a writer goes through frames."""
    done, total = 0, passes * sum(len(clip.frames) for clip in clips)
    with new_folder(out) as folder, closing(writer(clips, folder)) as steps:
        for step in steps:
            if step is not None:
                yield step
                continue
            done = min(done + 1, total)
            yield ExportProgress(done, total)


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
            image = frame_or_none(source, frame)
            if image is None:
                holes.append(frame)
            else:
                (folder / f"{clip.stem(frame)}{suffix}").write_bytes(encode(image))
            yield None
    finally:
        source.close()
    if holes:
        yield left_out(clip.clip.name, holes)
    return clip.without(frozenset(holes))


def passes(usual: Pictures, options: WriteOptions) -> int:
    """Return how often a writer goes through the frames: once more where pictures are written."""
    return 1 if (options.pictures or usual) is Pictures.NONE else 2
