"""Initial weights from published networks: EfficientNet-Lite0's trunk, MobileSAM's prompt encoder and mask decoder."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor, nn

from app.engine.network.backbone import MobileTrunk
from app.errors import TrainingError
from app.training.data.augmentation import SAM2_DEVIATION, SAM2_MEAN
from app.training.torch_files import LOAD_ERRORS, load_tensors

# Lite networks were trained on (x - 127) / 128; SAM 2's callers feed (x / 255 - mean) / std.
LITE_MEAN, LITE_DEVIATION = 127.0, 128.0
BATCH_NORM_EPSILON = 1e-3


def read_checkpoint(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a torch checkpoint, read without executing anything in it; raises TrainingError."""
    try:
        found = load_tensors(path)
    except LOAD_ERRORS as error:
        raise TrainingError(f"The starting weights {path.name} cannot be read: {error}.") from error
    tensors = {name: value for name, value in found.items() if isinstance(value, Tensor)}
    if len(tensors) != len(found):
        raise TrainingError(f"{path.name} is not a table of weights.")
    return tensors


def _fold_batch_norm(source: Mapping[str, Tensor], convolution: str, norm: str) -> tuple[Tensor, Tensor]:
    scale = source[f"{norm}.weight"] / torch.sqrt(source[f"{norm}.running_var"] + BATCH_NORM_EPSILON)
    weight = source[f"{convolution}.weight"] * scale[:, None, None, None]
    return weight, source[f"{norm}.bias"] - source[f"{norm}.running_mean"] * scale


def _lite0(source: Mapping[str, Tensor], blocks: int) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    weight, bias = _fold_batch_norm(source, "_conv_stem", "_bn0")
    # Absorb the other normalization of the input: lite(x) = gain * sam2(x) + shift, channel by channel.
    mean, std = torch.tensor(SAM2_MEAN) * 255, torch.tensor(SAM2_DEVIATION) * 255
    gain, shift = std / LITE_DEVIATION, (mean - LITE_MEAN) / LITE_DEVIATION
    found["stem.bias"] = bias + (weight * shift[None, :, None, None]).sum(dim=(1, 2, 3))
    found["stem.weight"] = weight * gain[None, :, None, None]
    for index in range(blocks):
        here, there = f"blocks.{index}", f"_blocks.{index}"
        steps = [("depthwise", "_depthwise_conv", "_bn1"), ("project", "_project_conv", "_bn2")]
        if f"{there}._expand_conv.weight" in source:
            steps.append(("expand", "_expand_conv", "_bn0"))
        for name, convolution, norm in steps:
            weight, bias = _fold_batch_norm(source, f"{there}.{convolution}", f"{there}.{norm}")
            found[f"{here}.{name}.weight"], found[f"{here}.{name}.bias"] = weight, bias
    return found


def init_trunk(trunk: MobileTrunk, path: Path) -> None:
    """Fill the trunk with EfficientNet-Lite0's ImageNet weights (Apache-2.0), batch norms folded into convolutions."""
    try:
        trunk.load_state_dict(_lite0(read_checkpoint(path), len(trunk.blocks)), strict=True)
    except (KeyError, RuntimeError) as error:
        raise TrainingError(f"{path.name} does not hold EfficientNet-Lite0's weights.", str(error)) from error


def _onnx_tensors(path: Path) -> dict[str, Tensor]:
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError as error:
        raise TrainingError(
            "Reading MobileSAM needs the package onnx.", "Install Masklane's extra 'distill'."
        ) from error
    try:
        graph = onnx.load(str(path)).graph
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path.name} cannot be read.", str(error)) from error
    return {part.name: torch.from_numpy(np.array(numpy_helper.to_array(part))) for part in graph.initializer}


def _attention(prefix: str, matrices: Iterator[Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}.weight": next(matrices).T for name in ("q_proj", "k_proj", "v_proj", "out_proj")}


def _unnamed(source: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Name the tensors that lost their names in the export; they lie in the order of the forward pass."""
    plain = [value for name, value in source.items() if name.startswith("onnx::")]
    matrices = iter([value for name, value in source.items() if name.startswith("onnx::MatMul")])
    transformer = "sam_mask_decoder.transformer"
    found: dict[str, Tensor] = {}
    for layer in range(2):
        here = f"{transformer}.layers.{layer}"
        found |= _attention(f"{here}.self_attn", matrices)
        found |= _attention(f"{here}.cross_attn_token_to_image", matrices)
        found |= {f"{here}.mlp.layers.{index}.weight": next(matrices).T for index in range(2)}
        found |= _attention(f"{here}.cross_attn_image_to_token", matrices)
    found |= _attention(f"{transformer}.final_attn_token_to_image", matrices)
    scales = [value.flatten() for value in plain if value.dim() == 3 and value.shape[1:] == (1, 1)]
    names = ("sam_prompt_encoder.mask_downscaling.1", "sam_prompt_encoder.mask_downscaling.4")
    for place, name in enumerate((*names, "sam_mask_decoder.output_upscaling.1")):
        found[f"{name}.weight"], found[f"{name}.bias"] = scales[2 * place], scales[2 * place + 1]
    (no_mask,) = [value for value in plain if value.dim() == 4]
    (tokens,) = [value for value in plain if value.shape[:2] == (1, 5)]
    found["sam_prompt_encoder.no_mask_embed.weight"] = no_mask.reshape(1, -1)
    found["sam_mask_decoder.iou_token.weight"] = tokens[0, :1]
    found["sam_mask_decoder.mask_tokens.weight"] = tokens[0, 1:]
    return found


def _renamed(name: str) -> str:
    name = name.replace("model.prompt_encoder.", "sam_prompt_encoder.").replace("mask_decoder.", "sam_mask_decoder.", 1)
    return name.replace(".mlp.lin1.", ".mlp.layers.0.").replace(".mlp.lin2.", ".mlp.layers.1.")


def _zero(last: nn.Module, bias: float = 0.0) -> None:
    assert isinstance(last, nn.Conv2d | nn.Linear)
    assert last.bias is not None
    nn.init.zeros_(last.weight)
    nn.init.constant_(last.bias, bias)


def init_heads(model: SAM2Base, path: Path) -> None:
    """Fill prompt encoder and mask decoder with MobileSAM's from its ONNX file (Apache-2.0); see `load_heads`."""
    load_heads(model, _onnx_tensors(path), path.name)


def load_heads(model: SAM2Base, source: Mapping[str, Tensor], name: str) -> None:
    """Fill prompt encoder and mask decoder with an export's tensors; what SAM 2 adds is initialized without effect.

    High-resolution convolutions start at zero, the presence head at a confident "present", and its token as a copy
    of the IoU token, which disturbs the other tokens least. Raises TrainingError when the file is another network.
    """
    try:
        found = {_renamed(key): value for key, value in source.items() if not key.startswith("onnx::")}
        found |= _unnamed(source)
    except (StopIteration, IndexError, ValueError) as error:
        raise TrainingError(f"{name} is not MobileSAM's decoder.") from error
    found["sam_mask_decoder.obj_score_token.weight"] = found["sam_mask_decoder.iou_token.weight"].clone()
    try:
        missing, unexpected = model.load_state_dict(found, strict=False)
    except RuntimeError as error:
        raise TrainingError(f"{name} does not fit this network.", str(error)) from error
    added = ("conv_s0", "conv_s1", "pred_obj_score_head")
    left = [n for n in missing if n.startswith("sam_") and not any(part in n for part in added)]
    if unexpected or left:
        raise TrainingError(f"{name} is not MobileSAM's decoder: {', '.join([*unexpected, *left][:3])}.")
    decoder = model.sam_mask_decoder
    _zero(decoder.conv_s0[-1])
    _zero(decoder.conv_s1[-1])
    _zero(decoder.pred_obj_score_head.layers[-1], bias=4.0)
    with torch.no_grad():
        # No memory means no change: a click on the first frame sees the image encoder's features as they are.
        model.no_mem_embed.zero_()
