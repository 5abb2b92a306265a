"""What the model finds by itself: no object until accepted, one step while it is found, never proposed twice."""

import shutil
from pathlib import Path

from app.project.annotation_rate import AnnotationRate, rate_in, step_from
from app.project.model import Cell, Click, FrameIndex, Judgement, ObjectId, ObjectKind, Stage
from app.review.masklet_states import MaskletState
from tests.workspace.conftest import Desk


def waiting(desk: Desk) -> tuple[ObjectId, ...]:
    return desk.workspace.selecting.waiting()


def find(desk: Desk, frame: int = 10) -> tuple[ObjectId, ...]:
    desk.workspace.candidates.find(frame)
    desk.settle()
    return waiting(desk)


def test_a_candidate_is_no_object_until_it_is_accepted_and_not_after_its_undo(desk: Desk) -> None:
    workspace = desk.workspace
    video = workspace.view.video
    assert video is not None
    one, two, three = find(desk)

    def seen() -> tuple[int, int, int]:
        workspace.view.select((one, two, three))
        counts = workspace.document.mask_counts(video.id)
        return len(workspace.document.objects(video.id)), len(workspace.view.selection), int(counts[10])

    before = seen()
    workspace.selecting.accept(two)
    accepted, record = seen(), workspace.document.object(two)
    workspace.editor.undo()
    assert (before, accepted, seen()) == ((0, 0, 0), (1, 1, 1), (0, 0, 0))
    assert record is not None
    assert (record.name, record.kind, record.stage) == ("Object 1", ObjectKind.AUTO, Stage.ANNOTATION)
    assert waiting(desk) == (one, two, three)


def test_a_search_is_one_step_that_fills_as_it_goes_and_ends_with_its_undo(desk: Desk) -> None:
    workspace = desk.workspace
    seen: list[int] = []
    workspace.editor.told.connect(lambda _applied: seen.append(len(waiting(desk))))
    find(desk)
    assert seen == [1, 2, 3]
    assert workspace.editor.undo_title == "Find objects"
    workspace.editor.undo()
    assert waiting(desk) == ()
    workspace.editor.redo()
    assert len(waiting(desk)) == 3
    workspace.editor.undo()

    def undo_at_first() -> None:
        if len(waiting(desk)) == 1 and workspace.editor.undo_title:
            workspace.editor.undo()

    workspace.editor.told.connect(lambda applied: undo_at_first() if not applied.origin.replayed else None)
    job = workspace.candidates.find_in_video(5)
    desk.settle()
    assert job is not None
    assert job.state.value == "stopped"
    assert waiting(desk) == ()


def test_what_is_there_is_not_proposed_again_and_what_cannot_be_read_is_passed_over(desk: Desk, clip: Path) -> None:
    workspace = desk.workspace
    video = workspace.view.video
    assert video is not None
    kept, gone, _other = find(desk)
    workspace.selecting.show(gone)
    workspace.selecting.dismiss()
    assert workspace.history.undo_title == "Dismiss candidate"
    workspace.selecting.accept(kept)
    assert len(find(desk)) == 2  # what was dismissed is found again, what was accepted is not
    copy = Path(shutil.copyfile(clip, workspace.folder / "gone.mp4"))
    workspace.videos.add((copy,))
    desk.settle()
    copy.unlink()
    workspace.candidates.find_in_all()
    desk.settle()
    assert len(waiting(desk)) == 5
    assert any("1 frame cannot be read." in notice for notice in desk.notices)


def test_accepted_candidates_of_all_videos_are_tracked_as_a_batch_and_verified_like_any_other(
    desk: Desk, clip: Path
) -> None:
    workspace = desk.workspace
    workspace.videos.add((Path(shutil.copyfile(clip, workspace.folder / "other.mp4")),))
    desk.settle()
    workspace.candidates.find_in_all()
    desk.settle()
    workspace.selecting.set_threshold(0.8)
    assert len(workspace.selecting.above()) == 4
    workspace.selecting.accept_above()
    assert len(waiting(desk)) == 2
    jobs = workspace.candidates.track_accepted()
    desk.settle()
    assert jobs is not None
    assert len(jobs) == 2
    auto = [record for record in workspace.document.all_objects() if record.kind is ObjectKind.AUTO]
    frames = {len(workspace.document.mask_frames(record.id)) for record in auto}
    assert (len(auto), len(frames)) == (4, 1)
    workspace.candidates.hand_in_tracked()
    assert {record.id for record in workspace.verification.queue(Stage.VERIFICATION)} == {r.id for r in auto}
    workspace.verification.judge(auto[0].id, Judgement.UNSATISFACTORY, "Border is off")
    assert [record.id for record in workspace.verification.queue(Stage.ANNOTATION)] == [auto[0].id]
    assert workspace.verification.state(auto[0].id) is MaskletState.UNSATISFACTORY
    assert workspace.candidates.track_accepted() == ()


def test_nothing_is_tracked_in_phase_1_and_a_tracked_frame_is_redrawn_in_phase_2(desk: Desk) -> None:
    workspace = desk.workspace
    id = workspace.objects.add("Ball")
    assert id is not None
    workspace.prompts.add_click(Cell(id, FrameIndex(10)), Click(40, 30))
    desk.settle()
    workspace.verification.set_phase(1)
    refusal = workspace.runs.setup.refusal((id,))
    assert refusal is not None
    assert "phase 1" in str(refusal)
    workspace.verification.set_phase(2)
    assert workspace.runs.track_in(workspace.document.videos()[0].id, (id,)) is not None
    desk.settle()
    cell = Cell(id, FrameIndex(20))
    workspace.prompts.add_click(cell, Click(70, 40))
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert not mask.mask.contains(40, 30)
    assert mask.mask.contains(70, 40)


def test_steps_and_exports_go_by_the_annotation_rate(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.verification.set_annotation_rate(AnnotationRate(4))
    workspace.view.go_to(5)
    workspace.view.step(1)
    stops = [workspace.view.frame]
    workspace.view.step_any(1)
    workspace.view.step(-1)
    stops.append(workspace.view.frame)
    assert stops == [8, 8]
    assert workspace.document.annotation_step(workspace.document.videos()[0].id) == 4
    workspace.editor.undo()
    assert workspace.view.annotation_step == 1
    assert [AnnotationRate(a_second=6).step(rate) for rate in (24.0, 25.0, 5.0, 0.0)] == [4, 4, 1, 1]
    assert [rate_in(text).text for text in ("every 3", "6 a second", "every 0", "9999 a second", None)] == [
        "every 3",
        "6 a second",
        "every 1",
        "every 1",
        "every 1",
    ]
    assert [step_from(7, by, 4) for by in (1, -1, 2, -2)] == [8, 4, 12, 0]
