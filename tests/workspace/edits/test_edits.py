"""Edits as pure functions: what each verb does to a document, and that its inverse undoes it."""

from dataclasses import replace

import pytest

from app.errors import ProjectError
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import Box, Cell, Click, FrameIndex, MaskSource, ObjectId, Policy, Prompts
from app.workspace.edits import cells, objects
from tests.project.samples import apply
from tests.workspace.builders import VIDEO, add_object, blob, document


def snapshot(made: Document, *ids: int) -> list[object]:
    found: list[object] = []
    for id in map(ObjectId, ids):
        masks, prompts, locks = made.contents_of(id)
        found.append((made.object(id), dict(masks), dict(prompts), set(locks)))
    return found


def apply_and_check_undo(made: Document, edit: Edit, *ids: int) -> None:
    before = snapshot(made, *ids)
    apply(made, edit)
    after = snapshot(made, *ids)
    apply(made, edit.inverse())
    assert snapshot(made, *ids) == before
    apply(made, edit)
    assert snapshot(made, *ids) == after


def test_prompting_object_a_leaves_object_b_on_that_frame_untouched() -> None:
    made = document()
    a, b = add_object(made, 1, clicked=[0], tracked=[5]), add_object(made, 2, clicked=[0], tracked=[5])
    cell = Cell(a, FrameIndex(5))
    edit = cells.prompt(made, cell, Prompts((Click(3, 3),)))
    assert edit.objects_touched() == {a}
    edit = cells.segmented(made, cell, blob(20), 0.9, 1.0)
    assert edit.objects_touched() == {a}
    assert made.mask(Cell(b, FrameIndex(5))) is not None


def test_a_prompt_makes_dependent_tracked_frames_stale_and_its_answer_makes_the_cell_fresh() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=range(1, 50))
    cell = Cell(a, FrameIndex(20))
    apply_and_check_undo(made, cells.prompt(made, cell, Prompts((Click(3, 3),))), 1)
    record = made.object(a)
    assert record is not None
    assert record.stale == ((1, 19), (21, 49))
    apply_and_check_undo(made, cells.segmented(made, cell, blob(20), 0.9, 1.0), 1)
    mask = made.mask(cell)
    assert mask is not None
    assert mask.source is MaskSource.PROMPTED


def test_removing_the_last_prompt_removes_the_mask_it_made() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0, 10], tracked=range(1, 10))
    apply_and_check_undo(made, cells.prompt(made, Cell(a, FrameIndex(10)), Prompts()), 1)
    assert made.mask(Cell(a, FrameIndex(10))) is None
    assert made.object(a).stale == ((1, 9),)  # type: ignore[union-attr]


def test_a_run_never_writes_into_locked_or_person_made_cells() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0, 5], tracked=[6, 7], locked=[7])
    for frame in (5, 7):
        mask = made.mask(Cell(a, FrameIndex(frame)))
        assert mask is not None
        new = {a: type(mask)(blob(30), MaskSource.TRACKED)}
        assert cells.tracked(made, FrameIndex(frame), new).empty
    assert not cells.tracked(made, FrameIndex(6), new).empty


def test_a_tracked_frame_is_not_stale_any_more() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=range(1, 10), stale=((1, 9),))
    mask = made.mask(Cell(a, FrameIndex(4)))
    assert mask is not None
    apply_and_check_undo(made, cells.tracked(made, FrameIndex(4), {a: mask}), 1)
    assert made.object(a).stale == ((1, 3), (5, 9))  # type: ignore[union-attr]


def test_deleting_an_object_takes_everything_and_undo_brings_everything_back() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0, 9], tracked=range(1, 9), locked=[3])
    apply_and_check_undo(made, objects.delete(made, (a,)), 1)
    assert made.object(a) is None
    assert not made.mask_frames(a)


def test_swapping_identities_over_a_range_exchanges_masks_and_prompts_there_only() -> None:
    made = document()
    a, b = add_object(made, 1, clicked=[2]), add_object(made, 2, tracked=[2, 3, 8])
    apply_and_check_undo(made, objects.swap(made, a, b, FrameIndex(2), FrameIndex(4)), 1, 2)
    assert list(made.mask_frames(a)) == [2, 3]
    assert list(made.mask_frames(b)) == [2, 8]
    assert list(made.prompt_frames(b)) == [2]


def test_merging_unites_masks_and_keeps_the_first_identity() -> None:
    made = document()
    a, b = add_object(made, 1, clicked=[0]), add_object(made, 2, clicked=[1], tracked=[2])
    draft = cells.paint(made, Cell(b, FrameIndex(0)), blob(30, 30))
    apply(made, draft)
    apply_and_check_undo(made, objects.merge(made, (a, b)), 1, 2)
    assert made.object(b) is None
    union = made.mask(Cell(a, FrameIndex(0)))
    assert union is not None
    assert union.mask == blob().union(blob(30, 30))
    assert list(made.mask_frames(a)) == [0, 1, 2]


def test_merging_loses_no_tag_or_category_and_splitting_gives_them_to_both() -> None:
    made = document()
    a, b = add_object(made, 1, clicked=[0], tracked=range(1, 9)), add_object(made, 2, clicked=[1])
    kept, gone = made.object(a), made.object(b)
    assert kept is not None
    assert gone is not None
    draft = EditBuilder(made)
    draft.object(a, replace(kept, tags=("fast",), policy=Policy.CLEAN, exclusive=True))
    draft.object(b, replace(gone, tags=("thin", "fast"), category="dog"))
    apply(made, draft.edit())
    apply_and_check_undo(made, objects.merge(made, (a, b)), 1, 2)
    apply_and_check_undo(made, objects.split(made, a, FrameIndex(4), ObjectId(7)), 1, 7)
    for id in (a, ObjectId(7)):
        record = made.object(id)
        assert record is not None
        assert (record.tags, record.category) == (("fast", "thin"), "dog")
        assert (record.policy, record.exclusive) == (Policy.CLEAN, True)


def test_splitting_hands_the_later_frames_to_a_new_object() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=range(1, 20), stale=((5, 15),))
    apply_and_check_undo(made, objects.split(made, a, FrameIndex(10), ObjectId(7)), 1, 7)
    assert list(made.mask_frames(a)) == list(range(10))
    assert list(made.mask_frames(ObjectId(7))) == list(range(10, 20))
    assert made.object(a).stale == ((5, 9),)  # type: ignore[union-attr]
    assert made.object(ObjectId(7)).stale == ((10, 15),)  # type: ignore[union-attr]


def test_duplicate_copies_masks_under_a_name_and_color_of_its_own() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=[1])
    apply_and_check_undo(made, objects.duplicate(made, a, ObjectId(9)), 1, 9)
    copy = made.object(ObjectId(9))
    assert copy is not None
    assert copy.name != made.object(a).name  # type: ignore[union-attr]
    assert list(made.mask_frames(ObjectId(9))) == [0, 1]


@pytest.mark.parametrize(
    ("ids", "place", "order"),
    [
        ([4], 1, [1, 4, 2, 3]),
        ([1], 4, [2, 3, 4, 1]),
        ([3, 1], 2, [2, 1, 3, 4]),
        ([2, 4], -1, [2, 4, 1, 3]),
        ([2], 2, [1, 2, 3, 4]),
        ([1, 2], 99, [3, 4, 1, 2]),
    ],
)
def test_reordering_keeps_every_object_once(ids: list[int], place: int, order: list[int]) -> None:
    made = document()
    for id in (1, 2, 3, 4):
        add_object(made, id)
    apply_and_check_undo(made, objects.reorder(made, [ObjectId(id) for id in ids], place), 1, 2, 3, 4)
    assert [o.id for o in made.objects(VIDEO)] == order


def test_what_is_stale_goes_with_the_masks_that_are_given_to_another_object() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=range(1, 20))
    b = add_object(made, 2, clicked=[0], tracked=range(1, 6))
    apply(made, objects.revise(made, (a,), stale=((FrameIndex(4), FrameIndex(12)),)))
    apply(made, objects.revise(made, (b,), stale=((FrameIndex(2), FrameIndex(5)),)))
    apply_and_check_undo(made, objects.reassign(made, a, b, FrameIndex(5), FrameIndex(9)), 1, 2)

    assert made.object(a).stale == ((4, 4), (10, 12))  # type: ignore[union-attr]
    assert made.object(b).stale == ((2, 9),)  # type: ignore[union-attr]


def test_swapping_identities_questions_what_depended_on_what_was_swapped() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0, 30, 60], tracked=[*range(1, 30), *range(31, 60), *range(61, 80)], locked=[25])
    b = add_object(made, 2, clicked=[0], tracked=range(1, 80))
    apply_and_check_undo(made, objects.swap(made, a, b, FrameIndex(28), FrameIndex(40)), 1, 2)

    assert made.object(a).stale == ((1, 24), (26, 27), (41, 59))  # type: ignore[union-attr]
    assert made.object(b).stale == ((1, 27), (41, 79))  # type: ignore[union-attr]


def test_swapping_what_was_only_tracked_questions_nothing() -> None:
    made = document()
    a, b = (add_object(made, id, clicked=[0], tracked=range(1, 80)) for id in (1, 2))
    apply_and_check_undo(made, objects.swap(made, a, b, FrameIndex(28), FrameIndex(40)), 1, 2)

    assert made.object(a).stale == made.object(b).stale == ()  # type: ignore[union-attr]


def test_giving_and_splitting_question_what_depended_on_what_went() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0, 30], tracked=[*range(1, 30), *range(31, 50)])
    b = add_object(made, 2, clicked=[0], tracked=range(1, 50))
    giving = objects.reassign(made, a, b, FrameIndex(25), FrameIndex(35))
    apply_and_check_undo(made, giving, 1, 2)
    given = [made.object(id).stale for id in (a, b)]  # type: ignore[union-attr]
    apply(made, giving.inverse())
    apply_and_check_undo(made, objects.split(made, a, FrameIndex(20), ObjectId(7)), 1, 7)

    assert given == [((1, 24), (36, 49)), ((1, 24), (36, 49))]
    assert made.object(a).stale == ((1, 19),)  # type: ignore[union-attr]
    assert made.object(ObjectId(7)).stale == ()  # type: ignore[union-attr]


def test_saying_the_same_again_changes_nothing() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=range(1, 50))
    here, there = Cell(a, FrameIndex(0)), Cell(a, FrameIndex(20))
    apply(made, cells.paint(made, there, blob(20)))
    apply(made, objects.revise(made, (a,), stale=()))

    assert cells.prompt(made, here, Prompts((Click(14, 14),))).empty
    assert cells.prompt(made, Cell(a, FrameIndex(9)), Prompts()).empty
    assert cells.paint(made, there, blob(20)).empty
    assert not cells.paint(made, there, blob(21)).empty


@pytest.mark.parametrize("name", ["", "   ", "Object 2"])
def test_empty_and_taken_names_are_refused_in_words(name: str) -> None:
    made = document()
    a, _ = add_object(made, 1), add_object(made, 2)
    with pytest.raises(ProjectError) as refused:
        objects.rename(made, a, name)
    assert refused.value.hint


def test_objects_get_different_colors_until_the_palette_is_used_up() -> None:
    made = document()
    for id in range(1, len(objects.PALETTE) + 1):
        apply(made, objects.add(made, ObjectId(id), VIDEO, "", ""))
    records = made.objects(VIDEO)
    assert len({r.color for r in records}) == len(objects.PALETTE)
    assert len({r.name for r in records}) == len(records)


def test_changed_masks_count_as_painted_and_outdate_only_the_others() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0], tracked=range(1, 10))
    changed = {FrameIndex(f): blob(20) for f in (3, 4, 5)}
    apply_and_check_undo(made, cells.transformed(made, {a: {**changed, FrameIndex(7): blob()}}), 1)
    assert [f for f, mask in made.masks_of(a) if mask.source is MaskSource.PAINTED] == [3, 4, 5]
    record = made.object(a)
    assert record is not None
    assert record.stale == ((1, 2), (6, 9))


def test_clearing_a_tracked_cell_makes_nothing_else_stale_but_clearing_a_prompted_one_does() -> None:
    made = document()
    a = add_object(made, 1, clicked=[0, 10], tracked=[*range(1, 10), *range(11, 20)])
    assert a not in cells.clear(made, {a: [FrameIndex(5)]}).objects
    apply_and_check_undo(made, cells.clear(made, {a: [FrameIndex(10)]}), 1)
    assert made.object(a).stale == ((1, 9), (11, 19))  # type: ignore[union-attr]


def test_box_and_clicks_of_a_cell_live_together() -> None:
    made = document()
    a = add_object(made, 1)
    cell = Cell(a, FrameIndex(0))
    apply_and_check_undo(made, cells.prompt(made, cell, Prompts((Click(1, 1),), Box(0, 0, 5, 5))), 1)
    assert made.prompts(cell) == Prompts((Click(1, 1),), Box(0, 0, 5, 5))
