"""The picture shown, the one the model sees and the one exported are the same frame, whatever its time."""

from pathlib import Path

import av
import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.media.source import FrameSource
from app.project.model import FrameIndex
from app.ui.dialogs.interchange.export import ExportDialog
from tests.gui.window_bot import CONTROL, HEIGHT, LEFT, WIDTH, WindowBot

FRAMES = 48


def make_uneven_clip(path: Path) -> Path:
    """Write a clip of variable rate with far key frames; frame i has the brightness 5 i."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1000, options={"crf": "10", "g": "30", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        time = 0
        for index in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(np.full((HEIGHT, WIDTH, 3), 5 * index, np.uint8), format="rgb24")
            frame.pts = time
            time += (7, 100, 33, 250, 17)[index % 5]
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


def number(picture: np.ndarray) -> int:
    """Return which frame a picture is of."""
    return round(float(picture.mean()) / 5)


def test_shown_modeled_and_exported_frames_are_the_same_on_a_variable_rate(
    empty_window: WindowBot, tmp_path: Path
) -> None:
    desk = empty_window
    assert desk.window.create_project(tmp_path / "Project", (make_uneven_clip(tmp_path / "uneven.mp4"),))
    desk.wait_for_picture()
    seen: list[tuple[int, int]] = []
    answer = desk.predictor.segment

    def looking(key: str, source: FrameSource, frame: FrameIndex, *rest: object) -> object:
        seen.append((int(frame), number(source.frame(frame))))
        return answer(key, source, frame, *rest)  # type: ignore[arg-type]

    desk.predictor.segment = looking  # type: ignore[method-assign]
    canvas = desk.window.canvas
    canvas.setFocus()
    shown = []
    for frame in (40, 7, 31, 46, 3):
        desk.go_to(frame)
        desk.qtbot.waitUntil(lambda: desk.workspace.view.image_frame == desk.workspace.view.frame, timeout=60_000)
        assert desk.workspace.view.image is not None
        shown.append((frame, number(desk.workspace.view.image)))
        QTest.mouseClick(canvas, LEFT, pos=canvas.to_widget(40, 30).toPoint())
        desk.settle()
    desk.key(Qt.Key.Key_E, CONTROL)
    dialog = desk.window.findChild(ExportDialog)
    assert dialog is not None
    dialog.format.setCurrentIndex(dialog.format.findData("davis"))
    dialog.location.setText(str(tmp_path / "out"))
    desk.click(next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export"), 5, 5)
    desk.settle()
    written = {int(file.stem): file for file in (tmp_path / "out").rglob("*.jpg")}
    exported = [(frame, number(cv2.imread(str(written[frame])))) for frame, _ in shown]

    assert shown == seen == exported == [(frame, frame) for frame in (40, 7, 31, 46, 3)]
    assert len(written) == FRAMES
