"""`masklane export`: write the masks of a project in a format of other tools."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from app.cli.session import TerminalProgress, opened, session, tell_findings
from app.cli.shown import shown
from app.errors import ExportError
from app.interchange.clip import Loss
from app.interchange.formats import FORMATS
from app.interchange.output import free_destination


def run(arguments: Namespace) -> int:
    """Say what is lost or stale and what the format cannot hold, then write."""
    if arguments.format not in FORMATS:
        raise ExportError(f"There is no format {arguments.format!r}.", f"Available formats: {', '.join(FORMATS)}.")
    out = free_destination(arguments.out)
    with session(opened(arguments.folder)) as current:
        workspace = current.workspace
        tell_findings(workspace.findings, arguments.folder)
        if workspace.lacks_masks and not arguments.partial:
            raise ExportError(
                "The project is damaged, and the export would lack masks: nothing was written.",
                "Open a copy of its folder from before, or export what is there with --partial.",
            )
        chosen = [current.video(arguments.video)] if arguments.video else None
        current.require_media(chosen or workspace.document.videos())
        videos = [video.id for video in chosen] if chosen else None
        workspace.exports.check(arguments.format, videos, _tell)
        current.settle(TerminalProgress())
        workspace.exports.start(arguments.format, out, videos, _tell)
        current.settle(TerminalProgress())
    print(f"Written to {shown(arguments.out)}")
    return 0


def _tell(losses: Sequence[Loss]) -> None:
    for loss in losses:
        print(shown(f"note: {loss}"), file=sys.stderr)
