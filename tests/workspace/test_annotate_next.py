"""What to annotate next is found in the background over all videos, follows what is done, and is walked by a key."""

from dataclasses import replace

import numpy as np

from app.project.edit_builder import EditBuilder
from app.project.model import Cell, CellMask, Click, Direction, FrameIndex, Judgement, MaskSource, ObjectId
from app.review.learning_order import LearningReason
from app.workspace.learning.masklet_doubt import doubt_of
from tests.project.samples import apply
from tests.workspace.builders import add_object, blob, document
from tests.workspace.conftest import Desk


def found(desk: Desk) -> list[ObjectId]:
    """Return the order, once it does not change any more."""
    order = desk.workspace.annotate_next
    order.watch(True)
    desk.qtbot.waitUntil(lambda: not order.waiting, timeout=20_000)
    assert desk.bugs == []
    return [one.cell.object for one in order.order]


def masklets(desk: Desk, count: int) -> list[ObjectId]:
    """Click so many objects side by side and track them."""
    made = []
    for number in range(count):
        id = desk.workspace.objects.add(f"Ball {number}")
        assert id is not None
        desk.workspace.prompts.add_click(Cell(id, FrameIndex(0)), Click(15 + 20 * number, 30))
        made.append(id)
    desk.settle()
    desk.workspace.view.select(made)
    desk.workspace.runs.track(Direction.FORWARD, tuple(made))
    desk.settle()
    return made


def test_what_is_handed_in_leaves_the_order_and_a_rare_category_leads_it(desk: Desk) -> None:
    a, b, c, d = masklets(desk, 4)
    for id in (a, b, c):
        desk.workspace.objects.set_category((id,), "ball")
    desk.workspace.verification.hand_in((a,))
    desk.workspace.verification.judge(a, Judgement.SATISFACTORY)
    assert found(desk) == [d, b, c]
    assert LearningReason.RARE in desk.workspace.annotate_next.order[0].reasons
    desk.workspace.verification.hand_in((d,))
    assert found(desk) == [b, c]
    desk.workspace.editor.undo()
    assert found(desk) == [d, b, c]


def test_the_key_goes_to_the_first_when_it_is_known_and_then_from_one_to_the_next(desk: Desk) -> None:
    masklets(desk, 3)
    desk.workspace.view.select(())
    order = desk.workspace.annotate_next
    assert order.order == ()
    order.next()
    desk.qtbot.waitUntil(lambda: not order.waiting)
    walked = [desk.workspace.view.active_object]
    for _ in range(3):
        order.next()
        walked.append(desk.workspace.view.active_object)
    ids = [one.cell.object for one in order.order]
    assert walked == [*ids, ids[-1]]
    assert desk.notices[-1] == "That was the last one."


def test_an_order_that_changes_while_it_is_walked_passes_nothing_over(desk: Desk) -> None:
    made = masklets(desk, 3)
    first, *_ = found(desk)
    order = desk.workspace.annotate_next
    order.next()
    assert desk.workspace.view.active_object == first
    for id in made:
        if id != first:  # rarer than the one that was gone to: both come before it now
            desk.workspace.objects.set_category((id,), f"ball {id}")
    others = [id for id in found(desk) if id != first]
    walked = []
    for _ in others:
        order.next()
        walked.append(desk.workspace.view.active_object)
    assert walked == others


def test_looks_are_asked_for_once_and_again_after_the_mask_was_changed(desk: Desk) -> None:
    a, *_ = masklets(desk, 3)
    found(desk)
    before = len(desk.predictor.described)
    assert before == 3
    desk.workspace.objects.rename(a, "Ball, the first")
    found(desk)
    assert len(desk.predictor.described) == before
    doubted = next(one.cell.frame for one in desk.workspace.annotate_next.order if one.cell.object == a)
    assert doubted > 0
    desk.workspace.prompts.add_click(Cell(a, doubted), Click(16, 31))
    desk.settle()
    found(desk)
    assert len(desk.predictor.described) == before, "it looks as the first frame that a person made"
    desk.workspace.prompts.add_click(Cell(a, FrameIndex(0)), Click(16, 31))
    desk.settle()
    found(desk)
    assert len(desk.predictor.described) == before + 1


def test_some_of_all_are_looked_at_and_the_same_ones_when_another_is_gone(desk: Desk, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("app.workspace.learning.annotate_next.MOST_LOOKS", 3)
    made = masklets(desk, 6)
    assert set(found(desk)) == set(made)
    assert len(desk.predictor.described) == 3
    seen = {id for id in made if id in desk.workspace.annotate_next._seen}
    desk.workspace.objects.delete([next(id for id in made if id not in seen)])
    found(desk)
    assert len(desk.predictor.described) == 3


def test_the_doubt_of_a_masklet_is_that_of_its_frames_and_it_is_shown_where_it_is_largest() -> None:
    made = document(30)
    a, b = add_object(made, 1, clicked=[0], tracked=range(1, 20)), add_object(made, 2, clicked=[0])
    draft = EditBuilder(made)
    draft.mask(Cell(a, FrameIndex(12)), CellMask(blob(), MaskSource.TRACKED, score=0.1))
    apply(made, draft.edit())
    poor, nothing = doubt_of(made, a), doubt_of(made, b)
    assert abs(poor.frame - 12) <= 2
    assert 0 < poor.doubt < 1
    assert np.isnan(nothing.doubt)
    apply(made, _fine(made, a))
    assert doubt_of(made, a).doubt < poor.doubt


def _fine(made, id):  # type: ignore[no-untyped-def]
    draft = EditBuilder(made)
    for frame, mask in made.masks_of(id):
        draft.mask(Cell(id, frame), replace(mask, fine=True))
    return draft.edit()
