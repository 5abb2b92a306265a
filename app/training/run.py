"""Runs a training from its configuration to a model file, stage after stage; the registry of recipes."""

import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.hardware import devices
from app.engine.network.embedded import EMBEDDED, Architecture, build
from app.errors import TrainingError
from app.training import finetune, model_file
from app.training.config import Config, Recipe
from app.training.data.datasets import TrainingData, open_training_data
from app.training.determinism import deterministic
from app.training.embedded import recipe
from app.training.stage import TrainingStage, run_stage
from app.training.training_log import make_folder, numbers, write_line
from app.training.validation import measure

MODEL_FILE = "model.safetensors"


def run(config: Config) -> Generator[str]:
    """Train; yields a line for people after every report and preparation, and keeps numbers in `out/log.jsonl`.

    Called again with the same `out` it goes on from the last saved step; the result is `out/model.safetensors`. Closing
    the iterator saves first. Raises TrainingError, EngineError, ProjectError,
    ImportFileError or MediaError.
    """
    config.validate()
    if config.cores:
        torch.set_num_threads(config.cores)
    torch.manual_seed(config.seed)
    device = torch.device(devices.choose(config.device).id)
    make_folder(config.out)
    with ExitStack() as opened:
        if device.type == "cpu":
            opened.enter_context(deterministic())
        data = open_training_data(config.data, opened)
        yield f"{len(data.moving)} clips and {len(data.stills)} pictures with masks"
        model, architecture = _model(config)
        model = model.to(device)
        for stage in _stages(config, data, device, architecture):
            yield from _stage(config, stage, model)
            _save(config, model, architecture, stage.name)
            if config.check is not None:
                for line in measure(config.out / MODEL_FILE, config.check, config.device):
                    write_line(config.out, {"stage": stage.name, "check": line})
                    yield line
    yield f"written: {config.out / MODEL_FILE}"


def _model(config: Config) -> tuple[SAM2Base, Architecture | None]:
    """Return the model to train and its architecture, None for Meta's."""
    if config.start is None:
        return build(EMBEDDED), EMBEDDED
    model, architecture = model_file.load(config.start)
    if architecture is not None and config.recipe is Recipe.EMBEDDED:
        # Post-processing is no weight: the recipe's own settings hold, whatever the start file has.
        settings = {name: getattr(EMBEDDED, name) for name in ("edge_radius", "box_looks")}
        architecture = replace(architecture, **settings)
    return model, architecture


def _stages(
    config: Config, data: TrainingData, device: torch.device, architecture: Architecture | None
) -> list[TrainingStage]:
    if config.recipe is Recipe.EMBEDDED:
        if architecture != EMBEDDED:
            raise TrainingError("The embedded recipe makes the embedded model and starts from no other.")
        return recipe.stages(config, data, device)
    return finetune.stages(config, data, device, embedded=architecture is not None)


def _stage(config: Config, stage: TrainingStage, model: SAM2Base) -> Iterator[str]:
    started = time.monotonic()
    for report in run_stage(stage, model, config.out):
        if isinstance(report, str):
            yield report
            continue
        name, progress = report
        write_line(config.out, {"stage": name, **numbers(progress)})
        yield f"{name} {progress}"
    yield f"{stage.name} done in {(time.monotonic() - started) / 60:.1f} minutes"


def _save(config: Config, model: SAM2Base, architecture: Architecture | None, stage: str) -> None:
    card = {"recipe": config.recipe.value, "stage": stage, "seed": str(config.seed), "effort": str(config.effort)}
    model_file.save(model, architecture, config.out / MODEL_FILE, card, short=config.recipe is Recipe.EMBEDDED)
