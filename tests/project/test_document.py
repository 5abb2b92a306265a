"""The document answers from every side what was applied to it, and refuses edits that do not fit, unchanged."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_builder import EditBuilder
from app.project.edit_checks import EditError, tried
from app.project.model import (
    Box,
    CellMask,
    Click,
    Direction,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Verdict,
    VideoId,
)
from app.project.storage.salvage import everything
from tests.project.samples import (
    CELL,
    FRAMES,
    OBJECT,
    VIDEO,
    a_document,
    a_mask,
    a_video,
    an_object,
    apply,
    cell,
    set_mask,
    start,
)

NOW = datetime(2026, 1, 2, 3, 4, 5)
CLICKED = Prompts(clicks=(Click(3.5, 4.5),))


def a_run(id: int = 1, **changes: object) -> Run:
    values = {"objects": (OBJECT,), "direction": Direction.FORWARD, "first": FrameIndex(0), "last": FrameIndex(9)}
    return Run(id=RunId(id), video=VIDEO, model="tiny", started=NOW, **{**values, **changes})


def test_what_is_applied_is_there_and_its_inverse_takes_it_away():
    document = a_document((1, 2))
    edit = Edit(
        prompts={CELL: Delta(None, CLICKED)},
        masks={CELL: Delta(None, a_mask(run=1)), cell(2, 7): Delta(None, a_mask(1, MaskSource.AUTO))},
        locks={cell(2, 7): Delta(None, True)},
        runs={RunId(1): Delta(None, a_run())},
        verdicts={OBJECT: Delta(None, Verdict(OBJECT, Judgement.REJECTED, "ann", NOW))},
    )
    apply(document, edit)
    assert document.prompts(CELL) == CLICKED
    assert document.mask(CELL) == a_mask(run=1)
    assert document.locked(cell(2, 7))
    assert not document.locked(CELL)
    assert document.runs(VIDEO) == (a_run(),)
    assert document.verdict(OBJECT).judgement is Judgement.REJECTED
    assert document.mask(cell(2, 7)) == a_mask(1, MaskSource.AUTO)
    assert np.flatnonzero(document.mask_counts(VIDEO)).tolist() == [5, 7]
    assert (document.prompt_frames(OBJECT), document.prompt_frames(ObjectId(2))) == ((5,), ())
    apply(document, edit.inverse())
    assert document.prompts(CELL) is document.mask(CELL) is document.verdict(OBJECT) is document.run(RunId(1)) is None
    assert not document.mask_counts(VIDEO).any()
    assert document.lock_frames(ObjectId(2)) == ()


def test_videos_and_objects_come_in_their_order():
    document = a_document(())
    apply(
        document,
        Edit(
            videos={VideoId(2): Delta(None, a_video(2, position=-1))},
            objects={ObjectId(i): Delta(None, an_object(i, position=p)) for i, p in ((1, 5), (2, 0), (3, 5))},
        ),
    )
    assert [video.id for video in document.videos()] == [2, 1]
    assert [record.id for record in document.objects(VIDEO)] == [2, 1, 3]
    assert document.objects(VideoId(2)) == document.objects(VideoId(99)) == ()
    apply(document, Edit(objects={ObjectId(2): Delta(document.object(ObjectId(2)), an_object(2, position=9))}))
    assert [record.id for record in document.all_objects()] == [1, 3, 2]


STEPS = st.lists(
    st.tuples(
        st.sampled_from([1, 2]),
        st.lists(st.integers(0, FRAMES - 1), min_size=1, max_size=FRAMES, unique=True),
        st.sampled_from([None, MaskSource.TRACKED, MaskSource.PAINTED]),
    ),
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(STEPS)
def test_the_indexes_say_what_the_masks_say(steps):
    document = a_document((1, 2))
    expected = {}
    document.mask_counts(VIDEO)
    for object, frames, source in steps:
        mask = None if source is None else a_mask(0, source)
        changes = {cell(object, f): Delta(document.mask(cell(object, f)), mask) for f in frames}
        apply(document, Edit(masks=changes, locks={c: Delta(document.locked(c) or None, True) for c in changes}))
        expected.update(dict.fromkeys(changes, mask))
    for object in (1, 2):
        mine = {c.frame: mask for c, mask in expected.items() if c.object == object and mask is not None}
        assert document.mask_frames(object) == tuple(sorted(mine))
        assert document.conditioning_frames(object) == tuple(sorted(f for f in mine if mine[f].source.conditions))
        assert list(document.masks_of(object)) == sorted(mine.items(), key=lambda item: item[0])
        assert document.lock_frames(object) == tuple(sorted(c.frame for c in expected if c.object == object))
    counts = [sum(expected.get(cell(o, f)) is not None for o in (1, 2)) for f in range(FRAMES)]
    assert document.mask_counts(VIDEO).tolist() == counts
    assert not document.mask_counts(VIDEO).flags.writeable


def test_an_object_goes_with_everything_it_has_or_not_at_all():
    document = a_document((1, 2))
    apply(document, Edit(masks={CELL: Delta(None, a_mask())}, prompts={CELL: Delta(None, CLICKED)}))
    record = document.object(OBJECT)
    with pytest.raises(EditError, match="still has masks"):
        apply(document, Edit(objects={OBJECT: Delta(record, None)}, prompts={CELL: Delta(CLICKED, None)}))
    assert document.prompts(CELL) == CLICKED
    apply(
        document,
        Edit(
            objects={OBJECT: Delta(record, None)},
            prompts={CELL: Delta(CLICKED, None)},
            masks={CELL: Delta(a_mask(), None)},
        ),
    )
    assert document.object(OBJECT) is None
    assert [other.id for other in document.objects(VIDEO)] == [2]
    assert not document.mask_counts(VIDEO).any()


def test_an_object_can_come_with_its_masks_in_one_edit():
    document = a_document(())
    document.mask_counts(VIDEO)
    apply(document, Edit(objects={OBJECT: Delta(None, an_object())}, masks={CELL: Delta(None, a_mask())}))
    assert document.mask_counts(VIDEO)[CELL.frame] == 1


OTHER_SIZE = CellMask(Mask.empty(3, 3), MaskSource.TRACKED)
REFUSED = {
    "before is another": Edit(masks={CELL: Delta(a_mask(1), None)}),
    "before is nothing": Edit(prompts={CELL: Delta(CLICKED, None)}),
    "unknown object": Edit(masks={cell(9, 0): Delta(None, a_mask())}),
    "frame past the end": Edit(masks={cell(1, FRAMES): Delta(None, a_mask())}),
    "frame before the start": Edit(locks={cell(1, -1): Delta(None, True)}),
    "mask of another size": Edit(masks={CELL: Delta(None, OTHER_SIZE)}),
    "score out of range": Edit(masks={CELL: Delta(None, replace(a_mask(), score=float("nan")))}),
    "unknown run": Edit(masks={CELL: Delta(None, a_mask(run=4))}),
    "painted mask of another size": Edit(prompts={CELL: Delta(None, Prompts(mask=Mask.empty(3, 3)))}),
    "click nowhere": Edit(prompts={CELL: Delta(None, Prompts(clicks=(Click(float("inf"), 0),)))}),
    "box turned around": Edit(prompts={CELL: Delta(None, Prompts(box=Box(5, 5, 1, 9)))}),
    "prompts that say nothing": Edit(prompts={CELL: Delta(None, Prompts())}),
    "lock that is off": Edit(locks={CELL: Delta(None, False)}),
    "object in no video": Edit(objects={ObjectId(5): Delta(None, an_object(5, video=9))}),
    "object under another id": Edit(objects={ObjectId(5): Delta(None, an_object(6))}),
    "object that moves": Edit(
        videos={VideoId(2): Delta(None, a_video(2))}, objects={OBJECT: Delta(an_object(), an_object(video=2))}
    ),
    "stale beyond the end": Edit(objects={OBJECT: Delta(an_object(), an_object(stale=((3, FRAMES),)))}),
    "stale spans that touch": Edit(objects={OBJECT: Delta(an_object(), an_object(stale=((3, 4), (5, 6))))}),
    "video with objects removed": Edit(videos={VIDEO: Delta(a_video(), None)}),
    "video with objects resized": Edit(videos={VIDEO: Delta(a_video(), a_video(width=8))}),
    "video of no size": Edit(videos={VideoId(2): Delta(None, a_video(2, width=0))}),
    "path with a NUL": Edit(videos={VideoId(2): Delta(None, a_video(2, path="a\0b"))}),
    "name that is no text": Edit(objects={OBJECT: Delta(an_object(), an_object(name="\ud800"))}),
    "run beyond the end": Edit(runs={RunId(1): Delta(None, a_run(last=FrameIndex(FRAMES)))}),
    "verdict on nothing": Edit(verdicts={ObjectId(9): Delta(None, Verdict(ObjectId(9), Judgement.REJECTED, "a", NOW))}),
}


@pytest.mark.parametrize("edit", REFUSED.values(), ids=REFUSED.keys())
def test_an_edit_that_does_not_fit_is_refused_as_a_whole(edit):
    document = a_document()
    fine = {cell(1, 50): Delta(None, a_mask())}
    with pytest.raises(EditError):
        apply(document, replace(edit, masks={**fine, **edit.masks}))
    assert document.mask(cell(1, 50)) is None
    assert document.videos() == (a_video(),)
    assert document.all_objects() == (an_object(),)


def test_a_run_that_made_masks_does_not_go_without_them():
    document = a_document()
    apply(document, Edit(runs={RunId(1): Delta(None, a_run())}, masks={CELL: Delta(None, a_mask(run=1))}))
    with pytest.raises(EditError, match="still has the mask"):
        apply(document, Edit(runs={RunId(1): Delta(a_run(), None)}))
    apply(document, Edit(runs={RunId(1): Delta(a_run(), None)}, masks={CELL: Delta(a_mask(run=1), None)}))
    assert document.runs() == ()


def test_frames_read_before_a_change_stay_as_they_were():
    document = a_document()
    apply(document, set_mask(document, CELL, a_mask()))
    before, masks = document.mask_frames(OBJECT), document.masks_of(OBJECT)
    apply(document, set_mask(document, cell(1, 6), a_mask()))
    assert before == (5,)
    assert list(masks) == [(5, a_mask())]


def test_a_hundred_thousand_frames_of_fifty_objects_are_read_at_once():
    document = Document()
    apply(
        document,
        Edit(
            videos={VIDEO: Delta(None, a_video(frame_count=100_000))},
            objects={ObjectId(i): Delta(None, an_object(i)) for i in range(1, 51)},
        ),
    )
    mask = a_mask(0, MaskSource.TRACKED)
    apply(document, Edit(masks={cell(o, f): Delta(None, mask) for o in range(1, 51) for f in range(0, 100_000, 500)}))
    assert document.mask_counts(VIDEO)[500] == 50
    assert np.count_nonzero(document.mask_counts(VIDEO)) == 200
    assert start().videos[VIDEO].after is not None


def test_a_frozen_document_stays_as_it_was_whatever_is_done_to_the_other():
    document = a_document((1, 2))
    apply(
        document, Edit(masks={cell(1, f): Delta(None, a_mask(f)) for f in (3, 4)}, prompts={CELL: Delta(None, CLICKED)})
    )
    frozen = document.frozen()
    before = everything(document)
    apply(document, set_mask(document, cell(1, 3), None))
    apply(document, Edit(masks={cell(2, 1): Delta(None, a_mask())}, locks={cell(1, 9): Delta(None, True)}))
    apply(document, Edit(prompts={CELL: Delta(CLICKED, None)}))
    assert everything(frozen) == before
    assert list(frozen.frame_arrays(OBJECT).masks) == [3, 4]
    assert list(document.frame_arrays(OBJECT).masks) == [4]
    again = document.frozen()
    apply(document, set_mask(document, cell(1, 4), None))
    assert document.mask_frames(OBJECT) == ()
    assert again.mask_frames(OBJECT) == (4,)


def test_a_frozen_document_that_is_changed_itself_changes_nothing_in_the_other():
    document = a_document((1, 2))
    apply(document, Edit(masks={cell(1, 3): Delta(None, a_mask())}, prompts={CELL: Delta(None, CLICKED)}))
    before = everything(document)
    preview = document.frozen()
    apply(preview, set_mask(preview, cell(1, 4), a_mask(1)))
    apply(preview, Edit(prompts={CELL: Delta(CLICKED, None)}, locks={cell(1, 9): Delta(None, True)}))
    assert everything(document) == before
    assert document.mask_frames(OBJECT) == (3,)
    assert preview.mask_frames(OBJECT) == (3, 4)


def test_cells_of_an_edit_that_was_tried_are_taken_from_there():
    document = a_document((1, 2))
    apply(document, Edit(masks={cell(1, 3): Delta(None, a_mask()), cell(2, 3): Delta(None, a_mask(2))}))
    was, plain = document.frozen(), document.frozen()
    edit = Edit(masks={cell(1, f): Delta(None, a_mask(f, MaskSource.TRACKED)) for f in range(10, 90)})
    after = tried(was, edit)
    document.apply(edit, after)
    apply(plain, edit)
    assert document.contents_of(ObjectId(1)).masks is after.contents_of(ObjectId(1)).masks
    assert everything(document) == everything(plain) != everything(was)
    assert document.agrees(was, [ObjectId(2)]), "what it leaves alone is what it was"
    assert list(document.frame_arrays(ObjectId(1)).conditioning) == [3]


def test_a_deleted_object_is_gone_from_every_side_however_its_cells_were_shared():
    document = a_document((1, 2))
    apply(document, Edit(masks={cell(1, 3): Delta(None, a_mask())}, locks={cell(1, 4): Delta(None, True)}))
    frozen = document.frozen()
    before = everything(document)
    gone = change_of(document, "remove", 1)
    apply(document, gone)
    assert document.contents_of(OBJECT) == ({}, {}, set())
    assert document.mask_frames(OBJECT) == document.lock_frames(OBJECT) == ()
    assert everything(frozen) == before
    apply(document, gone.inverse())
    assert everything(document) == before
    apply(document, set_mask(document, cell(1, 3), None))
    assert everything(frozen) == before


COPIES = st.lists(
    st.one_of(
        st.tuples(st.just("freeze"), st.integers(0, 9)),
        st.tuples(st.just("mask"), st.integers(0, 9), st.sampled_from([1, 2]), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("prompts"), st.integers(0, 9), st.sampled_from([1, 2]), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("lock"), st.integers(0, 9), st.sampled_from([1, 2]), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("rename"), st.integers(0, 9), st.sampled_from([1, 2]), st.sampled_from("abc")),
        st.tuples(st.just("remove"), st.integers(0, 9), st.sampled_from([1, 2])),
    ),
    max_size=20,
)


def change_of(document: Document, verb: str, object: int, *rest) -> Edit:
    """The edit of one line of COPIES; empty where its object is not there."""
    record = document.object(ObjectId(object))
    if record is None:
        return Edit()
    if verb == "rename":
        return Edit(objects={record.id: Delta(record, replace(record, name=rest[0]))})
    if verb == "remove":
        builder = EditBuilder(document)
        builder.clear(record.id)
        builder.object(record.id, None)
        return builder.edit()
    where, there = cell(object, rest[0]), rest[1]
    if verb == "mask":
        return set_mask(document, where, a_mask(rest[0]) if there else None)
    if verb == "prompts":
        return Edit(prompts={where: Delta(document.prompts(where), CLICKED if there else None)})
    return Edit(locks={where: Delta(document.locked(where) or None, there or None)})


@settings(max_examples=150, deadline=None)
@given(COPIES, st.booleans())
def test_a_document_and_its_frozen_copies_never_see_each_others_changes(actions, elsewhere):
    documents = [a_document((1, 2))]
    documents[0].mask_counts(VIDEO)
    wanted = [everything(documents[0])]
    for verb, which, *rest in actions:
        place = which % len(documents)
        if verb == "freeze":
            documents.append(documents[place].frozen())
            wanted.append(wanted[place])
        else:
            document, edit = documents[place], change_of(documents[place], verb, *rest)
            document.apply(edit, tried(document, edit)) if elsewhere else apply(document, edit)
            wanted[place] = everything(documents[place])
        assert [everything(document) for document in documents] == wanted
    for document in documents:
        counts = [sum(document.mask(cell(o, f)) is not None for o in (1, 2)) for f in range(FRAMES)]
        assert document.mask_counts(VIDEO).tolist() == counts


def test_a_frozen_document_agrees_as_long_as_an_object_was_not_touched():
    document = a_document((1, 2))
    apply(document, Edit(masks={cell(1, 3): Delta(None, a_mask()), cell(2, 3): Delta(None, a_mask())}))
    frozen = document.frozen()
    both = (ObjectId(1), ObjectId(2))
    assert document.agrees(frozen, both)
    change = set_mask(document, cell(2, 3), None)
    apply(document, change)
    assert document.agrees(frozen, both[:1])
    assert not document.agrees(frozen, both)
    apply(document, change.inverse())
    assert not document.agrees(frozen, both), "it may hold other masks that look the same"
    renamed = replace(an_object(1), name="another")
    apply(document, Edit(objects={ObjectId(1): Delta(an_object(1), renamed)}))
    assert not document.agrees(frozen, both[:1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"mask": Mask.full(3, 4)},
        {"score": 1.5},
        {"score": float("nan")},
        {"presence": -0.1},
        {"presence": float("nan")},
    ],
)
def test_one_wrong_mask_among_many_is_found(wrong):
    document = a_document()
    masks = {cell(1, f): a_mask(f) for f in range(40)}
    masks[cell(1, 20)] = replace(a_mask(), **wrong)
    with pytest.raises(EditError, match=r"frame=20\b"):
        apply(document, Edit(masks={where: Delta(None, mask) for where, mask in masks.items()}))
    assert document.mask_frames(OBJECT) == ()
