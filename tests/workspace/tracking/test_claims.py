"""Which pixels are somebody else's where exclusive objects are tracked in passes of their own."""

from app.engine.predictor import Prediction
from app.project.model import Cell, CellMask, FrameIndex, MaskSource
from app.workspace.edits.cells import paint, tracked
from app.workspace.edits.memory import set_exclusive
from app.workspace.tracking.claims import Claims
from tests.project.samples import apply
from tests.workspace.builders import VIDEO, add_object, blob, document

AT = FrameIndex(5)


def test_the_others_own_what_is_up_to_date_and_what_this_run_has_made() -> None:
    made = document(20)
    a, b, c = (add_object(made, n, clicked=[0], tracked=range(1, 20), stale=((9, 12),)) for n in (1, 2, 3))
    apply(made, tracked(made, AT, {b: CellMask(blob(0), MaskSource.TRACKED)}))
    apply(made, tracked(made, AT, {c: CellMask(blob(30), MaskSource.TRACKED)}))
    assert Claims(made, VIDEO).objects == frozenset()
    apply(made, set_exclusive(made, (a,), True))
    assert Claims(made, VIDEO).objects == frozenset(), "one alone has nobody to be kept apart from"
    apply(made, set_exclusive(made, (b,), True))
    claims = Claims(made, VIDEO)
    assert claims.objects == {a, b}
    assert claims.by_others([a], AT) == blob(0)
    assert claims.by_others([a, b], AT) is None
    assert claims.by_others([a], FrameIndex(10)) is None, "stale masks own nothing"
    claims.note(AT, {b: Prediction(blob(20), 0.9, 0.9), c: Prediction(blob(40), 0.9, 0.9)})
    assert claims.by_others([a], AT) == blob(20)


def test_a_persons_mask_is_its_objects_even_where_it_is_tracked_again() -> None:
    made = document(20)
    a, b = (add_object(made, n, clicked=[0], tracked=range(1, 20)) for n in (1, 2))
    apply(made, set_exclusive(made, (a, b), True))
    apply(made, paint(made, Cell(b, AT), blob(3)))
    assert Claims(made, VIDEO).by_others([a], AT) == blob(3)
