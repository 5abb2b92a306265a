"""Shots of a project's videos: found once, kept in the cache, walked; a run stops where they change."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId, Video
from app.settings import AtShotChange, Settings
from app.workspace.media.shot_file import read_shots
from app.workspace.viewing import shots
from tests.media.test_shots import scene
from tests.workspace.conftest import Desk


@pytest.fixture(scope="module")
def two_shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of two shots, of 12 frames each."""
    folder = tmp_path_factory.mktemp("media") / "shots"
    folder.mkdir()
    for index in range(24):
        cv2.imwrite(str(folder / f"{index:03}.png"), np.ascontiguousarray(scene(1 + index // 12)))
    return folder


def known(desk: Desk, media: Path) -> Video:
    """Add a video and look for its shots."""
    desk.workspace.videos.add([media])
    desk.settle()
    video = desk.workspace.view.video
    assert video is not None
    with desk.qtbot.waitSignal(desk.workspace.shots.changed):
        desk.workspace.shots.look(video)
    return video


def clicked(desk: Desk) -> ObjectId:
    object = desk.workspace.objects.add("Ball")
    assert object is not None
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(60, 40))
    desk.settle()
    return object


def test_they_are_found_once_and_kept(
    open_desk: Callable[..., Desk], tmp_path: Path, two_shots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(tmp_path / "p")
    video = known(desk, two_shots)
    assert desk.workspace.shots.here() == (12,)
    assert read_shots(desk.workspace.folder, video) == (12,)
    desk.workspace.close(wait_ms=5000)
    monkeypatch.setattr(shots, "search", None)
    again = open_desk(tmp_path / "p")
    with again.qtbot.waitSignal(again.workspace.shots.changed):
        again.workspace.shots.look(video)
    view = again.workspace.view
    again.workspace.shots.next()
    assert view.frame == 12
    again.workspace.shots.next()
    assert again.notices[-1] == "No shot change after this."
    view.go_to(20)
    again.workspace.shots.previous()
    assert view.frame == 12
    (file,) = (tmp_path / "p" / "cache" / "shots").iterdir()
    for damaged in (b"{", b'{"method":1,"frames":24,"starts":[30]}', b'{"method":0,"frames":24,"starts":[12]}'):
        file.write_bytes(damaged)
        assert read_shots(tmp_path / "p", video) is None


def test_a_run_stops_where_the_shot_changes_and_the_next_one_goes_on(
    open_desk: Callable[..., Desk], tmp_path: Path, two_shots: Path
) -> None:
    desk = open_desk(tmp_path / "p")
    known(desk, two_shots)
    object, workspace = clicked(desk), desk.workspace
    with desk.qtbot.waitSignal(workspace.runs.stopped_at_shot) as stopped:
        workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert stopped.args is not None
    assert stopped.args[1] == 12
    assert workspace.document.mask_frames(object)[-1] == 11
    workspace.runs.track_past(stopped.args[0])
    desk.settle()
    assert workspace.document.mask_frames(object)[-1] == 23
    workspace.editor.undo()
    assert workspace.document.mask_frames(object)[-1] == 11


def test_a_run_goes_on_where_the_settings_or_a_range_say_so(
    open_desk: Callable[..., Desk], tmp_path: Path, two_shots: Path
) -> None:
    desk = open_desk(tmp_path / "p")
    known(desk, two_shots)
    object, workspace = clicked(desk), desk.workspace
    workspace.runs.track(Direction.FORWARD, frames=(0, 15))
    desk.settle()
    assert workspace.document.mask_frames(object)[-1] == 15
    workspace.editor.undo()
    workspace.change_settings(Settings(at_shot_change=AtShotChange.GO_ON))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    assert workspace.document.mask_frames(object)[-1] == 23
