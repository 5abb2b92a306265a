"""Another counting: what was on a frame goes where it is now, what has no frame goes, undo brings all back."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from app.project.category_checks import CategoryAnswer, CategoryCheck, category_checks
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_checks import EditError
from app.project.model import (
    Box,
    Cell,
    Direction,
    FrameIndex,
    Issue,
    IssueId,
    Judgement,
    ObjectId,
    Run,
    RunId,
    Verdict,
)
from app.project.storage.salvage import everything
from app.workspace.edits.recount import Recount, homeless, take
from app.workspace.edits.stages import answered_for_category
from tests.project.samples import apply
from tests.workspace.builders import VIDEO, add_object, document

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def annotated() -> tuple[Document, ObjectId]:
    made = document(frames=8)
    a = add_object(made, 1, clicked=[0, 3], tracked=[1, 2, 6])
    record = made.object(a)
    assert record is not None
    run = Run(RunId(1), VIDEO, (a,), Direction.FORWARD, FrameIndex(1), FrameIndex(7), "tiny", NOW)
    verdict = Verdict(a, Judgement.UNSATISFACTORY, "Ann", NOW, "blur", FrameIndex(7))
    region = Box(1, 1, 4, 4)
    issues = [
        Issue(IssueId(1), a, "edge", "Ann", NOW, (FrameIndex(5), FrameIndex(7)), region),
        Issue(IssueId(2), a, "gone", "Ann", NOW, (FrameIndex(7), FrameIndex(7)), region),
        Issue(IssueId(3), a, "all of it", "Ann", NOW),
    ]
    apply(
        made,
        Edit(
            objects={a: Delta(record, replace(record, stale=((1, 2), (6, 6))))},
            locks={Cell(a, FrameIndex(frame)): Delta(None, True) for frame in (2, 7)},
            runs={run.id: Delta(None, run)},
            verdicts={a: Delta(None, verdict)},
            issues={issue.id: Delta(None, issue) for issue in issues},
        ),
    )
    return made, a


def counting(made: Document, count: int, *places: int) -> Recount:
    video = made.video(VIDEO)
    assert video is not None
    return Recount(video, replace(video, frame_count=count, head_sha256="11" * 32), np.array(places))


def test_masks_between_which_others_were_counted_move_together() -> None:
    made, a = annotated()
    before = everything(made)
    recount = counting(made, 4, 0, -1, 1, -1, 2, -1, 3, -1)
    assert recount.moves
    ((record, frames),) = homeless(made, recount)
    assert (record.id, frames) == (a, (1, 3))
    edit = take(made, recount)
    apply(made, edit)
    assert list(made.mask_frames(a)) == [0, 1, 3]
    assert list(made.prompt_frames(a)) == [0]
    assert set(made.locks_of(a)) == {1}
    now, run, verdict = made.object(a), made.run(RunId(1)), made.verdict(a)
    assert now is not None
    assert run is not None
    assert verdict is not None
    assert now.stale == ((1, 1), (3, 3))
    assert (run.first, run.last, verdict.frame) == (1, 3, None)
    assert [(issue.text, issue.span, issue.region) for issue in made.issues_of(a)] == [
        ("edge", (3, 3), Box(1, 1, 4, 4)),
        ("gone", None, None),
        ("all of it", None, None),
    ]
    apply(made, edit.inverse())
    assert everything(made) == before


def test_more_frames_change_nothing_but_their_number() -> None:
    made, _object = annotated()
    recount = counting(made, 12, *range(8))
    edit = take(made, recount)
    assert not recount.moves
    assert homeless(made, recount) == []
    assert edit.size == 1
    apply(made, edit)
    apply(made, edit.inverse())


def test_fewer_frames_take_what_is_beyond_them_and_nothing_else() -> None:
    made, a = annotated()
    edit = take(made, counting(made, 5, 0, 1, 2, 3, 4, -1, -1, -1))
    apply(made, edit)
    assert list(made.mask_frames(a)) == [0, 1, 2, 3]
    run = made.run(RunId(1))
    assert run is not None
    assert (run.first, run.last) == (1, 4)


def test_the_frame_that_shows_what_is_not_masked_moves_with_its_picture() -> None:
    made, a = annotated()
    record = made.object(a)
    assert record is not None
    apply(made, Edit(objects={a: Delta(record, replace(record, category="dog"))}))
    for frame, now in ((4, 2), (5, None)):
        answer = CategoryCheck(VIDEO, "dog", CategoryAnswer.NOT_ALL, "Ann", NOW, (a,), FrameIndex(frame))
        apply(made, answered_for_category(made, answer))
        edit = take(made, counting(made, 4, 0, -1, 1, -1, 2, -1, 3, -1))
        apply(made, edit)
        assert [check.frame for check in category_checks(made).values()] == [now]
        apply(made, edit.inverse())


@pytest.mark.parametrize("left", ["masks", "prompts", "locks", "objects", "runs", "verdicts", "issues"])
def test_a_video_loses_no_frame_on_which_something_is_left(left: str) -> None:
    made, a = annotated()
    apply(made, Edit(locks={Cell(a, FrameIndex(3)): Delta(None, True)}))
    whole = take(made, counting(made, 1, 0, *[-1] * 7))
    forgetful = replace(whole, **{left: {}})
    with pytest.raises(EditError):
        apply(made, forgetful)
