"""Black and white of deep pictures: chosen once for all frames, kept with the project, undone as everything else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.media import ValueRange
from tests.media.clips import HEIGHT, WIDTH
from tests.media.test_pictures import save
from tests.workspace.conftest import Desk


@pytest.fixture
def deep(open_desk: Callable[..., Desk], tmp_path: Path) -> Desk:
    place = tmp_path / "frames"
    place.mkdir()
    for number in range(3):
        save(place / f"{number}.png", np.full((HEIGHT, WIDTH), 1000 + 500 * number, np.uint16))
    desk = open_desk(tmp_path / "project")
    desk.workspace.videos.add([place])
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.workspace.view.image is not None)
    return desk


def level(desk: Desk) -> int:
    """Return how bright the picture shown is, once it is that of the playhead."""
    view = desk.workspace.view
    desk.qtbot.waitUntil(lambda: view.image is not None and view.image_frame == view.frame)
    assert view.image is not None
    return int(view.image[0, 0, 0])


def choose(desk: Desk, black: float | None, white: float | None) -> None:
    video = desk.workspace.view.video
    assert video is not None
    with desk.qtbot.waitSignal(desk.workspace.view.image_ready):
        desk.workspace.videos.set_values(video.id, black, white)


def test_a_choice_holds_for_all_frames_and_thumbnails_and_is_undone(deep: Desk) -> None:
    view = deep.workspace.view
    before = level(deep)
    assert view.values == ValueRange(0, 2047)
    choose(deep, 1000, 2000)
    assert level(deep) == 0
    assert (view.values, view.values_found) == (ValueRange(1000, 2000), ValueRange(0, 2047))
    view.go_to(2)
    assert level(deep) == 255
    assert view.video is not None
    id = view.video.id
    with deep.qtbot.waitSignal(deep.workspace.videos.thumbnail_ready):
        assert deep.workspace.videos.thumbnail(id, 1) is None
    small = deep.workspace.videos.thumbnail(id, 1)
    assert small is not None
    assert int(small[0, 0, 0]) == 128
    view.go_to(0)
    deep.qtbot.waitUntil(lambda: view.image_frame == 0)
    with deep.qtbot.waitSignal(view.image_ready):
        deep.workspace.editor.undo()
    assert level(deep) == before


def test_a_choice_is_there_again_with_the_project(deep: Desk, open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    choose(deep, 1000, 2000)
    deep.workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "project")
    again.qtbot.waitUntil(lambda: again.workspace.view.image is not None)
    again.workspace.view.go_to(1)
    assert level(again) == 128


def test_stored_values_come_small_for_a_live_picture(deep: Desk) -> None:
    video, got = deep.workspace.view.video, list[object]()
    assert video is not None
    deep.workspace.videos.stored_values(video.id, 2, 20, got.append)
    deep.qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], np.ndarray)
    assert got[0].max() == 2000
    assert max(got[0].shape[:2]) == 20


def test_that_a_picture_has_no_stored_values_is_told_too(desk: Desk) -> None:
    got: list[object] = []
    desk.workspace.videos.stored_values(desk.workspace.document.videos()[0].id, 0, 20, got.append)
    desk.qtbot.waitUntil(lambda: bool(got))
    assert got == [None]
