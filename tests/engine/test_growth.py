"""What a tracked mask gains must have colors of its object, for a model that minds them."""

import dataclasses
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import torch

from app.engine import doubter
from app.engine.architecture import TEST_TINY, build
from app.engine.doubter import Doubter
from app.engine.features import Features
from app.engine.growth import Palette, doubted, touching
from app.engine.kept import Kept
from app.engine.memory import ObjectMemory, Output
from app.engine.network import Network
from app.engine.predictor import Step
from app.engine.sight import Clip, Sight
from app.errors import EngineError
from app.project.model import FrameIndex, ObjectId
from tests.engine.networks import MemoryClip

SIDE, CELLS = TEST_TINY.image_size, TEST_TINY.image_size // 4
YELLOW, BLUE, GRAVEL = (220, 190, 30), (20, 60, 200), (90, 95, 85)
DUCK = ObjectId(3)


def scene(duck: tuple[int, int] | None, ball: tuple[int, int]) -> np.ndarray:
    """Return a picture of gravel with a yellow and a blue square of 24 pixels at their left upper corners."""
    noise = np.random.default_rng(4).integers(-6, 7, (SIDE, SIDE, 3))
    picture = np.full((SIDE, SIDE, 3), GRAVEL) + noise
    for place, color in ((ball, BLUE), (duck, YELLOW)):
        if place is not None:
            picture[square(place)] = color + noise[square(place)]
    return picture.clip(0, 255).astype(np.uint8)


def square(place: tuple[int, int], side: int = 24) -> tuple[slice, slice]:
    return slice(place[1], place[1] + side), slice(place[0], place[0] + side)


def mask_of(*places: tuple[int, int]) -> np.ndarray:
    inside = np.zeros((CELLS, CELLS), bool)
    for x, y in places:
        inside[square((x // 4, y // 4), 6)] = True
    return inside


def logits_of(inside: np.ndarray) -> np.ndarray:
    return np.where(inside, 6.0, -6.0).astype(np.float32)


def output(inside: np.ndarray) -> Output:
    there = 8.0 if inside.any() else -8.0
    given = torch.from_numpy(logits_of(inside))[None, None]
    return Output(given, torch.zeros(1, TEST_TINY.d_model), torch.tensor([[there]]), 0.9)


@pytest.fixture(scope="module")
def palette() -> Palette:
    inside = np.zeros((SIDE, SIDE), bool)
    inside[square((12, 12))] = True
    found = Palette.of([(scene((12, 12), (80, 80)), inside)])
    assert found is not None
    return found


def test_a_neighbor_that_touches_is_not_gained(palette: Palette) -> None:
    picture = scene((40, 40), (64, 40))
    sure = doubted(logits_of(mask_of((40, 40), (64, 40))), palette.seen(picture, CELLS), mask_of((40, 40)), 1) > 0
    assert not sure[:, 19:].any()
    assert (sure & mask_of((40, 40))).sum() == mask_of((40, 40)).sum()


def test_what_was_there_before_is_not_doubted(palette: Palette) -> None:
    both = mask_of((40, 40), (64, 40))
    assert np.array_equal(doubted(logits_of(both), palette.seen(scene((40, 40), (64, 40)), CELLS), both, 1) > 0, both)


def test_an_object_may_move_a_little_without_loss_and_far_with_its_colors(palette: Palette) -> None:
    near, far = mask_of((48, 40)), mask_of((80, 40))
    sure = doubted(logits_of(near), palette.seen(scene((48, 40), (0, 0)), CELLS), mask_of((40, 40)), 1) > 0
    assert np.array_equal(sure, near)
    sure = doubted(logits_of(far), palette.seen(scene((80, 40), (0, 0)), CELLS), mask_of((40, 40)), 1) > 0
    inner = cv2.erode(far.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert sure[inner].all()
    assert not (sure & ~far).any()


def test_a_palette_of_nothing_is_none() -> None:
    assert Palette.of([(scene(None, (80, 80)), np.zeros((SIDE, SIDE), bool))]) is None


def test_pieces_without_anything_sure_are_not_shown() -> None:
    shown = touching(logits_of(mask_of((0, 0), (80, 80))), mask_of((0, 0))) > 0
    assert np.array_equal(shown, mask_of((0, 0)))


@pytest.fixture
def doubting() -> Iterator[tuple[Doubter, Network, list[np.ndarray]]]:
    network = Network(build(dataclasses.replace(TEST_TINY, edge_radius=3, minds_colors=True)))
    pictures = [scene((12, 12), (80, 80)), scene((16, 12), (40, 12)), scene(None, (40, 12))]
    clip = Clip("scenes", MemoryClip(pictures))
    sight = Sight(network, Kept[tuple[str, FrameIndex], Features](1 << 24, count=100))
    with torch.inference_mode():
        yield Doubter(network, sight, clip, Step.FORWARD), network, pictures


def test_a_neighbor_is_neither_remembered_nor_shown_and_a_lost_object_is_absent(
    doubting: tuple[Doubter, Network, list[np.ndarray]],
) -> None:
    asked, network, pictures = doubting
    memory = ObjectMemory(network.reach, Step.FORWARD)
    memory.conditioning[FrameIndex(0)] = output(mask_of((12, 12)))
    both = mask_of((16, 12), (48, 12))
    kept, shown = asked.doubt(FrameIndex(1), DUCK, memory, output(both), pictures[1])
    for logits in (kept.logits, shown):
        assert np.array_equal(logits[0, 0].numpy() > 0, mask_of((16, 12)))
    memory.tracked[FrameIndex(1)] = kept
    lost, blank = asked.doubt(FrameIndex(2), DUCK, memory, output(mask_of((48, 12))), pictures[2])
    assert lost.presence.item() < 0
    assert not (blank > 0).any()
    assert torch.equal(lost.pointer, network._model.no_obj_ptr)


def test_a_palette_is_learned_again_only_when_the_decided_frames_change(
    doubting: tuple[Doubter, Network, list[np.ndarray]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, network, pictures = doubting
    learned: list[int] = []

    class Counting(Palette):
        @classmethod
        def of(cls, samples):  # type: ignore[no-untyped-def]
            learned.append(len(samples))
            return Palette.of(samples)

    monkeypatch.setattr(doubter, "Palette", Counting)
    memory = ObjectMemory(network.reach, Step.FORWARD)
    memory.conditioning[FrameIndex(0)] = output(mask_of((12, 12)))
    for frame in (1, 2):
        asked.doubt(FrameIndex(frame), DUCK, memory, output(mask_of((16, 12))), pictures[frame])
    assert learned == [1]
    memory.conditioning[FrameIndex(1)] = output(mask_of((16, 12)))
    asked.doubt(FrameIndex(2), DUCK, memory, output(mask_of((16, 12))), pictures[2])
    assert learned == [1, 2]


def test_minding_colors_needs_the_picture() -> None:
    with pytest.raises(EngineError):
        dataclasses.replace(TEST_TINY, minds_colors=True).check()
