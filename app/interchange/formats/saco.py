"""SA-Co VEval (SAM 3): which noun phrases are in a video and all of their masklets, and which are not in it.

The noun phrases are the categories for which somebody answered whether everything of them is masked.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from app.errors import ExportError
from app.interchange.clip import Loss, Masklet
from app.interchange.encoding.coco_rle import to_rle
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.phrases import Phrase

FRAMES: Final = "JPEGImages"
FILE: Final = "saco_veval.json"
_ADVICE: Final = Phrase("Answer in Verify whether everything of it is masked.")


def write_saco(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames and `saco_veval.json`. ExportError when there is no answer in any of the videos."""
    phrases = sorted({phrase for clip in clips for phrase in (*_complete(clip), *clip.clip.negatives)})
    if not phrases:
        raise ExportError(
            "There is no category of which somebody said that all of it is masked, or that there is none.",
            "Answer in Verify whether everything of a category is masked.",
        )
    done: list[Outgoing] = []
    for clip in clips:
        yield from _unanswered(clip)
        done.append((yield from write_pictures(clip, folder / FRAMES / clip.name)))
    ids = {phrase: number for number, phrase in enumerate(phrases, start=1)}
    head = {
        "info": {},
        "videos": [_video(number, clip) for number, clip in enumerate(done, start=1)],
        "categories": [{"id": number, "name": phrase} for phrase, number in ids.items()],
        "video_np_pairs": list(_pairs(done, ids)),
    }
    with placed_in_pieces(folder / FILE) as file:
        file.write(msgspec.json.encode(head)[:-1] + b',"annotations":[')
        numbers = count(1)
        for video, clip in enumerate(done, start=1):
            yield from _write_masklets(file, clip, video, ids, numbers)
        file.write(b"\n]}")
    write_sidecar(folder, done)


def _complete(clip: Outgoing) -> dict[str, list[Masklet]]:
    """Return the noun phrases of which all is masked, with their masklets, where all of these are written."""
    written = {masklet.id: masklet for masklet in clip.masklets}
    some = clip.options.objects is not None or clip.options.only_satisfactory
    return {
        phrase: [written[id] for id in sorted(ids) if id in written and _seen(clip, written[id])]
        for phrase, ids in clip.clip.exhaustive.items()
        if not some or ids <= written.keys()
    }


def _seen(clip: Outgoing, masklet: Masklet) -> bool:
    return any(not mask.empty for frame, mask in masklet.masks.items() if frame not in clip.holes)


def _unanswered(clip: Outgoing) -> Iterator[Loss]:
    """Yield what is left out, as nobody can rely on it."""
    complete = _complete(clip)
    others = sorted({m.category for m in clip.masklets if m.category} - complete.keys() - set(clip.clip.negatives))
    if others:
        words = Phrase("categories without an answer, or not whole, which are left out: {names}.", names=_few(others))
        yield Loss(clip.clip.name, words, _ADVICE)
    unnamed = sum(not masklet.category for masklet in clip.masklets)
    if unnamed:
        yield Loss(clip.clip.name, Phrase("objects without a category, which are left out: {count}.", count=unnamed))


def _few(names: Sequence[str]) -> str:
    return ", ".join([*names[:10], "…"] if len(names) > 10 else names)


def _video(number: int, clip: Outgoing) -> dict[str, object]:
    suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
    names = [f"{clip.name}/{clip.stem(frame)}{suffix}" for _, frame in clip.written()]
    size = {"height": clip.clip.height, "width": clip.clip.width, "length": len(names)}
    return {"id": number, "video_name": clip.name, "file_names": names, **size}


def _pairs(clips: Sequence[Outgoing], ids: dict[str, int]) -> Iterator[dict[str, object]]:
    numbers = count(1)
    for video, clip in enumerate(clips, start=1):
        masklets = {phrase: len(found) for phrase, found in _complete(clip).items()}
        for phrase, many in sorted({**dict.fromkeys(clip.clip.negatives, 0), **masklets}.items()):
            about = {"video_id": video, "category_id": ids[phrase], "noun_phrase": phrase, "num_masklets": many}
            yield {"id": next(numbers), **about}


def _write_masklets(file: BinaryIO, clip: Outgoing, video: int, ids: dict[str, int], numbers: "count[int]") -> WriteJob:
    """Write the annotations of a video; yields so often that all of them together yield once a frame."""
    found = [(phrase, masklet) for phrase, masklets in _complete(clip).items() for masklet in masklets]
    for place, (phrase, masklet) in enumerate(found):
        number = next(numbers)
        head = {"id": number, "video_id": video, "category_id": ids[phrase], "noun_phrase": phrase}
        text = msgspec.json.encode({**head, **_about(clip, masklet)})
        file.write((b",\n" if number > 1 else b"\n") + text[:-1] + b',"segmentations":[')
        for row, frame in clip.written():
            mask = masklet.masks.get(frame)
            rle = None if mask is None or mask.empty else to_rle(mask.mask)
            file.write((b"," if row else b"") + msgspec.json.encode(rle))
            if row % len(found) == place:
                yield None
        file.write(b"]}")


def _about(clip: Outgoing, masklet: Masklet) -> dict[str, Any]:
    cells = [masklet.masks.get(frame) for _, frame in clip.written()]
    masks = [None if cell is None or cell.empty else cell.mask for cell in cells]
    boxes = [None if mask is None else mask.bbox for mask in masks]
    return {
        "height": clip.clip.height,
        "width": clip.clip.width,
        "iscrowd": 0,
        "areas": [None if mask is None else mask.area for mask in masks],
        "bboxes": [None if box is None else [box[0], box[1], box[2] - box[0], box[3] - box[1]] for box in boxes],
    }
