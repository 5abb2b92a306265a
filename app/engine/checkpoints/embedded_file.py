"""The file of an embedded network: safetensors with the architecture and the model card in the header.

Weights are float16 as they are, or short ones in packed form (app.engine.checkpoints.short_weights).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as as_safetensors
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.checkpoints.short_weights import packed, shortened, unpacked
from app.engine.network.embedded import Architecture, build
from app.errors import DAMAGED, EngineError

FORMAT, SHORT_FORMAT = "masklane-sam2-1", "masklane-sam2-2"
"""Of weights as they are, and of short ones."""
LARGEST_FILE = 256 * 1024 * 1024
REPAIR = "Reinstall Masklane, or choose another model file."


def save(
    model: SAM2Base, architecture: Architecture, path: Path, card: Mapping[str, str], *, short: bool = False
) -> None:
    """Write the model's weights as float16 with its architecture; replaces `path` only when everything is written.

    `short`: rounded to eight significant bits and packed, for a file that is handed out; what is trained further keeps
    all bits. The same weights and card give the same file, byte for byte. `card`: short texts on where the weights come
    from. Raises EngineError when the folder cannot be written or a weight does not fit half precision.
    """
    tensors = {name: value.detach().to("cpu", torch.float16).contiguous() for name, value in model.state_dict().items()}
    if not all(bool(torch.isfinite(value).all()) for value in tensors.values()):
        raise EngineError("The model holds weights that are not finite numbers, so it was not saved.")
    if short:
        tensors = {name: packed(shortened(value)) for name, value in tensors.items()}
    header = {
        "format": SHORT_FORMAT if short else FORMAT,
        "architecture": msgspec.json.encode(architecture).decode(),
        "card": json.dumps(dict(card), ensure_ascii=False, sort_keys=True),
    }
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(_in_order(as_safetensors(tensors, metadata=header)))
        partial.chmod(0o644)
        partial.replace(path)
    except (OSError, SafetensorError) as error:
        raise EngineError("The model could not be written to {path}: {reason}.", path=path, reason=error) from error


def _in_order(file: bytes) -> bytes:
    """Sort the texts in a safetensors file's header by name; the library writes them in random order."""
    size = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + size])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + file[8 + size :]


def _header(path: Path) -> tuple[dict[str, str], set[str]]:
    if not path.is_file():
        raise EngineError("There is no model file {name}.", REPAIR, name=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise EngineError("{name} is too large for an embedded model.", REPAIR, name=path.name)
    try:
        with safe_open(path, framework="pt") as file:
            return file.metadata() or {}, set(file.keys())
    except (OSError, SafetensorError) as error:
        raise EngineError("{name} is not a readable model file.", REPAIR, name=path.name) from error


def describe(path: Path) -> tuple[Architecture, dict[str, str]]:
    """Return the architecture and the card in a model file's header, without reading its weights.

    Raises EngineError when the file is missing, damaged, of another kind or of a newer format.
    """
    header, _ = _header(path)
    if header.get("format") not in (FORMAT, SHORT_FORMAT):
        raise EngineError("{name} is not a Masklane model of a format this version reads.", REPAIR, name=path.name)
    try:
        architecture = msgspec.json.decode(header.get("architecture", ""), type=Architecture)
        card = msgspec.json.decode(header.get("card", "{}"), type=dict[str, str])
    except DAMAGED as error:
        raise EngineError("The description in {name} is damaged.", REPAIR, name=path.name) from error
    architecture.check()
    return architecture, card


def load(path: Path) -> SAM2Base:
    """Build the network of a file and load its weights; float32, on the CPU, in evaluation mode.

    Names, shapes and the storage type of every tensor must be exactly those of the architecture. Raises EngineError
    for anything else.
    """
    architecture, _ = describe(path)
    header, names = _header(path)
    short = header["format"] == SHORT_FORMAT
    model = build(architecture)
    expected = model.state_dict()
    if names != set(expected):
        raise EngineError("{name} does not hold the weights its description names.", REPAIR, name=path.name)
    found = {}
    try:
        with safe_open(path, framework="pt") as file:
            for name, wanted in expected.items():
                weights = _weights(file.get_slice(name), tuple(wanted.shape), short)
                if weights is None:
                    raise EngineError(
                        "{name}: the weight {weight} has another size or type than described.",
                        REPAIR,
                        name=path.name,
                        weight=name,
                    )
                found[name] = weights.float()
    except (OSError, SafetensorError, ValueError) as error:
        raise EngineError("{name} is damaged.", REPAIR, name=path.name) from error
    if not all(bool(torch.isfinite(value).all()) for value in found.values()):
        raise EngineError("{name} holds weights that are not finite numbers.", REPAIR, name=path.name)
    model.load_state_dict(found, strict=True)
    return model.eval()


def _weights(part: Any, shape: tuple[int, ...], short: bool) -> Tensor | None:
    """Return a slice of a file as float16 weights, None when its type or size is another. ValueError for damage."""
    if part.get_dtype() != ("U8" if short else "F16") or (not short and tuple(part.get_shape()) != shape):
        return None
    stored: Tensor = part[:] if part.get_shape() else part[...]
    return unpacked(stored, shape) if short else stored
