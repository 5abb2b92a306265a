"""A stage hands on what it learned, however often it was stopped."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.network.embedded import TEST_TINY, build
from app.training.loop import ParameterGroup, Schedule, TrainingProgress
from app.training.stage import PrepareTask, TaskPreparation, TrainingStage, run_stage

SCHEDULE = Schedule(6, 0.05, (ParameterGroup("no_mem_embed"),), warmup=2, average=0.5, save_every=2, log_every=2)


class Pull:
    """Pulls a small weight towards a number."""

    def __init__(self, target: float) -> None:
        self.target = target

    def losses(self, model: SAM2Base, _step: int) -> Mapping[str, Tensor]:
        return {"far": (model.no_mem_embed - self.target).pow(2).mean()}


def towards(target: float) -> PrepareTask:
    def prepare(_model: SAM2Base) -> TaskPreparation:
        yield f"towards {target}"
        return Pull(target)

    return prepare


STAGE = TrainingStage("pull", SCHEDULE, towards(1.0))


def fresh() -> SAM2Base:
    torch.manual_seed(5)
    return build(TEST_TINY)


def steps(reports: Iterable[str | tuple[str, TrainingProgress]]) -> list[tuple[str, int]]:
    """Return the run and step of each report that has one."""
    return [(report[0], report[1].step) for report in reports if not isinstance(report, str)]


def test_a_stage_hands_on_what_it_learned_and_keeps_it_in_a_file_of_its_name(tmp_path: Path) -> None:
    model, before = fresh(), fresh().no_mem_embed.detach()
    reports = list(run_stage(STAGE, model, tmp_path))
    assert reports[0] == "towards 1.0"
    assert (model.no_mem_embed - 1).pow(2).mean() < (before - 1).pow(2).mean()
    assert [path.name for path in tmp_path.iterdir()] == ["pull.pt"]


def test_a_stage_that_was_stopped_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    whole, model = fresh(), fresh()
    (tmp_path / "whole").mkdir()
    list(run_stage(STAGE, whole, tmp_path / "whole"))
    with closing(run_stage(STAGE, fresh(), tmp_path)) as reports:
        seen = list(islice(reports, 2))
    assert steps(seen) == [("pull", 2)]
    assert steps(run_stage(STAGE, model, tmp_path)) == [("pull", 4), ("pull", 6)]
    assert torch.equal(model.no_mem_embed, whole.no_mem_embed)


def test_a_stage_may_keep_a_share_of_what_was(tmp_path: Path) -> None:
    found = []
    for place, share in enumerate((0.0, 0.25)):
        model, folder = fresh(), tmp_path / str(place)
        folder.mkdir()
        list(run_stage(replace(STAGE, initial_share=share), model, folder))
        list(run_stage(replace(STAGE, initial_share=share), again := fresh(), folder))
        assert torch.equal(model.no_mem_embed, again.no_mem_embed), "the same when it was done already"
        found.append(model.no_mem_embed.detach())
    before = fresh().no_mem_embed.detach()
    assert torch.allclose(found[1], 0.75 * found[0] + 0.25 * before, atol=1e-6)


def test_what_follows_from_what_was_learned_is_computed_at_the_end(tmp_path: Path) -> None:
    seen = []
    stage = replace(STAGE, initial_share=0.25, finish=lambda model: seen.append(model.no_mem_embed.detach().clone()))
    model = fresh()
    list(run_stage(stage, model, tmp_path))
    assert len(seen) == 1
    assert torch.equal(seen[0], model.no_mem_embed), "of the weights that are handed on"


def test_runs_of_a_stage_start_from_the_same_weights_and_their_mean_is_handed_on(tmp_path: Path) -> None:
    def alone(prepare: PrepareTask) -> Tensor:
        model, folder = fresh(), tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        list(run_stage(replace(STAGE, prepare=prepare), model, folder))
        return model.no_mem_embed.detach()

    ways = (towards(1.0), towards(-3.0), towards(0.5))
    wanted = sum((alone(way) for way in ways), torch.zeros(())) / 3
    model, folder, stage = fresh(), tmp_path / "all", replace(STAGE, prepare=ways[0], more_runs=ways[1:])
    folder.mkdir()
    with closing(run_stage(stage, fresh(), folder)) as reports:
        seen = steps(islice(reports, 6))
    assert seen == [("pull", 2), ("pull", 4), ("pull", 6), ("pull-2", 2)], "stopped in the second run"
    assert steps(run_stage(stage, model, folder))[0] == ("pull-2", 4)
    assert torch.allclose(model.no_mem_embed, wanted, atol=1e-6)
    assert sorted(path.name for path in folder.iterdir()) == ["pull-2.pt", "pull-3.pt", "pull.pt"]
    before = fresh().no_mem_embed.detach()
    list(run_stage(replace(stage, initial_share=0.5), model := fresh(), folder))
    assert torch.allclose(model.no_mem_embed, (wanted + before) / 2, atol=1e-6)


def test_every_run_finds_the_model_as_the_stage_found_it(tmp_path: Path) -> None:
    found = []

    def prepare(model: SAM2Base) -> TaskPreparation:
        found.append(model.no_mem_embed.detach().clone())
        with torch.no_grad():
            model.no_mem_embed.add_(1.0)
        yield "set up"
        return Pull(2.0)

    model = fresh()
    list(run_stage(TrainingStage("pull", SCHEDULE, prepare, more_runs=(prepare,), initial_share=1.0), model, tmp_path))
    assert [torch.equal(one, fresh().no_mem_embed) for one in found] == [True, True]
    assert torch.allclose(model.no_mem_embed, fresh().no_mem_embed + 1.0, atol=1e-6), "kept as it was set up"
