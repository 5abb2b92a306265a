"""SA-Co VEval (SAM 3): which noun phrases are in a video and all of their masklets, and which are not in it; both ways.

The noun phrases are the categories for which somebody answered whether everything of them is masked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ExportError
from app.interchange.bounds import Bound
from app.interchange.categories import category_names
from app.interchange.clip import AnnotatedClip, Loss, Masklet
from app.interchange.encoding.json_files import decode
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.long_lists import around_lists
from app.interchange.masklet_rows import (
    FRAMES,
    LONG_LISTS,
    MaskletRow,
    VideoRow,
    listed_videos,
    outline_facts,
    put_masks,
    required_video,
)
from app.interchange.parallel.mask_tasks import Form, write_json
from app.interchange.reading import ReadJob
from app.masks.mask import Mask
from app.phrases import Phrase
from app.project.rules import clean_text

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
        yield from write_json(file, Form.COMPRESSED, _parts(done, ids))
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


def losses_of(clip: Outgoing) -> Iterator[Loss]:
    """Yield what is left out, as nobody can rely on it."""
    complete = _complete(clip)
    known = {m.category for m in clip.masklets if m.category} | clip.clip.exhaustive.keys()
    others = sorted(known - complete.keys() - set(clip.clip.negatives))
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


def _parts(clips: Sequence[Outgoing], ids: dict[str, int]) -> Iterator[tuple[bytes, bool, list[Mask | None]]]:
    """Yield the annotations in parts, masks beside the text before them; those of a clip say once a frame that one is
    done."""
    number = 0
    for video, clip in enumerate(clips, start=1):
        found = [(phrase, masklet) for phrase, masklets in _complete(clip).items() for masklet in masklets]
        for place, (phrase, masklet) in enumerate(found):
            number += 1
            head = {"id": number, "video_id": video, "category_id": ids[phrase], "noun_phrase": phrase}
            text = msgspec.json.encode({**head, **_about(clip, masklet)})
            yield (b",\n" if number > 1 else b"\n") + text[:-1] + b',"segmentations":[', False, []
            for row, mask in clip.masks_of(masklet):
                yield b"," if row else b"", row % len(found) == place, [mask]
            yield b"]}", False, []


def _about(clip: Outgoing, masklet: Masklet) -> dict[str, Any]:
    masks = [mask for _, mask in clip.masks_of(masklet)]
    size = {"height": clip.clip.height, "width": clip.clip.width}
    return {**size, "iscrowd": 0, "track_id": clip.numbers[masklet.id], **outline_facts(masks)}


# Reading


class _Pair(msgspec.Struct):
    """`num_masklets` 0: there is nothing of the phrase in the video."""

    video_id: int
    noun_phrase: str
    num_masklets: int


class _File(msgspec.Struct):
    videos: list[VideoRow]
    annotations: list[MaskletRow] | None
    video_np_pairs: list[_Pair]
    categories: list[dict[str, Any]] = msgspec.field(default_factory=list)


def read_saco(path: Path) -> ReadJob:
    """Read a file: the noun phrases become categories, and what is said to be all there, or not at all, is known.

    Every frame counts as annotated: an object without a mask on one is absent there.
    """
    found = decode(
        path, (yield from around_lists(path, {**LONG_LISTS, (b"video_np_pairs", None): Bound.MASKLETS})), _File
    )
    names = category_names(found.categories)
    made = listed_videos(path, found.videos)
    yield from put_masks(
        path,
        found.annotations or [],
        lambda row: required_video(path, made, row),
        lambda row: row.noun_phrase or names.get(row.category_id, ""),
    )
    pairs: dict[int, dict[str, bool]] = {}
    for pair in found.video_np_pairs:
        pairs.setdefault(pair.video_id, {})[clean_text(pair.noun_phrase.strip())] = pair.num_masklets > 0
    return tuple(_answered(video.clip(), pairs.get(id, {})) for id, video in made.items())


def _answered(clip: AnnotatedClip, phrases: Mapping[str, bool]) -> AnnotatedClip:
    """Return the clip with what its file says about noun phrases: whether they are in the video, and then whole."""
    ids = {phrase: frozenset(m.id for m in clip.masklets if m.category == phrase) for phrase in phrases if phrase}
    return replace(
        clip,
        exhaustive={phrase: ids[phrase] for phrase in ids if phrases[phrase]},
        negatives=tuple(sorted(phrase for phrase in ids if not phrases[phrase] and not ids[phrase])),
    )
