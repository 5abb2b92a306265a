"""Masks of one format into another, without a project."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import MediaError
from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Loss
from app.interchange.export.losses import check
from app.interchange.export.options import WriteOptions
from app.interchange.export.output import free_destination
from app.interchange.export.writing import chosen, export, passed_over, passes
from app.interchange.fitting import Incoming
from app.interchange.table import format_named
from app.media.opening import open_media
from app.workspace.interchange.imports import reading
from app.workspace.media.import_media import media_by_name


@dataclass(frozen=True, slots=True)
class ConvertProgress:
    """How far a conversion is: masks that were read (or `unit` "bytes" gone through), then frames that were written."""

    writing: bool
    done: int
    total: int
    unit: str = ""


def convert(
    source: str | Path,
    out: str | Path,
    to: str,
    *,
    format: str = "",
    media: str | Path | None = None,
    options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
) -> tuple[str, ...]:
    """Write the masks at `source` (its `format` found out by looking) as the format `to` into the new folder `out`.

    Returns what was lost on the way, in words. `media` is the video or pictures they belong to, or a folder with one
    for each by name. Raises UserError: ImportFileError, ExportError, MediaError; then nothing was written.
    """
    steps = converting(Path(source), Path(out), to, format=format, media=None if media is None else Path(media),
                       options=options)  # fmt: skip
    return tuple(str(step) for step in steps if isinstance(step, Loss))


def converting(
    source: Path,
    out: Path,
    to: str,
    *,
    format: str = "",
    media: Path | None = None,
    options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
    anew: bool = False,
) -> Generator[ConvertProgress | Loss, None, None]:
    """Do as `convert`, and yield how far that is, reading first, and what is lost.

    A conversion that was stopped is gone on with by the next one of the same, unless `anew`.
    """
    row = format_named(to)
    writer, options = row.writer(), row.checked(options)
    if media is not None and not media.exists():
        raise MediaError("There is no file or folder {media}.", "Nothing was written.", media=media)
    out = free_destination(out)
    clips: list[AnnotatedClip] = []
    for step in reading([source], format):
        if isinstance(step, Incoming):
            clips += step.clips
            yield from step.notes
        else:
            yield ConvertProgress(False, step.done, step.total, step.unit)
    places = media_by_name(media, clips)
    asked = [_with_media(clip, places.get(clip.name)) for clip in clips]
    going = chosen(asked, options)
    yield from passed_over(asked, going)
    yield from result_of(check(row.title, row.holding(options.variant), going, row.loses, row.writes_frames(options)))
    with closing(export(writer, going, out, passes(row.pictures, options), anew=anew)) as job:
        for told in job:
            yield told if isinstance(told, Loss) else ConvertProgress(True, told.done, told.total)


def _with_media(clip: AnnotatedClip, media: Path | None) -> AnnotatedClip:
    if media is None:
        return clip
    source = open_media(media)
    count, rate = source.info.frame_count, float(source.info.rate)
    source.close()
    return replace(clip, open_frames=lambda: open_media(media), frame_count=max(clip.frame_count, count), rate=rate)
