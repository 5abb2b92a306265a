"""Improving a model from an open project: what there is to learn from, and a training that survives the window."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.engine.checkpoints.catalog import EMBEDDED, available
from app.engine.predictor import DeviceInfo
from app.errors import TrainingError, UserError
from app.project.model import Judgement
from app.project.storage.store import Store
from app.training.improving import fitting
from app.training.improving.config import FRAMES, SEED, Portion
from app.training.improving.masklets import open_material
from app.training.improving.snapshot import write_snapshot
from app.training.improving.stock import Stock
from app.training.improving.training_folder import TrainingState
from app.workspace.learning.improving import Outlook
from tests.training.verified_project import make_project
from tests.workspace.conftest import Desk
from tests.workspace.pretended_training import command, end_all


@pytest.fixture
def learner(open_desk: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A project of three videos with two verified masklets each, at a desk whose trainings are pretended."""
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    made = open_desk(make_project(tmp_path / "project", 3))
    made.workspace.improving.command = command
    yield made
    end_all(tmp_path / "home")


def looked(desk: Desk, *others: Path) -> Outlook:
    found: list[Outlook] = []
    desk.workspace.improving.look(EMBEDDED, found.append, others=others)
    desk.qtbot.waitUntil(lambda: bool(found))
    return found[0]


def wait_for(desk: Desk, state: TrainingState) -> None:
    def reached() -> bool:
        improving = desk.workspace.improving
        improving.refresh()
        return improving.training is not None and improving.training.state is state

    desk.qtbot.waitUntil(reached)


def test_what_there_is_to_learn_from_is_counted(learner: Desk) -> None:
    outlook = looked(learner)
    stock = outlook.stock
    assert (stock.masklets, stock.edited, stock.own, len(stock.videos), len(stock.held_out)) == (6, 3, 0, 3, 1)
    assert outlook.obstacle is None
    assert outlook.fit.minutes is not None
    record = learner.workspace.document.all_objects()[0]
    learner.workspace.verification.judge(record.id, Judgement.REJECTED)
    assert looked(learner).stock.masklets == 5


def test_several_projects_are_counted_and_learned_from_together(learner: Desk, tmp_path: Path) -> None:
    other = make_project(tmp_path / "elsewhere" / "project", 2)  # its name is that of the first one
    outlook = looked(learner, other)
    assert (outlook.stock.masklets, len(outlook.stock.videos)) == (10, 5)
    learner.workspace.improving.start(outlook, "", "cpu")
    learner.settle()
    training = learner.workspace.improving.training
    assert training is not None
    with ExitStack() as opened:
        material = open_material([Path(one) for one in training.request.projects], EMBEDDED, SEED, opened)
    assert len(material.learned) + len(material.held_out) == 10
    assert material.held_out_videos == outlook.stock.held_out
    assert learner.errors == []
    refused: list[UserError] = []
    with Store.open(other):
        learner.workspace.improving.look(EMBEDDED, lambda _found: None, refused.append, others=(other,))
        learner.qtbot.waitUntil(lambda: bool(refused))
    assert "is in use by" in str(refused[0])


def test_what_it_takes_is_told_for_the_device(learner: Desk) -> None:
    assert looked(learner).fit.portion == Portion(FRAMES)
    found: list[Outlook] = []
    small = DeviceInfo("cuda", "NVIDIA Small Card", 3 << 30, 1 << 30)
    learner.workspace.improving.look(EMBEDDED, found.append, device=small)
    learner.qtbot.waitUntil(lambda: bool(found))
    fit = found[0].fit
    assert fit.memory_free == 2 << 30
    assert fit.portion == Portion(FRAMES).smaller()
    assert fit.features == fit.frames * fitting.FEATURE_BYTES


def test_what_cannot_be_learned_from_is_told() -> None:
    for stock, words in (
        (Stock(4, 2, 0, ("a", "b"), ("a",), 20), "Verified masklets: 4"),
        (Stock(9, 2, 0, ("a",), (), 20), "of one video"),
        (Stock(9, 0, 9, ("a", "b"), ("a",), 20), "as this model made them"),
    ):
        with pytest.raises(TrainingError, match=words):
            stock.check()
    Stock(9, 0, 8, ("a", "b"), ("a",), 20).check()


def test_a_snapshot_holds_what_the_project_has_to_learn_from(learner: Desk, tmp_path: Path) -> None:
    workspace = learner.workspace
    write_snapshot(workspace.document, workspace.folder, tmp_path / "copy")
    workspace.close(wait_ms=5000)
    with ExitStack() as opened:
        own, copied = (
            open_material((place,), EMBEDDED, 1, opened) for place in (tmp_path / "project", tmp_path / "copy")
        )
    assert copied.digest == own.digest
    assert [one.weight for one in copied.learned] == [one.weight for one in own.learned]


def test_a_training_survives_the_window_and_its_model_can_be_used(
    learner: Desk, open_desk: Callable[..., Desk]
) -> None:
    learner.workspace.improving.start(looked(learner), "", "cpu")
    learner.settle()
    wait_for(learner, TrainingState.RUNNING)
    learner.workspace.close(wait_ms=5000)
    later = open_desk(learner.workspace.folder)
    later.workspace.improving.command = command
    wait_for(later, TrainingState.RUNNING)
    later.workspace.improving.pause()
    wait_for(later, TrainingState.PAUSED)
    training = later.workspace.improving.training
    assert training is not None
    assert [look.step for look in training.curve.looks] == [1]
    later.workspace.improving.resume()
    (training.folder / "go").touch()
    wait_for(later, TrainingState.BETTER)
    chosen: list[str] = []
    (training.folder / "model.pt").write_bytes(b"for build_sam2")
    later.workspace.improving.use(chosen.append)
    later.settle()
    assert Path(chosen[0]).read_bytes() == b"a model"
    assert [model.id for model in available() if model.path is not None][1:] == [chosen[0]]
    exported = Path(chosen[0]).parent / "for SAM 2" / f"{Path(chosen[0]).stem}.pt"
    assert exported.read_bytes() == b"for build_sam2"
    assert later.workspace.improving.training is None
    assert later.errors == learner.errors == []


def test_a_training_that_was_killed_goes_on_or_is_discarded(learner: Desk) -> None:
    improving = learner.workspace.improving
    improving.start(looked(learner), "", "cpu")
    learner.settle()
    wait_for(learner, TrainingState.RUNNING)
    improving.pause()
    wait_for(learner, TrainingState.PAUSED)
    training = improving.training
    assert training is not None
    log = training.folder / "log.jsonl"
    log.write_bytes(b"\n".join(log.read_bytes().splitlines()[:-1]) + b"\n{cut")  # as a kill leaves it
    wait_for(learner, TrainingState.BROKEN_OFF)
    improving.leave()
    learner.settle()
    assert improving.training is None
    improving.refresh()
    assert improving.training is None
