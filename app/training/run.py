"""Runs a training from configuration to model file, stage after stage, each resumable from any step."""

import time
from collections.abc import Iterator, Mapping
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
from app.training.datasets import Material, open_material
from app.training.embedded import recipe
from app.training.loop import Progress
from app.training.stage import Stage, carry_out
from app.training.validation import measure

MODEL_FILE = "model.safetensors"
LOG_FILE = "log.jsonl"


def run(config: Config) -> Iterator[str]:
    """Train; yields a line for people after every report and preparation, and keeps numbers in `out/log.jsonl`.

    Called again with the same `out` it goes on from the last saved step; the result is `out/model.safetensors`. Closing
    the iterator saves first. Raises TrainingError, EngineError, ProjectError or MediaError in words.
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
            opened.enter_context(_same_every_time())
        material = open_material(config.data, opened)
        yield f"{len(material.moving)} clips and {len(material.stills)} pictures with masks"
        model, architecture = _model(config)
        model = model.to(device)
        for stage in _stages(config, material, device, architecture):
            yield from _stage(config, stage, model)
            _save(config, model, architecture, stage.name)
            if config.check is not None:
                for line in measure(config.out / MODEL_FILE, config.check, config.device):
                    _log(config.out, {"stage": stage.name, "check": line})
                    yield line
    yield f"written: {config.out / MODEL_FILE}"


@contextmanager
def _same_every_time() -> Iterator[None]:
    """Let the same command with as many threads give the same weights, bit for bit, whichever thread is done first."""
    ways: Any = torch.utils.deterministic
    before, filled = torch.are_deterministic_algorithms_enabled(), ways.fill_uninitialized_memory
    torch.use_deterministic_algorithms(True)
    ways.fill_uninitialized_memory = False  # finds mistakes, takes time
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)
        ways.fill_uninitialized_memory = filled


def _model(config: Config) -> tuple[SAM2Base, Architecture | None]:
    """Return the network to train and its description; none for Meta's."""
    if config.start is None:
        return build(EMBEDDED), EMBEDDED
    try:
        architecture, _ = embedded_file.describe(config.start)
    except EngineError:
        return sam2_file.load(config.start), None
    model = embedded_file.load(config.start)
    if config.recipe is Recipe.EMBEDDED:
        # What a model does with its answers is no weight: the recipe's own way holds, whatever the start did.
        ways = {name: getattr(EMBEDDED, name) for name in ("edge_radius", "box_looks")}
        architecture = replace(architecture, **ways)
    return model, architecture


def _stages(config: Config, material: Material, device: torch.device, architecture: Architecture | None) -> list[Stage]:
    if config.recipe is Recipe.EMBEDDED:
        if architecture != EMBEDDED:
            raise TrainingError("The embedded recipe makes the embedded model and starts from no other.")
        return recipe.stages(config, material, device)
    return finetune.stages(config, material, device, embedded=architecture is not None)


def _stage(config: Config, stage: Stage, model: SAM2Base) -> Iterator[str]:
    started = time.monotonic()
    for report in carry_out(stage, model, config.out):
        if isinstance(report, str):
            yield report
            continue
        name, progress = report
        _log(config.out, {"stage": name, **_numbers(progress)})
        yield f"{name} {progress}"
    yield f"{stage.name} done in {(time.monotonic() - started) / 60:.1f} minutes"


def _numbers(progress: Progress) -> Mapping[str, object]:
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
