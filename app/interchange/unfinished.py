"""What is not done yet in the masks to export: counted and told before anything is written, in every format."""

from collections.abc import Mapping

from app.interchange.clip import ExportClip, Loss
from app.masks.mask import areas
from app.phrases import Phrase
from app.project import spans
from app.project.model import CellMask, FrameIndex, MaskSource, VideoObject


def unfinished(clip: ExportClip) -> tuple[Loss, ...]:
    """Return in words how many masks of a clip are lost or stale, object by object."""
    lost = {record.name: _lost(clip.masks[record.id]) for record in clip.objects}
    stale = {record.name: _stale(record, clip.masks[record.id]) for record in clip.objects}
    found = []
    if any(lost.values()):
        count, objects = _counted(lost)
        words = Phrase("frames on which the model lost an object: {count} ({objects}).", count=count, objects=objects)
        found.append(Loss(clip.video.name, words))
    if any(stale.values()):
        count, objects = _counted(stale)
        words = Phrase(
            "masks that are stale, tracked before a correction: {count} ({objects}).", count=count, objects=objects
        )
        found.append(Loss(clip.video.name, words))
    return tuple(found)


def _lost(masks: Mapping[FrameIndex, CellMask]) -> int:
    tracked = [mask.mask for mask in masks.values() if mask.source is MaskSource.TRACKED]
    return int((areas(tracked) == 0).sum()) if tracked else 0


def _stale(record: VideoObject, masks: Mapping[FrameIndex, CellMask]) -> int:
    return sum(frame in masks for frame in spans.frames(record.stale))


def _counted(numbers: Mapping[str, int]) -> tuple[int, str]:
    names = [f"{name} {number}" for name, number in numbers.items() if number]
    return sum(numbers.values()), ", ".join(names)
