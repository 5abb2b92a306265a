"""`masklane demo`: the main job on the bundled clip; in the window with a display, else headless with numbers."""

import os
import platform
import shutil
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from app import paths
from app.api.session import Session, created, session
from app.cli.evaluating.practice import SimulatedAnnotator
from app.cli.shown import counted
from app.cli.terminal import TerminalProgress
from app.cli.typed import typed
from app.evaluation.protocols import CLICKS_A_FRAME
from app.evaluation.sample import Sample, read_sample
from app.evaluation.subjects import open_subjects


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


def add_sample(made: Session, sample: Sample) -> None:
    """Copy the clip into the project, so that it stays when Masklane is updated, add it, and warm up."""
    media = made.workspace.folder / "media" / sample.video
    media.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paths.sample_folder() / sample.video, media)
    made.workspace.videos.add([media])
    made.settle()
    made.workspace.view.open_video(made.workspace.document.videos()[0].id)
    made.workspace.model.load()
    made.settle(TerminalProgress())


def _headless(folder: Path) -> int:
    sample = read_sample(paths.sample_folder())
    with session(created(folder)) as made:
        add_sample(made, sample)
        workspace = made.workspace
        video = workspace.document.videos()[0]
        print(f"Sample: {counted(video.frame_count, 'frame')} of {video.width}x{video.height}, in {folder}")
        with closing(open_subjects(paths.sample_folder())) as subjects:
            subject = next(subjects)
            object = workspace.objects.add(subject.name, subject.category)
            assert object is not None
            annotator = SimulatedAnnotator(made, object, subject)
        annotator.start()
        seconds, frames = annotator.track()
        words = f"One click on {subject.name}, tracked both ways"
        print(f"{words}: J&F {annotator.score():.3f}, {counted(frames, 'frame')} computed")
        worst = annotator.worst()
        clicks = annotator.click(worst, CLICKS_A_FRAME)
        more_seconds, more_frames = annotator.track()
        words = f"Frame {worst} corrected, {counted(clicks, 'click')}, tracked again"
        print(f"{words}: J&F {annotator.score():.3f}, {counted(more_frames, 'frame')} computed")
        rate = (frames + more_frames) / max(seconds + more_seconds, 1e-6)
        engine = workspace.model.state
        print(f"{rate:.1f} frames/s with {engine.name} on {engine.device.name if engine.device else '?'}")
        overlay = folder / "exports" / "overlay"
        workspace.exports.publish()
        workspace.exports.start("overlay", overlay, [video.id])
        made.settle(TerminalProgress())
    print(f"Project:  {folder}\nOverlay:  {overlay}\nSA-V:     {folder / 'masklets'}")
    print(f"Open it:  {typed('--project', folder)}")
    return 0
