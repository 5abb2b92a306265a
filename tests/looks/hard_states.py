"""What makes objects hard, as the window shows it: issues, tags, shot changes, a lost stretch offered as absent."""

from app.project.model import Box, FrameIndex, Stage
from app.ui.review.look_next import LookNext
from tests.looks.screenshots import Screenshots


def hard_objects(shots: Screenshots) -> None:
    """Three issues of one object, tags, and two shot changes."""
    shots.open_pond()
    workspace = shots.workspace
    first, second, *_ = (record.id for record in workspace.document.all_objects())
    workspace.view.select((first,))
    here = (FrameIndex(40), FrameIndex(40))
    raised = workspace.verification.raise_issue
    raised(first, workspace.verification.reasons[0], here, Box(150, 90, 260, 180))
    raised(first, workspace.verification.reasons[2], (FrameIndex(30), FrameIndex(62)))
    raised(first, "")
    raised(second, "", (FrameIndex(70), FrameIndex(74)), Box(20, 20, 80, 90))
    workspace.tags.toggle((first,), "occlusion")
    workspace.tags.toggle((first, second), "look-alike")
    video = workspace.view.video
    assert video is not None
    workspace.shots.here = lambda: (FrameIndex(24), FrameIndex(71))  # type: ignore[method-assign]
    workspace.suggestions.look()
    shots.until(lambda: not workspace.suggestions.waiting)
    workspace.issue_marks.select(workspace.document.issues_of(first)[0].id)
    shots.go_to(40)
    shots.rest()
    shots.shoot("", shots.window)
    shots.menu_of(shots.window.project_view.objects.tag_selected, "tags")
    workspace.view.select((second,))
    shots.go_to(55)
    shots.rest()
    shots.shoot("lost", shots.window)
    look = shots.window.findChild(LookNext)
    assert look is not None
    shots.shoot("look-next", look)
    workspace.verification.hand_in([first])
    stages = shots.window.project_view.stages
    stages.show(Stage.VERIFICATION)
    workspace.view.pause()
    shots.go_to(40)
    workspace.verifying.unsatisfactory()
    workspace.verifying.mark(FrameIndex(40), Box(300, 60, 420, 170))
    shots.rest()
    shots.shoot("verify", shots.window)
    stages.show(Stage.ANNOTATION)
    workspace.editor.undo()
    for _ in range(6):
        workspace.editor.undo()
