"""Going through queues: of one tag, of hundreds, of thousands, of one frame; candidates joined and named."""

import time
from pathlib import Path

from app.masks.mask import Mask
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    ObjectKind,
    Stage,
    VideoObject,
)
from app.review.masklet_states import MaskletState
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, Desk, make_clip
from tests.workspace.test_candidates import find, waiting
from tests.workspace.test_verifying import hand_in

MARKUP = "<b>Dog</b> & <script>"


def test_queues_go_by_a_tag_and_the_second_question_waits_for_the_rest(desk: Desk) -> None:
    workspace = desk.workspace
    first, second, third = hand_in(desk, 3, category="dog")
    workspace.tags.toggle((second,), "fast")
    workspace.verifying.begin()
    workspace.verification.go_through("fast")
    assert (workspace.verifying.current, workspace.verifying.waiting) == (second, (second,))
    assert len(workspace.verification.queue(Stage.VERIFICATION)) == 3
    workspace.verifying.satisfactory()
    assert (workspace.verifying.current, workspace.category_questions.current) == (None, None)
    workspace.tags.toggle((third,), "fast")
    assert workspace.verifying.current == third
    workspace.verification.go_through("")
    assert workspace.verifying.waiting == (first, third)


def test_five_hundred_objects_are_one_step_and_an_answer_is_quick(desk: Desk) -> None:
    workspace, ids = desk.workspace, hand_in(desk, 500)
    workspace.verification.judge(ids[300], Judgement.UNSATISFACTORY, "Border is off")
    workspace.verifying.begin()
    began = time.thread_time()
    workspace.verifying.satisfactory()
    assert time.thread_time() - began < 0.1
    assert workspace.verifying.current == ids[1]
    assert [record.id for record in workspace.verification.queue(Stage.ANNOTATION)] == [ids[300]]
    for _ in range(3):
        workspace.editor.undo()
    assert len(workspace.verification.queue(Stage.ANNOTATION)) == 500


def test_ten_thousand_candidates_are_gone_through_without_a_pause(desk: Desk) -> None:
    workspace, count = desk.workspace, 10_000
    (video,) = workspace.document.videos()
    draft = EditBuilder(workspace.document)
    mask = CellMask(Mask.full(CLIP_HEIGHT, CLIP_WIDTH), MaskSource.AUTO, score=0.5)
    ids = [workspace.editor.new_object_id() for _ in range(count)]
    for place, id in enumerate(ids):
        record = VideoObject(
            id, video.id, f"Candidate {place}", Color(1, 2, 3), "", ObjectKind.AUTO, Stage.SELECTION, position=place
        )
        draft.object(id, record)
        draft.mask(Cell(id, FrameIndex(place % 60)), mask)
    workspace.editor.do("Find objects", draft.edit())
    workspace.selecting.begin()
    began = time.thread_time()
    workspace.selecting.accept()
    assert time.thread_time() - began < 0.2
    assert len(waiting(desk)) == count - 1
    said: list[str] = []
    workspace.editor.messages.notice.connect(said.append)
    workspace.selecting.dismiss_rest()
    assert (waiting(desk), len(workspace.document.all_objects())) == ((), 1)
    assert said == [f"{count - 1} candidates dismissed."]


def test_a_video_of_one_frame_goes_all_the_way(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    workspace.videos.add([make_clip(tmp_path / "one.mp4", 1)])
    desk.settle()
    video = workspace.document.videos()[1]
    workspace.view.open_video(video.id)
    workspace.candidates.find_in_video(24)
    desk.settle()
    workspace.selecting.begin()
    workspace.selecting.accept()
    (record,) = workspace.document.objects(video.id)
    workspace.candidates.track_accepted()
    desk.settle()
    workspace.candidates.hand_in_tracked()
    workspace.verifying.begin()
    assert workspace.verifying.current == record.id
    workspace.suggestions.look()
    workspace.verifying.satisfactory()
    assert workspace.verification.state(record.id) is MaskletState.SATISFACTORY
    assert desk.errors == []


def test_an_answer_is_for_a_candidate_of_the_video_that_is_shown(desk: Desk, tmp_path: Path) -> None:
    workspace, selecting, view = desk.workspace, desk.workspace.selecting, desk.workspace.view
    workspace.videos.add([make_clip(tmp_path / "other.mp4", 9), make_clip(tmp_path / "third.mp4", 3)])
    desk.settle()
    walk, other, third = (video.id for video in workspace.document.videos())
    find(desk)
    view.open_video(other)
    first = find(desk, 5)[3]
    view.open_video(walk)
    selecting.begin()
    view.open_video(other, FrameIndex(2))
    assert (selecting.current, view.frame) == (first, 2), "the playhead stays where it was led to"
    selecting.accept()
    assert (first in selecting.waiting(), view.frame) == (True, 5), "it is shown before it is accepted"
    selecting.accept()
    assert first not in selecting.waiting()

    view.open_video(third)
    assert selecting.current is None
    before = selecting.waiting()
    for answer in (selecting.accept, selecting.dismiss, selecting.dismiss_rest):
        answer()
    workspace.editor.undo()
    assert (view.video and view.video.id, selecting.current, len(selecting.waiting())) == (
        other,
        first,
        len(before) + 1,
    )


def test_what_is_brought_back_is_joined_to_what_was_before_it_and_not_behind(desk: Desk) -> None:
    workspace, selecting = desk.workspace, desk.workspace.selecting
    one, two, three = find(desk)
    selecting.begin()
    selecting.accept()
    selecting.dismiss()
    assert selecting.current == three
    workspace.editor.undo()
    assert selecting.current == two
    assert selecting.before is not None
    assert selecting.before.id == one


def test_a_candidate_is_joined_to_the_one_before_and_undo_brings_it_back(desk: Desk) -> None:
    workspace = desk.workspace
    one, two, three = find(desk)
    selecting, areas = workspace.selecting, {id: area(desk, id) for id in (one, two, three)}
    selecting.begin()
    assert selecting.before is None
    selecting.join()
    selecting.accept()
    assert selecting.before is not None
    assert selecting.before.id == one
    selecting.join()
    assert (selecting.current, waiting(desk)) == (three, (three,))
    assert area(desk, one) == areas[one] + areas[two]
    workspace.editor.undo()
    assert (selecting.current, area(desk, one)) == (two, areas[one])
    selecting.dismiss()
    selecting.join()  # what was dismissed is passed over
    assert area(desk, one) == areas[one] + areas[three]
    workspace.editor.undo()
    workspace.objects.set_locked((one,), locked=True)
    selecting.join()
    assert str(desk.errors[-1].what) == "Object 1 is not as it was found any more."
    assert waiting(desk) == (three,)


def test_a_candidate_is_accepted_under_a_name_and_as_a_category_by_its_number(desk: Desk) -> None:
    workspace = desk.workspace
    one, two, three = find(desk)
    workspace.selecting.begin()
    workspace.selecting.accept_as(category=MARKUP)
    workspace.selecting.accept_in(2)  # there is one only
    workspace.selecting.accept_in(1)
    workspace.selecting.accept_as(f" {MARKUP} ")
    records = [workspace.document.object(id) for id in (one, two, three)]
    assert [(record.name, record.category) for record in records if record is not None] == [
        (MARKUP, MARKUP),
        (f"{MARKUP} 2", MARKUP),
        (f"{MARKUP} 3", ""),
    ]
    workspace.editor.undo()
    assert workspace.selecting.current == three
    workspace.selecting.accept_as()
    last = workspace.document.object(three)
    assert last is not None
    assert (last.name, last.category) == ("Object 3", "")


def area(desk: Desk, object: ObjectId) -> int:
    (found,) = (mask for _frame, mask in desk.workspace.document.masks_of(object))
    return found.mask.area


def test_a_video_without_frames_comes_into_no_project(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    workspace.videos.add([make_clip(tmp_path / "empty.mp4", 0)])
    desk.settle()
    assert (len(workspace.document.videos()), len(desk.errors)) == (1, 1)
    workspace.candidates.find_in_all()
    desk.settle()
    assert len(waiting(desk)) == 3
