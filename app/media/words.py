"""What can be wrong with a file of pictures, in words for the person who chose it."""

from pathlib import Path

from app.errors import MediaError


def quoted(path: Path) -> str:
    """Return the name of a file or folder for a message, printable even when its bytes are not text."""
    name = path.name or str(path)
    return "“" + name.encode("utf-8", "surrogateescape").decode("utf-8", "replace") + "”"


def unreadable(path: Path, error: OSError) -> MediaError:
    """Return the MediaError for a file or folder the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return MediaError(f"{quoted(path)} is not there any more.", "Choose where it is now.")
    if isinstance(error, PermissionError):
        return MediaError(f"{quoted(path)} may not be read by this user.", "Change its permissions or copy it.")
    return MediaError(f"{quoted(path)} cannot be read: {error.strerror or error}.", "Check the drive it lies on.")


def not_a_video(path: Path) -> MediaError:
    """Return the MediaError for a file that holds no video this program can decode."""
    return MediaError(
        f"{quoted(path)} is not a video that can be read.",
        "It may be damaged, or another kind of file with a video's name.",
    )


def no_pictures(path: Path) -> MediaError:
    """Return the MediaError for a file in which not one frame could be decoded."""
    return MediaError(
        f"Not one frame of {quoted(path)} can be decoded.",
        "The file may be damaged or cut short. Copy it again from where it came from.",
    )


def lost_frame(path: Path, index: int) -> MediaError:
    """Return the MediaError for one frame of an otherwise readable source."""
    return MediaError(
        f"Frame {index} of {quoted(path)} cannot be decoded.", "The file is damaged there; other frames can be used."
    )
