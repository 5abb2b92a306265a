"""`masklane track`: prompt an object of a video and track it, by the same calls as the window."""

import sys
import time
from argparse import Namespace
from pathlib import Path

from app.api.session import Session, opened, session
from app.cli.shown import counted, shown
from app.cli.terminal import TerminalProgress, require_media, tell_findings, video_named
from app.errors import ImportFileError, ProjectError
from app.interchange.encoding.label_png import doubt_about, read_foreground
from app.masks.mask import Mask
from app.phrases import ranges
from app.project.model import Box, Cell, Click, Direction, FrameIndex, ObjectId, Policy, Video
from app.review.masklet_states import is_verified
from app.workspace.measuring.coverage import coverage


def run(arguments: Namespace) -> int:
    """Prompt, track and print the result."""
    with session(
        opened(arguments.folder),
        model=arguments.model,
        device=arguments.device,
        image_size=arguments.size,
    ) as current:
        workspace = current.workspace
        tell_findings(workspace.findings, arguments.folder)
        video = video_named(current, arguments.video)
        require_media(current, [video])
        workspace.view.open_video(video.id)
        _check(arguments, video)
        prompts = _read(arguments, video)
        if not prompts and current.find_object(arguments.object) is None:
            raise ProjectError(
                f"There is no object {arguments.object!r} in {video.name}.",
                "To make it, give a --click, --box or --mask.",
            )
        workspace.model.load()
        current.settle(TerminalProgress())
        object = current.object(arguments.object)
        if arguments.policy:
            workspace.objects.set_policy((object,), Policy(arguments.policy))
        frames = _prompt(current, object, prompts)
        before = len(workspace.document.mask_frames(object))
        if frames:
            workspace.view.go_to(frames[0])
        started = time.monotonic()
        job = workspace.runs.track(Direction(arguments.direction), (object,), arguments.frames)
        current.settle(TerminalProgress())
        seconds = time.monotonic() - started
        if job is None and is_verified(workspace.document, object):
            raise ProjectError("{name} is verified.", "Open it in the window to edit it.", name=arguments.object)
        if job is None:
            print(f"{shown(arguments.object)}: everything was up to date.")
            return 0
        lost = workspace.runs.undecodable.of(video)
        _report(current, arguments.object, object, before, int(job.done) - len(lost), seconds)
        if lost:
            print(f"Frames that cannot be decoded, and have no mask: {ranges(lost)}.")
    return 0


def _check(arguments: Namespace, video: Video) -> None:
    """Raise ProjectError for prompts outside the video, before anything is made."""
    frames = [frame for frame, _ in (*arguments.click, *arguments.box, *arguments.mask)]
    frames += arguments.frames or ()
    for frame in frames:
        if frame >= video.frame_count:
            raise ProjectError(f"{video.name} has no frame {frame}.", f"Its frames are 0 to {video.frame_count - 1}.")
    for _, click in arguments.click:
        _check_inside(video, click.x, click.y)
    for _, box in arguments.box:
        _check_inside(video, box.x0, box.y0)
        _check_inside(video, box.x1, box.y1)


def _check_inside(video: Video, x: float, y: float) -> None:
    if not (0 <= x <= video.width and 0 <= y <= video.height):
        raise ProjectError(
            f"({x:g}, {y:g}) lies outside the frame.", f"{video.name} is {video.width} x {video.height} pixels."
        )


def _read(arguments: Namespace, video: Video) -> list[tuple[int, Click | Box | Mask]]:
    """Return all prompts with their frames, masks read from their files."""
    masks = [(frame, read_mask(path, video, any_mask=arguments.any_mask)) for frame, path in arguments.mask]
    return [*arguments.box, *masks, *arguments.click]


def _prompt(current: Session, object: ObjectId, prompts: list[tuple[int, Click | Box | Mask]]) -> list[int]:
    """Add all prompts; return their frames in order."""
    workspace = current.workspace
    for frame, prompt in prompts:
        cell = Cell(object, FrameIndex(frame))
        match prompt:
            case Click():
                workspace.prompts.add_click(cell, prompt)
            case Box():
                workspace.prompts.set_box(cell, prompt)
            case Mask():
                workspace.prompts.paint(cell, prompt)
    current.settle(TerminalProgress())
    return sorted({frame for frame, _ in prompts})


def read_mask(path: Path, video: Video, *, any_mask: bool = False) -> Mask:
    """Return the mask in a picture file (see `read_foreground`).

    Raises ProjectError, ImportFileError or MediaError; also for an empty or full mask, which is hardly meant, unless
    `any_mask`.
    """
    picture = read_foreground(path)
    doubt = doubt_about(picture)
    if doubt is not None and not any_mask:
        raise ImportFileError(
            "The mask {path} may not be meant: {doubt}.", "If it is, give --any-mask too.", path=path, doubt=doubt
        )
    if picture.shape != (video.height, video.width):
        height, width = picture.shape
        raise ProjectError(
            f"{path} is {width}x{height} pixels, {video.name} is {video.width}x{video.height}.",
            "A mask has the size of the video's frames.",
        )
    return Mask.from_array(picture)


def _report(current: Session, name: str, object: ObjectId, before: int, done: int, seconds: float) -> None:
    document, engine = current.workspace.document, current.workspace.model.state
    masks = len(document.mask_frames(object))
    record = document.object(object)
    step = 1 if record is None else document.annotation_step(record.video)
    found = coverage(current.workspace.states.of(object), step)
    device = engine.device.name if engine.device else "?"
    print(
        f"{shown(name)}: {counted(done, 'frame')} tracked in {seconds:.1f} s ({done / max(seconds, 1e-6):.1f} frames/s)"
        f" with {engine.name} on {device}; {counted(masks, 'frame')} with a mask ({masks - before:+d}),"
        f" {found.lost} lost, {found.stale} stale."
    )
    sys.stdout.flush()
