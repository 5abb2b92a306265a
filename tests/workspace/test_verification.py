"""Stages, verdicts and issues: each step of a masklet's way is an edit that is saved, undone and read again."""

from collections.abc import Callable
from pathlib import Path

from app.masks.mask import Mask
from app.project.model import (
    Box,
    Cell,
    Click,
    Direction,
    FrameIndex,
    Judgement,
    ObjectId,
    ObjectKind,
    Stage,
)
from app.project.storage.store import Store
from app.review.masklet_states import MaskletState
from app.review.open_work import open_work
from app.review.work import DELETED, DESCRIBED, OPENED, WHAT, Verb, history_of
from app.settings import Settings
from app.workspace.messages import Refusal, WayOut
from app.workspace.review.candidates import CandidateFinder
from tests.workspace.conftest import Desk


def masklet(desk: Desk) -> ObjectId:
    """Return an object that is clicked on frame 10 and tracked."""
    workspace = desk.workspace
    id = workspace.objects.add("Ball")
    assert id is not None
    workspace.prompts.add_click(Cell(id, FrameIndex(10)), Click(40, 30))
    desk.settle()
    workspace.runs.track(Direction.BOTH)
    desk.settle()
    return id


def test_a_masklet_goes_its_way_and_back_and_undo_walks_it_too(desk: Desk) -> None:
    id, verification = masklet(desk), desk.workspace.verification
    states = [verification.state(id)]
    verification.hand_in([id])
    states.append(verification.state(id))
    verification.judge(id, Judgement.UNSATISFACTORY, "Border is off", (FrameIndex(3), FrameIndex(3)), Box(1, 2, 9, 9))
    states.append(verification.state(id))
    verification.hand_in([id])
    verification.judge(id, Judgement.SATISFACTORY)
    states.append(verification.state(id))

    assert states == [
        MaskletState.ANNOTATING,
        MaskletState.IN_VERIFICATION,
        MaskletState.UNSATISFACTORY,
        MaskletState.SATISFACTORY,
    ]
    assert [issue.text for issue in desk.workspace.document.issues_of(id)] == ["Border is off"]
    for expected in (MaskletState.IN_VERIFICATION, MaskletState.UNSATISFACTORY, MaskletState.IN_VERIFICATION):
        desk.workspace.editor.undo()
        assert verification.state(id) is expected
    assert desk.workspace.document.issues_of(id) == ()
    desk.workspace.editor.redo()
    assert verification.state(id) is MaskletState.UNSATISFACTORY


def test_what_is_still_to_be_done_is_told_when_a_masklet_is_handed_in(desk: Desk) -> None:
    id, workspace = masklet(desk), desk.workspace
    workspace.verification.hand_in([id])
    assert desk.notices[-1] == "Handed in for verification."
    other = workspace.objects.add("Bird")
    assert other is not None
    workspace.prompts.add_click(Cell(other, FrameIndex(10)), Click(40, 30))
    desk.settle()
    workspace.prompts.add_click(Cell(id, FrameIndex(20)), Click(44, 30))
    desk.settle()
    workspace.verification.raise_issue(id, "Border is off")
    stale = open_work(workspace.document, id).stale
    workspace.verification.hand_in([id, other])
    assert stale
    assert desk.notices[-1] == f"2 objects handed in: 59 frames without a mask, {stale} stale frames, 1 open issue."


def ways_out(desk: Desk, verb: Callable[[], object]) -> list[WayOut]:
    """Do what is refused, and return the ways out of it."""
    found: list[Refusal] = []
    desk.workspace.messages.refused.connect(found.append)
    verb()
    return [way for refusal in found for way in refusal.ways]


def test_an_edit_to_a_verified_masklet_asks_and_sends_it_back(desk: Desk) -> None:
    id, workspace = masklet(desk), desk.workspace
    cell = Cell(id, FrameIndex(20))
    workspace.verification.hand_in([id])
    workspace.verification.judge(id, Judgement.SATISFACTORY)
    before = workspace.document.mask(cell)
    for verb in (
        lambda: workspace.prompts.add_click(cell, Click(40, 30)),
        lambda: workspace.prompts.mark_absent(cell),
        lambda: workspace.masks.clear_object(id),
        lambda: workspace.masks.apply([id], 0, 50, lambda mask: Mask.empty(*mask.shape), "Grow"),
        lambda: workspace.objects.split(id, 20),
    ):
        (edit_it,) = ways_out(desk, verb)
        assert workspace.verification.state(id) is MaskletState.SATISFACTORY
        assert workspace.document.mask(cell) is before
    edit_it.run()
    desk.settle()
    assert workspace.verification.state(id) is MaskletState.IN_VERIFICATION
    assert len(workspace.document.all_objects()) == 2, "it is split, too"
    for _ in range(2):
        workspace.editor.undo()
    assert workspace.verification.state(id) is MaskletState.SATISFACTORY
    assert len(workspace.document.all_objects()) == 1


def test_a_run_over_a_verified_masklet_asks_but_calling_a_frame_fine_is_no_edit(desk: Desk) -> None:
    id, workspace = masklet(desk), desk.workspace
    other = workspace.objects.duplicate(id)
    desk.settle()
    assert other is not None
    workspace.verification.judge(id, Judgement.SATISFACTORY)
    workspace.suggestions.call_fine(Cell(id, FrameIndex(30)))
    assert workspace.verification.state(id) is MaskletState.SATISFACTORY
    desk.predictor.shift = (1, 0)
    the_others, all_of_them = ways_out(desk, lambda: workspace.runs.track(Direction.BOTH, (id, other), (20, 40)))
    assert workspace.document.runs()[-1].objects == (id,)
    the_others.run()
    desk.settle()
    assert workspace.document.runs()[-1].objects == (other,)
    assert workspace.verification.state(id) is MaskletState.SATISFACTORY
    all_of_them.run()
    desk.settle()
    assert workspace.verification.state(id) is MaskletState.IN_VERIFICATION
    assert "Ball was verified. It is to be verified again." in desk.notices


def test_issues_are_answered_and_go_with_their_object(desk: Desk) -> None:
    id, workspace = masklet(desk), desk.workspace
    verification = workspace.verification
    long = verification.raise_issue(id, "long " * 1000)
    assert long is not None
    assert len(desk.workspace.document.issues()[long].text) == 5000
    desk.workspace.editor.undo()
    issue = verification.raise_issue(id, "Leaks", (FrameIndex(4), FrameIndex(9)))
    whole = verification.raise_issue(id, "Which of them?")
    assert issue is not None
    assert whole is not None
    verification.resolve([issue])
    answered = workspace.document.issue(issue)
    assert answered is not None
    assert answered.resolved
    verification.open_again([issue])
    assert [one.resolved for one in workspace.document.issues_of(id)] == [False, False]
    workspace.objects.delete([id])
    assert not workspace.document.issues()
    workspace.editor.undo()
    assert {one.id for one in workspace.document.issues_of(id)} == {issue, whole}


def test_all_of_it_is_there_after_a_kill_and_its_history_can_be_read(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    folder = tmp_path / "shared"
    desk = open_desk(folder, settings=Settings(annotator="Ada"))
    desk.workspace.videos.add([clip])
    desk.settle()
    id = masklet(desk)
    desk.workspace.verification.set_reasons(["Too <b>large</b>", " ", "Too small"])
    desk.workspace.verification.hand_in([id])
    desk.workspace.change_settings(Settings(annotator="Grace"))
    desk.workspace.verification.judge(id, Judgement.UNSATISFACTORY, "Too <b>large</b>", (FrameIndex(3), FrameIndex(3)))
    desk.workspace.editor.undo()
    before = desk.workspace.document
    desk.workspace.editor.redo()
    desk.workspace.close(wait_ms=5000)

    again = open_desk(folder)
    verdict = again.workspace.document.verdict(id)
    assert verdict is not None
    assert (verdict.annotator, verdict.reason, verdict.frame) == ("Grace", "Too <b>large</b>", 3)
    assert again.workspace.document.issues() == before.issues()
    assert again.workspace.verification.reasons == ("Too <b>large</b>", "Too small")
    events = list(again.workspace._store.events())
    told = [(e.annotator, e.verb, e.details.get("what"), e.details.get("how")) for e in history_of(events, id)]
    assert told == [
        ("Ada", "stage", "verification", None),
        ("Grace", "verdict", "unsatisfactory", None),
        ("Grace", "verdict", "unsatisfactory", "undone"),
        ("Grace", "verdict", "unsatisfactory", "redone"),
    ]
    clicks = [event for event in events if event.verb == Verb.CLICK.value]
    assert [(event.object, event.frame, event.details["phase"]) for event in clicks] == [(id, 10, "3")]


def test_the_history_tells_what_became_of_an_issue(desk: Desk, tmp_path: Path) -> None:
    id, verification = masklet(desk), desk.workspace.verification
    issue = verification.raise_issue(id, "")
    assert issue is not None
    verification.describe(issue, "Border is off")
    verification.resolve([issue])
    verification.open_again([issue])
    verification.remove_issues([issue])
    desk.workspace.close(wait_ms=5000)
    with Store.open(tmp_path / "project") as store:
        told = [(event.verb, event.details.get(WHAT)) for event in history_of(store.events(), id)]
    assert told == [
        ("issue", None),
        ("issue", DESCRIBED),
        ("resolve", None),
        ("issue", OPENED),
        ("issue", DELETED),
    ]


def test_an_empty_masklet_cannot_be_judged_and_a_deleted_one_leaves_every_queue(desk: Desk) -> None:
    workspace = desk.workspace
    empty = workspace.objects.add("Empty")
    assert empty is not None
    workspace.verification.hand_in([empty])
    workspace.verification.judge(empty, Judgement.SATISFACTORY)
    workspace.verification.judge(ObjectId(999), Judgement.REJECTED)
    assert len(desk.errors) == 3
    assert workspace.verification.state(empty) is MaskletState.SELECTED
    id = masklet(desk)
    workspace.verification.hand_in([id])
    assert [record.id for record in workspace.verification.queue(Stage.VERIFICATION)] == [id]
    workspace.objects.delete([id])
    assert workspace.verification.queue(Stage.VERIFICATION) == ()


def test_accepted_candidates_stay_marked_auto_and_sent_back_ones_are_on_top_of_the_queue(desk: Desk) -> None:
    workspace = desk.workspace
    finder: CandidateFinder = workspace.candidates
    finder.find(0)
    desk.settle()
    found = workspace.verification.queue(Stage.SELECTION)
    assert found
    workspace.verification.accept([found[0].id])
    accepted = workspace.document.object(found[0].id)
    assert accepted is not None
    assert (accepted.kind, accepted.stage) == (ObjectKind.AUTO, Stage.ANNOTATION)
    id = masklet(desk)
    workspace.verification.judge(id, Judgement.UNSATISFACTORY, "Border is off")
    assert [record.id for record in workspace.verification.queue(Stage.ANNOTATION)] == [id, accepted.id]
