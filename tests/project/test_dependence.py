"""Without a large edit that was lost, the small ones that do not need it can be made, and nothing is left hanging."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.project.dependence import Unwritten
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_builder import EditBuilder
from app.project.edit_checks import EditError, check
from app.project.model import (
    Click,
    Direction,
    FrameIndex,
    Issue,
    IssueId,
    Judgement,
    MaskSource,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Verdict,
    VideoId,
)
from tests.project.samples import VIDEO, a_document, a_mask, a_video, an_object, cell

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ONE, TWO = ObjectId(1), ObjectId(2)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("mask", "track", "prompts", "lock", "record", "gone", "run gone", "verdict", "issue", "words", "video")
        ),
        st.integers(1, 3),
        st.integers(0, 2),
        st.booleans(),
    ),
    min_size=2,
    max_size=12,
)


def an_edit(document: Document, verb: str, id: int, value: int) -> Edit:
    draft, object, place = EditBuilder(document), ObjectId(id), cell(id, 40 * value)
    record = document.object(object)
    run = Run(RunId(id), VIDEO, (ONE, TWO), Direction.BOTH, FrameIndex(0), FrameIndex(9), "tiny", NOW)
    match verb:
        case "mask":
            draft.mask(place, None if document.mask(place) else a_mask(value))
        case "track":
            draft.run(run.id, run)
            draft.mask(cell(1 + value % 2, 0), a_mask(value, MaskSource.TRACKED, run=id))
        case "prompts":
            draft.prompts(place, Prompts((Click(value, id),)))
        case "lock":
            draft.lock(place, not document.locked(place))
        case "record":
            draft.object(object, an_object(id) if record is None else replace(record, name=f"{record.name}'"))
        case "gone":
            draft.clear(object)
            draft.clear_issues(object)
            draft.verdict(object, None)
            draft.object(object, None)
        case "run gone":
            for owner in (ONE, TWO):
                for frame, mask in document.masks_of(owner):
                    if mask.run == run.id:
                        draft.mask(cell(owner, frame), None)
            draft.run(run.id, None)
        case "verdict":
            draft.verdict(object, Verdict(object, Judgement.SATISFACTORY, "Ann", NOW, frame=FrameIndex(40 * value)))
        case "issue":
            there = document.issue(IssueId(id))
            draft.issue(IssueId(id), None if there else Issue(IssueId(id), ObjectId(1 + value), "?", "Ann", NOW))
        case "words":
            draft.convention("phase", str(1 + value))
        case "video":
            draft.video(VideoId(id), a_video(id, frame_count=50 * (1 + value)))
    return draft.edit()


@settings(deadline=None, max_examples=150)
@given(STEPS, st.integers(0, 6))
def test_what_needs_no_lost_edit_can_be_made_without_it(steps, written):
    document, unwritten = a_document((1, 2)), Unwritten()
    rest = a_document((1, 2))
    for number, (verb, id, value, large) in enumerate(steps, 1):
        edit = an_edit(document, verb, id, value)
        try:
            check(document, edit)
        except EditError:
            continue
        document.apply(edit)
        needs: tuple[int, ...] = ()
        if large:
            unwritten.add(number, edit, [number])
        else:
            needs = unwritten.needed_by(edit, [number])
        if number <= written or (not large and all(needed <= written for needed in needs)):
            check(rest, edit)
            rest.apply(edit)


def needs(large: Edit, *small: Edit) -> list[bool]:
    """Whether each of the small edits, made one after the other, needs the large one."""
    unwritten = Unwritten()
    unwritten.add(7, large, [70])
    return [unwritten.needed_by(edit, [80 + number]) == (7,) for number, edit in enumerate(small)]


def locks(object: int, *frames: int) -> Edit:
    return Edit(locks={cell(object, frame): Delta(None, True) for frame in frames})


def masks(object: int, *frames: int) -> Edit:
    return Edit(masks={cell(object, frame): Delta(None, a_mask(frame)) for frame in frames})


def test_what_has_nothing_to_do_with_a_large_edit_does_not_need_it():
    large = locks(1, *range(90))
    renamed = Edit(objects={ONE: Delta(an_object(1), an_object(1, name="cup"))})
    assert needs(large, masks(1, 5), locks(1, 95), locks(2, 5), renamed) == [False] * 4


def test_what_changes_the_same_cell_again_needs_it_and_so_does_what_follows_there():
    prompts = Edit(prompts={cell(1, 5): Delta(None, Prompts((Click(1, 2),)))})
    assert needs(masks(1, *range(90)), masks(2, 3), prompts, masks(1, 95)) == [False, True, False]
    created = Edit(objects={ONE: Delta(None, an_object(1))})
    new = Edit(objects={TWO: Delta(None, an_object(2))})
    assert needs(created, masks(1, 5), masks(2, 5), new, masks(1, 6)) == [True, False, False, True]


def test_a_verdict_needs_whatever_became_of_its_masklet():
    verdict = Edit(verdicts={ONE: Delta(None, Verdict(ONE, Judgement.SATISFACTORY, "Ann", NOW))})
    assert needs(masks(1, *range(90)), verdict) == [True]
    assert needs(masks(2, *range(90)), verdict) == [False]


def test_an_object_goes_only_after_the_edit_that_took_its_issue_away():
    """Found by chance, in 1,800 tries."""
    answered = Edit(issues={IssueId(2): Delta(Issue(IssueId(2), TWO, "?", "Ann", NOW), None)})
    gone = [Edit(objects={id: Delta(an_object(id), None)}) for id in (ONE, TWO)]
    assert needs(answered, *gone) == [False, True]
    verdict = Edit(verdicts={TWO: Delta(None, Verdict(TWO, Judgement.SATISFACTORY, "Ann", NOW))})
    assert needs(answered, verdict) == [True]


@pytest.mark.parametrize(("steps", "needed"), [([70], True), ([71], False)])
def test_what_goes_into_its_step_of_the_history_needs_it(steps, needed):
    unwritten = Unwritten()
    unwritten.add(7, locks(1, 1, 2), [70])
    assert bool(unwritten.needed_by(masks(2, 5), steps)) is needed
    unwritten.remove(7)
    assert unwritten.needed_by(masks(2, 5), [70]) == ()
