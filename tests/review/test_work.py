"""The numbers of the data engine, from a log that may be odd."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from app.project.annotation_rate import RATE
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, Event, FrameIndex, Judgement, MaskSource, ObjectId, ObjectKind, Stage
from app.project.second_looks import SECOND_LOOK, LookKind, SecondLook, look_text
from app.review.report import as_builtins, as_csv, report
from app.review.work import MOST_FRAMES, Grouping, Masklets, WorkBook, counted, frames_text, numbers
from tests.project.samples import apply
from tests.workspace.builders import add_object, document

START = datetime(2026, 1, 1, tzinfo=UTC)
BALL = ObjectId(1)


def event(verb: str, frame: int | None = None, *, seconds: str = "5", by: str = "Ada", **details: str) -> Event:
    """Return an event about the ball, earlier and earlier: clocks may jump back."""
    said = {"s": seconds, "stage": "annotation", "model": "tiny", "phase": "3"} | details
    when = START - timedelta(days=len(said))
    return Event(when, by, verb, None, BALL, None if frame is None else FrameIndex(frame), said)


THERE = Masklets({BALL: 100}, frozenset({(BALL, 0), (BALL, 40)}))


def test_time_clicks_and_edited_frames_come_to_the_numbers_of_the_paper() -> None:
    work = counted(
        [
            event("click", 0),
            event("click", 0),
            event("click", 40),
            event("click", 40, how="undone"),
            event("paint", 70, by="Grace"),
            event("verdict", what="satisfactory", stage="verification", seconds="60"),
        ]
    )
    whole = numbers(work.whole, THERE, whole=True)
    assert whole.seconds_a_frame == 0.25
    assert whole.edited_share == 0.02
    assert whole.clicks_a_frame == 1.5
    assert whole.masklets_an_hour == 144.0
    assert whole.verdicts == {"satisfactory": 1.0}
    assert numbers(work.by["annotator"]["Grace"], THERE).seconds == 5.0
    assert set(work.by["model"]) == {"tiny"}
    assert set(work.by["phase"]) == {"3"}


def test_frames_made_in_one_gesture_count_for_who_made_them() -> None:
    there = Masklets({BALL: 100}, frozenset((BALL, frame) for frame in (7, 8, 9, 40, 50)))
    lines = [event("edit", cells="5", frames=frames_text([9, 8, 40, 7])), event("edit", frames="50", how="undone")]
    forged = [event("edit", frames=text, by="Grace") for text in ("50-", "-50", "x", "", "1-99999999999999", "²")]
    by = counted([*lines, *forged]).by["annotator"]
    assert numbers(by["Ada"], there).edited_frames == 4
    assert numbers(by["Grace"], there).edited_frames == 5, "a stretch is cut, not refused"
    assert frames_text(range(MOST_FRAMES + 1)) == ""


def test_masklets_accepted_and_tracked_by_the_model_count_for_who_accepted_them() -> None:
    there = Masklets({BALL: 100, ObjectId(2): 10, ObjectId(3): 10}, frozenset())
    lines = [
        event("stage", what="annotation", stage="selection", also="2,²,x,99999999999999999999"),
        event("stage", what="annotation", stage="verification", by="Grace", also="3"),  # she sends one back
        event("click", 0, seconds="55"),
    ]
    work = counted(lines)
    assert numbers(work.by["annotator"]["Ada"], there).masklets == 2
    assert numbers(work.by["annotator"]["Grace"], there).masklets == 0
    assert numbers(work.by["masklet"]["1"], there).masklets == 1
    whole, week = numbers(work.whole, Masklets({BALL: 100, ObjectId(2): 10}, frozenset()), whole=True), work.by["week"]
    (own,) = (numbers(tally, there) for tally in week.values())
    assert (own.masklets, own.seconds_a_frame) == (whole.masklets, whole.seconds_a_frame)


def test_a_candidate_is_no_row_of_the_numbers() -> None:
    made = document(10)
    add_object(made, 1, tracked=[0, 1])
    record = made.object(ObjectId(1))
    assert record is not None
    lines = [event("edit"), event("click", 0)]
    assert [group.key for group in report(counted(lines), made).groups[Grouping.MASKLET]] == ["1"]
    draft = EditBuilder(made)
    draft.object(ObjectId(1), replace(record, kind=ObjectKind.AUTO, stage=Stage.SELECTION))
    apply(made, draft.edit())
    assert report(counted(lines), made).groups[Grouping.MASKLET] == ()


def test_what_was_imported_takes_nobodys_time() -> None:
    made = document(100)
    ball, other = add_object(made, 1, clicked=[0], tracked=range(1, 50)), add_object(made, 2, tracked=range(100))
    masks = made.contents_of(other).masks
    draft = EditBuilder(made)
    for frame, mask in masks.items():
        draft.mask(Cell(other, frame), replace(mask, source=MaskSource.IMPORTED))
    apply(made, draft.edit())
    there = Masklets.of(made)
    assert there.imported == {other}
    whole = numbers(counted([event("click", 0), event("track")]).whole, there, whole=True)
    assert (whole.masklets, whole.frames) == (2, 150)
    assert (whole.seconds_a_frame, whole.edited_share, whole.masklets_an_hour) == (0.2, 0.02, 360.0)
    assert ball == BALL


def test_a_verdict_that_a_later_edit_took_back_is_no_further_verdict() -> None:
    good, bad, back = (event("verdict", what=what, stage="verification") for what in ("satisfactory", "rejected", ""))
    whole = numbers(counted([good, back, good, bad]).whole, THERE, whole=True)
    assert whole.verdicts == {"": 1 / 3, "rejected": 1 / 3, "satisfactory": 2 / 3}
    assert whole.seconds_a_verdict == pytest.approx(20 / 3)
    assert numbers(counted([back]).whole, THERE, whole=True).verdicts == {}


def test_a_verdict_that_was_taken_back_is_none_whoever_takes_it_back() -> None:
    first = event("verdict", what="satisfactory", stage="verification")
    taken_back = event("verdict", what="satisfactory", stage="verification", how="undone")
    other = event("verdict", what="unsatisfactory", stage="verification", by="Grace")
    work = counted([first, taken_back, other])
    assert numbers(work.whole, THERE, whole=True).verdicts == {"unsatisfactory": 1.0}
    assert numbers(work.whole, THERE, whole=True).seconds_a_verdict == 15.0
    assert numbers(work.by["annotator"]["Ada"], THERE).verdicts == {}
    again = event("verdict", what="satisfactory", stage="verification", how="redone")
    by_another = event("verdict", what="satisfactory", stage="verification", how="undone", by="Grace")
    assert numbers(counted([first, taken_back, again]).whole, THERE).verdicts == {"satisfactory": 1.0}
    assert numbers(counted([first, by_another]).whole, THERE).verdicts == {}


def test_nothing_done_and_damaged_times_divide_by_nothing() -> None:
    work = counted([event("click", 0, seconds="nan"), event("click", 0, seconds="-4"), event("edit", seconds="1e9")])
    assert numbers(work.whole, Masklets({}, frozenset()), whole=True).seconds_a_frame is None
    assert numbers(work.whole, THERE).seconds == 0.0
    assert numbers(counted([]).whole, THERE).edited_share is None


def test_masklets_and_weeks_are_told_apart_and_what_comes_later_is_counted_with_the_rest() -> None:
    book = WorkBook()
    book.add([event("click", 0)])
    book.add([Event(START, "Ada", "click", None, ObjectId(2), FrameIndex(1), {"s": "4", "stage": "annotation"})])
    by = book.work().by
    assert set(by["masklet"]) == {"1", "2"}
    assert set(by["week"]) == {"2025-W52", "2026-W01"}
    assert by["masklet"]["2"].tools == {"": 4.0}


def test_a_report_is_a_table_and_json_with_the_paper_and_without_what_was_deleted() -> None:
    made = document(10)
    add_object(made, 1, clicked=[0], tracked=[1, 2, 3])
    log = [event("click", 0), Event(START, '=Ada "x"', "click", None, ObjectId(9), FrameIndex(1), {"s": "4"})]
    told = report(counted(log), made, name="walk")
    rows = list(csv.DictReader(as_csv(told).splitlines()))
    assert [row["name"] for row in rows if row["group"] == "masklet"] == ["Object 1 · clip"]
    assert {row["group"] for row in rows} == {"paper", "project", "annotator", "masklet", "phase", "model", "week"}
    own = next(row for row in rows if row["group"] == "project")
    assert (own["seconds_a_frame"], own["edited_share"], own["alignment"]) == ("1.25", "0.25", "")
    assert json.loads(msgspec.json.encode(as_builtins(told)))["by_masklet"]["1"]["edited_frames"] == 1


def test_frames_are_those_of_the_annotation_rate_and_people_have_their_consistency() -> None:
    made = document(40)
    add_object(made, 1, clicked=[0, 5], tracked=range(1, 40))
    look = SecondLook(ObjectId(1), LookKind.RECHECK, Judgement.SATISFACTORY, "Ada", Judgement.REJECTED, "Ada", START)
    draft = EditBuilder(made)
    draft.convention(RATE, "every 4")
    draft.convention(f"{SECOND_LOOK}1 x", look_text(look))
    apply(made, draft.edit())
    told = report(counted([event("click", 0)]), made)
    assert told.project.numbers.frames == 11  # of 0, 4 ... 36, and the one that a person changed
    rows = {row["group"]: row for row in csv.DictReader(as_csv(told).splitlines())}
    assert (rows["annotator"]["looks"], rows["annotator"]["same_twice"]) == ("1", "0.0")
    assert as_builtins(told)["same_twice"] == {"Ada": {"looks": 1, "same": 0}}
