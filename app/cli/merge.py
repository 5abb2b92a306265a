"""`masklane merge`: what others did in a copy of a project, taken over as one step."""

from argparse import Namespace
from collections.abc import Iterator

from app.api.session import Session, opened, session
from app.cli.shown import counted, shown
from app.cli.terminal import TerminalProgress
from app.errors import MediaChanged, MediaMissing, ProjectError
from app.project.model import ObjectId
from app.workspace.edits.merge_plan import MergeConflict, MergePlan, Side


def run(arguments: Namespace) -> int:
    """Print what merging comes to, and do it; where something is in conflict and nothing was chosen, nothing is."""
    with session(opened(arguments.folder)) as current:
        plan = _looked(current, arguments)
        for line in _lines(plan):
            print(shown(line))
        choices = dict(_choices(plan, arguments))
        if arguments.check:
            return 0
        undecided = [conflict.name for conflict in plan.conflicts if conflict.theirs not in choices]
        if undecided:
            raise ProjectError(
                f"In conflict: {', '.join(undecided)}. Nothing was merged.",
                "Give --conflicts mine, theirs or both, or --choose NAME=SIDE for each.",
            )
        current.workspace.merging.take(plan, choices)
        current.settle(TerminalProgress(), expected=(MediaMissing, MediaChanged))
    print("There was nothing to merge." if plan.nothing else f"Merged into {shown(arguments.folder)}")
    return 0


def _looked(current: Session, arguments: Namespace) -> MergePlan:
    found: list[MergePlan] = []
    current.workspace.merging.look(arguments.other.absolute(), found.append)
    current.settle(TerminalProgress(), expected=(MediaMissing, MediaChanged))
    return found[0]


def _lines(plan: MergePlan) -> Iterator[str]:
    yield (
        f"new videos: {len(plan.new_videos)}; new objects: {len(plan.new)}; taken over: {len(plan.taken)}; "
        f"deleted: {len(plan.deleted)}; lines of the log: {plan.lines}"
    )
    for video in plan.left_out:
        yield f"note: {video.name} has other media there: nothing of it is taken over"
    for conflict in plan.conflicts:
        what = ", ".join(difference.value for difference in conflict.differences)
        yield f"conflict: {conflict.name} in {conflict.video}: {what}{_agreement(conflict)}"


def _agreement(conflict: MergeConflict) -> str:
    agreed = conflict.agreement
    masks = 0 if agreed is None else sum(agreed.compared)
    if agreed is None or not masks:
        return ""
    return f"; mean IoU {agreed.iou / masks:.3f}, {sum(agreed.aligned)} of {counted(masks, 'mask')} aligned"


def _choices(plan: MergePlan, arguments: Namespace) -> Iterator[tuple[ObjectId, Side]]:
    """Yield what was chosen for each conflict for which something was. ProjectError: a name of none, or no such way."""
    chosen = dict(arguments.choose)
    names = {conflict.name for conflict in plan.conflicts}
    for name in chosen.keys() - names:
        raise ProjectError(f"{name!r} is not in conflict.", f"In conflict: {', '.join(sorted(names)) or 'nothing'}.")
    for conflict in plan.conflicts:
        way = chosen.get(conflict.name) or arguments.conflicts
        if way is None:
            continue
        side = Side(way)
        if side not in conflict.ways and conflict.name in chosen:
            raise ProjectError(f"Both cannot be kept of {conflict.name}.", "Choose mine or theirs.")
        yield conflict.theirs, side if side in conflict.ways else Side.THEIRS
