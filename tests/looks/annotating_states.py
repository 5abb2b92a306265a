"""What to annotate next, as the window shows it."""

from app.project.model import Judgement
from app.ui.review.annotate_next import AnnotateNextPanel
from tests.looks.screenshots import Screenshots


def annotate_next(shots: Screenshots) -> None:
    """Ten objects, two of them verified, one with a long name."""
    shots.open_ten()
    workspace, order = shots.workspace, shots.workspace.annotate_next
    first, second, third, *_ = (record.id for record in workspace.document.all_objects())
    workspace.objects.rename(third, "The one with the long name that is seen behind all of the others")
    for id in (first, second):
        workspace.objects.set_category((id,), "fish")
        workspace.verification.hand_in((id,))
        workspace.verification.judge(id, Judgement.SATISFACTORY)
    shots.until(lambda: shots.window.project_view.findChild(AnnotateNextPanel) is not None)
    panel = shots.window.project_view.findChild(AnnotateNextPanel)
    assert panel is not None
    shots.rest()
    shots.shoot("before", panel)
    order.next()
    shots.until(lambda: not order.waiting)
    shots.rest()
    shots.shoot("panel", panel)
    shots.shoot("", shots.window)
    for _ in range(6):
        workspace.editor.undo()
