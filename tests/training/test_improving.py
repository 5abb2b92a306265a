"""A model is improved with verified masklets: what is held out, what is handed out, and that a kill changes nothing."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from app.cli.arguments import parse
from app.cli.train import run
from app.engine.checkpoints import embedded_file
from app.engine.network.embedded import TEST_TINY, build
from app.errors import TrainingDiverged, TrainingError
from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.project.edit import Delta, Edit
from app.project.model import Cell, CellMask, FrameIndex, MaskSource
from app.project.storage.store import Store
from app.training.improving import fitting, learning, mixing
from app.training.improving import improve as improving
from app.training.improving.config import ImproveConfig
from app.training.improving.improve import SHARES, Outcome, improve
from app.training.improving.lineage import lineage_of
from app.training.improving.masklets import open_material
from app.training.improving.scores import Candidate, Score, ScoreBook, choose, passes
from app.training.improving.stock import stock_of
from app.training.improving.training_folder import LOG_FILE, LogEvent, TrainingWish, read_curve, wish
from app.training.loop import train as train_stage
from tests.training.verified_project import make_project

VIDEOS = 3


@pytest.fixture
def start(tmp_path: Path) -> Path:
    torch.manual_seed(4)
    path = tmp_path / "start.safetensors"
    embedded_file.save(build(TEST_TINY), TEST_TINY, path, {})
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three clips with two verified masklets each; the first of each clip was corrected on frame 3."""
    return make_project(tmp_path / "project", VIDEOS)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard and the clips of synthetic objects are as small as the model."""
    monkeypatch.setattr(learning, "REPLAYED", 2)
    monkeypatch.setattr(improving, "SHARES", (0.5, 1.0))
    monkeypatch.setattr("app.training.data.clip_sampling.OBJECT_COUNT", 2)
    monkeypatch.setattr("app.training.data.clip_sampling.BACKGROUND_COUNT", 1)
    monkeypatch.setattr(improving, "guarded", lambda _frames=None: iter(()))
    measure = measured_by(0.5)
    monkeypatch.setattr(improving, "score", measure)
    monkeypatch.setattr(mixing, "score", measure)
    monkeypatch.setattr(improving, "write_comparison", lambda *_what: iter(()))


def measured_by(base: float) -> Callable[[Path, str, Iterator[Subject]], Score]:
    """Return a measure that finds held-out masklets the better the further a file is from the one begun with."""
    first: list[torch.Tensor] = []

    def measure(path: Path, _device: str, subjects: Iterator[Subject]) -> Score:
        weights = embedded_file.load(path).maskmem_tpos_enc.detach()
        first.append(weights)
        away = float((weights - first[0]).abs().sum())
        own = len(list(subjects)) > 0
        return Score(base + away / 1e3 if own else base, 1.0, 0, 1)

    return measure


def config(project: Path, start: Path, out: Path) -> ImproveConfig:
    return ImproveConfig((project,), start, "embedded", out, device="cpu", effort=0.02, frames=2)


def finished(config: ImproveConfig) -> Outcome:
    lines = improve(config)
    while True:
        try:
            next(lines)
        except StopIteration as end:
            outcome: Outcome | None = end.value
            assert outcome is not None, "nobody has paused it"
            return outcome


def test_no_video_is_learned_from_and_measured_on(project: Path) -> None:
    with ExitStack() as opened:
        material = open_material((project,), "embedded", 1, opened)
        again = open_material((project,), "embedded", 2, opened)
    assert len(material.learned) == 4
    assert len(material.held_out) == 2
    assert not {masklet.video for masklet in material.learned} & set(material.held_out_videos)
    assert sorted(masklet.weight for masklet in material.learned) == [1.0, 1.0, 2.0, 2.0]
    assert material.digest == again.digest


@pytest.mark.parametrize("name", ["clip", "day 1/clip"])
def test_videos_of_one_name_are_as_many_as_there_are(project: Path, name: str) -> None:
    with Store.open(project) as store:
        for video in store.load().videos():
            store.commit(Edit(videos={video.id: Delta(video, replace(video, name=name))}))
        stock = stock_of([(project.name, store.load())], "embedded", 1)
    with ExitStack() as opened:
        material = open_material((project,), "embedded", 1, opened)
    assert stock.videos == (name, *(f"{name} ({number})" for number in range(2, VIDEOS + 1)))
    assert material.held_out_videos == stock.held_out
    assert material.frames == stock.frames


def test_too_few_masklets_and_one_video_are_told(tmp_path: Path, start: Path) -> None:
    few = make_project(tmp_path / "few", 2)
    with pytest.raises(TrainingError, match="Verified masklets: 4"):
        next(improve(config(few, start, tmp_path / "out")))


@pytest.mark.usefixtures("quick")
def test_a_better_model_is_handed_out_with_its_lineage(project: Path, start: Path, tmp_path: Path) -> None:
    outcome = finished(config(project, start, tmp_path / "out"))
    assert outcome.model is not None
    assert outcome.chosen is not None
    assert outcome.chosen.share == 1.0
    architecture, card = embedded_file.describe(outcome.model)
    assert architecture == TEST_TINY
    lineage = lineage_of(card)
    assert lineage is not None
    assert (lineage.base, lineage.masklets, lineage.share) == ("embedded", 4, 1.0)
    assert lineage.held_out.jf > lineage.held_out_before.jf
    assert not torch.equal(
        embedded_file.load(outcome.model).maskmem_tpos_enc, embedded_file.load(start).maskmem_tpos_enc
    )


@pytest.mark.usefixtures("quick")
def test_a_killed_training_goes_on_to_the_same_model(project: Path, start: Path, tmp_path: Path) -> None:
    whole = finished(config(project, start, tmp_path / "whole")).model
    lines = improve(config(project, start, tmp_path / "parts"))
    for line in lines:
        if line.startswith("2/"):
            break
    del lines  # as a kill leaves it: what was saved last is what there is
    parts = finished(config(project, start, tmp_path / "parts")).model
    assert whole is not None
    assert parts is not None
    assert whole.read_bytes() == parts.read_bytes()


@pytest.mark.usefixtures("quick")
def test_other_masklets_do_not_go_on_from_the_checkpoint(project: Path, start: Path, tmp_path: Path) -> None:
    lines = improve(config(project, start, tmp_path / "out"))
    next(lines)
    lines.close()
    with Store.open(project) as store:
        document = store.load()
        object = document.all_objects()[0].id
        cell = Cell(object, FrameIndex(2))
        before = document.mask(cell)
        store.commit(Edit(masks={cell: Delta(before, CellMask(Mask.full(64, 96), MaskSource.PAINTED))}))
    with pytest.raises(TrainingError, match="from other masklets"):
        next(improve(config(project, start, tmp_path / "out")))


@pytest.mark.usefixtures("quick")
def test_a_loss_that_is_no_number_is_tried_again_more_calmly(
    project: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = []

    def diverging(model, task, schedule, checkpoint, look):
        rates.append(schedule.rate)
        if len(rates) == 1:
            raise TrainingDiverged("The loss of step 2 is not a finite number.")
        return train_stage(model, task, schedule, checkpoint, look)

    monkeypatch.setattr(improving, "train", diverging)
    assert finished(config(project, start, tmp_path / "out")).model is not None
    assert rates[1] == rates[0] / 2


@pytest.mark.usefixtures("quick")
def test_a_loss_that_never_is_a_number_says_what_a_person_at_the_window_can_do(
    project: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def diverging(*_given: object) -> None:
        raise TrainingDiverged("The loss of step 2 is not a finite number.", "Lower the learning rate.")

    monkeypatch.setattr(improving, "train", diverging)
    with pytest.raises(TrainingDiverged, match="of the learning rate too") as caught:
        finished(config(project, start, tmp_path / "out"))
    assert "Lower" not in str(caught.value.hint)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
)
def test_too_little_memory_is_met_by_halving_on_every_device(
    project: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    checkpoints = []

    def exhausted(model, task, schedule, checkpoint, look):
        checkpoints.append(checkpoint.name)
        if len(checkpoints) < 3:
            raise error
        return train_stage(model, task, schedule, checkpoint, look)

    monkeypatch.setattr(improving, "train", exhausted)
    assert finished(config(project, start, tmp_path / "out")).model is not None
    assert checkpoints == ["improve-2-4-0.pt", "improve-2-2-0.pt", "improve-2-1-0.pt"]
    note = read_curve(tmp_path / "out").note
    assert note is not None
    assert (note.event, note.frames) == (LogEvent.LESS_MEMORY, 2)


@pytest.mark.usefixtures("quick")
def test_what_fits_is_computed_first_told_and_stays_when_it_goes_on(
    project: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    little = fitting.EMBEDDED_BYTES + 5 * fitting.EMBEDDED_FRAME_BYTES
    monkeypatch.setattr(fitting, "free_memory", lambda _device: little)
    lines = improve(config(project, start, out))
    told = [next(lines) for _ in range(2)]
    assert "2 stretches of 2 frames and one object at 384 px; image features of 24 frames" in told[1]
    for line in lines:
        if line.startswith("1/"):
            break
    lines.close()
    assert (out / "improve-2-2-0.pt").is_file()
    monkeypatch.setattr(fitting, "free_memory", lambda _device: 64 * little)
    assert finished(config(project, start, out)).model is not None
    assert not (out / "improve-2-4-0.pt").exists(), "what was begun is gone on with"


@pytest.mark.usefixtures("quick")
def test_it_pauses_while_it_measures_and_goes_on(project: Path, start: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lines = improve(config(project, start, out))
    assert next(lines)
    wish(out, TrainingWish.PAUSE)
    assert not [line for line in lines if line.startswith("1/")], "paused before a step was taken"
    assert read_curve(out).end is not None
    assert finished(config(project, start, out)).model is not None


@pytest.mark.usefixtures("quick")
def test_it_tells_how_far_its_measuring_is(
    project: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(improving, "write_comparison", lambda _old, _new, subjects, _folder: iter(list(subjects)))
    lines = improve(config(project, start, out))
    for line in lines:
        if line.startswith("measuring"):
            break
    assert read_curve(out).measured is None, "nothing is measured yet"
    assert next(lines).startswith("before")
    measured = read_curve(out).measured
    assert measured is not None
    assert measured.step < measured.steps, "the frames of looks are still to be measured"
    for line in lines:
        if line.startswith("1/"):
            break
    assert read_curve(out).measured is None, "it learns"
    for _ in lines:
        pass
    rows = [json.loads(row) for row in (out / LOG_FILE).read_bytes().splitlines()]
    told = [(row.get("step", 0), row["steps"]) for row in rows if row["event"] == "measured"]
    learning = next(at for at, row in enumerate(rows) if row["event"] == "step")
    before = sum(row["event"] == "measured" for row in rows[:learning])
    for part in (told[:before], told[before:]):
        assert [step for step, _ in part] == list(range(len(part)))
        assert {steps for _, steps in part} == {len(part)}


def test_nothing_that_forgets_is_handed_out() -> None:
    before, guard_before = Score(0.5, None, 0, 3), Score(0.7, 1.0, 0, 4)
    candidates = [Candidate(share, Score(0.5 + share / 10, None, 0, 3)) for share in (0.25, 0.5, 1.0)]
    asked: list[float] = []

    def guard(share: float) -> Score:
        asked.append(share)
        return Score(0.7 - share / 40, 1.0 - (share > 0.4) * 0.1, 0, 4)

    chosen = choose(candidates, before, guard_before, guard)
    assert chosen is not None
    assert chosen.share == 0.25
    assert asked == [1.0, 0.5, 0.25], "the best on held-out masklets is asked first"
    assert choose(candidates, Score(0.61, None, 0, 3), guard_before, guard) is None
    alike = [Candidate(share, Score(0.58 + share / 50, None, 0, 3)) for share in (0.125, 0.25)]
    best = choose(alike, before, guard_before, lambda _share: guard_before)
    assert best is not None
    assert best.share == 0.25, "it gains the most, if not much more"
    equal = choose([Candidate(share, alike[0].held_out) for share in (0.25, 0.125)], before, guard_before, guard)
    assert equal is not None
    assert equal.share == 0.125, "it forgets less"
    assert not passes(Score(0.7, 0.97, 0, 4), guard_before)
    assert passes(Score(0.691, 0.985, 0, 4), guard_before)


def test_no_more_than_a_quarter_of_what_was_learned_is_handed_out() -> None:
    assert max(SHARES) <= 0.25, "the guard does not see what more of it forgets of natural footage"


def test_looks_on_the_way_see_objects_leave() -> None:
    whole, quick = list(improving.guarded()), list(improving.guarded(improving.QUICK_GUARD))
    assert [subject.frame_count for subject in quick] == [improving.QUICK_FRAMES] * len(whole)
    gone = [sum(not subject.truth(at).area for at in range(subject.frame_count)) for subject in quick]
    assert all(subject.truth(0).area for subject in quick)
    assert sum(gone) >= improving.QUICK_FRAMES
    assert 0 in gone
    first = improving.QUICK_GUARD[0]
    assert all(one.truth(3) == other.truth(first + 3) for one, other in zip(quick, whole, strict=True))


def test_a_score_is_measured_once(tmp_path: Path) -> None:
    file, score = tmp_path / "scores.json", Score(0.25, None, 1, 2)
    assert ScoreBook(file).get("a", lambda: score) == score
    assert ScoreBook(file).get("a", lambda: pytest.fail("measured again")) == score
    file.write_text("{damaged")
    assert ScoreBook(file).get("a", lambda: score) == score


def test_the_command_says_what_does_not_go_together(tmp_path: Path) -> None:
    arguments: argparse.Namespace = parse(
        ["train", "--project", str(tmp_path), "--data", str(tmp_path), "--out", str(tmp_path / "out")]
    )
    with pytest.raises(TrainingError, match="--project goes without --data"):
        run(arguments)
