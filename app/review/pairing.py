"""Which video and which object of one project is which of another: copies of a project, or truth for the same media."""

from collections.abc import Iterator

from app.project.document import Document
from app.project.model import ObjectId, Stage, Video, VideoId, VideoObject

SAMPLES = 8
"""Frames on which two objects are compared to see whether they are the same one."""
SAME = 0.5
"""Mean IoU from which objects of different names are the same one."""


def same_media(one: Video, other: Video) -> bool:
    """Return whether two records are of the same frames: by their fingerprint, or by name where one has none."""
    size = (one.width, one.height, one.frame_count) == (other.width, other.height, other.frame_count)
    if one.head_sha256 and other.head_sha256:
        return size and (one.size_bytes, one.head_sha256) == (other.size_bytes, other.head_sha256)
    return size and one.name == other.name


def paired_videos(document: Document, other: Document) -> dict[VideoId, VideoId]:
    """Return the videos of `other` that are there, with those of `document`: the one of the same id, else the first."""
    paired: dict[VideoId, VideoId] = {}
    for theirs in other.videos():
        found = [mine for mine in document.videos() if same_media(mine, theirs) and mine.id not in paired.values()]
        found.sort(key=lambda mine: (mine.id != theirs.id, mine.name != theirs.name))
        if found:
            paired[theirs.id] = found[0].id
    return paired


def paired_objects(document: Document, other: Document) -> Iterator[tuple[ObjectId, ObjectId]]:
    """Yield (object here, object in `other`) of each that is in both: by name, else by where their masks are."""
    for theirs, mine in paired_videos(document, other).items():
        here = {record.id: record for record in document.objects(mine) if record.stage is not Stage.SELECTION}
        there = {record.id: record for record in other.objects(theirs) if record.stage is not Stage.SELECTION}
        pairs = [
            (_likeness(document, record, other, reference), id, reference_id)
            for id, record in here.items()
            for reference_id, reference in there.items()
        ]
        for likeness, id, reference_id in sorted(pairs, key=lambda pair: -pair[0]):
            if likeness >= SAME and id in here and reference_id in there:
                del here[id], there[reference_id]
                yield id, reference_id


def _likeness(document: Document, record: VideoObject, other: Document, reference: VideoObject) -> float:
    """Return the mean IoU on a few frames that both have, and 1 more for the same name."""
    mine, theirs = document.contents_of(record.id).masks, other.contents_of(reference.id).masks
    shared = sorted(mine.keys() & theirs.keys())
    frames = shared[:: max(len(shared) // SAMPLES, 1)][:SAMPLES]
    overlap = sum(mine[frame].mask.iou(theirs[frame].mask) for frame in frames) / max(len(frames), 1)
    return overlap + (record.name == reference.name)
