"""What waits for a network or a distant disk holds up nothing else; what a thread opened, it closes."""

import gc
import json
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from PySide6.QtCore import QThread  # noqa: TID251  (asks which thread it is in, makes none)

from app.collector import collector_resting, freeze_heap
from app.engine.checkpoints.catalog import DownloadProgress
from app.errors import MediaError
from app.interchange.clip import AnnotatedClip
from app.media.source import FrameSource, Image
from app.project.model import Direction, Video
from app.workspace import model
from app.workspace.interchange import exports
from app.workspace.jobs.jobs import JobState
from app.workspace.media import sources
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import Desk
from tests.workspace.test_annotating import clicked


def test_while_a_download_waits_everything_else_goes_on(
    desk: Desk, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.workspace
    socket: SimpleQueue[None] = SimpleQueue()

    def fetching(*_arguments: object) -> Iterator[DownloadProgress]:
        socket.get(timeout=120)
        yield DownloadProgress(1, 1)

    monkeypatch.setattr(model, "fetch", fetching)
    clicked(desk, 0)
    download = workspace.model.fetch("sam2.1_hiera_tiny")
    assert download is not None
    try:
        added = workspace.videos.add([clip])
        exported = workspace.exports.start("davis", tmp_path / "out")
        saved = workspace.exports.publish()
        assert added is not None
        assert exported is not None
        assert saved is not None
        with desk.qtbot.waitSignal(workspace.videos.thumbnail_ready, timeout=60_000):
            workspace.videos.thumbnail(workspace.document.videos()[0].id, 7)
        desk.qtbot.waitUntil(lambda: workspace.jobs.active == (download,), timeout=60_000)
        assert [job.state for job in (added, exported, saved)] == [JobState.DONE] * 3
        assert download.state.active
    finally:
        socket.put(None)
    desk.settle()


def test_an_added_video_does_not_wait_for_the_end_of_an_export(
    desk: Desk, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.workspace
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    ended: list[str] = []
    workspace.jobs.ended.connect(lambda job: ended.append(job.title))
    workspace.exports.start("davis", tmp_path / "out")
    workspace.videos.add([clip])
    desk.settle()
    assert ended[0].startswith("Add ")


def test_an_export_is_of_the_masks_as_they_were_and_reads_them_on_its_own_thread(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, in_window = desk.workspace, list[bool]()
    copied = exports.clip_of

    def copying(*arguments: Any) -> AnnotatedClip:
        in_window.append(QThread.isMainThread())
        return copied(*arguments)

    monkeypatch.setattr(exports, "clip_of", copying)
    object = clicked(desk, 0)
    workspace.exports.start("sav", tmp_path / "out")
    workspace.objects.delete((object,))
    desk.settle()
    (written,) = (tmp_path / "out").rglob("*_manual.json")
    assert json.loads(written.read_text())["masklet_num"] == 1
    assert in_window
    assert not any(in_window)


class Opened:
    """Every source that is opened, and whether it is closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open: set[int] = set()
        self.count = 0
        open_checked = sources.open_checked

        def opening(folder: Path, video: Video) -> FrameSource:
            source = open_checked(folder, video)
            self.open.add(id(source))
            self.count += 1
            close = source.close

            def closing() -> None:
                self.open.discard(id(source))
                close()

            monkeypatch.setattr(source, "close", closing)
            return source

        monkeypatch.setattr(sources, "open_checked", opening)


def test_closing_a_project_closes_all_media_it_opened(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(monkeypatch)
    desk = open_desk(tmp_path / "project")
    workspace = desk.workspace
    workspace.videos.add([clip])
    desk.settle()
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD, (object,))
    with desk.qtbot.waitSignal(workspace.videos.thumbnail_ready, timeout=60_000):
        workspace.videos.thumbnail(workspace.document.videos()[0].id, 7)
    desk.settle()
    assert opened.count >= 3, "the window, the model and the thumbnails each have their own"
    workspace.close(wait_ms=20_000)
    assert opened.open == set()


def test_the_failure_of_a_frame_that_was_left_is_not_told_on_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.workspace
    workspace.view.go_to(11)
    desk.qtbot.waitUntil(lambda: workspace.view.image_frame == 11)
    scrubbed: SimpleQueue[None] = SimpleQueue()
    frame_of = type(workspace._playhead._sources.get(workspace.view.video)).frame  # type: ignore[arg-type]

    def damaged(source: FrameSource, frame: int) -> Image:
        if frame == 10:
            scrubbed.get(timeout=120)
            raise MediaError("Frame 10 is damaged.")
        return frame_of(source, frame)  # type: ignore[arg-type]

    monkeypatch.setattr(type(workspace._playhead._sources.get(workspace.view.video)), "frame", damaged)  # type: ignore[arg-type]
    workspace.view.go_to(10)
    workspace.view.go_to(11)
    scrubbed.put(None)
    desk.qtbot.waitUntil(lambda: workspace._threads.decoder.idle)
    with desk.qtbot.waitSignal(workspace.model.changed):
        workspace.model.refresh()
    assert desk.errors == []
    assert workspace.view.image_error is None
    assert workspace.view.image_frame == 11


def test_a_closed_workspace_is_freed_though_the_collector_does_not_look_at_it(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "project")
    workspace = desk.workspace
    workspace.videos.add([clip])
    desk.settle()
    object = clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD, (object,))
    workspace.exports.publish()
    desk.settle()
    freed = [weakref.ref(each) for each in (workspace, workspace.editor, workspace.document, desk.predictor)]
    freeze_heap()  # as loading a model does
    with collector_resting():
        workspace.close(wait_ms=20_000)
        workspace.deleteLater()
        with desk.qtbot.waitSignal(workspace.destroyed):
            pass
        vars(desk).update(workspace=open_desk(tmp_path / "other").workspace, predictor=DiscPredictor())
        del workspace
        left = [reference() for reference in freed]
    gc.unfreeze()
    assert left == [None] * len(freed)
