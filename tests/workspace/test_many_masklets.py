"""Queues of thousands: an answer costs no more than a moment."""

import time

from app.engine.predictor import Prediction
from app.project.document import Document
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    MaskSource,
    ObjectId,
    ObjectKind,
    Stage,
    VideoObject,
)
from app.workspace.edits.candidates import accepted, found
from app.workspace.edits.stages import sent_back
from tests.project.samples import apply
from tests.workspace.builders import VIDEO, blob, document

MANY = 10_000


def candidates() -> Document:
    """Return a document with ten thousand candidates."""
    made = document(10)
    draft = EditBuilder(made)
    mask = CellMask(blob(), MaskSource.AUTO)
    for number in range(1, MANY + 1):
        id = ObjectId(number)
        record = VideoObject(id, VIDEO, f"Candidate {number}", Color(1, 2, 3), "", ObjectKind.AUTO, Stage.SELECTION)
        draft.object(id, record)
        draft.mask(Cell(id, FrameIndex(0)), mask)
    apply(made, draft.edit())
    return made


def test_accepting_one_of_ten_thousand_candidates_is_a_small_edit() -> None:
    made = candidates()
    began = time.process_time()
    edit = accepted(made, [ObjectId(5_000)])
    edit = edit.then(sent_back(made, edit))
    assert time.process_time() - began < 0.05
    assert edit.size == 1
    assert len(accepted(made, map(ObjectId, range(1, MANY + 1))).objects) == MANY
    assert (len(made.candidates(VIDEO)), made.objects(VIDEO)) == (MANY, ())
    assert int(made.mask_counts(VIDEO).sum()) == 0
    assert found(made, VIDEO, FrameIndex(3), [ObjectId(MANY + 1)], [Prediction(blob(), 0.9, 1.0)]).size == 2
