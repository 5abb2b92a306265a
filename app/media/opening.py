"""From a path to a source of frames, whatever lies there."""

from collections.abc import Generator
from pathlib import Path

from app.errors import MediaError
from app.generators import result_of
from app.media.depth import ValueRange
from app.media.errors import quoted
from app.media.file import PICTURE_SUFFIXES, read_head
from app.media.pictures.animation import open_animation
from app.media.pictures.folder import open_folder, open_picture, required_pictures
from app.media.pictures.picture_header import is_animated, read_header
from app.media.pictures.stack import open_stack, pages_of
from app.media.pictures.tiff import is_tiff
from app.media.source import FrameSource
from app.media.videos.container import open_container
from app.media.videos.video import open_video

HEAD_BYTES = 1 << 16


def open_media(path: Path, index_file: Path | None = None, values: ValueRange | None = None) -> FrameSource:
    """Open a video, a folder of pictures, an animation or a single picture. Raises MediaError.

    `index_file` is where a video's frame index is kept between sessions (a file in the project's cache folder).
    `values` are black and white of pictures of more than 8 bits; None: found out from them.
    """
    return result_of(opening_media(path, index_file, values))


def check_media(path: Path) -> None:
    """Raise MediaError when what lies at `path` is nothing to look at; quick, so what is damaged may pass."""
    if path.is_dir():
        required_pictures(path)
        return
    head = read_head(path, HEAD_BYTES)
    is_picture = read_header(head) is not None or is_tiff(head) or path.suffix.lower() in PICTURE_SUFFIXES
    if not is_picture:
        open_container(path).close()


def opening_media(
    path: Path, index_file: Path | None = None, values: ValueRange | None = None
) -> Generator[float, None, FrameSource]:
    """Open like `open_media`, as a job: yields the fraction done, returns the source; may be closed in between."""
    try:
        is_folder = path.is_dir()
    except OSError:  # a name that is too long: opening it raises
        is_folder = False
    if is_folder:
        return open_folder(path, values)
    head = read_head(path, HEAD_BYTES)
    if not head:
        raise MediaError("{file} is empty.", "Copy it again from where it came from.", file=quoted(path))
    if head.startswith(b"RIFF") and is_animated(head):
        return open_animation(path)
    if is_tiff(head) and len(pages := pages_of(path)) > 1:
        return open_stack(path, pages, values)
    is_picture = read_header(head) is not None or path.suffix.lower() in PICTURE_SUFFIXES
    if is_picture and not is_animated(head):
        return open_picture(path, values)
    return (yield from open_video(path, index_file))
