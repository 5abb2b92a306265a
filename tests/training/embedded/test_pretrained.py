"""Starting weights of other networks arrive where they belong."""

import dataclasses
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.network.backbone import MobileTrunk
from app.engine.network.embedded import TEST_TINY, build
from app.errors import TrainingError
from app.training.data.augmentation import SAM2_DEVIATION, SAM2_MEAN
from app.training.embedded.pretrained import init_trunk, load_heads

STAGES = ((3, 1, 1, 8, 1), (3, 2, 2, 8, 2), (5, 2, 2, 12, 1), (3, 2, 2, 16, 1), (5, 2, 2, 24, 1))


def norm(channels: int, prefix: str) -> dict[str, Tensor]:
    return {
        f"{prefix}.weight": torch.rand(channels) + 0.5,
        f"{prefix}.bias": torch.randn(channels),
        f"{prefix}.running_mean": torch.randn(channels),
        f"{prefix}.running_var": torch.rand(channels) + 0.5,
    }


def published(trunk: MobileTrunk) -> dict[str, Tensor]:
    """Return random weights under the names of the published file, with batch norms."""
    found = {"_conv_stem.weight": torch.randn_like(trunk.stem.weight), **norm(trunk.stem.out_channels, "_bn0")}
    for index, block in enumerate(trunk.blocks):
        here = f"_blocks.{index}"
        steps = [("_depthwise_conv", "_bn1", block.depthwise), ("_project_conv", "_bn2", block.project)]
        if block.expands:
            steps.append(("_expand_conv", "_bn0", block.expand))
        for convolution, name, layer in steps:
            found[f"{here}.{convolution}.weight"] = torch.randn_like(layer.weight)
            found |= norm(layer.out_channels, f"{here}.{name}")
    return found


def test_batch_norms_and_the_other_normalization_are_folded_in(tmp_path: Path) -> None:
    torch.manual_seed(1)
    trunk = MobileTrunk(8, STAGES)
    source = published(trunk)
    torch.save(source, tmp_path / "lite.pth")
    init_trunk(trunk, tmp_path / "lite.pth")
    picture = torch.rand(1, 3, 32, 32) * 255
    lite = (picture - 127) / 128
    bn = [source[f"_bn0.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
    expected = F.batch_norm(F.conv2d(F.pad(lite, (0, 1, 0, 1)), source["_conv_stem.weight"], stride=2), *bn, eps=1e-3)
    mean, deviation = (torch.tensor(values)[:, None, None] for values in (SAM2_MEAN, SAM2_DEVIATION))
    given = trunk.stem((picture / 255 - mean) / deviation)
    # The border differs: zero padding means another gray in the two normalizations.
    assert torch.allclose(given[..., :-1, :-1], expected[..., :-1, :-1], atol=1e-3)
    block, x = trunk.blocks[1], torch.randn(1, 8, 16, 16)
    names = ("running_mean", "running_var", "weight", "bias")
    norms = [[source[f"_blocks.1._bn{number}.{name}"] for name in names] for number in range(3)]
    y = F.relu6(F.batch_norm(F.conv2d(x, source["_blocks.1._expand_conv.weight"]), *norms[0], eps=1e-3))
    y = F.conv2d(F.pad(y, (0, 1, 0, 1)), source["_blocks.1._depthwise_conv.weight"], stride=2, groups=16)
    y = F.conv2d(F.relu6(F.batch_norm(y, *norms[1], eps=1e-3)), source["_blocks.1._project_conv.weight"])
    assert torch.allclose(block(x), F.batch_norm(y, *norms[2], eps=1e-3), atol=1e-4)


def test_other_checkpoints_are_refused_as_a_trunk(tmp_path: Path) -> None:
    trunk = MobileTrunk(8, STAGES)
    (tmp_path / "broken.pth").write_bytes(b"nothing")
    torch.save({"some": torch.zeros(1)}, tmp_path / "other.pth")
    torch.save({"some": 3}, tmp_path / "numbers.pth")
    for name in ("broken.pth", "other.pth", "numbers.pth", "missing.pth"):
        with pytest.raises(TrainingError, match=name):
            init_trunk(trunk, tmp_path / name)


def exported(model: SAM2Base) -> dict[str, Tensor]:
    """Return the model's heads as an ONNX export names them: matrices transposed and nameless, in forward order."""
    state = model.state_dict()
    decoder, prompt = "sam_mask_decoder", "sam_prompt_encoder"
    found: dict[str, Tensor] = {}
    for name, value in state.items():
        matrix = ".transformer." in name and name.endswith("weight") and "norm" not in name
        added = any(part in name for part in ("conv_s", "obj_score", "iou_token", "mask_tokens", "no_mask_embed"))
        scale = any(part in name for part in ("output_upscaling.1", "mask_downscaling.1", "mask_downscaling.4"))
        if name.startswith(("sam_mask_decoder", "sam_prompt_encoder")) and not (matrix or added or scale):
            old = name.replace("sam_mask_decoder", "mask_decoder").replace("sam_prompt_encoder", "model.prompt_encoder")
            found[old.replace("mlp.layers.0", "mlp.lin1").replace("mlp.layers.1", "mlp.lin2")] = value
    for place in (1, 4):
        for name in ("weight", "bias"):
            value = state[f"{prompt}.mask_downscaling.{place}.{name}"]
            found[f"onnx::Mul_{place}{name}"] = value[:, None, None]
    found["onnx::Mul_20"] = state[f"{prompt}.no_mask_embed.weight"].reshape(1, -1, 1, 1)
    tokens = torch.cat([state[f"{decoder}.iou_token.weight"], state[f"{decoder}.mask_tokens.weight"]])
    found["onnx::Expand_21"] = tokens[None]
    parts = [
        f"layers.{layer}.{part}"
        for layer in range(2)
        for part in ("self_attn", "cross_attn_token_to_image", "mlp", "cross_attn_image_to_token")
    ]
    count = 30
    for part in [*parts, "final_attn_token_to_image"]:
        steps = ("layers.0", "layers.1") if part.endswith("mlp") else ("q_proj", "k_proj", "v_proj", "out_proj")
        for step in steps:
            found[f"onnx::MatMul_{count}"] = state[f"{decoder}.transformer.{part}.{step}.weight"].T
            count += 1
    for name in ("weight", "bias"):
        found[f"onnx::Mul_9{name}"] = state[f"{decoder}.output_upscaling.1.{name}"][:, None, None]
    return found


def ask(model: SAM2Base) -> Tensor:
    torch.manual_seed(8)
    features = torch.randn(1, 32, 8, 8)
    fine = [torch.zeros(1, 4, 32, 32), torch.zeros(1, 8, 16, 16)]
    points = {"point_coords": torch.tensor([[[40.0, 50.0]]]), "point_labels": torch.ones(1, 1, dtype=torch.int32)}
    with torch.inference_mode():
        return model._forward_sam_heads(features, points, None, fine, multimask_output=True)[0]


def randomized(seed: int) -> SAM2Base:
    torch.manual_seed(seed)
    model = build(TEST_TINY)
    with torch.no_grad():
        for value in model.parameters():
            value.add_(0.02 * torch.randn_like(value))
    return model


def test_heads_of_an_export_answer_as_they_did() -> None:
    teacher, student = randomized(1), randomized(2)
    load_heads(student, exported(teacher), "sam.onnx")
    for name, value in teacher.state_dict().items():
        if name.startswith("sam_") and not any(part in name for part in ("conv_s", "obj_score")):
            assert torch.equal(student.state_dict()[name], value), name
    # Without the presence token the two are one network.
    for model in (teacher, student):
        model.pred_obj_scores = model.sam_mask_decoder.pred_obj_scores = False
    assert torch.allclose(ask(student), ask(teacher), atol=1e-5)


def test_what_sam2_adds_starts_without_effect() -> None:
    student = randomized(2)
    load_heads(student, exported(randomized(1)), "sam.onnx")
    fine = torch.randn(1, 8, 32, 32)
    assert not student.sam_mask_decoder.conv_s0(fine).any()
    assert not student.sam_mask_decoder.conv_s1(torch.randn(1, 12, 16, 16)).any()
    assert student.sam_mask_decoder.pred_obj_score_head(torch.randn(3, 32)).min() > 0
    assert not student.no_mem_embed.any()


def test_exports_of_other_networks_are_refused() -> None:
    source = exported(randomized(1))
    for wrong in (
        {name: value for name, value in source.items() if name != "onnx::MatMul_30"},
        {name: value for name, value in source.items() if not name.startswith("mask_decoder")},
        source | {"another.weight": torch.zeros(1)},
        {},
    ):
        with pytest.raises(TrainingError, match=r"sam\.onnx"):
            load_heads(randomized(2), wrong, "sam.onnx")
    larger = build(dataclasses.replace(TEST_TINY, d_model=64))
    with pytest.raises(TrainingError, match=r"sam\.onnx"):
        load_heads(larger, source, "sam.onnx")
