"""`masklane export`: write the masks of a project in a format of other tools."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from app.api.session import Session, opened, session
from app.cli.presets import chosen_format
from app.cli.shown import counted, shown
from app.cli.terminal import TerminalProgress, require_media, tell_findings, video_named
from app.errors import ExportError, MediaChanged, MediaMissing
from app.interchange.clip import Loss
from app.interchange.export.output import free_destination
from app.project.model import Video
from app.workspace.interchange.exports import Plan


def run(arguments: Namespace) -> int:
    """Write, and say what the format could not hold."""
    row, options = chosen_format(arguments, arguments.format)
    if arguments.out is None and not arguments.check:
        raise ExportError("Where should it go?", "Give a new folder with --out, or --check.")
    out = None if arguments.out is None else free_destination(arguments.out)
    with session(opened(arguments.folder)) as current:
        workspace = current.workspace
        tell_findings(workspace.findings, arguments.folder)
        if workspace.lacks_masks and not arguments.partial:
            raise ExportError(
                "The project is damaged, and the export would lack masks: nothing was written.",
                "Open a copy of its folder from before, or export what is there with --partial.",
            )
        chosen = list(workspace.document.videos())
        if arguments.video:
            named = {video_named(current, name) for name in arguments.video}
            chosen = [video for video in chosen if video in named]
        needs_media = row.writes_frames(options)
        if needs_media:
            require_media(current, chosen)
        passed_over = () if needs_media else (MediaMissing, MediaChanged)  # the window would show frames
        if arguments.object:
            options = replace(options, objects=_objects(current, chosen, arguments.object))
        videos = [video.id for video in chosen] if arguments.video else None
        losses, plans = list[Loss](), list[Plan]()
        workspace.exports.check(row.id, videos, losses.extend, options, out, plans.append)
        current.settle(TerminalProgress(), expected=passed_over)
        for plan in plans:
            if plan.refusal is not None:
                raise plan.refusal
            _tell(plan, arguments.anew, arguments.check or sys.stderr.isatty())
        if not arguments.check and out is not None:
            workspace.exports.start(row.id, out, videos, losses.extend, options, arguments.anew)
            current.settle(TerminalProgress(), expected=passed_over)
    for loss in dict.fromkeys(losses):  # some are found before writing, and again
        print(shown(f"note: {loss}"), file=sys.stderr)
    print("Nothing was written." if arguments.check else f"Written to {shown(arguments.out)}")
    return 0


def _tell(plan: Plan, anew: bool, estimates: bool) -> None:
    """Say what was found out before writing; what it will be where that was asked for, or a person waits."""
    guess, left = plan.estimate, plan.left_over
    if guess is not None and estimates:
        sample = f"estimated from {guess.sampled} of {counted(guess.frames, 'frame')}"
        size = f"{counted(guess.files, 'file')}, {guess.size / 1e6:,.1f} MB, {guess.seconds:,.1f} s"
        print(f"About {size} ({sample})", file=sys.stderr)
    if left is not None and not anew:
        print(f"Going on where an earlier export ended: {counted(left.files, 'file')} there", file=sys.stderr)


def _objects(current: Session, videos: Sequence[Video], names: Sequence[str]) -> frozenset[int]:
    """Return the ids of objects by their names. ExportError: there is none of a name."""
    records = [record for video in videos for record in current.workspace.document.objects(video.id)]
    for name in names:
        if name not in {record.name for record in records}:
            raise ExportError(f"There is no object {name!r}.", "See masklane info for their names.")
    return frozenset(record.id for record in records if record.name in names)
