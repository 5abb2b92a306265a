"""The MediaErrors that several readers raise."""

from collections.abc import Sequence
from pathlib import Path

from app.errors import FrameLost, MediaError
from app.phrases import ranges


def quoted(path: Path) -> str:
    """Return the name of a file or folder for a message, printable even when its bytes are not text."""
    name = path.name or str(path)
    return "“" + name.encode("utf-8", "surrogateescape").decode("utf-8", "replace") + "”"


def unreadable(path: Path, error: OSError) -> MediaError:
    """Return the MediaError for a file or folder the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return MediaError("{file} is not there any more.", "Choose where it is now.", file=quoted(path))
    if isinstance(error, PermissionError):
        return MediaError(
            "{file} may not be read by this user.", "Change its permissions or copy it.", file=quoted(path)
        )
    if isinstance(error, IsADirectoryError):
        return MediaError("{file} is a folder, not a file.", "Choose a file in it.", file=quoted(path))
    return MediaError(
        "{file} cannot be read: {reason}.",
        "Check the drive it lies on.",
        file=quoted(path),
        reason=error.strerror or error,
    )


def not_a_video(path: Path) -> MediaError:
    """Return the MediaError for a file that holds no video this program can decode."""
    return MediaError(
        "{file} is not a video that can be read.",
        "It may be damaged, or another kind of file with a video's name.",
        file=quoted(path),
    )


def no_pictures(path: Path) -> MediaError:
    """Return the MediaError for a file in which not one frame could be decoded."""
    return MediaError(
        "No frame of {file} can be decoded.",
        "The file may be damaged or cut short. Copy it again from where it came from.",
        file=quoted(path),
    )


def lost_frame(path: Path, index: int, behind: Sequence[int] = ()) -> FrameLost:
    """Return the error for one frame of an otherwise readable source; those `behind` are built on it."""
    if behind:
        return FrameLost(
            "Frame {index} of {file} cannot be decoded. Frames that are built on it: {behind}.",
            "The file is damaged there: what is shown of those frames may be wrong. All others can be used.",
            index=index,
            file=quoted(path),
            behind=ranges(behind),
        )
    return FrameLost(
        "Frame {index} of {file} cannot be decoded.",
        "The file is damaged there; other frames can be used.",
        index=index,
        file=quoted(path),
    )


def lost_picture(file: Path, index: int) -> FrameLost:
    """Return the error for one picture of a folder, the frame of that index."""
    return FrameLost(
        "Frame {index} cannot be shown: the picture {file} cannot be decoded.",
        "Replace it; other frames can be used.",
        index=index,
        file=quoted(file),
    )


def undecodable(file: Path) -> MediaError:
    """Return the MediaError for a picture of which nothing can be decoded."""
    return MediaError(
        "The picture {file} cannot be decoded.", "It may be damaged; replace or remove it.", file=quoted(file)
    )
