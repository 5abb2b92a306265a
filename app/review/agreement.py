"""How far the masklets of a project agree with a reference: another annotator's, those of phase 1, or the truth."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.masks.metrics import boundary_f
from app.project.document import Document
from app.project.model import CellMask, ObjectId, Stage
from app.review.pairing import paired_objects

ALIGNED: Final = 0.75
"""IoU above which a mask is aligned with the reference."""
_STEP: Final = 25
"""Frames between two reports of progress."""


class MaskSize(IntEnum):
    """The paper's sizes, by the area of the reference's mask in pixels."""

    SMALL = 0
    MEDIUM = 1
    LARGE = 2

    @classmethod
    def of(cls, area: int) -> "MaskSize":
        """Return the size of an area: small below 32 x 32, medium below 96 x 96."""
        return cls.SMALL if area < 32 * 32 else cls.MEDIUM if area < 96 * 96 else cls.LARGE


@dataclass(frozen=True, slots=True)
class MaskletAgreement:
    """One masklet against its reference.

    `compared` and `aligned`: by size, frames on which the reference shows the object and there is a mask here, and
    those of them whose masks are aligned. `missing`: frames on which the reference shows it and there is no mask here.
    `iou` is the sum over compared frames. `j` and `f` are sums over the `scored` frames: those on which both have a
    mask, be it an empty one, the video's first and last skipped. `same_verdict`: None where only one was judged.
    """

    object: ObjectId
    reference: ObjectId
    compared: tuple[int, ...]
    aligned: tuple[int, ...]
    missing: int
    iou: float
    scored: int
    j: float
    f: float
    same_verdict: bool | None


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Masklets against their references. `alone` and `not_here`: those that only the project, or the reference, has."""

    masklets: tuple[MaskletAgreement, ...]
    alone: int = 0
    not_here: int = 0

    def of(self, objects: Iterable[ObjectId]) -> "PairAgreement":
        """Return the agreement of some objects alone."""
        wanted = set(objects)
        return PairAgreement(tuple(one for one in self.masklets if one.object in wanted))

    @property
    def frames(self) -> int:
        """How many masks were compared."""
        return sum(sum(one.compared) for one in self.masklets)

    @property
    def missing(self) -> int:
        """How many frames of the reference have no mask here."""
        return sum(one.missing for one in self.masklets)

    @property
    def alignment(self) -> float | None:
        """The share of compared masks that are aligned."""
        return _over(sum(sum(one.aligned) for one in self.masklets), self.frames)

    def alignment_of(self, size: MaskSize) -> float | None:
        """Return the share of compared masks of a size that are aligned."""
        aligned = sum(one.aligned[size] for one in self.masklets)
        return _over(aligned, sum(one.compared[size] for one in self.masklets))

    @property
    def iou(self) -> float | None:
        """The mean IoU of compared masks."""
        return _over(sum(one.iou for one in self.masklets), self.frames)

    @property
    def j(self) -> float | None:
        """The mean J, masklet by masklet."""
        return _mean(one.j / one.scored for one in self.masklets if one.scored)

    @property
    def f(self) -> float | None:
        """The mean F, masklet by masklet."""
        return _mean(one.f / one.scored for one in self.masklets if one.scored)

    @property
    def jf(self) -> float | None:
        """The mean of J and F."""
        return None if self.j is None or self.f is None else (self.j + self.f) / 2

    @property
    def same_verdicts(self) -> float | None:
        """The share of masklets judged by both that got the same verdict."""
        return _mean(float(one.same_verdict) for one in self.masklets if one.same_verdict is not None)

    def numbers(self) -> Mapping[str, float | int | None]:
        """Return all of this by name."""
        return {
            "alignment": self.alignment,
            **{f"alignment_{size.name.lower()}": self.alignment_of(size) for size in MaskSize},
            "iou": self.iou,
            "j": self.j,
            "f": self.f,
            "jf": self.jf,
            "same_verdicts": self.same_verdicts,
            "compared_masks": self.frames,
            "missing_masks": self.missing,
            "compared_masklets": len(self.masklets),
        }


def agreement(document: Document, reference: Document) -> Generator[float, None, PairAgreement]:
    """Compare the masklets of two projects; yields how much is done, 0..1, and returns how far they agree."""
    pairs = dict(paired_objects(document, reference))
    total = sum(len(reference.mask_frames(other)) for other in pairs.values())
    done, found = 0, list[MaskletAgreement]()
    for object, other in pairs.items():
        for step in masklet_agreement(document, object, reference, other):
            if isinstance(step, MaskletAgreement):
                found.append(step)
            else:
                done += step
                yield done / max(total, 1)
    here, there = (_masklets(one) for one in (document, reference))
    return PairAgreement(tuple(found), here - len(pairs), there - len(pairs))


def masklet_agreement(
    document: Document, object: ObjectId, reference: Document, other: ObjectId
) -> Generator[int | MaskletAgreement, None, None]:
    """Compare a masklet with its reference: yields numbers of frames that were compared, at last the agreement."""
    video = document.video_of(object)
    assert video is not None
    mine, theirs = document.contents_of(object).masks, reference.contents_of(other).masks
    compared, aligned = [0] * len(MaskSize), [0] * len(MaskSize)
    missing, scored, iou, j, f, since = 0, 0, 0.0, 0.0, 0.0, 0
    for frame, truth in theirs.items():
        mask = mine.get(frame)
        since += 1
        if since == _STEP:
            yield since
            since = 0
        if mask is None:
            missing += truth.mask.area > 0
            continue
        overlap = mask.mask.iou(truth.mask)
        if truth.mask.area:
            size = MaskSize.of(truth.mask.area)
            compared[size] += 1
            aligned[size] += overlap > ALIGNED
            iou += overlap
        if 0 < frame < video.frame_count - 1:
            scored, j, f = scored + 1, j + overlap, f + _contour(mask, truth, overlap)
    yield since
    verdicts = document.verdict(object), reference.verdict(other)
    same = None
    if verdicts[0] is not None and verdicts[1] is not None:
        same = verdicts[0].judgement is verdicts[1].judgement
    yield MaskletAgreement(object, other, tuple(compared), tuple(aligned), missing, iou, scored, j, f, same)


def _contour(mask: CellMask, truth: CellMask, overlap: float) -> float:
    return 1.0 if overlap == 1.0 else boundary_f(mask.mask, truth.mask)


def _masklets(document: Document) -> int:
    return sum(record.stage is not Stage.SELECTION for record in document.all_objects())


def _over(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return sum(known) / len(known) if known else None
