"""Recipes name parts that exist, and Meta's networks are trained as they are driven."""

import random
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.network.embedded import EMBEDDED, build
from app.errors import TrainingError
from app.training import finetune
from app.training.config import Config, Recipe
from app.training.data.datasets import TrainingData, find_pictures, open_training_data
from app.training.embedded import recipe
from app.training.embedded.alternating_task import AlternatingTask
from app.training.embedded.init_presence import presence_from_iou
from app.training.loop import trainable
from app.training.rollout import FirstPrompt, Rollout, RolloutBatch
from app.training.stage import TrainingStage
from tests.engine.networks import model as network

CPU = torch.device("cpu")


def all_stages() -> list[TrainingStage]:
    """Return the stages from nothing, and those from a model."""
    config = Config(Recipe.EMBEDDED, (Path(),), Path("out"))
    again = replace(config, start=Path("start.safetensors"))
    return [stage for one in (config, again) for stage in recipe.stages(one, TrainingData((), ()), CPU)]


def test_every_part_of_every_stage_exists_in_the_embedded_model() -> None:
    model = build(EMBEDDED)
    stages = all_stages()
    follow = ["together", "longer"]
    assert [stage.name for stage in stages] == ["neck", "encoder", "pictures", "crowds", *follow, *follow]
    for stage in stages:
        for part in stage.schedule.groups:
            assert trainable(model, [part]), part.prefix


def test_the_picture_stages_leave_memory_alone_and_following_leaves_the_image_encoder_alone() -> None:
    model = build(EMBEDDED)
    free = {stage.name: set(trainable(model, stage.schedule.groups)) for stage in all_stages()}
    memory = {name for name in free["longer"] if name.startswith(("memory_", "maskmem", "obj_ptr"))}
    assert memory
    assert not memory & (free["pictures"] | free["crowds"])
    assert free["together"] == free["longer"]
    assert not any(name.startswith("image_encoder") for name in free["together"] | free["crowds"])


def test_a_model_to_start_from_has_the_stages_up_to_the_memory_behind_it(tmp_path: Path) -> None:
    (tmp_path / "start.safetensors").touch()
    config = Config(Recipe.EMBEDDED, (tmp_path,), tmp_path, start=tmp_path / "start.safetensors")
    stages = recipe.stages(config, TrainingData((), ()), CPU)
    assert [stage.name for stage in stages] == ["together", "longer"]
    assert [stage.finish is presence_from_iou for stage in stages] == [False, True]
    with pytest.raises(TrainingError, match="teacher"):
        config.validate()


def test_what_is_learned_behind_the_encoder_is_the_mean_of_runs_that_draw_for_themselves() -> None:
    config = Config(Recipe.EMBEDDED, (Path(),), Path("out"), seed=7)
    stages = {stage.name: stage for stage in recipe.stages(config, TrainingData((), ()), CPU)}
    assert [len(stage.more_runs) for stage in stages.values()] == [0, 0, 2, 2, 2, 2]
    for name in ("pictures", "crowds", "together", "longer"):
        stage = stages[name]
        seeds = [prepare.args[-1] for prepare in (stage.prepare, *stage.more_runs) if isinstance(prepare, partial)]
        assert seeds == [7, 1007, 2007], name


def test_effort_scales_steps() -> None:
    config = Config(Recipe.EMBEDDED, (Path(),), Path("out"), effort=0.01)
    assert all(stage.schedule.steps <= 10 for stage in recipe.stages(config, TrainingData((), ()), CPU))


def test_fine_tuning_needs_clips_that_move() -> None:
    config = Config(Recipe.FINETUNE, (Path(),), Path("out"))
    with pytest.raises(TrainingError, match="clips"):
        finetune.stages(config, TrainingData((), ()), CPU, embedded=True)


def test_a_mixture_takes_its_tasks_in_turn() -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

        def losses(self, _model: SAM2Base, step: int) -> Mapping[str, Tensor]:
            return {self.name: torch.tensor(float(step))}

    task = AlternatingTask((Named("a"), Named("b")), (0, 0, 1))
    model = build(EMBEDDED)
    assert [next(iter(task.losses(model, step))) for step in range(6)] == ["a", "a", "b", "a", "a", "b"]


def test_metas_network_is_rolled_out_with_readings_where_it_tracks_with_them() -> None:
    torch.manual_seed(1)
    model = network("meta")
    model.multimask_output_for_tracking = True
    model.multimask_min_pt_num, model.multimask_max_pt_num = 0, 1
    model.sam_mask_decoder.use_multimask_token_for_obj_ptr = True
    size = model.image_size
    with torch.no_grad():
        features = [model.image_encoder(torch.randn(2, 3, size, size))["backbone_fpn"][-3:] for _ in range(3)]
    truth = torch.zeros(2, 1, size // 2, size // 2)
    truth[..., 8:24, 8:24] = 1
    rollout = Rollout(model, RolloutBatch(features, [truth] * 3), random.Random(1))
    terms = rollout.run(FirstPrompt.MASK, corrected=2).weighted()
    sum(terms.values()).backward()
    readings = model.sam_mask_decoder.output_hypernetworks_mlps[1:]
    assert any(mlp.layers[0].weight.grad is not None for mlp in readings)
    assert sorted(rollout.memories["cond_frame_outputs"]) == [0, 2]


def test_material_is_opened_by_what_it_is(davis: Path, stills: Path, tmp_path: Path) -> None:
    with ExitStack() as opened:
        data = open_training_data((davis, stills), opened)
    assert (len(data.moving), len(data.stills)) == (2, 3)
    assert len(data.pictures) == 2 + 3
    assert len(find_pictures((stills / "images",))) == 3
    (tmp_path / "nothing").mkdir()
    with pytest.raises(TrainingError, match="no pictures"):
        find_pictures((tmp_path / "nothing",))
