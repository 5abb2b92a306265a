"""Where the frames of clips are that come in: the media that a person shows, by name and by what is in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from app.errors import ImportFileError, UserError
from app.interchange.clip import AnnotatedClip
from app.media.file import title_of
from app.media.fingerprint import recognizes


def media_by_name(place: Path | None, clips: Sequence[AnnotatedClip]) -> Mapping[str, Path]:
    """Return the media of clips by their names: `place` for a single clip, else what lies under their names in it.

    Raises ImportFileError: there is nothing, or one file for several clips.
    """
    if place is None:
        return {}
    if not place.exists():
        raise ImportFileError("There is no file or folder {path}.", "Nothing was imported.", path=place)
    place, names = place.absolute(), [clip.name for clip in clips]
    if len(names) == 1 and not (place.is_dir() and any(title_of(entry) == names[0] for entry in place.iterdir())):
        return {names[0]: place}
    if not place.is_dir():
        raise ImportFileError("There are masks of {count} videos.", "Give a folder with the media of each, by name.",
                              count=len(names))  # fmt: skip
    entries = [entry for entry in sorted(place.iterdir()) if not entry.name.startswith(".")]
    titled = {title_of(entry): entry for entry in entries}
    found: dict[str, Path] = {}
    shared = {name for name, count in Counter(names).items() if count > 1}
    for clip in clips:
        known = _recognized(clip, titled.get(clip.name), entries)
        media = known or titled.get(clip.name)
        if media is None:
            continue
        if clip.name in shared and (known is None or found.get(clip.name, known) != known):
            raise ImportFileError("Several videos with masks are called “{name}”: the media of each cannot be told.",
                                  "Give each another name, or import them one by one.", name=clip.name)  # fmt: skip
        found[clip.name] = media
    return found


def _recognized(clip: AnnotatedClip, named: Path | None, entries: Sequence[Path]) -> Path | None:
    """Return the one that a clip was made on, the one of its name first; None where that is not known or not there."""
    for entry in ([named] if named is not None else []) + list(entries):
        with suppress(UserError, OSError):
            if clip.fingerprint is not None and recognizes(entry, clip.fingerprint):
                return entry
    return None
