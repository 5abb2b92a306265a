"""The small parts of the engine: the reach of memory, prompts and pictures as the model sees them, devices."""

import numpy as np
import psutil
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sam2.modeling.sam2_utils import select_closest_cond_frames

from app.engine.hardware import devices
from app.engine.inference.memory_bank import Reach
from app.engine.inference.memory_restore import SavedCells, pass_direction
from app.engine.inference.prompt_points import points, queries
from app.engine.inference.transforms import image_input, mask_input, to_mask
from app.engine.predictor import Conditioning, Context, DeviceInfo, PassDirection
from app.errors import EngineError
from app.masks.mask import Mask
from app.project.model import Box, Click, FrameIndex, Prompts
from tests.engine.networks import CPU

REACH = Reach(spatial=6, pointers=15, conditioning=4)
NOTHING = Mask.empty(4, 4)


@given(st.integers(0, 200), st.sets(st.integers(0, 200), max_size=20), st.integers(2, 6))
@settings(max_examples=50, deadline=None)
def test_conditioning_is_chosen_as_meta_chooses(frame: int, known: set[int], most: int) -> None:
    ordered = {at: at for at in sorted(known)}
    theirs, _ = select_closest_cond_frames(frame, ordered, most)
    reach = Reach(6, 15, most)
    assert reach.selected(frame, map(FrameIndex, ordered)) == list(theirs)
    needed = reach.needed(frame, PassDirection.FORWARD, map(FrameIndex, ordered))
    assert list(select_closest_cond_frames(frame, {at: at for at in needed}, most)[0]) == list(theirs)


def test_heading_leads_away_from_what_is_known() -> None:
    def cells(*frames: int) -> Context:
        return Context(tuple(Conditioning(FrameIndex(at), NOTHING) for at in frames))

    assert pass_direction(FrameIndex(5), cells(0, 20), REACH) is PassDirection.FORWARD
    assert pass_direction(FrameIndex(18), cells(0, 20), REACH) is PassDirection.BACKWARD
    assert pass_direction(FrameIndex(20), cells(0, 20), REACH) is PassDirection.FORWARD
    assert pass_direction(FrameIndex(4), Context((), {FrameIndex(5): NOTHING}), REACH) is PassDirection.BACKWARD
    assert pass_direction(FrameIndex(4), Context(), REACH) is PassDirection.FORWARD


def test_nearest_neighbor_behind_stands_in_for_missing_conditioning() -> None:
    neighbors = {FrameIndex(at): NOTHING for at in (2, 7, 11)}
    assert list(SavedCells.of(Context((), neighbors), FrameIndex(10), PassDirection.FORWARD).conditioning) == [7]
    assert list(SavedCells.of(Context((), neighbors), FrameIndex(10), PassDirection.BACKWARD).conditioning) == [11]
    assert list(SavedCells.of(Context((), neighbors), FrameIndex(1), PassDirection.FORWARD).conditioning) == [2]


def test_neighbors_beyond_a_correction_are_forgotten() -> None:
    neighbors = {FrameIndex(at): NOTHING for at in range(2, 19) if at != 10}
    context = Context((Conditioning(FrameIndex(10), NOTHING),), neighbors)

    def left(frame: int, step: PassDirection) -> list[int]:
        return sorted(SavedCells.of(context, FrameIndex(frame), step).neighbors)

    assert left(11, PassDirection.FORWARD) == list(range(11, 19))
    assert left(10, PassDirection.FORWARD) == list(range(11, 19))
    assert left(9, PassDirection.FORWARD) == [at for at in range(2, 19) if at != 10]
    assert left(14, PassDirection.FORWARD) == list(range(11, 19))
    assert left(9, PassDirection.BACKWARD) == list(range(2, 10))


def test_points_are_places_on_the_picture() -> None:
    """The prompt encoder adds half a pixel of its square: the picture's corner and center must come out right then."""
    said = Prompts(clicks=(Click(0, 0), Click(80, 24, positive=False)), box=Box(40, 12, 160, 48))
    asked = points(said, width=160, height=48, size=64, device=CPU)
    assert (asked.coordinates[0] + 0.5).tolist() == [[16, 16], [64, 64], [0, 0], [32, 32]]
    assert asked.labels.tolist() == [[2, 3, 1, 0]]


def test_queries_come_one_after_another_and_negatives_wait() -> None:
    plus, minus = Click(1, 1), Click(2, 2, positive=False)

    def asked(said: Prompts, has_prior: bool = False) -> list[tuple[bool, int]]:
        return [(query.box is not None, len(query.clicks)) for query in queries(said, has_prior)]

    box = Box(0, 0, 2, 2)
    assert asked(Prompts(clicks=(plus, minus, plus))) == [(False, 1), (False, 2), (False, 3)]
    assert asked(Prompts(clicks=(minus, plus))) == [(False, 2)]
    assert asked(Prompts(clicks=(minus,))) == [(False, 1)]
    assert asked(Prompts(clicks=(minus, plus)), has_prior=True) == [(False, 1), (False, 2)]
    assert asked(Prompts(box=box, clicks=(minus,))) == [(True, 0), (True, 1)]


def test_picture_is_squeezed_into_the_square_and_normalized() -> None:
    image = np.zeros((90, 160, 3), np.uint8)
    image[:, 80:] = 255
    image.flags.writeable = False
    seen = image_input(image, 64, CPU)
    assert seen.shape == (1, 3, 64, 64)
    assert torch.allclose(seen[0, :, 30, 10], torch.tensor([-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225]))
    assert torch.allclose(seen[0, :, 30, 60], torch.tensor([0.515 / 0.229, 0.544 / 0.224, 0.594 / 0.225]))


def test_masks_go_in_and_come_out_in_place() -> None:
    pixels = np.zeros((90, 160), dtype=bool)
    pixels[30:60, 40:120] = True
    mask = Mask.from_array(pixels)
    inside = mask_input(mask, 64, CPU)
    assert set(inside.unique().tolist()) == {0.0, 1.0}
    assert to_mask(inside * 20 - 10, 90, 160).iou(mask) > 0.95
    assert mask_input(Mask.empty(90, 160), 64, CPU).sum() == 0
    assert to_mask(torch.full((1, 1, 8, 8), -1.0), 90, 160) == Mask.empty(90, 160)


def test_devices_are_named_and_chosen() -> None:
    *_, processor = devices.available()
    assert (processor.id, processor.kind) == ("cpu", "cpu")
    assert processor.name
    assert processor.memory_total > 0
    assert devices.choose("cpu") == processor
    assert devices.choose("auto") == devices.available()[0]
    told = devices.described("cpu")
    assert 0 < told.memory_used < told.memory_total
    with pytest.raises(EngineError, match="no device 'cuda:99'") as caught:
        devices.choose("cuda:99")
    assert "cpu" in caught.value.hint


def test_memory_is_what_the_system_says_or_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    total, available = devices.system_memory()
    assert 0 < available < total

    def unknown() -> None:
        raise RuntimeError("no such statistics here")

    monkeypatch.setattr(psutil, "virtual_memory", unknown)
    assert devices.system_memory() == (0, 0)
    assert devices.described("cpu").memory_used == 0


def test_cache_budget_is_a_share_of_what_is_free() -> None:
    gib = 1024**3

    def budget(kind: str, total: int, used: int) -> int:
        return devices.cache_budget(DeviceInfo(kind, "", total, used))

    assert budget("cuda", 24 * gib, 16 * gib) == 2 * gib
    assert budget("cuda", 80 * gib, 0) == 4 * gib
    assert budget("cuda", 4 * gib, 4 * gib) == gib // 4
    assert budget("cpu", 64 * gib, 0) == gib // 4
    assert budget("cpu", gib // 2, gib // 4) == gib // 16
    assert budget("mps", 0, 0) == gib // 4
