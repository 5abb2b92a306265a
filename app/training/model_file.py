"""The files a training starts from and writes: an embedded network's, or a SAM 2 of Meta's architecture."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from sam2.modeling.sam2_base import SAM2Base

from app.engine.checkpoints import embedded_file, sam2_file
from app.engine.network.embedded import Architecture
from app.errors import EngineError
from app.training.saving import unwritable


def load(path: Path) -> tuple[SAM2Base, Architecture | None]:
    """Return the network of a file, float32 on the processor, and its architecture, None for Meta's.

    Raises EngineError.
    """
    try:
        architecture, _ = embedded_file.describe(path)
    except EngineError:
        return sam2_file.load(path), None
    return embedded_file.load(path), architecture


def save(
    model: SAM2Base, architecture: Architecture | None, path: Path, card: Mapping[str, str], *, short: bool = False
) -> None:
    """Write a network with short texts on where it comes from; replaces `path` only when everything is written.

    `short`: an embedded network's weights are rounded and packed. Raises EngineError or TrainingError.
    """
    if architecture is not None:
        embedded_file.save(model, architecture, path, card, short=short)
        return
    tensors = {name: value.detach().to("cpu").contiguous() for name, value in model.state_dict().items()}
    partial = path.with_name(path.name + ".part")
    try:
        save_file(tensors, partial, metadata=dict(card))
        partial.replace(path)
    except (OSError, SafetensorError) as error:
        raise unwritable(path, partial, error) from error


def export_for_sam2(model: SAM2Base, path: Path) -> None:
    """Write a network of Meta's architecture as the .pt that SAM 2's own `build_sam2` reads. Raises TrainingError."""
    partial = path.with_name(path.name + ".part")
    try:
        torch.save({"model": {name: value.detach().cpu() for name, value in model.state_dict().items()}}, partial)
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        raise unwritable(path, partial, error) from error
