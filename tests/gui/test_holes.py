"""Frames that cannot be decoded, and those that are built on them, as they are seen and told in the window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.ui.canvas.overlay import frame_text
from app.ui.timeline.ruler import RANGE_TOP
from tests.gui.window_bot import FRAMES, WindowBot
from tests.media.clips import write, x264
from tests.media.test_holes import spoiled

HOLE, NEXT_KEY = 17, 24


@pytest.fixture
def damaged(empty_window: WindowBot, tmp_path: Path) -> WindowBot:
    """The window on a clip of which one frame cannot be decoded; that one was looked at."""
    whole = write(tmp_path / "clip.mp4", range(FRAMES), options=x264(), bframes=0, gop=12)
    assert empty_window.window.create_project(tmp_path / "Project", (spoiled(whole, HOLE),))
    empty_window.wait_for_picture()
    view = empty_window.workspace.view
    with empty_window.qtbot.waitSignal(view.image_failed):
        view.go_to(HOLE)
    return empty_window


def dots(desk: WindowBot) -> set[int]:
    """Return the frames over which the ruler has dots."""
    ruler, scale = desk.window.project_view.timeline.ruler, desk.window.project_view.timeline.view.scale
    image = ruler.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3]
    warning = desk.window.project_view._theme.palette.color("warning")
    row = np.abs(pixels[RANGE_TOP].astype(int) - (warning.blue(), warning.green(), warning.red())).max(axis=1) < 30
    return {int(scale.frame_at(x)) for x in np.flatnonzero(row)}


def test_what_is_built_on_a_hole_is_marked_on_ruler_and_picture_with_its_number(damaged: WindowBot) -> None:
    view, viewport = damaged.workspace.view, damaged.window.project_view.timeline.view
    model = damaged.window.canvas._view_model
    behind = set(view.behind_holes(view.video))
    marked = dots(damaged)
    told = {}
    for frame in (HOLE - 1, NEXT_KEY - 1, NEXT_KEY):
        damaged.go_to(frame)
        damaged.qtbot.waitUntil(lambda frame=frame: view.image_frame == frame or view.image_error is not None)
        told[frame] = (frame_text(model), viewport.frame_text(frame))

    assert behind == set(range(HOLE + 1, NEXT_KEY))
    assert behind <= marked | {HOLE}
    assert not {HOLE - 1, NEXT_KEY + 1} & marked
    assert "built on" not in " ".join((*told[HOLE - 1], *told[NEXT_KEY]))
    assert all(f"built on frame {HOLE}" in words for words in told[NEXT_KEY - 1])
