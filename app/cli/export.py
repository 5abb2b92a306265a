"""`masklane export`: write the masks of a project in a format of other tools."""

import sys
from argparse import Namespace

from app.cli.session import TerminalProgress, opened, session
from app.cli.shown import shown
from app.errors import ExportError
from app.interchange.clip import Loss
from app.interchange.formats import FORMATS


def run(arguments: Namespace) -> int:
    """Write, and say what the format could not hold."""
    if arguments.format not in FORMATS:
        raise ExportError(f"There is no format {arguments.format!r}.", f"There are: {', '.join(FORMATS)}.")
    with session(opened(arguments.folder)) as current:
        workspace = current.workspace
        chosen = [current.video(arguments.video)] if arguments.video else None
        current.require_media(chosen or workspace.document.videos())
        videos = [video.id for video in chosen] if chosen else None
        losses: list[Loss] = []
        workspace.exports.check(arguments.format, videos, losses.extend)
        current.settle(TerminalProgress())
        workspace.exports.start(arguments.format, arguments.out.absolute(), videos, losses.extend)
        current.settle(TerminalProgress())
    for loss in losses:
        print(shown(f"note: {loss}"), file=sys.stderr)
    print(f"Written to {shown(arguments.out)}")
    return 0
