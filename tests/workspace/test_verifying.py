"""Verify, from one masklet to the next: second looks, rules, what changes meanwhile, and the second question."""

from datetime import UTC, datetime

import numpy as np
import pytest

from app.masks.mask import Mask
from app.project.category_checks import CategoryAnswer, category_checks
from app.project.edit import Delta, Edit
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    Judgement,
    MaskSource,
    ObjectId,
    Stage,
    Verdict,
    VideoObject,
)
from app.project.second_looks import LookKind, second_looks
from app.review.auto_accept import AUTOMATIC, AutoAccept, is_audited
from app.review.consistency import EVERY, consistency
from app.review.masklet_states import MaskletState
from app.review.work import history_of
from app.settings import Settings
from app.workspace.viewing.frame_states import FrameState
from tests.workspace.conftest import Desk

ADA, GRACE = Settings(annotator="Ada"), Settings(annotator="Grace")
MARKUP = "<b>Dog</b> & <script>"


def masklets(desk: Desk, count: int, score: float = 0.9, category: str = "") -> list[ObjectId]:
    """Make masklets that wait for verification, each with a mask on frames 3 and 4, handed in by nobody."""
    video = desk.workspace.document.videos()[0]
    square = np.zeros((video.height, video.width), bool)
    square[10:30, 10:30] = True
    pixels = CellMask(Mask.from_array(square), MaskSource.TRACKED, None, score, 1.0)
    records = [
        VideoObject(desk.workspace.editor.new_object_id(), video.id, f"Dog {n}", Color(9, 9, 9), category)
        for n in range(count)
    ]
    masks = {Cell(record.id, FrameIndex(frame)): Delta(None, pixels) for record in records for frame in (3, 4)}
    desk.workspace.editor.do("Make", Edit(objects={record.id: Delta(None, record) for record in records}, masks=masks))
    return [record.id for record in records]


def hand_in(desk: Desk, count: int, **more: object) -> list[ObjectId]:
    ids = masklets(desk, count, **more)  # type: ignore[arg-type]
    desk.workspace.verification.hand_in(ids)
    return ids


def test_the_twentieth_comes_back_unannounced_and_both_answers_are_kept(desk: Desk) -> None:
    desk.workspace.change_settings(ADA)
    ids = hand_in(desk, EVERY + 5)
    verifying, document = desk.workspace.verifying, desk.workspace.document
    verifying.begin()
    for _ in range(EVERY - 1):
        verifying.satisfactory()
    again = verifying.current
    assert again in ids[:9]
    assert verifying.waiting == (again, *ids[EVERY - 1 :])
    assert again is not None
    assert not (desk.workspace.states.of(again).flags & int(FrameState.VERIFIED)).any()
    verifying.reject()
    (look,) = second_looks(document.conventions())
    assert (look.object, look.kind, look.same) == (again, LookKind.RECHECK, False)
    assert consistency(document)["Ada"].looks == 1
    assert verifying.current == ids[EVERY - 1]
    desk.workspace.editor.undo()
    assert verifying.current == again
    assert second_looks(document.conventions()) == ()
    verifying.satisfactory()
    assert consistency(document)["Ada"].share == 1.0
    assert verifying.current == ids[EVERY - 1]


def test_nobody_verifies_their_own_where_that_is_the_rule(desk: Desk) -> None:
    verification, verifying = desk.workspace.verification, desk.workspace.verifying
    desk.workspace.change_settings(ADA)
    (own,) = hand_in(desk, 1)
    desk.workspace.change_settings(GRACE)
    (other,) = hand_in(desk, 1)
    verification.set_others_only(True)
    verifying.begin()
    assert verifying.waiting == (own,)
    verification.judge(other, Judgement.SATISFACTORY)
    assert str(desk.errors[-1].what) == "Dog 0 was handed in by you."
    verifying.satisfactory()
    assert (verifying.current, verification.state(own)) == (None, MaskletState.SATISFACTORY)
    desk.workspace.editor.undo()
    desk.workspace.editor.undo()
    assert not verification.others_only
    assert verification.people() == ("Ada", "Grace")


def test_a_masklet_that_changed_while_it_was_looked_at_is_looked_at_again(desk: Desk) -> None:
    first, second = hand_in(desk, 2)
    verifying = desk.workspace.verifying
    verifying.begin()
    desk.workspace.view.go_to(40)
    desk.workspace.prompts.mark_absent(Cell(first, FrameIndex(4)))
    verifying.satisfactory()
    assert desk.notices[-1] == "Its masks have changed meanwhile: look again."
    assert (verifying.current, desk.workspace.document.verdict(first)) == (first, None)
    assert desk.workspace.view.frame == 3
    verifying.satisfactory()
    assert verifying.current == second


def test_what_is_deleted_leaves_the_queue_and_an_answer_opened_again_keeps_its_verdict(desk: Desk) -> None:
    first, second, third = hand_in(desk, 3)
    verifying, verification = desk.workspace.verifying, desk.workspace.verification
    verifying.begin()
    verifying.satisfactory()
    desk.workspace.objects.delete([second])
    assert verifying.current == third
    verifying.show(first)
    verification.set_phase(2)
    assert verifying.current == first
    verifying.unsatisfactory()
    verifying.give_reason(1)
    assert verification.state(first) is MaskletState.UNSATISFACTORY
    assert verifying.current == third
    verifying.show(ObjectId(99))
    verifying.satisfactory()
    desk.workspace.objects.delete([third, first])
    assert (verifying.current, verifying.waiting) == (None, ())
    assert desk.bugs == []


def test_the_last_answers_are_in_their_order_when_the_clock_was_set_back(desk: Desk) -> None:
    ids = hand_in(desk, 3)
    future = Verdict(ids[0], Judgement.SATISFACTORY, "Ada", datetime(2999, 1, 1, tzinfo=UTC))
    desk.workspace.editor.do("Judge", Edit(verdicts={ids[0]: Delta(None, future)}))
    for id in ids[1:]:
        desk.workspace.verification.judge(id, Judgement.SATISFACTORY)
    assert [verdict.object for verdict in desk.workspace.verification.recent()] == [ids[2], ids[1], ids[0]]


def test_the_second_question_is_asked_when_nothing_waits_and_its_answers_are_kept(desk: Desk) -> None:
    dog, cat = hand_in(desk, 1, category=MARKUP)[0], hand_in(desk, 1)[0]
    desk.workspace.objects.set_category([cat], "cat")
    questions, verifying, view = desk.workspace.category_questions, desk.workspace.verifying, desk.workspace.view
    verifying.begin()
    assert questions.current is None
    assert [question.category for question in questions.waiting] == [MARKUP, "cat"]
    verifying.satisfactory()
    verifying.satisfactory()
    assert questions.current is not None
    assert (questions.current.category, view.selection) == (MARKUP, (dog,))
    questions.answer(CategoryAnswer.NONE)  # there is one
    assert questions.current.category == MARKUP
    questions.answer(CategoryAnswer.ALL)
    view.go_to(7)
    questions.answer(CategoryAnswer.NOT_ALL)
    assert (questions.current, questions.waiting) == (None, ())
    found = {check.category: (check.answer, check.frame) for check in category_checks(desk.workspace.document).values()}
    assert found == {MARKUP: (CategoryAnswer.ALL, None), "cat": (CategoryAnswer.NOT_ALL, 7)}
    assert [check.category for check in questions.incomplete] == ["cat"]
    desk.workspace.editor.undo()
    assert questions.current is not None
    assert questions.current.category == "cat"
    questions.answer(CategoryAnswer.NOT_ALL)
    hand_in(desk, 1, category="cat")
    assert questions.incomplete == ()
    assert [question.category for question in questions.waiting] == ["cat"]


def test_objects_without_a_category_are_asked_about_nowhere(desk: Desk) -> None:
    hand_in(desk, 1)
    desk.workspace.verifying.begin()
    desk.workspace.verifying.satisfactory()
    assert desk.workspace.category_questions.waiting == ()
    desk.workspace.category_questions.answer(CategoryAnswer.ALL)
    assert category_checks(desk.workspace.document) == {}


@pytest.fixture
def calibrated(desk: Desk) -> list[ObjectId]:
    """Sixty masklets judged by Ada, all good, and forty that wait."""
    desk.workspace.change_settings(ADA)
    judged, waiting = hand_in(desk, 60), hand_in(desk, 40)
    for id in judged:
        desk.workspace.verification.judge(id, Judgement.SATISFACTORY)
    return waiting


def rule_of(desk: Desk) -> AutoAccept:
    found: list[AutoAccept | None] = []
    desk.workspace.auto_accepting.calibrate(lambda _count, rule: found.append(rule))
    desk.qtbot.waitUntil(lambda: bool(found))
    assert found[0] is not None
    return found[0]


def test_auto_accept_is_one_step_and_a_failed_audit_switches_it_off(desk: Desk, calibrated: list[ObjectId]) -> None:
    workspace, accepting = desk.workspace, desk.workspace.auto_accepting
    (doubtful,) = hand_in(desk, 1, score=0.2)
    rule = rule_of(desk)
    assert (accepting.rule, rule.verdicts, accepting.would_accept(rule)) == (None, 60, 40)
    accepting.switch_on(rule)
    accepted = {id for id, verdict in workspace.document.verdicts().items() if verdict.annotator == AUTOMATIC}
    assert accepted == set(calibrated)
    assert AUTOMATIC not in [verdict.annotator for verdict in workspace.verification.recent()]
    workspace.editor.undo()
    assert accepting.rule is None
    assert len(workspace.verification.queue(Stage.VERIFICATION)) == 41
    workspace.editor.redo()
    (handed_in,) = hand_in(desk, 1)
    assert workspace.verification.state(handed_in) is MaskletState.SATISFACTORY

    verifying, (audited, *_) = workspace.verifying, sorted(filter(is_audited, accepted))
    verifying.begin()
    verifying.show(doubtful)
    verifying.satisfactory()
    assert verifying.current == audited
    verifying.reject()
    assert accepting.rule is None
    assert (accepting.audit.looks, accepting.audit.wrong) == (1, 1)
    workspace.editor.undo()
    assert accepting.rule is not None
    assert verifying.current == audited
    verifying.satisfactory()
    assert accepting.rule is not None


def test_the_history_of_a_masklet_tells_who_did_what(desk: Desk) -> None:
    workspace = desk.workspace
    workspace.change_settings(ADA)
    first, second = hand_in(desk, 2)
    workspace.change_settings(GRACE)
    workspace.verification.judge(second, Judgement.UNSATISFACTORY, "Border is off")
    workspace.verification.hand_in([second])
    workspace.verification.judge(second, Judgement.SATISFACTORY)
    cell = Cell(second, FrameIndex(3))
    workspace.editor.do("Edit", Edit(masks={cell: Delta(workspace.document.mask(cell), None)}))
    found: list[list[tuple[str, str, str]]] = []
    workspace.editor.read_log(
        lambda events: [(e.annotator, e.verb, e.details["what"]) for e in history_of(events, second)], found.append
    )
    desk.qtbot.waitUntil(lambda: bool(found))
    assert found[0] == [
        ("Ada", "stage", "verification"),
        ("Grace", "verdict", "unsatisfactory"),
        ("Grace", "stage", "verification"),
        ("Grace", "verdict", "satisfactory"),
        ("Grace", "stage", "verification"),
    ]
    assert workspace.verification.state(first) is MaskletState.IN_VERIFICATION
