"""What timelines paint follows the document edit by edit, and equals what is built from scratch."""

import time
from dataclasses import replace

import numpy as np

from app.masks.mask import Mask
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, CellMask, Click, FrameIndex, MaskSource, Prompts
from app.review.open_work import open_work
from app.workspace.edits import cells, objects
from app.workspace.measuring.coverage import coverage
from app.workspace.tracking.stale_frames import StaleFrames
from app.workspace.viewing.frame_states import FrameState, StateBook
from tests.project.samples import apply
from tests.workspace.builders import HEIGHT, WIDTH, add_object, blob, document


def test_states_follow_edits_and_undo_as_if_built_anew() -> None:
    made = document(40)
    a = add_object(made, 1, clicked=[0], tracked=range(1, 30), locked=[3])
    b = add_object(made, 2, tracked=[5])
    book = StateBook(made)
    book.of(a), book.of(b)
    done: list[Edit] = []

    def do(edit: Edit) -> None:
        apply(made, edit)
        book.update(edit)
        done.append(edit)

    do(cells.prompt(made, Cell(a, FrameIndex(10)), Prompts((Click(3, 3),))))
    do(cells.segmented(made, Cell(a, FrameIndex(10)), blob(1, 1, 40), 0.4, 1.0))
    do(cells.tracked(made, FrameIndex(11), {a: CellMask(blob(1, 1, 30), MaskSource.TRACKED, score=0.3)}))
    do(cells.lock(made, (a, b), FrameIndex(5), FrameIndex(6), True))
    do(objects.swap(made, a, b, FrameIndex(4), FrameIndex(8)))
    do(cells.clear(made, {a: [FrameIndex(20)]}))
    for edit in reversed(done):
        check_like_new(made, book, a, b)
        apply(made, edit.inverse())
        book.update(edit.inverse())
    check_like_new(made, book, a, b)


def check_like_new(made, book: StateBook, *ids) -> None:  # type: ignore[no-untyped-def]
    fresh = StateBook(made)
    for id in ids:
        have, want = book.of(id), fresh.of(id)
        np.testing.assert_array_equal(have.flags, want.flags)
        np.testing.assert_array_equal(have.score, want.score)
        np.testing.assert_array_equal(have.area, want.area)


def test_stale_is_what_can_be_tracked_again() -> None:
    made = document(20)
    a = add_object(made, 1, clicked=[0, 6], tracked=[*range(1, 6), 7, 8], stale=((3, 8),))
    book = StateBook(made)

    def stale() -> list[int]:
        check_like_new(made, book, a)
        found = np.flatnonzero(book.of(a).flags & FrameState.STALE).tolist()
        assert found == [frame for frame in range(20) if made.stale(Cell(a, FrameIndex(frame)))]
        assert open_work(made, a).stale == len(found)
        assert coverage(book.of(a)).stale == StaleFrames().count(made, (a,), 20, frozenset()) == len(found)
        return found

    def do(edit: Edit) -> Edit:
        apply(made, edit)
        book.update(edit)
        return edit.inverse()

    assert stale() == [3, 4, 5, 7, 8], "a person made frame 6"
    unlocked = do(cells.lock(made, (a,), FrameIndex(4), FrameIndex(7), True))
    assert stale() == [3, 8], "a person keeps what is locked"
    do(unlocked)
    assert stale() == [3, 4, 5, 7, 8]
    removed = do(cells.painted(made, {a: {FrameIndex(8): blob(1, 1, 40)}}))
    assert 8 not in stale()
    do(removed)
    assert stale() == [3, 4, 5, 7, 8]
    record = made.object(a)
    assert record is not None
    draft = EditBuilder(made)
    draft.object(a, replace(record, locked=True))
    opened = do(draft.edit())
    assert stale() == [], "nothing of a locked object is tracked again"
    do(opened)
    assert stale() == [3, 4, 5, 7, 8]


def test_flags_say_what_a_lane_shows() -> None:
    made = document(20)
    a = add_object(made, 1, clicked=[0], tracked=[1, 2], stale=((2, 2),), locked=[1])
    flags = StateBook(made).of(a).flags
    assert flags[0] == FrameState.HAS_MASK | FrameState.PROMPT | FrameState.EDITED
    assert flags[1] == FrameState.HAS_MASK | FrameState.LOCKED
    assert flags[2] == FrameState.HAS_MASK | FrameState.STALE
    assert flags[3] == 0


def test_what_is_suggested_or_lost_is_suspicious_and_what_a_person_marked_absent_is_not() -> None:
    made = document(20)
    a = add_object(made, 1, clicked=[0], tracked=[1, 2, 3])
    empty = Mask.empty(HEIGHT, WIDTH)
    apply(made, cells.tracked(made, FrameIndex(2), {a: CellMask(empty, MaskSource.TRACKED)}))
    apply(made, cells.paint(made, Cell(a, FrameIndex(4)), empty))
    book = StateBook(made)
    flags = book.of(a).flags
    assert book.suggest(a, [FrameIndex(1), FrameIndex(3)]) == {1, 3}
    assert list(np.flatnonzero(flags & FrameState.SUSPICIOUS)) == [1, 2, 3]
    assert book.suggest(a, [FrameIndex(3)]) == {1}
    edit = cells.tracked(made, FrameIndex(2), {a: CellMask(blob(), MaskSource.TRACKED)})
    apply(made, edit)
    book.update(edit)
    assert list(np.flatnonzero(flags & FrameState.SUSPICIOUS)) == [3]


def test_lost_is_what_the_model_did_not_find_and_absent_what_a_person_said() -> None:
    made = document(20)
    a = add_object(made, 1, clicked=[0], tracked=range(1, 10), stale=((7, 9),))
    nothing = Mask.empty(48, 64)
    for frame in (3, 4, 5, 8):
        apply(made, cells.tracked(made, FrameIndex(frame), {a: CellMask(nothing, MaskSource.TRACKED, presence=0.01)}))
    apply(made, cells.paint(made, Cell(a, FrameIndex(4)), nothing))
    states = StateBook(made).of(a)
    flags = states.flags
    assert list(np.flatnonzero(flags & FrameState.LOST)) == [3, 5, 8]
    assert list(np.flatnonzero(flags & FrameState.ABSENT)) == [4]
    found = coverage(states)
    assert (found.frames, found.present, found.absent, found.lost) == (20, 6, 1, 3)
    assert found.stale == int(np.count_nonzero(flags & FrameState.STALE))
    every_fourth = coverage(states, 4)  # 0, 4, 8, 12, 16
    assert (every_fourth.frames, every_fourth.present, every_fourth.absent, every_fourth.lost) == (5, 1, 1, 1)
    assert (every_fourth.annotated, every_fourth.edited) == (2, found.edited)


def test_a_whole_lost_stretch_is_suspicious() -> None:
    made = document(20)
    a = add_object(made, 1, clicked=[0], tracked=range(1, 12))
    lost = CellMask(Mask.empty(48, 64), MaskSource.TRACKED, presence=0.01)
    for frame in (4, 5, 6, 7):
        apply(made, cells.tracked(made, FrameIndex(frame), {a: lost}))
    assert list(np.flatnonzero(StateBook(made).of(a).flags & FrameState.SUSPICIOUS)) == [4, 5, 6, 7]


def test_the_states_of_a_long_masklet_are_there_at_once() -> None:
    made = document(50_000)
    a = add_object(made, 1, clicked=[0], tracked=range(1, 50_000))
    book = StateBook(made)
    started = time.process_time()
    flags = book.of(a).flags
    assert time.process_time() - started < 0.4
    assert int((flags & FrameState.HAS_MASK).astype(bool).sum()) == 50_000
