"""Frames that cannot be decoded: runs pass over them, exports leave them out, and both say so."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from app.interchange.clip import Loss
from app.interchange.export.options import Pictures, WriteOptions
from app.phrases import ranges
from app.project.model import Direction
from tests.media.clips import write, x264
from tests.media.test_holes import spoiled
from tests.workspace.conftest import FRAMES, Desk
from tests.workspace.test_annotating import clicked, masks

HOLE = 17


@pytest.fixture
def damaged(open_desk: Callable[..., Desk], tmp_path: Path) -> Desk:
    whole = write(tmp_path / "clip.mp4", range(FRAMES), options=x264(), bframes=0, gop=12)
    made = open_desk(tmp_path / "project")
    made.workspace.videos.add([spoiled(whole, HOLE)])
    made.settle()
    return made


def tracked_across(desk: Desk) -> int:
    object = clicked(desk)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    return object


def holes_of(desk: Desk, object: int) -> set[int]:
    return set(range(FRAMES)) - set(masks(desk, object))


def test_a_run_passes_over_a_hole_and_says_so(damaged: Desk) -> None:
    object = tracked_across(damaged)
    assert HOLE in holes_of(damaged, object)
    assert FRAMES - 1 in masks(damaged, object)
    assert damaged.errors == []
    assert any("cannot be decoded" in words and str(HOLE) in words for words in damaged.notices)
    video = damaged.workspace.view.video
    assert video is not None
    assert damaged.workspace.runs.undecodable.of(video) == holes_of(damaged, object)


def test_what_cannot_be_tracked_is_not_tried_again(damaged: Desk) -> None:
    object = tracked_across(damaged)
    assert damaged.workspace.runs.track(Direction.FORWARD, (object,)) is None
    assert "up to date" in damaged.notices[-1]


@pytest.mark.parametrize("format_id", ["davis", "overlay"])
def test_exports_leave_a_hole_out_and_tell(damaged: Desk, tmp_path: Path, format_id: str) -> None:
    object = tracked_across(damaged)
    losses: list[Loss] = []
    damaged.workspace.exports.start(format_id, tmp_path / "out", None, losses.extend)
    damaged.settle()
    assert damaged.errors == []
    assert [str(loss) for loss in losses if "cannot be decoded" in str(loss) and str(HOLE) in str(loss)]
    left = set(range(FRAMES)) - holes_of(damaged, object)
    if format_id == "davis":
        for kind in ("JPEGImages", "Annotations"):
            assert {int(file.stem) for file in (tmp_path / "out" / kind).rglob("*.*")} == left
    else:
        (file,) = (tmp_path / "out").glob("*.mp4")
        with av.open(str(file)) as made:
            times = [float(frame.pts * frame.time_base) for frame in made.decode(video=0)]
        assert [round(time * 25) for time in times] == sorted(left)


def test_a_check_says_of_a_hole_what_the_export_says_of_it(damaged: Desk, tmp_path: Path) -> None:
    tracked_across(damaged)
    before = {None: list[Loss](), Pictures.NONE: list[Loss]()}
    for pictures, found in before.items():
        damaged.workspace.exports.check("davis", None, found.extend, WriteOptions(pictures=pictures))
        damaged.settle()
    told: list[Loss] = []
    damaged.workspace.exports.start("davis", tmp_path / "out", None, told.extend)
    damaged.settle()
    (left_out,) = told
    assert left_out in before[None]
    assert not [loss for loss in before[None] if "nothing were there" in str(loss)]
    assert [loss for loss in before[Pictures.NONE] if "nothing were there" in str(loss)]


def test_a_hole_is_shown_as_one_and_raises_no_alarm(damaged: Desk) -> None:
    view, failed = damaged.workspace.view, list[object]()
    view.image_failed.connect(failed.append)
    with damaged.qtbot.waitSignal(view.image_failed):
        view.go_to(HOLE)
    assert view.image_error is failed[0]
    assert damaged.errors == []
    with damaged.qtbot.waitSignal(view.image_ready):
        view.go_to(FRAMES - 1)
    assert view.image_error is None


def test_what_is_built_on_a_hole_is_known_and_a_run_says_to_check_it(damaged: Desk) -> None:
    object, view = tracked_across(damaged), damaged.workspace.view
    built = {*range(HOLE + 1, 24)} - holes_of(damaged, object)  # the next key frame is 24
    assert view.behind_holes(view.video) == dict.fromkeys(built, HOLE)
    assert view.behind_holes(None) == {}
    assert f"Check those that are built on them: {ranges(built)}." in damaged.notices[-1]
