"""The embedded network: built from its description, driven like Meta's, kept in a file that is checked."""

import dataclasses
from pathlib import Path

import msgspec
import pytest
import torch
from safetensors.torch import load_file, save_file
from sam2.modeling.position_encoding import compute_axial_cis
from sam2.modeling.sam.transformer import RoPEAttention
from sam2.modeling.sam2_base import SAM2Base

from app.engine.checkpoints import embedded_file
from app.engine.network.embedded import EMBEDDED, TEST_TINY, Architecture, build
from app.engine.network.pooled_attention import PooledRoPEAttention, grid_rotations
from app.errors import EngineError


@pytest.fixture(scope="module")
def tiny() -> SAM2Base:
    torch.manual_seed(3)
    return build(TEST_TINY)


@pytest.fixture
def file(tiny: SAM2Base, tmp_path: Path) -> Path:
    path = tmp_path / "tiny.safetensors"
    embedded_file.save(tiny, TEST_TINY, path, {"made by": "a test"})
    return path


@torch.inference_mode()
def follow(model: SAM2Base, frames: int) -> list[dict[str, torch.Tensor]]:
    """Drive the model as Meta's predictor does: a mask on the first frame, then one step a frame."""
    size = model.image_size
    bank: dict[str, dict[int, dict[str, torch.Tensor]]] = {"cond_frame_outputs": {}, "non_cond_frame_outputs": {}}
    mask = torch.zeros(1, 1, size, size)
    mask[..., size // 4 : size // 2, size // 4 : size // 2] = 1
    outputs = []
    for index in range(frames):
        torch.manual_seed(index)
        _, features, places, sizes = model._prepare_backbone_features(
            model.forward_image(torch.randn(1, 3, size, size))
        )
        first = index == 0
        out = model.track_step(index, first, features, places, sizes, None, mask if first else None, bank, frames)
        bank["cond_frame_outputs" if first else "non_cond_frame_outputs"][index] = out
        outputs.append(out)
    return outputs


def test_memories_are_coarser_than_features_and_masks_are_stride_four(tiny: SAM2Base) -> None:
    *_, last = follow(tiny, 9)
    assert last["maskmem_features"].shape == (1, TEST_TINY.memory_width, 4, 4)
    assert last["pred_masks"].shape == (1, 1, 32, 32)
    assert last["obj_ptr"].shape == (1, TEST_TINY.d_model)


def test_memory_changes_what_a_later_frame_shows(tiny: SAM2Base) -> None:
    after_mask = follow(tiny, 3)[-1]["pred_masks"]
    with torch.inference_mode():
        torch.manual_seed(2)
        size = tiny.image_size
        picture = torch.randn(1, 3, size, size)
        _, features, places, sizes = tiny._prepare_backbone_features(tiny.forward_image(picture))
        alone = tiny.track_step(
            0, True, features, places, sizes, None, None, {"cond_frame_outputs": {}, "non_cond_frame_outputs": {}}, 1
        )["pred_masks"]
    assert not torch.allclose(after_mask, alone, atol=1e-4)


def test_trunk_offers_four_levels_coarsest_named_first(tiny: SAM2Base) -> None:
    trunk = tiny.image_encoder.trunk
    levels = trunk(torch.zeros(1, 3, 128, 128))
    assert [level.shape[-1] for level in levels] == [32, 16, 8, 4]
    assert [level.shape[1] for level in levels] == list(reversed(trunk.channel_list))


def test_trunk_begun_and_finished_equals_run_at_once(tiny: SAM2Base) -> None:
    trunk, picture = tiny.image_encoder.trunk, torch.randn(2, 3, 128, 128)
    whole = trunk(picture)
    for stop in range(len(trunk.blocks) + 1):
        for one, other in zip(trunk.finish(trunk.begin(picture, stop), stop), whole, strict=True):
            assert torch.equal(one, other)


def test_unpooled_rotations_are_those_of_sam2() -> None:
    assert torch.allclose(grid_rotations(64, 6, 1), compute_axial_cis(64, 6, 6), atol=1e-6)


def test_pooled_rotations_are_those_of_the_middle_of_their_cells() -> None:
    fine, coarse = grid_rotations(16, 4, 1), grid_rotations(16, 2, 2)
    between = (fine[0].angle() + fine[5].angle()) / 2
    assert torch.allclose(coarse[0].angle(), between, atol=1e-5)


def test_attention_without_pooling_equals_sam2s() -> None:
    torch.manual_seed(1)
    ours = PooledRoPEAttention(1, 32, num_heads=1, kv_in_dim=16, dropout=0.0)
    metas = RoPEAttention(32, 1, kv_in_dim=16, rope_k_repeat=True, feat_sizes=(4, 4))
    metas.load_state_dict(ours.state_dict())
    query, memory = torch.randn(1, 16, 32), torch.randn(1, 3 * 16 + 5, 16)
    expected = metas(query, memory, memory, num_k_exclude_rope=5)
    assert torch.allclose(ours(query, memory, memory, num_k_exclude_rope=5), expected, atol=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        {"image_size": 100},
        {"image_size": 4096},
        {"d_model": 30},
        {"memory_width": 24},
        {"memory_pool": 3},
        {"memory_layers": 0},
        {"stages": ((3, 2, 2, 8, 1),)},
        {"stages": ((9, 2, 2, 8, 1), *TEST_TINY.stages[1:])},
        {"stages": ((3, 2, 2, 8, 10**6), *TEST_TINY.stages[1:])},
        {"stem": 10**9},
        {"memories": 0},
    ],
)
def test_descriptions_that_cannot_be_built_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(EngineError):
        build(dataclasses.replace(TEST_TINY, **change))  # type: ignore[arg-type]


def test_the_shipped_description_is_valid() -> None:
    EMBEDDED.check()


def test_a_file_gives_back_description_card_and_weights(tiny: SAM2Base, file: Path) -> None:
    architecture, card = embedded_file.describe(file)
    assert architecture == TEST_TINY
    assert card == {"made by": "a test"}
    loaded = embedded_file.load(file).state_dict()
    for name, value in tiny.state_dict().items():
        assert loaded[name].dtype == torch.float32
        assert torch.allclose(loaded[name], value, rtol=1e-3, atol=1e-4), name


def test_a_short_file_is_smaller_and_gives_back_nearly_the_same_weights(tiny: SAM2Base, file: Path) -> None:
    whole = file.stat().st_size
    loaded = []
    for _ in range(2):
        embedded_file.save(tiny, TEST_TINY, file, {"made by": "a test"}, short=True)
        loaded.append(embedded_file.load(file))
        tiny = loaded[-1]
    assert embedded_file.describe(file) == (TEST_TINY, {"made by": "a test"})
    assert file.stat().st_size < 0.75 * whole, "a header and many small weights are in it, too"
    first, again = (model.state_dict() for model in loaded)
    for name, value in build(TEST_TINY).state_dict().items():
        assert first[name].dtype == torch.float32
        assert first[name].shape == value.shape
        assert torch.equal(first[name], again[name]), "what is short stays as it is"


def test_saving_leaves_no_partial_file(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_weights_that_are_not_numbers_are_not_saved(tmp_path: Path) -> None:
    model = build(TEST_TINY)
    with torch.no_grad():
        model.no_mem_embed.fill_(torch.inf)
    with pytest.raises(EngineError):
        embedded_file.save(model, TEST_TINY, tmp_path / "bad.safetensors", {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("short", [False, True])
def test_the_same_weights_give_the_same_file_byte_for_byte(file: Path, tiny: SAM2Base, short: bool) -> None:
    embedded_file.save(tiny, TEST_TINY, file, {"made by": "a test"}, short=short)
    first = file.read_bytes()
    for _ in range(8):
        embedded_file.save(tiny, TEST_TINY, file, {"made by": "a test"}, short=short)
        assert file.read_bytes() == first
    assert int.from_bytes(first[:8], "little") % 8 == 0, "weights begin where a processor reads them best"


def rewrite(
    path: Path,
    tensors: dict[str, torch.Tensor],
    architecture: Architecture | str = TEST_TINY,
    format: str = embedded_file.FORMAT,
) -> None:
    text = architecture if isinstance(architecture, str) else msgspec.json.encode(architecture).decode()
    save_file(tensors, path, metadata={"format": format, "architecture": text, "card": "{}"})


def damage_by_truncation(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def damage_by_text(path: Path) -> None:
    path.write_text("this is no model")


def damage_by_missing_weight(path: Path) -> None:
    tensors = load_file(path)
    tensors.pop("no_mem_embed")
    rewrite(path, tensors)


def damage_by_extra_weight(path: Path) -> None:
    rewrite(path, load_file(path) | {"surprise": torch.zeros(1, dtype=torch.float16)})


def damage_by_other_type(path: Path) -> None:
    rewrite(path, {name: value.float() for name, value in load_file(path).items()})


def damage_by_other_shape(path: Path) -> None:
    tensors = load_file(path)
    tensors["no_mem_embed"] = torch.zeros(1, 1, 7, dtype=torch.float16)
    rewrite(path, tensors)


def damage_by_not_a_number(path: Path) -> None:
    tensors = load_file(path)
    tensors["no_mem_embed"][:] = torch.nan
    rewrite(path, tensors)


def damage_by_huge_description(path: Path) -> None:
    rewrite(path, load_file(path), dataclasses.replace(TEST_TINY, neck_blocks=10**9))


def damage_by_words_in_description(path: Path) -> None:
    rewrite(path, load_file(path), '{"image_size": "large"}')


def damage_by_other_format(path: Path) -> None:
    save_file(load_file(path), path, metadata={"format": "somebody else's"})


def damage_by_short_weights_of_other_bytes(path: Path) -> None:
    embedded_file.save(build(TEST_TINY), TEST_TINY, path, {}, short=True)
    tensors = load_file(path)
    tensors["no_mem_embed"] = tensors["no_mem_embed"][:-3].clone()
    rewrite(path, tensors, format=embedded_file.SHORT_FORMAT)


def damage_by_whole_weights_called_short(path: Path) -> None:
    rewrite(path, load_file(path), format=embedded_file.SHORT_FORMAT)


def damage_by_removal(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "damage",
    [
        damage_by_truncation,
        damage_by_text,
        damage_by_missing_weight,
        damage_by_extra_weight,
        damage_by_other_type,
        damage_by_other_shape,
        damage_by_not_a_number,
        damage_by_huge_description,
        damage_by_words_in_description,
        damage_by_other_format,
        damage_by_short_weights_of_other_bytes,
        damage_by_whole_weights_called_short,
        damage_by_removal,
    ],
)
def test_damaged_and_hostile_files_are_refused_in_words(file: Path, damage: object) -> None:
    assert callable(damage)
    damage(file)
    with pytest.raises(EngineError) as caught:
        embedded_file.load(file)
    assert file.name in str(caught.value) or "description" in str(caught.value)


@pytest.mark.parametrize(
    ("labels", "shown", "there"),
    [
        ([[1]], None, True),
        ([[2, 3]], None, True),
        ([[1, 0]], None, True),
        ([[0]], None, False),
        ([[0]], 10.0, True),  # a part is taken away from a mask; the rest of it stays
        ([[0]], -10.0, False),
    ],
)
def test_what_a_person_points_at_is_there_whatever_the_presence_head_says(
    labels: list[list[int]], shown: float | None, there: bool
) -> None:
    torch.manual_seed(1)
    model = build(TEST_TINY)
    with torch.no_grad():
        model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(-100)
    side = TEST_TINY.image_size // 16
    points = {"point_coords": torch.full((1, len(labels[0]), 2), 40.0), "point_labels": torch.tensor(labels)}
    with torch.inference_mode():
        image = model.forward_image(torch.zeros(1, 3, TEST_TINY.image_size, TEST_TINY.image_size))
        features = image["backbone_fpn"]
        mask = None if shown is None else torch.full((1, 1, 4 * side, 4 * side), shown)
        heads = model._forward_sam_heads(features[-1], points, mask, features[:-1], False)
        unprompted = model._forward_sam_heads(features[-1], None, None, features[:-1], False)
    assert features[-1].shape[-1] == side
    assert bool(heads[-1] > 0) is there
    assert bool((heads[3] > -1000).any()) is there
    assert not bool(unprompted[-1] > 0)


def test_a_lone_box_is_answered_twice_and_a_click_once() -> None:
    torch.manual_seed(2)
    model = build(dataclasses.replace(TEST_TINY, box_looks=2))
    asked: list[bool] = []
    model.sam_prompt_encoder.register_forward_pre_hook(
        lambda _module, given, named: asked.append((named["masks"] if "masks" in named else given[2]) is not None),
        with_kwargs=True,
    )
    box, click = (
        {"point_coords": torch.tensor([places]), "point_labels": torch.tensor([labels])}
        for places, labels in (([[12.0, 10.0], [50.0, 44.0]], [2, 3]), ([[30.0, 30.0]], [1]))
    )
    with torch.inference_mode():
        features = model.forward_image(torch.randn(1, 3, TEST_TINY.image_size, TEST_TINY.image_size))["backbone_fpn"]

        def answer(points: dict[str, torch.Tensor], before: torch.Tensor | None) -> torch.Tensor:
            logits: torch.Tensor = model._forward_sam_heads(features[-1], points, before, features[:-1], False)[3]
            return logits

        twice = answer(box, None)
        assert asked == [False, True]
        asked.clear()
        answer(click, None)
        assert asked == [False]
        asked.clear()
        answer({name: torch.cat([box[name], click[name]], dim=1) for name in box}, twice)
        assert asked == [True]
