"""Published copies for other tools in the project folder: SA-V JSON, refreshed only where something has changed."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from app.interchange.clip import AnnotatedClip, ExportProgress, Masklet
from app.interchange.export.output import remove_unfinished, write_whole
from app.interchange.formats.sav_json import described, masklet_type, pieces, row
from app.interchange.names import safe_name
from app.project.model import ObjectKind

VERSION: Final = 3
"""Of what we write; a new one writes every file again."""

STEP: Final = 20
"""Frames between two words of progress."""

STAMP: Final = b'{"masklane":{"digest":"'
"""How a file of ours begins; no other file is ever removed or taken for one that is up to date."""


def publish(clips: Sequence[AnnotatedClip], folder: Path) -> Iterator[ExportProgress]:
    """Refresh the published copies: write those that changed, remove ours of videos and objects not in `clips`.

    Each file appears whole or stays as it was.
    """
    total = sum(clip.frame_count for clip in clips)
    done = 0
    wanted: set[str] = set()
    for clip in clips:
        for kind in ObjectKind:
            # by id: a masklet keeps its place in the file when the list in the window is put in another order
            annotated = sorted(clip.annotated, key=lambda masklet: masklet.id)
            masklets = tuple(masklet for masklet in annotated if masklet_type(masklet) is kind)
            if not masklets:
                continue
            file = folder / f"{file_stem(clip)}_{kind.value}.json"
            wanted.add(file.name)
            digest = _digest(clip, masklets)
            yield ExportProgress(done, total)
            if _stamp(file) == digest:
                continue
            # Encoded and written in pieces: the whole at once would hold up the other threads.
            rows: list[bytes] = []
            for first in range(0, clip.frame_count, STEP):
                frames = range(first, min(first + STEP, clip.frame_count))
                rows.append(msgspec.json.encode([row(masklets, frame) for frame in frames])[1:-1])
                yield ExportProgress(done + first, total)
            about = {"digest": digest, "video": clip.name, "frame_rate": clip.rate}
            frames = range(clip.frame_count)
            write_whole(file, pieces(clip, masklets, kind, frames, rows, file_stem(clip), about))
        done += clip.frame_count
    _remove_stale(folder, wanted)
    remove_unfinished(folder)
    yield ExportProgress(total, total)


def file_stem(clip: AnnotatedClip) -> str:
    """Return the SA-V name of a video: its own with the id that keeps it apart from others of the same name."""
    return f"{safe_name(clip.name)}_{clip.video_id}"


def _digest(clip: AnnotatedClip, masklets: Sequence[Masklet]) -> str:
    """Return a hash of all that goes into a file."""
    facts = (clip.name, clip.video_id, clip.width, clip.height, clip.frame_count, clip.rate)
    digest = hashlib.sha256(repr((VERSION, facts)).encode("utf-8", "replace"))
    for masklet in masklets:
        digest.update(repr(described(masklet)).encode("utf-8", "replace"))
        for frame, mask in sorted(masklet.masks.items()):
            digest.update(f"{frame} {mask.source.edited} {mask.score}".encode())
            digest.update(mask.mask.to_bytes())
    return digest.hexdigest()


def _stamp(file: Path) -> str | None:
    """Return the digest in a file of ours, None for anything else."""
    try:
        with file.open("rb") as opened:
            head = opened.read(len(STAMP) + 64)
    except OSError:
        return None
    return head[len(STAMP) :].decode("ascii", "replace") if head.startswith(STAMP) else None


def _remove_stale(folder: Path, wanted: set[str]) -> None:
    for kind in ObjectKind:
        for file in folder.glob(f"*_{kind.value}.json"):
            if file.name not in wanted and _stamp(file) is not None:
                file.unlink(missing_ok=True)
