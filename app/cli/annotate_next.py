"""`masklane next`: masklets in an order meant for learning, as the list of the window has them."""

import sys
from argparse import Namespace

import msgspec

from app.api.session import opened, session
from app.cli.shown import shown
from app.cli.terminal import tell_findings
from app.errors import MediaError
from app.project.document import Document
from app.workspace.learning.annotate_next import ToAnnotate


def run(arguments: Namespace) -> int:
    """Print the order, one masklet a line."""
    with session(
        opened(arguments.folder), model=arguments.model, device=arguments.device, image_size=arguments.size
    ) as current:
        found = current.workspace.annotate_next
        tell_findings(current.workspace.findings, arguments.folder)
        found.watch(True)
        current.settle_until(lambda: not found.waiting, expected=(MediaError,))  # others have an order still
        rows = [_row(current.workspace.document, one) for one in found.order]
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        return 0
    for place, row in enumerate(rows, start=1):
        video, name, reasons = shown(row["video"]), shown(row["object"]), ", ".join(row["reasons"])  # type: ignore[arg-type]
        print(f"{place:>3}  {video}  {name}  frame {row['frame']}  {row['worth']:.2f}  {reasons}".rstrip())
    if not rows:
        print("Nothing waits for annotation.")
    return 0


def _row(document: Document, one: ToAnnotate) -> dict[str, object]:
    record, video = document.object(one.cell.object), document.video_of(one.cell.object)
    assert record is not None
    assert video is not None
    return {
        "video": video.name,
        "object": record.name,
        "id": record.id,
        "category": record.category,
        "frame": one.cell.frame,
        "worth": round(one.worth, 4),
        "reasons": [reason.value for reason in one.reasons],
    }
