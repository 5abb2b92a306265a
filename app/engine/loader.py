"""Opens a predictor: finds the model's file and the device, sets the size, measures the fastest mode; loads torch."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.engine.checkpoints import catalog
from app.engine.checkpoints.catalog import Resolved
from app.engine.hardware import devices
from app.engine.hardware.torch_import import import_torch
from app.engine.predictor import Device
from app.errors import EngineError
from app.settings import Precision

if TYPE_CHECKING:
    from app.engine.hardware.calibration import Measurement
    from app.engine.inference.predictor import Budget, Sam2Predictor

SIZES = range(128, 2049)
# From these seconds a frame on, starting in the middle encodes fewer frames again
SLOW_ENCODE_SECONDS = 0.5
# Assumed seconds a frame where precision and threads are given and nothing is measured: GPU, processor
UNMEASURED_SECONDS = (0.0, 0.1)


def open_predictor(
    model: str = catalog.EMBEDDED,
    device: str = devices.AUTO,
    image_size: int = 0,
    precision: Precision = Precision.AUTO,
    threads: int = 0,
    cache_folder: Path | None = None,
    checkpoints_folder: Path | None = None,
    features_bytes: int = 0,
) -> "Sam2Predictor":
    """Load a model onto a device; call it on the thread that will use it. Takes seconds.

    `model`: "embedded", one of Meta's by name, or a file (see checkpoints.resolve). `image_size`: side of the square
    the model sees, 0 for the model's own. `precision` AUTO and `threads` 0 are chosen by a measurement, kept in
    `cache_folder`. `features_bytes`: size of the feature cache, 0 for a share of the device's free memory. Raises
    EngineError.
    """
    found = catalog.resolve(model, checkpoints_folder)
    import_torch()
    chosen = devices.choose(device)

    import torch

    from app.engine.hardware.execution import Mode, guarded
    from app.engine.inference.model import Sam2Model
    from app.engine.inference.predictor import Sam2Predictor

    network = _load(found)
    name = found.id
    if image_size and image_size != int(network.image_size):
        _resize(network, image_size)
        name = f"{found.id} {image_size} px"
    place = torch.device(chosen.id)
    title = f"{found.title} at {network.image_size} px"
    network = guarded(lambda: network.to(place), lambda: Mode(place).free(), title, place.type)

    ready = Sam2Model(network)  # what is measured is what will run
    if precision is Precision.AUTO or not threads:
        best = _measured(network, found, title, chosen, cache_folder)
    else:
        best = _unmeasured(precision, threads, chosen)
    bfloat16 = best.bfloat16 if precision is Precision.AUTO else precision is Precision.BFLOAT16
    mode = Mode(place, bfloat16, threads or best.threads)
    budget = _budget(chosen, best.encode_seconds, features_bytes, ahead_threads=0 if threads else best.two_at_once)
    return Sam2Predictor(ready, mode, name, budget)


def _measured(network: Any, found: Resolved, title: str, chosen: Device, cache_folder: Path | None) -> "Measurement":
    import torch

    from app.engine.hardware.calibration import measured
    from app.engine.hardware.execution import Mode, guarded

    place = torch.device(chosen.id)
    key = f"{found.id} {network.image_size} {chosen.name} {chosen.id} torch {torch.__version__} side by side"
    return guarded(lambda: measured(network, key, place, cache_folder), lambda: Mode(place).free(), title, place.type)


def _unmeasured(precision: Precision, threads: int, chosen: Device) -> "Measurement":
    from app.engine.hardware.calibration import Measurement

    return Measurement(precision is Precision.BFLOAT16, threads, UNMEASURED_SECONDS[chosen.kind == "cpu"])


def _budget(device: Device, encode_seconds: float, features_bytes: int, *, ahead_threads: int) -> "Budget":
    from app.engine.inference.predictor import Budget

    return Budget(
        features_bytes=features_bytes or devices.cache_budget(devices.described(device.id)),
        neighbor_encodes=2 if encode_seconds > SLOW_ENCODE_SECONDS else 6,
        encode_seconds=encode_seconds,
        ahead_threads=ahead_threads,
    )


def _load(found: Resolved) -> Any:
    from app.engine.checkpoints import embedded_file

    if found.path.suffix == ".safetensors" and _is_own(found.path):
        return embedded_file.load(found.path)
    # imports a configuration library that the embedded model does not need
    from app.engine.checkpoints import sam2_file

    return sam2_file.load(found.path)


def _is_own(path: Path) -> bool:
    """Tell whether a safetensors file is Masklane's by its header; one that cannot be read counts as ours."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            return "architecture" in (file.metadata() or {})
    except (OSError, SafetensorError):
        return True


def _resize(network: Any, size: int) -> None:
    """Set another input size; the same as building the network for it, as its weights do not depend on it."""
    pool = max(
        (int(getattr(layer.cross_attn_image, "pool", 1)) for layer in network.memory_attention.layers), default=1
    )
    step = 32 * pool
    if size not in SIZES or size % step:
        raise EngineError(
            "This model cannot work at {size} px.",
            "Choose a multiple of {step} from {least} to {most}, such as 512.",
            size=size,
            step=step,
            least=-(-SIZES.start // step) * step,
            most=SIZES.stop - 1,
        )
    cells = size // int(network.backbone_stride)
    network.image_size = size
    network.sam_image_embedding_size = cells
    prompts = network.sam_prompt_encoder
    prompts.image_embedding_size = (cells, cells)
    prompts.input_image_size = (size, size)
    prompts.mask_input_size = (4 * cells, 4 * cells)
