"""Runs a training from its configuration to a model file, stage after stage; the registry of recipes."""

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import torch
from safetensors.torch import save_file
from sam2.modeling.sam2_base import SAM2Base

from app.engine.checkpoints import embedded_file, sam2_file
from app.engine.hardware import devices
from app.engine.network.embedded import EMBEDDED, Architecture, build
from app.errors import EngineError, TrainingError
from app.training import finetune
from app.training.config import Config, Recipe
from app.training.datasets import TrainingData, open_training_data
from app.training.embedded import recipe
from app.training.loop import TrainingProgress
from app.training.stage import TrainingStage, run_stage
from app.training.validation import measure

MODEL_FILE = "model.safetensors"
LOG_FILE = "log.jsonl"


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
    try:
        config.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{config.out} cannot be made: {error.strerror}.", "Choose another folder.") from error
    with ExitStack() as opened:
        if device.type == "cpu":
            opened.enter_context(_deterministic())
        data = open_training_data(config.data, opened)
        yield f"{len(data.moving)} clips and {len(data.stills)} pictures with masks"
        model, architecture = _model(config)
        model = model.to(device)
        for stage in _stages(config, data, device, architecture):
            yield from _stage(config, stage, model)
            _save(config, model, architecture, stage.name)
            if config.check is not None:
                for line in measure(config.out / MODEL_FILE, config.check, config.device):
                    _log(config.out, {"stage": stage.name, "check": line})
                    yield line
    yield f"written: {config.out / MODEL_FILE}"


@contextmanager
def _deterministic() -> Iterator[None]:
    """Make torch deterministic: the same command with as many threads gives the same weights, bit for bit."""
    options: Any = torch.utils.deterministic
    before, filled = torch.are_deterministic_algorithms_enabled(), options.fill_uninitialized_memory
    torch.use_deterministic_algorithms(True)
    options.fill_uninitialized_memory = False  # slow, and only finds mistakes
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)
        options.fill_uninitialized_memory = filled


def _model(config: Config) -> tuple[SAM2Base, Architecture | None]:
    """Return the model to train and its architecture, None for Meta's."""
    if config.start is None:
        return build(EMBEDDED), EMBEDDED
    try:
        architecture, _ = embedded_file.describe(config.start)
    except EngineError:
        return sam2_file.load(config.start), None
    model = embedded_file.load(config.start)
    if config.recipe is Recipe.EMBEDDED:
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
        _log(config.out, {"stage": name, **_numbers(progress)})
        yield f"{name} {progress}"
    yield f"{stage.name} done in {(time.monotonic() - started) / 60:.1f} minutes"


def _numbers(progress: TrainingProgress) -> Mapping[str, object]:
    return {
        "step": progress.step,
        "steps": progress.steps,
        "rate": progress.rate,
        "seconds": round(progress.seconds, 4),
        **{name: round(value, 6) for name, value in progress.losses.items()},
    }


def _log(folder: Path, row: Mapping[str, object]) -> None:
    line = {"when": datetime.now(UTC).isoformat(timespec="seconds"), **row}
    try:
        with (folder / LOG_FILE).open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
    except OSError as error:
        raise TrainingError(f"The log in {folder} cannot be written.", str(error)) from error


def _save(config: Config, model: SAM2Base, architecture: Architecture | None, stage: str) -> None:
    path = config.out / MODEL_FILE
    if architecture is not None:
        card = {"recipe": config.recipe.value, "stage": stage, "seed": str(config.seed), "effort": str(config.effort)}
        embedded_file.save(model, architecture, path, card)
        return
    tensors = {name: value.detach().to("cpu").contiguous() for name, value in model.state_dict().items()}
    partial = path.with_name(path.name + ".part")
    save_file(tensors, partial)
    partial.replace(path)
