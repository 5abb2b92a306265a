"""Things that happen at the same time: undo, deletion and corrections while a run goes on, and late results."""

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.errors import MediaError, ProjectError
from app.masks.mask import Mask
from app.media.source import FrameSource, Image
from app.project.edit import Edit
from app.project.model import Cell, Click, Direction, Event, FrameIndex, MaskSource, ObjectId
from app.project.storage.store import Store
from app.workspace.media.sources import Sources
from app.workspace.workspace import Workspace
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk
from tests.workspace.test_annotating import clicked, masks


def once_there_are(desk: Desk, object: ObjectId, count: int, act: Callable[[], None]) -> None:
    """Call `act` the moment `object` has `count` masks."""
    acted: list[bool] = []

    def look(_edit: object) -> None:
        if not acted and len(masks(desk, object)) >= count:
            acted.append(True)
            act()

    desk.workspace.editor.changed.connect(look)


def square(x: int, y: int, side: int = 16) -> Mask:
    """Return a square mask of the clip's size."""
    pixels = np.zeros((CLIP_HEIGHT, CLIP_WIDTH), bool)
    pixels[y : y + side, x : x + side] = True
    return Mask.from_array(pixels)


def frames_showing(desk: Desk, object: ObjectId, x: int, y: int) -> list[int]:
    """Return the frames on which the object covers a pixel."""
    return [frame for frame, mask in desk.workspace.document.masks_of(object) if mask.mask.to_array()[y, x]]


def test_frames_tracked_while_a_correction_was_on_its_way_are_computed_again(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    once_there_are(desk, object, 12, lambda: workspace.prompts.add_click(Cell(object, FrameIndex(8)), Click(70, 40)))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert frames_showing(desk, object, 70, 40) == list(range(5, FRAMES)), (
        "what lies before it is nearer to it from 5 on"
    )


def test_undoing_a_correction_during_a_run_takes_its_effect_back(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    once_there_are(desk, object, 10, lambda: workspace.prompts.paint(Cell(object, FrameIndex(8)), square(70, 40)))
    once_there_are(desk, object, 30, workspace.editor.undo)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    record = workspace.document.object(object)
    assert record is not None
    assert frames_showing(desk, object, 75, 45) == []
    assert sorted(masks(desk, object)) == list(range(FRAMES))
    assert record.stale == ()


def test_redoing_a_correction_during_a_run_brings_its_effect_back(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    once_there_are(desk, object, 10, lambda: workspace.prompts.paint(Cell(object, FrameIndex(8)), square(70, 40)))
    once_there_are(desk, object, 20, workspace.editor.undo)
    once_there_are(desk, object, 40, workspace.editor.redo)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert frames_showing(desk, object, 75, 45) == list(range(5, FRAMES))


def test_a_second_correction_ahead_of_a_restarted_run_leaves_no_gap_before_it(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    once_there_are(desk, object, 31, lambda: workspace.prompts.paint(Cell(object, FrameIndex(5)), square(70, 40)))
    ahead: list[bool] = []

    def correct_ahead(_edit: object) -> None:
        if not ahead and 10 in frames_showing(desk, object, 75, 45):
            ahead.append(True)
            workspace.prompts.paint(Cell(object, FrameIndex(25)), square(70, 10))

    workspace.editor.changed.connect(correct_ahead)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    record = workspace.document.object(object)
    assert record is not None
    assert ahead
    assert sorted(masks(desk, object)) == list(range(FRAMES))
    assert all(last <= 10 for _, last in record.stale)


def test_the_word_that_old_masks_hold_does_not_hide_a_correction_made_meanwhile(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    before = workspace.document.mask(Cell(object, FrameIndex(10)))
    assert before is not None
    workspace.prompts.paint(Cell(object, FrameIndex(10)), before.mask)
    corrected: list[bool] = []

    def correct(_edit: object) -> None:
        record = workspace.document.object(object)
        assert record is not None
        if not corrected and record.stale and record.stale[-1][0] == 19:
            corrected.append(True)
            patience = time.monotonic() + 2  # a pass that owes many results waits for this thread instead
            while not workspace._threads.engine.idle and time.monotonic() < patience:
                time.sleep(0.001)  # the pass has ended early, and its last results are on their way
            workspace.prompts.paint(Cell(object, FrameIndex(40)), square(70, 40))

    workspace.editor.changed.connect(correct)
    workspace.view.go_to(10)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert corrected
    assert frames_showing(desk, object, 75, 45)[-1] == FRAMES - 1


def test_removing_the_video_ends_its_run(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    video = workspace.view.video
    assert video is not None
    once_there_are(desk, object, 8, lambda: workspace.videos.remove([video.id]))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert len(desk.predictor.tracked) < 20
    assert not workspace.runs.tracking
    workspace.editor.undo()
    assert 8 <= len(masks(desk, object)) < 20


def test_deleting_the_object_ends_its_run(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    once_there_are(desk, object, 8, lambda: workspace.objects.delete([object]))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert len(desk.predictor.tracked) < 20
    workspace.editor.undo()
    assert 8 <= len(masks(desk, object)) < 20


def test_undoing_the_second_of_two_quick_clicks_gives_the_mask_of_the_first(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    cell = Cell(object, FrameIndex(0))
    workspace.prompts.add_click(cell, Click(20, 20))
    workspace.prompts.add_click(cell, Click(70, 40))
    desk.settle()
    workspace.editor.undo()
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.mask.to_array()[20, 20]
    assert not mask.mask.to_array()[40, 70]


def test_a_click_undone_before_its_answer_gets_it_when_it_is_redone(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add()
    assert object is not None
    cell = Cell(object, FrameIndex(0))
    workspace.prompts.add_click(cell, Click(20, 20))
    workspace.editor.undo()
    desk.settle()
    assert workspace.document.mask(cell) is None
    workspace.editor.redo()
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.source is MaskSource.PROMPTED
    workspace.editor.undo()
    assert workspace.document.prompts(cell) is None
    assert workspace.document.mask(cell) is None


def test_a_project_whose_videos_were_removed_closes_and_opens_again(
    desk: Desk, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    workspace = desk.workspace
    clicked(desk, 0)
    assert workspace.view.video is not None
    workspace.videos.remove([workspace.view.video.id])
    workspace.close(wait_ms=60_000)
    again = open_desk(tmp_path / "project").workspace
    assert again.document.videos() == ()
    assert list((tmp_path / "project" / "masklets").glob("*.json")) == []


def test_a_picture_that_comes_late_does_not_replace_the_one_asked_for_since(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.view.go_to(5)
    desk.qtbot.waitUntil(lambda: workspace.view.image_frame == 5)
    shown: list[int] = []
    workspace.view.image_ready.connect(shown.append)
    workspace.view.go_to(40)
    workspace.view.go_to(5)
    desk.qtbot.waitUntil(lambda: workspace._threads.decoder.idle)
    with desk.qtbot.waitSignal(workspace.model.changed):  # one more turn of the event loop, for what is on its way
        workspace.model.refresh()
    assert shown[-1] == 5
    assert workspace.view.image_frame == 5


def test_a_run_that_cannot_be_saved_says_so_once_and_keeps_what_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)

    def full(_self: Store, _edit: Edit, _event: Event | None = None, **_more: object) -> None:
        raise ProjectError("The disk is full.")

    once_there_are(desk, object, 10, lambda: monkeypatch.setattr(Store, "commit", full))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert [error.message for error in desk.errors] == ["The disk is full."]
    assert sorted(masks(desk, object)) == list(range(10))
    monkeypatch.undo()
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert sorted(masks(desk, object)) == list(range(FRAMES))


@pytest.mark.parametrize(
    "change",
    [
        lambda workspace, a, b: workspace.objects.swap(a, b, 0, 20),
        lambda workspace, a, b: workspace.objects.merge([a, b]),
        lambda workspace, a, b: workspace.objects.merge([b, a]),
        lambda workspace, a, _b: workspace.objects.split(a, 5),
        lambda workspace, a, b: workspace.objects.reassign(a, b, 0, 20),
        lambda workspace, a, b: workspace.objects.reassign(b, a, 0, 20),
    ],
)
def test_no_change_of_identities_writes_into_a_locked_cell(
    desk: Desk, change: Callable[[Workspace, ObjectId, ObjectId], object]
) -> None:
    workspace = desk.workspace
    a, b = clicked(desk, 0), clicked(desk, 0, 70, 40)
    workspace.runs.track(Direction.FORWARD, (a, b), (0, 20))
    desk.settle()
    workspace.masks.set_locked((a,), 10, 10, True)
    before = {id: dict(workspace.document.masks_of(id)) for id in (a, b)}
    desk.notices.clear()
    assert change(workspace, a, b) is None
    assert {id: dict(workspace.document.masks_of(id)) for id in (a, b)} == before
    assert "locked on frame 10" in desk.notices[0]


def test_playing_passes_over_a_frame_that_cannot_be_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = desk.workspace
    read = Sources.get

    class Damaged:
        """A source that has lost one frame."""

        def __init__(self, source: FrameSource) -> None:
            self.info = source.info
            self._source = source

        def frame(self, index: int) -> Image:
            if index % 5 == 0:
                raise MediaError(f"Frame {index} is damaged.")
            return self._source.frame(index)

        def close(self) -> None:
            self._source.close()

    monkeypatch.setattr(Sources, "get", lambda self, video: Damaged(read(self, video)))
    workspace.view.set_range(1, 40)
    workspace.view.go_to(1)
    shown: set[int] = set()
    workspace.view.image_ready.connect(shown.add)
    workspace.view.play()
    desk.qtbot.waitUntil(lambda: not workspace.view.playing, timeout=60_000)
    assert any(11 <= frame < 40 for frame in shown)
    assert desk.errors


def test_a_disk_that_cannot_be_flushed_is_said_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = desk.workspace

    def broken(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with desk.qtbot.waitSignal(workspace.messages.failed):
        workspace.objects.add("ball")
    assert desk.bugs == []
    assert "power cut" in desk.errors[0].hint
    assert [record.name for record in workspace.document.all_objects()] == ["ball"]


@pytest.mark.parametrize("frames", [(-5, 10_000), (FRAMES, 0)])
def test_a_range_beyond_the_video_is_tracked_as_far_as_it_goes(desk: Desk, frames: tuple[int, int]) -> None:
    object = clicked(desk, 0)
    desk.workspace.runs.track(Direction.FORWARD, frames=frames)
    desk.settle()
    assert sorted(masks(desk, object)) == list(range(FRAMES))


def test_a_prompt_that_goes_to_another_object_before_its_answer_is_answered_there(desk: Desk) -> None:
    workspace = desk.workspace
    ball, dog = workspace.objects.add("ball"), workspace.objects.add("dog")
    assert ball is not None
    assert dog is not None
    workspace.prompts.add_click(Cell(ball, FrameIndex(7)), Click(30, 30))
    workspace.objects.reassign(ball, dog, 0, FRAMES - 1)
    desk.settle()
    mask = workspace.document.mask(Cell(dog, FrameIndex(7)))
    assert mask is not None
    assert mask.mask.contains(30, 30)
    assert workspace.document.mask(Cell(ball, FrameIndex(7))) is None
    assert workspace.history.undo_title == "Reassign masks"
