"""Lines of logs in several copies: the same one under other ids, whatever the clocks said."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec

from app.generators import result_of
from app.project.conventions import MERGES
from app.project.edit import Delta, Edit
from app.project.edit_builder import EditBuilder
from app.project.model import ObjectId, VideoId
from app.review.shared_log import ProjectCopy, key_of, moved_line, touched_by
from app.review.work import ALSO, EVERY_OBJECT
from app.workspace.edits.merge_plan import planned
from tests.review.test_work import BALL, START, event
from tests.workspace.builders import add_object, apply, document


def test_a_line_is_the_same_one_under_other_ids_and_after_two_mergings() -> None:
    line = msgspec.structs.replace(event("lock", 3, also="4,5"), video=VideoId(1))
    once = moved_line(line, {VideoId(1): VideoId(2)}, {BALL: ObjectId(7), ObjectId(4): ObjectId(9)}, "first")
    assert (once.video, once.object, once.details[ALSO]) == (2, 7, "9,0")
    twice = moved_line(once, {VideoId(2): VideoId(2)}, {ObjectId(7): ObjectId(1)}, "second")
    assert key_of(line) == key_of(once) == key_of(twice)
    assert touched_by([once]).objects == {7, 9}


def test_clocks_that_jump_backward_and_equal_lines_are_no_matter() -> None:
    common = [event("click", 0), event("click", 0)]
    late = msgspec.structs.replace(event("paint", 1), when=START - timedelta(days=4000))
    here, there = ProjectCopy(document(), common[:1]), ProjectCopy(document(), [late, *common])
    assert there.since(here) == (late, common[1])
    assert here.since(there) == ()


def test_lines_of_a_merging_that_was_undone_are_known_and_not_in_effect() -> None:
    made = document()
    line = event("click", 0)
    here = ProjectCopy(made, [moved_line(line, {}, {BALL: BALL}, "abc")])
    there = ProjectCopy(document(), [line])
    assert (there.since(here), there.missing_in(here)) == ((line,), ())
    apply(made, Edit(conventions={MERGES: Delta(None, "xyz abc")}))
    assert there.since(ProjectCopy(made, here.log)) == ()


def test_a_line_about_all_objects_is_about_each() -> None:
    assert touched_by([event("track", also=EVERY_OBJECT)]).touches(ObjectId(99))
    assert not touched_by([event("track", also="x,-1,2")]).touches(ObjectId(99))
    assert not touched_by([event("merge", also=EVERY_OBJECT)]).touches(BALL)


def test_nothing_is_taken_of_a_video_with_other_media() -> None:
    mine, theirs = document(), document()
    for made, sha in ((mine, "22" * 32), (theirs, "11" * 32)):
        draft = EditBuilder(made)
        second = replace(made.videos()[0], id=VideoId(2), head_sha256=sha, name="other")
        draft.video(VideoId(2), second)
        apply(made, draft.edit())
    record = theirs.object(add_object(theirs, 5, clicked=[0]))
    assert record is not None
    apply(theirs, Edit(objects={ObjectId(6): Delta(None, replace(record, id=ObjectId(6), video=VideoId(2)))}))
    plan = result_of(planned(ProjectCopy(mine, ()), ProjectCopy(theirs, ()), Path("copy")))
    assert [video.name for video in plan.left_out] == ["other"]
    assert (plan.new, plan.new_videos) == ([5], [])
