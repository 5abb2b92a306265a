"""Loads SAM 2.1 checkpoints, Meta's or fine-tuned, strictly and without running code from them."""

import zipfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from pickle import UnpicklingError  # noqa: TID251  # only the name of the error the safe unpickler raises

import torch
from hydra.utils import instantiate
from omegaconf import OmegaConf
from safetensors import SafetensorError
from safetensors.torch import load_file
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.checkpoints.catalog import OFFICIAL, Trunk
from app.errors import EngineError

LARGEST_FILE = 4 * 1024**3
HINT = "Choose one of Meta's SAM 2.1 checkpoints, or a model made by Masklane."
# Everything torch's reader raises on a damaged file
_DAMAGE = (
    RuntimeError,
    UnpicklingError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ImportError,
    AssertionError,
    OSError,
    zipfile.BadZipFile,
)

# (embedding width, blocks) of the four image encoders
_TRUNKS = {(96, 12): Trunk.TINY, (96, 16): Trunk.SMALL, (112, 24): Trunk.BASE_PLUS, (144, 48): Trunk.LARGE}


def load(path: Path) -> SAM2Base:
    """Return the network of a checkpoint file (.pt or .safetensors), float32 on the CPU, in evaluation mode.

    Its shapes tell which of the four networks it is. Raises EngineError for any other file.
    """
    weights = _read(path)
    trunk = _trunk(weights, path.name)
    model = build(trunk)
    expected = model.state_dict()
    missing, extra = expected.keys() - weights.keys(), weights.keys() - expected.keys()
    if missing or extra or any(weights[name].shape != value.shape for name, value in expected.items()):
        raise EngineError(
            "{name} does not hold exactly the weights of {title} ({missing} are missing, {unknown} are unknown).",
            HINT,
            name=path.name,
            title=_title(trunk),
            missing=len(missing),
            unknown=len(extra),
        )
    if not all(bool(torch.isfinite(value).all()) for value in weights.values()):
        raise EngineError("{name} holds weights that are not finite numbers.", HINT, name=path.name)
    model.load_state_dict(dict(weights), strict=True)
    return model.eval()


def build(trunk: Trunk) -> SAM2Base:
    """Return one of Meta's four networks with random weights, with the settings of Meta's video predictor."""
    text = (resources.files("sam2") / "configs" / "sam2.1" / f"{trunk.value}.yaml").read_text(encoding="utf-8")
    description = OmegaConf.select(OmegaConf.create(text), "model")
    settings = {
        # the nearest four conditioning frames, so that a step costs the same however many corrections there are
        "max_cond_frames_in_attn": 4,
        "binarize_mask_from_pts_for_mem_enc": True,
        "sam_mask_decoder_extra_args": {
            "dynamic_multimask_via_stability": True,
            "dynamic_multimask_stability_delta": 0.05,
            "dynamic_multimask_stability_thresh": 0.98,
        },
    }
    model: SAM2Base = instantiate(OmegaConf.merge(description, settings), _recursive_=True)
    # RoPEAttention puts its table on any CUDA device it finds
    return model.to(torch.device("cpu"), torch.float32).eval()


def _read(path: Path) -> Mapping[str, Tensor]:
    if not path.is_file():
        raise EngineError("There is no file {path}.", HINT, path=path)
    if path.stat().st_size > LARGEST_FILE:
        raise EngineError("{name} is too large for a SAM 2 checkpoint.", HINT, name=path.name)
    try:
        if path.suffix == ".safetensors":
            found: object = load_file(path)
        elif not zipfile.is_zipfile(path):
            raise EngineError("{name} is not a checkpoint, or it is incomplete.", HINT, name=path.name)
        else:
            found = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except (*_DAMAGE, SafetensorError) as error:
        raise EngineError(
            "{name} cannot be read as a checkpoint: it is damaged, or it holds more than weights.", HINT, name=path.name
        ) from error
    if isinstance(found, dict) and isinstance(found.get("model"), dict):
        found = found["model"]
    if not isinstance(found, dict) or not found:
        raise EngineError("{name} holds no weights.", HINT, name=path.name)
    if not all(isinstance(name, str) and isinstance(value, Tensor) for name, value in found.items()):
        raise EngineError("{name} holds other things than weights.", HINT, name=path.name)
    return found


def _trunk(weights: Mapping[str, Tensor], name: str) -> Trunk:
    patch = weights.get("image_encoder.trunk.patch_embed.proj.weight")
    if patch is None or patch.ndim != 4:
        raise EngineError("{name} is not a SAM 2 checkpoint.", HINT, name=name)
    blocks = {key.split(".")[3] for key in weights if key.startswith("image_encoder.trunk.blocks.")}
    trunk = _TRUNKS.get((int(patch.shape[0]), len(blocks)))
    if trunk is None:
        raise EngineError("{name} is a SAM 2 network of a size Masklane does not know.", HINT, name=name)
    if "no_obj_embed_spatial" not in weights:
        raise EngineError("{name} is a checkpoint of SAM 2.0; Masklane uses SAM 2.1.", HINT, name=name)
    return trunk


def _title(trunk: Trunk) -> str:
    return next(row.title for row in OFFICIAL if row.trunk is trunk)
