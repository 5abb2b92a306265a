"""`masklane new`, `add`, `info` and `check`: make a project, say what is in it, look for damage."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from app.api.session import Session, created, opened, session
from app.cli.shown import counted, shown
from app.cli.terminal import ProgressLine, TerminalProgress, tell_findings, video_named
from app.cli.typed import typed
from app.errors import MediaChanged, MediaError, MediaMissing, ProjectError, UserError
from app.phrases import ranges
from app.project.document import Document
from app.project.model import Video, VideoId
from app.project.paths import CACHE, DATABASE_NAME, MASKLETS, media_found
from app.project.storage.salvage import salvage
from app.project.storage.schema import SCHEMA
from app.project.storage.store import Store
from app.workspace.edits.recount import Recount
from app.workspace.measuring.coverage import Coverage, coverage
from app.workspace.media.shot_file import read_shots
from app.workspace.media.sources import media_problem, open_checked
from app.workspace.viewing.frame_states import StateBook
from app.workspace.viewing.shots import find_shots


def new(arguments: Namespace) -> int:
    """Make a project from videos; it is kept when some of them cannot be used, and not when none can."""
    _required(arguments.videos, "No project was made.")
    before = FolderBefore(arguments.folder)
    came_in = not arguments.videos
    try:
        with session(created(arguments.folder)) as current:
            try:
                _add(current, arguments.videos)
            finally:
                came_in = came_in or bool(current.workspace.document.videos())
    except BaseException:
        if not came_in:
            before.restore()
        raise
    print(f"Project in {shown(arguments.folder)}. Open it with: {typed('--project', arguments.folder)}")
    return 0


def add(arguments: Namespace) -> int:
    """Add videos to a project."""
    _required(arguments.videos, "Nothing was added.")
    with session(opened(arguments.folder)) as current:
        _add(current, arguments.videos)
    return 0


def _required(videos: Sequence[Path], otherwise: str) -> None:
    for path in videos:
        if not path.exists():
            raise MediaError(f"There is no file or folder {path}.", otherwise)


def _add(current: Session, videos: Sequence[Path]) -> None:
    """Add videos, and list those that came in."""
    there = {video.id for video in current.workspace.document.videos()}
    if videos:
        current.workspace.videos.warned.connect(_print_warnings)
        current.workspace.videos.known_again.connect(lambda id: _print_known(current, id))
        current.workspace.videos.add([path.absolute() for path in videos])
        try:
            current.settle(TerminalProgress())
        finally:
            _list_videos(video for video in current.workspace.document.videos() if video.id not in there)


def _print_known(current: Session, id: VideoId) -> None:
    video = current.workspace.document.video(id)
    if video is not None:
        print(shown(f"note: {video.name} is in this project already"), file=sys.stderr)


def _print_warnings(video: Video, warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        print(shown(f"note: {video.name}: {warning}"), file=sys.stderr)


def _list_videos(videos: Iterable[Video]) -> None:
    for video in videos:
        size = f"{video.width}x{video.height}"
        frames = counted(video.frame_count, "frame")
        print(f"{shown(video.name)}: {frames}, {size}, {video.rate:.3f} frames/s")


class FolderBefore:
    """What was in a folder before a project was made there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._made = [place for place in (self._folder, *self._folder.parents) if not place.exists()]
        self._there = set(self._folder.iterdir()) if self._folder.is_dir() else set()

    def restore(self) -> None:
        """Remove what a project that came to nothing has left: its own files, and folders that were made for it."""
        for name in (f"{DATABASE_NAME}*", CACHE, MASKLETS):
            for place in set(self._folder.glob(name)) - self._there:
                if place.is_dir() and not place.is_symlink():
                    shutil.rmtree(place, ignore_errors=True)
                else:
                    place.unlink(missing_ok=True)
        with suppress(OSError):  # somebody has put something there
            for place in self._made:
                place.rmdir()


def info(arguments: Namespace) -> int:
    """Print what is in a project."""
    with Store.open_copy(arguments.folder, while_open=True) as store:
        document = store.load()
        if arguments.shots:
            _find_shots(store.folder, document)
        summary = {**_summary(store.folder, document), "findings": store.findings}
    tell_findings(store.findings, arguments.folder)
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
        return 0
    print(f"Project {shown(summary['name'])} in {shown(summary['folder'])}")
    for video in summary["videos"]:  # type: ignore[attr-defined]
        missing = "" if video["media_found"] else "  MEDIA MISSING"
        frames = counted(video["frames"], "frame")
        print(f"  {shown(video['name'])}: {frames}, {video['width']}x{video['height']}{missing}{_shots_told(video)}")
        for item in video["objects"]:
            masks = counted(item["present_frames"], "mask")
            print(
                f"    {item['id']:>4}  {shown(item['name']):<24} {item['kind']:<7} {masks:>12}  "
                f"{item['edited_frames']:>4} edited  {item['absent_frames']:>5} absent  "
                f"{item['lost_frames']:>5} lost  {item['stale_frames']:>5} stale"
            )
    return 0


def _shots_told(video: Mapping[str, object]) -> str:
    """Return where the shots of a video change, as far as that is known."""
    found = video["shot_changes"]
    if not isinstance(found, tuple):
        return ""
    return f", shots begin at {', '.join(map(str, (0, *found)))}" if found else ", one shot"


def _find_shots(folder: Path, document: Document) -> None:
    """Look for the shot changes of the videos for which nobody has looked yet; they are kept in the project's cache."""
    progress = ProgressLine()
    for video in document.videos():
        if media_problem(folder, video) is None:
            for frame, _ in enumerate(find_shots(folder, video)):
                progress.show(video.name, frame, video.frame_count, "frames")
    progress.finish()


def check(arguments: Namespace) -> int:
    """Print every finding; status 0 when there is none, 1 otherwise. With --salvage, make a project of what is left."""
    with Store.open_copy(arguments.folder, damaged=True, while_open=arguments.salvage is None) as store:
        findings = store.check()
        damaged = bool(findings)
        media = [_media_finding(store.folder, video) for video in store.load_readable().videos()]
        findings += [finding for finding in media if finding]
        before = store.format_before
    for finding in findings:
        print(shown(finding))
    if before != SCHEMA:
        print(
            f"The project has the older format {before}: when it is opened it is copied beside itself "
            f"and brought to format {SCHEMA}. This check has not done so."
        )
    print("No damage found." if not findings else f"{counted(len(findings), 'finding')}.")
    if damaged and arguments.salvage is None:
        print(f"To save what can be read: {typed('check', arguments.folder, '--salvage', 'NEW')}")
    if arguments.salvage is not None:
        left_out = counted(len(_salvaged(arguments.folder, arguments.salvage)), "thing")
        print(f"Everything that can be read is in {shown(arguments.salvage)}. Left out: {left_out}.")
    return 1 if findings else 0


def _media_finding(folder: Path, video: Video) -> str:
    """Return what is wrong with the media of a video; nothing where it is what the project was made on."""
    problem = media_problem(folder, video)
    if isinstance(problem, MediaMissing):
        return f"The media of {video.name} is missing: {video.path}"
    try:
        if problem is not None:
            raise problem
        source = open_checked(folder, video)
    except UserError as error:
        return error.message
    source.close()
    return ""


def relink(arguments: Namespace) -> int:
    """Say where the media of a video is now, or keep what is there."""
    if (arguments.path is None) is not arguments.keep:
        raise ProjectError("Give either where the media is now, or --keep.")
    if arguments.path is not None:
        _required((arguments.path,), "Nothing was changed.")
    with session(opened(arguments.folder)) as current:
        video = video_named(current, arguments.video)
        offered: list[Recount] = []
        current.workspace.videos.counted_otherwise.connect(offered.append)
        if arguments.keep:
            current.workspace.videos.keep_media(video.id)
        else:
            current.workspace.videos.relink(video.id, arguments.path.absolute())
        current.settle(TerminalProgress(), expected=(MediaMissing, MediaChanged))  # what is being resolved
        for recount in offered:
            _take_counting(current, recount, wanted=arguments.recount)
        now = video_named(current, arguments.video)
    print(f"{shown(now.name)}: {shown(now.path)}")
    return 0


def _take_counting(current: Session, recount: Recount, *, wanted: bool) -> None:
    """Take the number of frames that media has now, if that is `wanted`, and say which masks go. MediaError if not."""
    videos = current.workspace.videos
    homeless = [f"{shown(record.name)}: {ranges(frames)}" for record, frames in videos.homeless(recount)]
    if not wanted and recount.now.frame_count == recount.before.frame_count:
        raise MediaError(
            "The pictures of {name} stand in other places than when its masks were made. "
            "Masks whose pictures are gone: {masks}.",
            "Bring the original back, or have the masks go where their pictures are with --keep --recount.",
            name=recount.before.name,
            masks="; ".join(homeless) or "none",
        )
    if not wanted:
        raise MediaError(
            "{name} had {before} frames when its masks were made, what lies there now has {now}. "
            "Masks on frames that are none any more: {masks}.",
            "Bring the original back, or take the new number of frames with --keep --recount.",
            name=recount.before.name,
            before=recount.before.frame_count,
            now=recount.now.frame_count,
            masks="; ".join(homeless) or "none",
        )
    videos.take_counting(recount)
    current.settle(TerminalProgress(), expected=(MediaMissing, MediaChanged))
    print(f"{shown(recount.before.name)}: {recount.before.frame_count} frames are {recount.now.frame_count} now")
    for line in homeless:
        print(f"removed, as their frames are gone: {line}")


def _salvaged(damaged: Path, folder: Path) -> tuple[str, ...]:
    """Make a project of what can be read, or none; return what was left out."""
    before = FolderBefore(folder)
    try:
        return salvage(damaged, folder)
    except BaseException:
        before.restore()
        raise


def _summary(folder: Path, document: Document) -> Mapping[str, object]:
    return {
        "name": _text(folder.name),
        "folder": _text(str(folder)),
        "videos": [_video(folder, document, video) for video in document.videos()],
    }


def _video(folder: Path, document: Document, video: Video) -> Mapping[str, object]:
    states = StateBook(document)
    objects = [
        {
            "id": record.id,
            "name": record.name,
            "category": record.category,
            "kind": record.kind.value,
            "stage": record.stage.value,
            "masks": len(document.mask_frames(record.id)),
            "prompted_frames": len(document.prompt_frames(record.id)),
            **_work(coverage(states.of(record.id), document.annotation_step(video.id))),
            "locked_frames": len(document.lock_frames(record.id)),
            "tags": record.tags,
        }
        for record in document.objects(video.id)
    ]
    return {
        "id": video.id,
        "name": video.name,
        "media": _text(video.path),
        "media_found": media_found(folder, video.path),
        "frames": video.frame_count,
        "width": video.width,
        "height": video.height,
        "rate": video.rate,
        "shot_changes": read_shots(folder, video),
        "objects": objects,
    }


def _work(found: Coverage) -> Mapping[str, int]:
    return {
        "annotated_frames": found.annotated,
        "frames_to_annotate": found.frames,
        "present_frames": found.present,
        "edited_frames": found.edited,
        "absent_frames": found.absent,
        "lost_frames": found.lost,
        "stale_frames": found.stale,
    }


def _text(name: str) -> str:
    """Return a file's name as JSON can hold it: not every name is valid text."""
    return name.encode("utf-8", "backslashreplace").decode()
