"""`masklane demo`: the main job on the bundled clip; in the window with a display, else headless with numbers."""

import os
import platform
import shutil
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app import paths
from app.cli.sample import Sample, read_sample, truth_of
from app.cli.session import Progress, Session, created, session
from app.cli.shown import counted
from app.cli.typed import typed
from app.masks.mask import Mask
from app.masks.metrics import agreement
from app.project.model import Cell, Direction, FrameIndex, ObjectId
from app.training.annotator import next_click
from app.training.protocols import CLICKS_A_FRAME
from app.workspace.workspace import Workspace

RIGHT = 0.9
"""IoU from which a person would not click any more."""


def run(arguments: Namespace) -> int:
    """Open the sample in the window, or do the job headless."""
    if not arguments.headless and _has_display():
        from app.main import run_window

        return run_window(demo=True)
    folder = _free_folder(arguments.out or paths.data_folder() / "demo")
    return _headless(folder)


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    if os.name == "nt" or platform.system() == "Darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _free_folder(wanted: Path) -> Path:
    """Return `wanted`, or the first of `wanted 2`, `wanted 3` ... that does not exist: nothing is overwritten."""
    folder, number = wanted, 2
    while folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        folder = wanted.with_name(f"{wanted.name} {number}")
        number += 1
    return folder


def _add_video(made: Session, sample: Sample) -> None:
    """Copy the clip into the project, so that it stays when Masklane is updated, and add it."""
    media = made.workspace.folder / "media" / sample.video
    media.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paths.sample_folder() / sample.video, media)
    made.workspace.add_videos([media])
    made.settle()


def _headless(folder: Path) -> int:
    sample = read_sample(paths.sample_folder())
    with session(created(folder)) as made:
        _add_video(made, sample)
        workspace = made.workspace
        video = workspace.document.videos()[0]
        workspace.open_video(video.id)
        workspace.warm_up()
        made.settle(Progress())
        print(f"Sample: {counted(video.frame_count, 'frame')} of {video.width}x{video.height}, in {folder}")
        subject = sample.objects[0]
        object = workspace.add_object(subject.name, subject.category)
        assert object is not None
        true = truth_of(paths.sample_folder(), sample, subject)
        middle = _best_frame(true)
        _click(made, object, true, middle, most=1)
        seconds, frames = _track(made, object)
        before = _scores(workspace, object, true)
        words = f"One click on {subject.name}, tracked both ways"
        print(f"{words}: J&F {_mean(before):.3f}, {counted(frames, 'frame')} computed")
        worst = _worst(workspace, object, true)
        clicks = _click(made, object, true, worst, CLICKS_A_FRAME)
        more_seconds, more_frames = _track(made, object)
        after = _scores(workspace, object, true)
        words = f"Frame {worst} corrected, {counted(clicks, 'click')}, tracked again"
        print(f"{words}: J&F {_mean(after):.3f}, {counted(more_frames, 'frame')} computed")
        rate = (frames + more_frames) / max(seconds + more_seconds, 1e-6)
        engine = workspace.engine
        print(f"{rate:.1f} frames/s with {engine.name} on {engine.device.name if engine.device else '?'}")
        overlay = folder / "exports" / "overlay"
        workspace.publish()
        workspace.export("overlay", overlay, [video.id])
        made.settle(Progress())
    print(f"Project:  {folder}\nOverlay:  {overlay}\nSA-V:     {folder / 'masklets'}")
    print(f"Open it:  {typed('--project', folder)}")
    return 0


def _best_frame(truth: Sequence[Mask]) -> FrameIndex:
    """Return the frame on which the object is largest: where a person would click it."""
    return FrameIndex(int(np.argmax([mask.area for mask in truth])))


def _click(made: Session, object: ObjectId, truth: Sequence[Mask], frame: FrameIndex, most: int) -> int:
    """Click `most` times where a person would on `frame`, fewer when the mask is right; return how often."""
    workspace = made.workspace
    cell = Cell(object, frame)
    workspace.go_to(frame)
    for number in range(most):
        mask = workspace.document.mask(cell)
        if mask is not None and mask.mask.iou(truth[frame]) > RIGHT:
            return number
        click = next_click(truth[frame].to_array(), mask.mask.to_array() if mask else None)
        if click is None:
            return number
        workspace.add_click(cell, click)
        made.settle()
    return most


def _track(made: Session, object: ObjectId) -> tuple[float, int]:
    """Track both ways; return seconds and frames computed."""
    workspace = made.workspace
    started = time.monotonic()
    job = workspace.track(Direction.BOTH, (object,))
    made.settle(Progress())
    run = workspace.document.runs()[-1] if job is not None else None
    return time.monotonic() - started, run.frames_done if run else 0


def _scores(workspace: Workspace, object: ObjectId, truth: Sequence[Mask]) -> list[float]:
    """Return J&F of every frame but the first and the last."""
    scores = []
    for index in range(1, len(truth) - 1):
        true = truth[index]
        mask = workspace.document.mask(Cell(object, FrameIndex(index)))
        found = agreement(mask.mask if mask else Mask.empty(true.height, true.width), true)
        scores.append((found.j + found.f) / 2)
    return scores


def _worst(workspace: Workspace, object: ObjectId, truth: Sequence[Mask]) -> FrameIndex:
    """Return the frame with the lowest J&F among those that show the object."""
    scores = _scores(workspace, object, truth)
    candidates = [index for index in range(1, len(truth) - 1) if truth[index].area]
    return FrameIndex(min(candidates, key=lambda index: scores[index - 1]))


def _mean(scores: Sequence[float]) -> float:
    return float(np.mean(scores))
