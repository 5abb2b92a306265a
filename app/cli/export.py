"""`masklane export`: write the masks of a project in a format of other tools."""

import sys
from argparse import Namespace

from app.cli.session import Progress, opened, session
from app.errors import ExportError
from app.interchange.formats import FORMATS


def run(arguments: Namespace) -> int:
    """Say what the format cannot hold, then write."""
    if arguments.format not in FORMATS:
        raise ExportError(f"There is no format {arguments.format!r}.", f"There are: {', '.join(FORMATS)}.")
    with session(opened(arguments.folder)) as current:
        workspace = current.workspace
        videos = [current.video(arguments.video)] if arguments.video else list(workspace.document.videos())
        if not videos:
            raise ExportError("There is nothing to export: the project has no video.", "Add one first.")
        for loss in workspace.export_losses(arguments.format, [v.id for v in videos]):
            print(f"note: {loss}", file=sys.stderr)
        workspace.export(arguments.format, arguments.out.absolute(), [v.id for v in videos])
        current.settle(Progress())
    print(f"Written to {arguments.out}")
    return 0
