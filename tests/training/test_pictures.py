"""Learning from single pictures: what the teacher left, cached features of frozen layers, examples cut from clips."""

import random
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.network.embedded import TEST_TINY
from app.errors import TrainingError
from app.training.data.augmentation import jitter, to_input
from app.training.data.clips import read_davis, read_stills
from app.training.data.feature_cache import FeatureCache
from app.training.data.prompt_sampling import PromptPoint, sample_box, sample_rough_mask
from app.training.embedded import image_task
from app.training.embedded.distillation import DistillationExample, DistillationTask, init_norm, read_teacher_embeddings
from app.training.embedded.image_task import ImageExample, ImageTask, crop_examples, read_teacher_examples
from app.training.embedded.teacher import TeacherView, sample_views
from app.training.seeding import seeded_random

SIZE, CPU = TEST_TINY.image_size, torch.device("cpu")


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (SIZE, SIZE, 3), np.uint8)


@pytest.mark.parametrize("blocks", [0, 2, None])
def test_features_are_the_same_whatever_is_kept(tiny: SAM2Base, blocks: int | None) -> None:
    cache, keys = FeatureCache(blocks, CPU), ["a", "b"]
    with torch.no_grad():
        expected = tiny.image_encoder(to_input([noise(1), noise(2)], CPU))["backbone_fpn"]
        for _ in range(2):
            found = cache.features(tiny, keys, lambda place: noise(place + 1))
            for one, other in zip(found, expected, strict=True):
                assert torch.allclose(one, other, atol=0.02)


def test_a_kept_picture_is_not_asked_for_again(tiny: SAM2Base) -> None:
    asked = []

    def picture(place: int) -> np.ndarray:
        asked.append(place)
        return noise(place)

    cache = FeatureCache(2, CPU)
    for _ in range(3):
        cache.features(tiny, ["x", "y"], picture)
    assert asked == [0, 1]


def test_gradients_reach_what_comes_after_the_kept_blocks_only(tiny: SAM2Base) -> None:
    features = FeatureCache(2, CPU).features(tiny, ["x"], lambda _place: noise(1))
    features[-1].sum().backward()
    trunk = tiny.image_encoder.trunk
    assert trunk.blocks[1].project.weight.grad is None
    assert trunk.blocks[2].project.weight.grad is not None


def teacher_examples(count: int = 4) -> list[DistillationExample]:
    torch.manual_seed(4)
    side = SIZE // 16
    return [DistillationExample(noise(n), (3 + 2 * torch.randn(32, side, side)).half()) for n in range(count)]


def test_the_last_norm_starts_at_the_teachers_statistics(tiny: SAM2Base) -> None:
    init_norm(tiny, teacher_examples())
    norm = tiny.image_encoder.neck.norm
    assert norm.bias.mean().item() == pytest.approx(3, abs=0.2)
    assert norm.weight.mean().item() == pytest.approx(2, abs=0.2)


def test_an_encoder_like_its_teacher_has_nothing_to_learn(tiny: SAM2Base) -> None:
    with torch.no_grad():
        made = tiny.image_encoder(to_input([noise(0)], CPU))["backbone_fpn"][-1][0]
    task = DistillationTask(
        [DistillationExample(noise(0), made.half())], batch=1, seed=1, frozen_blocks=0, color_variants=1, device=CPU
    )
    with torch.no_grad():
        losses = task.losses(tiny, 0)
    assert losses["error"].item() < 1e-3
    assert losses["angle"].item() < 1e-3
    other = DistillationTask(teacher_examples(1), batch=1, seed=1, frozen_blocks=0, color_variants=1, device=CPU)
    with torch.no_grad():
        assert other.losses(tiny, 0)["angle"].item() > 0.05


def shelf(folder: Path) -> Path:
    folder.mkdir()
    mask = np.zeros((256, 256), bool)
    mask[64:128, 64:192] = True
    for index, masks in enumerate(([mask], [])):
        stem = folder / f"{index:05d}"
        cv2.imwrite(str(stem.with_suffix(".png")), np.full((512, 512, 3), (10, 20, 30), np.uint8))
        np.save(stem.with_suffix(".npy"), np.full((256, 64, 64), index, np.float16))
        bits = [np.packbits(m.reshape(-1)) for m in masks]
        np.save(stem.with_suffix(".masks.npy"), np.stack(bits) if bits else np.zeros((0, 8192), np.uint8))
        stem.with_suffix(".json").write_text("{}")
    return folder


def test_the_teachers_shelf_is_read_back(tmp_path: Path) -> None:
    folder = shelf(tmp_path / "shelf")
    found = read_teacher_embeddings(folder, SIZE)
    assert [float(lesson.embedding.mean()) for lesson in found] == [0, 1]
    assert found[0].embedding.shape == (256, 8, 8)
    assert found[0].image[0, 0].tolist() == [30, 20, 10]
    (example,) = read_teacher_examples(folder, SIZE)
    assert example.masks.shape == (1, SIZE // 2, SIZE // 2)
    assert example.masks[0, 20, 30]
    assert example.masks.mean() == pytest.approx(1 / 8, abs=0.01)
    with pytest.raises(TrainingError, match="teacher"):
        read_teacher_embeddings(tmp_path, SIZE)


def test_examples_are_cut_with_their_masks(davis: Path, stills: Path) -> None:
    found = crop_examples([*read_davis(davis), *read_stills(stills)], SIZE, crops=3, every=4, seed=1)
    assert len(found) > 8
    for example in found:
        small = cv2.resize(example.picture, (SIZE // 2, SIZE // 2), interpolation=cv2.INTER_AREA).astype(int)
        orange = (small[..., 0] > 190) & (small[..., 2] < 90)
        overlaps = [(mask & orange).sum() / max(1, (mask | orange).sum()) for mask in example.masks]
        assert not orange.sum() > 60 or max(overlaps) > 0.6


def test_conversations_about_pictures_teach_the_decoder(tiny: SAM2Base) -> None:
    mask = np.zeros((1, SIZE // 2, SIZE // 2), bool)
    mask[0, 10:40, 10:40] = True
    examples = [
        ImageExample(noise(1), mask),
        ImageExample(noise(2), mask[:, ::-1].copy(), embedding=torch.randn(32, 8, 8).half()),
    ]
    task = ImageTask(
        examples, size=SIZE, pictures=2, objects=2, corrections=2, seed=3, frozen_blocks=2, color_variants=2, device=CPU
    )
    seen = set()
    for step in range(6):
        losses = task.losses(tiny, step)
        seen |= {name for name, value in losses.items() if value.item() > 0}
        assert all(bool(torch.isfinite(value)) for value in losses.values())
    assert {"focal", "dice", "iou", "teacher"} <= seen
    sum(losses.values()).backward()
    assert tiny.sam_mask_decoder.mask_tokens.weight.grad is not None
    assert tiny.sam_mask_decoder.pred_obj_score_head.layers[-1].weight.grad is None


def test_crowded_examples_come_with_hints_only_and_some_take_in_a_neighbor(
    tiny: SAM2Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    masks = np.zeros((2, SIZE // 2, SIZE // 2), bool)
    masks[0, 10:30, 10:30] = masks[1, 30:50, 30:50] = True
    hinted: list[tuple[np.ndarray, np.ndarray | None]] = []
    pointed: list[np.ndarray] = []

    def watched(mask: np.ndarray, rng: random.Random, side: int, spill: np.ndarray | None = None) -> np.ndarray:
        hinted.append((mask, spill))
        return sample_rough_mask(mask, rng, side, spill)

    def watched_box(mask: np.ndarray, rng: random.Random) -> list[PromptPoint]:
        pointed.append(mask)
        return sample_box(mask, rng)

    monkeypatch.setattr(image_task, "sample_rough_mask", watched)
    monkeypatch.setattr(image_task, "sample_box", watched_box)
    task = ImageTask(
        [ImageExample(noise(1), masks[:1, :, ::-1])],
        size=SIZE,
        pictures=2,
        objects=2,
        corrections=0,
        seed=3,
        frozen_blocks=2,
        color_variants=1,
        device=CPU,
        crowded=[ImageExample(noise(2), masks)],
    )
    for step in range(60):
        task.losses(tiny, step)
    spilt = [(mask, spill) for mask, spill in hinted if spill is not None]
    assert pointed
    assert all(mask[15, -15] for mask in pointed), "boxes are for the others"
    assert 0 < len(spilt) < len(hinted)
    assert not any((mask & spill).any() for mask, spill in spilt)
    assert {bool(mask[15, -15]) for mask, _ in hinted} == {True, False}


def test_recoloring_leaves_pixels_in_place() -> None:
    picture = np.zeros((32, 32, 3), np.uint8)
    picture[8:16, 8:16] = 220
    for seed in range(8):
        changed = jitter(picture, seeded_random(seed)).astype(int).sum(axis=-1)
        assert changed[10:14, 10:14].min() > changed[20:, 20:].max()


def test_views_start_with_whole_pictures_and_stay_inside(stills: Path) -> None:
    files = sorted((stills / "images").iterdir())
    found = sample_views(files, 10, seed=3)
    assert len(found) == 10
    assert {view.path for view in found[:3]} == set(files)
    assert all(view.box == (0.0, 0.0, 1.0, 1.0) for view in found[:3])
    assert all(0 <= low < high <= 1 for view in found for low, high in (view.box[::2], view.box[1::2]))
    assert found == sample_views(files, 10, seed=3)
    with pytest.raises(TrainingError, match="nowhere"):
        TeacherView(stills / "nowhere.png").read()
