"""A stage of several runs hands on the mean of their results, however often it was stopped."""

from collections.abc import Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.architecture import TEST_TINY, build
from app.training.loop import Part, Schedule
from app.training.stage import Prepare, Preparing, Reached, Stage, carry_out

SCHEDULE = Schedule(6, 0.05, (Part("no_mem_embed"),), warmup=2, average=0.5, save_every=2, log_every=2)


class Pull:
    """Pulls a small weight towards a number."""

    def __init__(self, target: float) -> None:
        self.target = target

    def losses(self, model: SAM2Base, _step: int) -> Mapping[str, Tensor]:
        return {"far": (model.no_mem_embed - self.target).pow(2).mean()}


def towards(target: float) -> Prepare:
    def prepare(_model: SAM2Base) -> Preparing:
        yield f"towards {target}"
        return Pull(target)

    return prepare


def stage(*targets: float) -> Stage:
    return Stage("pull", SCHEDULE, tuple(towards(target) for target in targets))


def fresh() -> SAM2Base:
    torch.manual_seed(5)
    return build(TEST_TINY)


def pulled(folder: Path, *targets: float) -> Tensor:
    folder.mkdir()
    model = fresh()
    list(carry_out(stage(*targets), model, folder))
    found: Tensor = model.no_mem_embed.detach()
    return found


def test_the_mean_of_runs_from_the_same_start_is_handed_on(tmp_path: Path) -> None:
    up, down = pulled(tmp_path / "up", 1.0), pulled(tmp_path / "down", -1.0)
    both = pulled(tmp_path / "both", 1.0, -1.0)
    assert not torch.allclose(up, down)
    assert torch.allclose(both, (up + down) / 2, atol=1e-6)
    assert sorted(path.name for path in (tmp_path / "both").iterdir()) == ["pull-1.pt", "pull-2.pt"]


def test_a_stage_stopped_in_its_second_run_goes_on_there(tmp_path: Path) -> None:
    whole = pulled(tmp_path / "whole", 1.0, -1.0)
    with closing(carry_out(stage(1.0, -1.0), fresh(), tmp_path)) as reports:
        seen = list(islice(reports, 6))
    assert isinstance(seen[-1], Reached)
    assert (seen[-1].run, seen[-1].progress.step) == ("pull-2", 2)
    model = fresh()
    rest = [report for report in carry_out(stage(1.0, -1.0), model, tmp_path) if isinstance(report, Reached)]
    assert [(report.run, report.progress.step) for report in rest] == [("pull-2", 4), ("pull-2", 6)]
    assert torch.equal(model.no_mem_embed, whole)
