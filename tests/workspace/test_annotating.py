"""The main job on a living project: click, track, correct, undo, stop, lock, reopen."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from app.masks.mask import Mask
from app.project.model import Cell, Click, Direction, FrameIndex, MaskSource, ObjectId, ObjectKind
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk, make_clip


def clicked(desk: Desk, frame: int = 0, x: float = 30, y: float = 30, name: str = "") -> ObjectId:
    """Make an object with one click and wait for its mask."""
    workspace = desk.workspace
    object = workspace.objects.add(name)
    assert object is not None
    workspace.view.go_to(frame)
    workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(x, y))
    desk.settle()
    return object


def masks(desk: Desk, object: ObjectId) -> dict[int, MaskSource]:
    return {frame: mask.source for frame, mask in desk.workspace.document.masks_of(object)}


def test_a_click_is_there_at_once_and_its_mask_joins_the_same_step(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("ball")
    assert object is not None
    cell = Cell(object, FrameIndex(7))
    workspace.prompts.add_click(cell, Click(30, 30))
    assert workspace.document.prompts(cell) is not None
    assert workspace.document.mask(cell) is None
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.source is MaskSource.PROMPTED
    workspace.editor.undo()
    assert workspace.document.mask(cell) is None
    assert workspace.document.prompts(cell) is None
    workspace.editor.redo()
    assert workspace.document.mask(cell) == mask


def test_two_quick_clicks_count_together(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    cell = Cell(object, FrameIndex(0))
    workspace.prompts.add_click(cell, Click(20, 20))
    workspace.prompts.add_click(cell, Click(70, 40))
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    pixels = mask.mask.to_array()
    assert pixels[20, 20]
    assert pixels[40, 70]


def test_a_result_lands_on_the_frame_it_was_asked_for(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    workspace.view.go_to(3)
    workspace.prompts.add_click(Cell(object, FrameIndex(3)), Click(30, 30))
    workspace.view.go_to(40)
    desk.settle()
    assert masks(desk, object) == {3: MaskSource.PROMPTED}


def test_a_result_of_an_undone_click_is_dropped(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    workspace.prompts.add_click(Cell(object, FrameIndex(3)), Click(30, 30))
    workspace.editor.undo()
    desk.settle()
    assert masks(desk, object) == {}


def test_a_run_is_one_step_and_redo_brings_it_back_without_computing(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 20)
    workspace.runs.track(Direction.BOTH)
    desk.settle()
    assert len(masks(desk, object)) == FRAMES
    computed = len(desk.predictor.tracked)
    workspace.editor.undo()
    assert masks(desk, object) == {20: MaskSource.PROMPTED}
    assert workspace.document.runs() == ()
    workspace.editor.redo()
    assert len(masks(desk, object)) == FRAMES
    assert len(desk.predictor.tracked) == computed


def test_tracking_right_after_a_click_waits_for_its_mask(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(30, 30))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert desk.errors == []
    assert len(masks(desk, object)) == FRAMES


def test_a_correction_sticks_and_only_what_it_can_change_is_computed_again(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    workspace.prompts.add_click(Cell(object, FrameIndex(30)), Click(70, 40))
    desk.settle()
    corrected = workspace.document.mask(Cell(object, FrameIndex(30)))
    desk.predictor.tracked.clear()
    workspace.view.go_to(30)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert min(desk.predictor.tracked) == 31
    assert workspace.document.mask(Cell(object, FrameIndex(30))) == corrected
    after = workspace.document.mask(Cell(object, FrameIndex(31)))
    assert after is not None
    assert corrected is not None
    assert after.mask.iou(corrected.mask) > 0.9
    assert masks(desk, object)[30] is MaskSource.PROMPTED


def test_retracking_stops_where_new_masks_agree_with_the_old(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    workspace.prompts.paint(Cell(object, FrameIndex(10)), workspace.document.mask(Cell(object, FrameIndex(10))).mask)  # type: ignore[union-attr]
    desk.predictor.tracked.clear()
    workspace.view.go_to(10)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert desk.predictor.tracked == list(range(11, 21))
    record = workspace.document.object(object)
    assert record is not None
    assert record.stale == ((1, 9),)


def test_stop_keeps_what_is_done_and_tracking_goes_on_from_there(desk: Desk) -> None:
    workspace, stopped = desk.workspace, []
    object = clicked(desk, 0)

    def stop(edit: object) -> None:
        if len(masks(desk, object)) == 15 and not stopped:
            stopped.append(True)
            workspace.stop()

    workspace.editor.changed.connect(stop)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    done = len(masks(desk, object))
    assert 15 <= done < 25
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert sorted(masks(desk, object)) == list(range(FRAMES))
    assert desk.predictor.tracked.count(FrameIndex(12)) == 1


def test_undo_during_a_run_takes_it_back_whole(desk: Desk) -> None:
    workspace, undone = desk.workspace, []
    object = clicked(desk, 0)

    def undo(edit: object) -> None:
        if len(masks(desk, object)) == 10 and not undone:
            undone.append(True)
            desk.qtbot.waitUntil(lambda: True)
            workspace.editor.undo()

    workspace.jobs.changed.connect(lambda: undo(None))
    workspace.editor.changed.connect(undo)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert masks(desk, object) == {0: MaskSource.PROMPTED}


def test_a_locked_range_is_not_written_by_a_run_nor_by_hand(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD, frames=(1, 20))
    desk.settle()
    workspace.masks.set_locked((object,), 10, 12, True)
    before = [workspace.document.mask(Cell(object, FrameIndex(f))) for f in (10, 11, 12)]
    workspace.prompts.add_click(Cell(object, FrameIndex(5)), Click(70, 40))
    workspace.prompts.add_click(Cell(object, FrameIndex(11)), Click(70, 40))
    desk.settle()
    assert workspace.document.prompts(Cell(object, FrameIndex(11))) is None
    workspace.view.go_to(5)
    workspace.runs.track(Direction.BOTH)
    desk.settle()
    assert [workspace.document.mask(Cell(object, FrameIndex(f))) for f in (10, 11, 12)] == before
    assert len(masks(desk, object)) == FRAMES


def test_a_click_during_a_run_is_answered_before_the_run_is_over_and_the_run_goes_on_from_it(desk: Desk) -> None:
    workspace, corrected = desk.workspace, []
    object = clicked(desk, 0)

    def correct(edit: object) -> None:
        if len(masks(desk, object)) == 12 and not corrected:
            corrected.append(True)
            workspace.prompts.add_click(Cell(object, FrameIndex(8)), Click(70, 40))

    workspace.editor.changed.connect(correct)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert masks(desk, object)[8] is MaskSource.PROMPTED
    assert sorted(masks(desk, object)) == list(range(FRAMES))
    later = workspace.document.mask(Cell(object, FrameIndex(50)))
    assert later is not None
    assert later.mask.to_array()[40, 70]
    record = workspace.document.object(object)
    assert record is not None
    assert all(last < 8 for _, last in record.stale)


def test_adding_an_object_later_leaves_the_others_untouched(desk: Desk) -> None:
    workspace = desk.workspace
    first = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    before = dict(workspace.document.masks_of(first))
    second = clicked(desk, 30, 70, 40)
    workspace.runs.track(Direction.BOTH, (second,))
    desk.settle()
    assert dict(workspace.document.masks_of(first)) == before
    assert len(masks(desk, second)) == FRAMES


def test_absent_is_an_answer_of_its_own(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    cell = Cell(object, FrameIndex(9))
    workspace.prompts.mark_absent(cell)
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.absent
    assert workspace.document.mask(Cell(object, FrameIndex(10))) is None


def test_a_painted_mask_conditions_the_run(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    painted = Mask.full(CLIP_HEIGHT, CLIP_WIDTH)
    workspace.prompts.paint(Cell(object, FrameIndex(4)), painted)
    workspace.view.go_to(4)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    last = workspace.document.mask(Cell(object, FrameIndex(FRAMES - 1)))
    assert last is not None
    assert last.mask == painted


def test_everything_is_there_after_reopening(desk: Desk, open_desk: Callable[..., Desk]) -> None:
    workspace = desk.workspace
    object = clicked(desk, 5, name="koi")
    workspace.runs.track(Direction.BOTH)
    desk.settle()
    workspace.masks.set_locked((object,), 3, 4, True)
    before = dict(workspace.document.masks_of(object))
    folder = workspace.folder
    workspace.close(wait_ms=5000)
    again = open_desk(folder).workspace
    assert dict(again.document.masks_of(object)) == before
    assert again.document.object(object).name == "koi"  # type: ignore[union-attr]
    assert again.document.locked(Cell(object, FrameIndex(3)))
    assert again.document.prompts(Cell(object, FrameIndex(5))) is not None


def test_closing_refreshes_the_published_copies(desk: Desk) -> None:
    clicked(desk, 5, name="koi")
    desk.workspace.close(wait_ms=60_000)
    (copy,) = (desk.workspace.folder / "masklets").glob("*_manual.json")
    published = json.loads(copy.read_bytes())
    assert published["masklet_id"] == [0]
    assert published["masklet"][5][0]["size"] == [CLIP_HEIGHT, CLIP_WIDTH]


def test_closing_during_a_run_keeps_its_frames(desk: Desk, open_desk: Callable[..., Desk]) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD)
    desk.qtbot.waitUntil(lambda: len(masks(desk, object)) >= 10)
    done = dict(workspace.document.masks_of(object))
    workspace.close()
    again = open_desk(workspace.folder).workspace
    assert dict(again.document.masks_of(object)) == done


def test_nothing_to_track_is_said_in_words(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.runs.track(Direction.FORWARD)
    assert "no object" in desk.errors[-1].message
    workspace.objects.add("bare")
    workspace.runs.track(Direction.FORWARD)
    assert "bare" in desk.errors[-1].message
    assert desk.errors[-1].hint


def test_a_model_that_fails_leaves_the_frames_done_and_says_why(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    from app.errors import EngineError

    def fail(frame: FrameIndex) -> None:
        if frame == 20:
            raise EngineError("Not enough GPU memory.", "Choose a smaller model or 512 px.")

    desk = open_desk(tmp_path / "p", DiscPredictor(before_frame=fail))
    desk.workspace.videos.add([clip])
    desk.settle()
    object = clicked(desk, 0)
    desk.workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert [e.message for e in desk.errors] == ["Not enough GPU memory."]
    assert sorted(masks(desk, object)) == list(range(20))


def test_objects_with_the_same_window_are_tracked_together(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = clicked(desk, 0, name="a"), clicked(desk, 0, 70, 40, name="b")
    workspace.view.select((a, b))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert len(masks(desk, a)) == len(masks(desk, b)) == FRAMES
    assert desk.predictor.tracked.count(FrameIndex(30)) == 1


@pytest.mark.parametrize("name", ["clip.mp4", "text.mp4", "gone.mp4"])
def test_adding_files_that_cannot_be_used_is_reported_and_harmless(desk: Desk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "clip.mp4":
        path.write_bytes(b"")
    elif name == "text.mp4":
        path.write_text("not a video")
    desk.workspace.videos.add([path])
    desk.settle()
    assert len(desk.errors) == 1
    assert len(desk.workspace.document.videos()) == 1


def test_names_with_odd_characters_are_taken_in_and_saved(desk: Desk, open_desk: Callable[..., Desk]) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("Käfer 🐞 \udcff\0 " + "x" * 5000)
    assert object is not None
    workspace.objects.rename(object, "日本 \ud800 \0")
    workspace.close(wait_ms=5000)
    record = open_desk(workspace.folder).workspace.document.object(object)
    assert record is not None
    assert record.name.startswith("日本")


def test_undoing_and_redoing_the_first_video_leaves_the_playhead_on_what_is_there(desk: Desk) -> None:
    workspace = desk.workspace
    first = workspace.view.video
    workspace.editor.undo()
    assert workspace.view.video is None
    workspace.editor.redo()
    assert workspace.view.video == first


def test_an_anamorphic_video_says_how_wide_its_pixels_are(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "wide.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.sample_aspect_ratio = Fraction(4, 3)
        for packet in [*stream.encode(av.VideoFrame(64, 48, "yuv420p")), *stream.encode()]:
            container.mux(packet)
    workspace = desk.workspace
    workspace.videos.add([path])
    desk.settle()
    with desk.qtbot.waitSignal(workspace.view.image_ready):
        workspace.view.open_video(workspace.document.videos()[1].id)
    assert workspace.view.pixel_aspect == pytest.approx(4 / 3)


def test_whoever_hears_of_another_video_finds_no_object_of_the_old_one_selected(desk: Desk, tmp_path: Path) -> None:
    workspace, view = desk.workspace, desk.workspace.view
    workspace.videos.add([make_clip(tmp_path / "short.mp4", 5)])
    desk.settle()
    workspace.objects.add("A")
    assert view.selection
    heard: list[bool] = []

    def hear() -> None:
        records = [workspace.document.object(id) for id in view.selection]
        heard.append(all(one is not None and view.video is not None and one.video == view.video.id for one in records))

    for signal in (view.range_changed, view.video_changed, view.frame_changed, view.selection_changed):
        signal.connect(lambda *_: hear())
    view.open_video(workspace.document.videos()[1].id)
    assert heard
    assert all(heard)


def test_proposed_objects_are_one_step_and_can_be_tracked(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.candidates.find(10)
    desk.settle()
    assert workspace.view.video is not None
    found = workspace.document.candidates(workspace.view.video.id)
    assert [record.kind for record in found] == [ObjectKind.AUTO] * 3
    workspace.verification.accept([record.id for record in found])
    workspace.runs.track(Direction.FORWARD, [record.id for record in found])
    desk.settle()
    assert {len(masks(desk, record.id)) for record in found} == {FRAMES - 10}
    for _ in range(3):
        workspace.editor.undo()
    assert workspace.document.all_records() == ()
