"""A training can be stopped at any step, goes on as if nothing had happened, and leaves frozen parts alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.network.embedded import TEST_TINY, build
from app.errors import TrainingError
from app.training.loop import ParameterGroup, Schedule, TrainingProgress, train
from app.training.seeding import seeded_random

PARTS = (ParameterGroup("no_mem_embed"), ParameterGroup("maskmem_tpos_enc", 0.5))


class Toy:
    """Pulls two small weights towards noise that depends on the step only."""

    def losses(self, model: SAM2Base, step: int) -> Mapping[str, Tensor]:
        target = seeded_random(7, step).uniform(-1, 1)
        one = (model.no_mem_embed - target).pow(2).mean()
        return {"one": one, "two": (model.maskmem_tpos_enc - 1).pow(2).mean()}


def fresh() -> SAM2Base:
    torch.manual_seed(5)
    return build(TEST_TINY)


def schedule(steps: int = 12) -> Schedule:
    return Schedule(steps, 0.05, PARTS, warmup=3, average=0.9, save_every=4, log_every=3)


def run(model: SAM2Base, path: Path, steps: int = 12) -> list[TrainingProgress]:
    return list(train(model, Toy(), schedule(steps), path))


def test_a_stopped_training_goes_on_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    whole, parts = fresh(), fresh()
    run(whole, tmp_path / "whole.pt")
    stopped = train(parts, Toy(), schedule(), tmp_path / "parts.pt")
    assert next(stopped).step == 3
    assert next(stopped).step == 6
    stopped.close()  # type: ignore[attr-defined]
    again = fresh()
    assert [progress.step for progress in run(again, tmp_path / "parts.pt")] == [9, 12]
    for (name, one), other in zip(whole.state_dict().items(), again.state_dict().values(), strict=True):
        assert torch.equal(one, other), name


def test_a_finished_training_only_hands_over_its_weights(tmp_path: Path) -> None:
    first = fresh()
    run(first, tmp_path / "done.pt")
    second = fresh()
    assert run(second, tmp_path / "done.pt") == []
    assert torch.equal(first.no_mem_embed, second.no_mem_embed)


def test_only_named_parts_learn(tmp_path: Path) -> None:
    before, after = fresh(), fresh()
    run(after, tmp_path / "x.pt")
    changed = {
        name
        for (name, one), other in zip(before.state_dict().items(), after.state_dict().values(), strict=True)
        if not torch.equal(one, other)
    }
    assert changed == {"no_mem_embed", "maskmem_tpos_enc"}


def test_the_model_holds_the_average_not_the_last_step(tmp_path: Path) -> None:
    model = fresh()
    run(model, tmp_path / "x.pt")
    last = torch.load(tmp_path / "x.pt", weights_only=True)
    assert torch.equal(model.no_mem_embed, last["average"]["no_mem_embed"])
    assert not torch.equal(model.no_mem_embed, last["model"]["no_mem_embed"])


def test_losses_fall(tmp_path: Path) -> None:
    reports = run(fresh(), tmp_path / "x.pt", steps=30)
    assert reports[-1].losses["two"] < 0.5 * reports[0].losses["two"]


def test_the_rate_warms_up_and_falls_to_its_end() -> None:
    plan = Schedule(100, 1.0, PARTS, warmup=10, final=0.1)
    assert plan.rate_at(0) == pytest.approx(0.1)
    assert plan.rate_at(10) == pytest.approx(1.0)
    assert plan.rate_at(100) == pytest.approx(0.1)
    assert plan.rate_at(55) < plan.rate_at(20)


def test_a_loss_that_is_no_number_stops_in_words(tmp_path: Path) -> None:
    class Broken:
        def losses(self, model: SAM2Base, step: int) -> Mapping[str, Tensor]:
            return {"bad": model.no_mem_embed.sum() * torch.nan}

    with pytest.raises(TrainingError, match="step 1"):
        list(train(fresh(), Broken(), schedule(), tmp_path / "x.pt"))


def test_a_checkpoint_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pt").write_bytes(b"nothing")
    with pytest.raises(TrainingError, match="cannot go on"):
        run(fresh(), tmp_path / "x.pt")
    torch.save({"step": 3}, tmp_path / "y.pt")
    with pytest.raises(TrainingError, match="cannot go on"):
        run(fresh(), tmp_path / "y.pt")


def test_a_stage_that_names_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="Nothing"):
        list(train(fresh(), Toy(), Schedule(3, 0.1, (ParameterGroup("nowhere"),)), tmp_path / "x.pt"))
