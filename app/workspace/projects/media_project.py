"""The project for media that somebody opens: one that has it already, or a new one, which is made only with it."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.errors import MediaError, ProjectError, UserError
from app.media.pictures.folder import check_one_sequence
from app.project.edit_builder import EditBuilder
from app.project.model import VideoId
from app.project.paths import DATABASE_NAME
from app.project.storage.glance import glance
from app.project.storage.store import Store
from app.workspace.media.given_paths import as_media
from app.workspace.media.media_facts import looked_into, resolved

MOST_PROJECTS = 200
"""Projects that are looked at."""


@dataclass(frozen=True, slots=True)
class MediaProject:
    """`video` is the first of the media that was opened. `made`: the project is new, and lacks the `rest` so far."""

    folder: Path
    video: VideoId
    made: bool
    warnings: tuple[str, ...] = ()
    rest: tuple[Path, ...] = ()


def project_for(media: Sequence[Path], known: Iterable[Path], folder: Path) -> Generator[float, None, MediaProject]:
    """Return the first of the `known` projects that has all of `media`, or make a project in `folder` on them.

    On any thread; yields 0.0 between steps. Raises UserError, and then nothing is left, when none of `media` can be
    used.
    """
    media = tuple(as_media([path.absolute() for path in media]))
    for place in list(dict.fromkeys(known))[:MOST_PROJECTS]:
        yield 0.0
        found = _video_in(place, media)
        if found is not None:
            return MediaProject(place, found, made=False)
    return (yield from _made(media, folder))


def projects_below(folder: Path) -> Iterator[Path]:
    """Yield the projects that lie in a folder."""
    try:
        yield from sorted(place.parent for place in folder.glob(f"*/{DATABASE_NAME}"))
    except OSError:
        return


def _video_in(folder: Path, media: Sequence[Path]) -> VideoId | None:
    """Return the video of the first of `media` in a project that has all of them."""
    seen = glance(folder)
    if seen is None:
        return None
    places = {resolved(path): VideoId(id) for id, path in reversed(seen.media.items())}
    ids = [places.get(resolved(path)) for path in media]
    return ids[0] if None not in ids else None


def _made(media: Sequence[Path], folder: Path) -> Generator[float, None, MediaProject]:
    """Make a project on the first of `media` that can be used, beside its place: it is there whole or not at all."""
    new = [place for place in folder.parents if not place.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name} ", dir=folder.parent) as beside:
            made = yield from _filled(media, Path(beside) / folder.name)
            made.folder.rename(folder)
    except OSError as error:
        raise ProjectError(
            "The project {folder} cannot be made: {reason}",
            "Check that the folder may be written to and that the disk is not full.",
            folder=folder,
            reason=error.strerror or error,
        ) from error
    finally:
        with suppress(OSError):  # it holds the project
            for place in new:
                place.rmdir()
    return replace(made, folder=folder)


def _filled(media: Sequence[Path], folder: Path) -> Generator[float, None, MediaProject]:
    """Make a project in `folder` on the first of `media` that can be used. Raises what is wrong with the first one."""
    problems: list[UserError] = []
    with Store.create(folder) as store:
        document = store.load()
        for path in media:
            yield 0.0
            id, draft = store.new_video_id(), EditBuilder(document)
            try:
                if path.is_dir():
                    check_one_sequence(path)
                video, info = looked_into(folder, id, path)
            except MediaError as error:
                problems.append(error)
                continue
            draft.video(id, video)
            store.commit(draft.edit())
            rest = tuple(other for other in media if other != path)
            return MediaProject(folder, id, made=True, warnings=tuple(info.warnings), rest=rest)
    raise problems[0]
