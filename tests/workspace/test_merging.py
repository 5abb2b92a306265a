"""Two copies of a project that were worked on apart are merged: once, twice, with conflicts, and taken back."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Cell, Click, FrameIndex, Judgement, ObjectId
from app.project.storage.store import Store
from app.review.report import Report
from app.review.work import counted
from app.settings import Settings
from app.workspace.edits.merge_plan import Difference, MergePlan, Side
from app.workspace.workspace import Workspace
from tests.workspace.conftest import Desk


@dataclass(frozen=True, slots=True)
class Apart:
    """Two copies of a project with the objects "Ball" and "Dog", open at Ada's and at Grace's desk."""

    ada: Desk
    grace: Desk
    base: Path
    reopen: Callable[..., Desk]

    def leave(self) -> Path:
        """Close Grace's copy, so that it can be merged, and return its folder."""
        folder = self.grace.workspace.folder
        self.grace.workspace.close(wait_ms=5000)
        return folder

    def merge(self, choices: dict[ObjectId, Side] | None = None) -> MergePlan:
        """Merge Grace's copy, which is closed, into Ada's; return what it came to."""
        found: list[MergePlan] = []
        self.ada.workspace.merging.look(self.grace.workspace.folder, found.append)
        self.ada.settle()
        self.ada.workspace.merging.take(found[0], choices)
        self.ada.settle()
        assert self.ada.errors == []
        return found[0]


@pytest.fixture
def apart(desk: Desk, open_desk: Callable[..., Desk], tmp_path: Path) -> Apart:
    for name, x in (("Ball", 20), ("Dog", 70)):
        desk.workspace.objects.add(name)
        click(desk, name, 0, x)
    first = tmp_path / "project"
    desk.workspace.close(wait_ms=5000)
    second = Path(shutil.copytree(first, tmp_path / "copy"))
    ada, grace = (
        open_desk(place, settings=Settings(annotator=who)) for place, who in ((first, "Ada"), (second, "Grace"))
    )
    return Apart(ada, grace, first, open_desk)


def of(document: Document, name: str) -> ObjectId:
    return next(record.id for record in document.all_objects() if record.name == name)


def click(desk: Desk, name: str, frame: int, x: int) -> None:
    cell = Cell(of(desk.workspace.document, name), FrameIndex(frame))
    desk.workspace.prompts.add_click(cell, Click(x, 30))
    desk.settle()


def names(workspace: Workspace) -> list[str]:
    return [record.name for record in workspace.document.all_objects()]


def test_what_both_did_is_there_once_and_a_second_time_changes_nothing(apart: Apart, tmp_path: Path) -> None:
    ada, grace = apart.ada, apart.grace
    ada.workspace.objects.add("Cat")
    click(ada, "Cat", 5, 40)
    grace.workspace.objects.add("Bird")  # it has the id that Cat has at Ada's
    click(grace, "Bird", 7, 50)
    ball = of(grace.workspace.document, "Ball")
    grace.workspace.verification.hand_in((ball,))
    grace.workspace.verification.judge(ball, Judgement.UNSATISFACTORY, "leaks", (FrameIndex(0), FrameIndex(0)))
    apart.leave()
    plan = apart.merge()
    document = ada.workspace.document
    assert (plan.conflicts, names(ada.workspace)) == ([], ["Ball", "Dog", "Cat", "Bird"])
    verdict = document.verdict(of(document, "Ball"))
    assert verdict is not None
    assert (verdict.annotator, verdict.judgement) == ("Grace", Judgement.UNSATISFACTORY)
    assert [issue.text for issue in document.issues_of(of(document, "Ball"))] == ["leaks"]
    assert document.mask(Cell(of(document, "Bird"), FrameIndex(7))) is not None
    told: list[Report] = []
    ada.workspace.metrics.report(told.append)
    ada.qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert told[0].project.numbers.clicks == 4
    assert apart.merge().nothing
    ada.workspace.editor.undo()
    assert names(ada.workspace) == ["Ball", "Dog", "Cat"]
    apart.merge()
    assert names(ada.workspace) == ["Ball", "Dog", "Cat", "Bird"]
    assert apart.merge().nothing
    ada.workspace.close(wait_ms=5000)
    with Store.open(tmp_path / "project") as store:
        work = counted(store.events())
        saved = store.load()
    assert work.whole.clicks == 4
    assert work.by["annotator"]["Grace"].clicks == 1
    assert store.findings == ()
    assert [record.name for record in saved.all_objects()] == ["Ball", "Dog", "Cat", "Bird"]


def test_a_name_that_both_gave_to_different_objects_is_given_once(apart: Apart) -> None:
    ada, grace = apart.ada.workspace, apart.grace.workspace
    ada.objects.add("Cat")
    grace.objects.rename(of(grace.document, "Dog"), "Cat")
    apart.leave()
    apart.merge()
    assert names(ada) == ["Ball", "Cat 2", "Cat"]


@pytest.mark.parametrize("side", [Side.THEIRS, Side.BOTH])
def test_a_conflict_has_its_agreement_and_a_choice(apart: Apart, side: Side) -> None:
    click(apart.ada, "Ball", 3, 20)
    click(apart.grace, "Ball", 3, 22)
    click(apart.grace, "Dog", 4, 70)
    apart.leave()
    document = apart.ada.workspace.document
    ball, dog = of(document, "Ball"), of(document, "Dog")
    mine = document.mask(Cell(ball, FrameIndex(3)))
    theirs = apart.grace.workspace.document.mask(Cell(ball, FrameIndex(3)))
    plan = apart.merge({ball: side})
    (conflict,) = plan.conflicts
    assert (conflict.name, conflict.differences) == ("Ball", (Difference.MASKS,))
    assert conflict.agreement is not None
    assert sum(conflict.agreement.compared) == 2
    assert document.mask(Cell(dog, FrameIndex(4))) is not None
    assert mine is not None
    assert theirs is not None
    kept = document.mask(Cell(ball, FrameIndex(3)))
    assert kept is not None
    assert kept.mask == (theirs.mask if side is Side.THEIRS else mine.mask)
    assert names(apart.ada.workspace) == ["Ball", "Dog", *(["Ball 2"] if side is Side.BOTH else [])]
    colors = [record.color for record in document.all_objects()]
    assert len(set(colors)) == len(colors), "two that lie over each other are told apart"
    assert apart.merge({ball: side}).nothing


def test_what_one_deleted_goes_unless_the_other_worked_on_it(apart: Apart) -> None:
    document = apart.ada.workspace.document
    ball, dog = of(document, "Ball"), of(document, "Dog")
    apart.ada.workspace.objects.delete((ball,))
    click(apart.grace, "Ball", 9, 30)
    apart.grace.workspace.objects.delete((dog,))
    apart.leave()
    plan = apart.merge()
    assert [conflict.differences for conflict in plan.conflicts] == [(Difference.DELETED_HERE,)]
    assert (plan.deleted, names(apart.ada.workspace)) == ([dog], [])
    apart.ada.workspace.editor.undo()
    apart.merge({ball: Side.THEIRS})
    assert names(apart.ada.workspace) == ["Ball"]


def test_work_goes_on_apart_after_a_merging(apart: Apart) -> None:
    click(apart.ada, "Dog", 2, 70)
    click(apart.grace, "Ball", 3, 20)
    folder = apart.leave()
    apart.merge()
    again = apart.reopen(folder, settings=Settings(annotator="Grace"))
    click(again, "Ball", 6, 20)
    again.workspace.close(wait_ms=5000)
    plan = apart.merge()
    document = apart.ada.workspace.document
    assert plan.conflicts == []
    assert [len(document.mask_frames(of(document, name))) for name in ("Ball", "Dog")] == [3, 2]


def test_what_is_no_copy_or_the_project_itself_is_refused_in_words(apart: Apart, tmp_path: Path) -> None:
    merging, errors = apart.ada.workspace.merging, apart.ada.errors
    copy = apart.leave()

    def refused(folder: Path) -> str:
        errors.clear()
        merging.look(folder, lambda _plan: None)
        apart.ada.settle()
        return str(errors[0])

    assert "this project itself" in refused(apart.base)
    assert "no project" in refused(tmp_path)
    with Store.open(copy) as store:
        (video,) = store.load().videos()
        store.commit(Edit(videos={video.id: Delta(video, replace(video, head_sha256="11" * 32))}))
    assert "no video in common" in refused(copy)
    with Store.open(copy) as store:  # of a newer Masklane
        store._connection.execute("PRAGMA user_version = 999")
    assert "newer" in refused(copy)


def test_tags_and_who_handed_in_come_from_the_copy_and_a_projects_tags_are_joined(apart: Apart) -> None:
    ada, grace = apart.ada.workspace, apart.grace.workspace
    ball, dog = of(ada.document, "Ball"), of(ada.document, "Dog")
    ada.tags.add("<b>wet</b>", (dog,))
    grace.tags.add("dusty & dry", (ball,))
    grace.tags.toggle((ball,), "fast")
    grace.verification.hand_in((ball,))
    apart.leave()
    plan = apart.merge()
    assert plan.conflicts == []
    records = [ada.document.object(id) for id in (ball, dog)]
    assert [record.tags for record in records if record is not None] == [("fast", "dusty & dry"), ("<b>wet</b>",)]
    assert records[0] is not None
    assert records[0].annotator == "Grace"
    assert ada.tags.own == ("<b>wet</b>", "dusty & dry")
    ada.tags.remove("dusty & dry")
    assert apart.merge().nothing
    assert ada.tags.own == ("<b>wet</b>",)
