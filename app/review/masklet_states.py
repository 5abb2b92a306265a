"""Where a masklet is on its way from a candidate to a verified one: it follows from its stage, verdict and masks."""

from enum import Enum

from app.project.document import Document
from app.project.model import Judgement, ObjectId, Stage, VideoObject


class MaskletState(Enum):
    """The states of a masklet, in the order of the way."""

    CANDIDATE = "candidate"
    SELECTED = "selected"
    """It is worth annotating, and has one mask or none yet."""
    ANNOTATING = "annotating"
    IN_VERIFICATION = "in verification"
    SATISFACTORY = "satisfactory"
    UNSATISFACTORY = "unsatisfactory"
    """A reviewer sent it back to annotation."""
    REJECTED = "rejected"


_JUDGED = {
    Judgement.SATISFACTORY: MaskletState.SATISFACTORY,
    Judgement.UNSATISFACTORY: MaskletState.UNSATISFACTORY,
    Judgement.REJECTED: MaskletState.REJECTED,
}


def is_verified(document: Document, id: ObjectId) -> bool:
    """Return whether a masklet has a verdict that ends with the next change of its masks."""
    verdict = document.verdict(id)
    return verdict is not None and verdict.judgement is not Judgement.UNSATISFACTORY


def state_of(document: Document, record: VideoObject) -> MaskletState:
    """Return the state of an object's masklet."""
    verdict = document.verdict(record.id)
    if record.stage is Stage.SELECTION:
        return MaskletState.CANDIDATE if record.candidate else MaskletState.SELECTED
    if verdict is not None:
        return _JUDGED[verdict.judgement]
    if record.stage is Stage.VERIFICATION:
        return MaskletState.IN_VERIFICATION
    started = len(document.mask_frames(record.id)) > 1
    return MaskletState.ANNOTATING if started else MaskletState.SELECTED
