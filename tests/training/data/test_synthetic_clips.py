"""Made-up clips and windows tell the truth about what is visible."""

import dataclasses
from dataclasses import dataclass

import numpy as np
import pytest

from app.training.data.clips import TrainingClip
from app.training.data.crops import CroppedClip, random_crop, uncropped
from app.training.data.synthetic_clips import OCCLUDER, Cutout, MovingCutout, SyntheticClip, cut_out, synthetic_clip

SIZE = 64


def tile(color: tuple[int, int, int], side: int = 32) -> Cutout:
    picture = np.zeros((side, side, 4), np.uint8)
    picture[...] = (*color, 255)
    return Cutout((picture,))


def still(part: Cutout, label: int, x: float, y: float, size: float = 0.25, frames: int = 1) -> MovingCutout:
    return MovingCutout(part, label, ((x, y),) * frames, (size,) * frames, (0.0,) * frames, flip=False)


def clip_of(*cutouts: MovingCutout) -> SyntheticClip:
    background = np.full((80, 80, 3), 200, np.uint8)
    return SyntheticClip("test", background, ((0.0, 0.0, 80.0, 80.0),), cutouts, SIZE)


def test_what_stands_in_front_takes_the_label() -> None:
    made = clip_of(still(tile((255, 0, 0)), 1, 0.5, 0.5), still(tile((0, 255, 0)), 2, 0.6, 0.5))
    labels, frame = made.labels(0), made.frame(0)
    assert labels[32, 40] == 2
    assert labels[32, 26] == 1
    assert labels[2, 2] == 0
    assert frame[32, 40].tolist() == [0, 255, 0]
    assert frame[32, 26].tolist() == [255, 0, 0]
    assert made.objects == (1, 2)


def test_occluders_hide_objects_and_are_none() -> None:
    made = clip_of(still(tile((255, 0, 0)), 1, 0.5, 0.5), still(tile((0, 0, 255)), OCCLUDER, 0.5, 0.5, 0.5))
    assert not made.labels(0).any()
    assert made.objects == (1,)


def test_an_object_outside_is_absent() -> None:
    assert not clip_of(still(tile((255, 0, 0)), 1, -0.4, 0.5)).labels(0).any()


@dataclass(frozen=True)
class Moving:
    """A white square that moves right over black, 3 pixels a frame."""

    name: str = "moving"
    objects: tuple[int, ...] = (1,)
    frames: int = 30

    def __len__(self) -> int:
        return self.frames

    def labels(self, index: int) -> np.ndarray:
        labels = np.zeros((90, 160), np.int32)
        labels[30:60, 20 + 3 * index : 50 + 3 * index] = 1
        return labels

    def frame(self, index: int) -> np.ndarray:
        return np.repeat((self.labels(index) * 255).astype(np.uint8)[..., None], 3, axis=2)


def agreement(clip: TrainingClip, index: int) -> float:
    """Return how well the white of a frame and its label agree (IoU)."""
    white, label = clip.frame(index)[..., 0] > 127, clip.labels(index) > 0
    return float((white & label).sum() / max(1, (white | label).sum()))


def plain(clip: CroppedClip) -> CroppedClip:
    return dataclasses.replace(clip, color_variant=0)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("excursion", [False, True])
def test_windows_cut_frames_and_labels_alike(number: int, excursion: bool) -> None:
    clip = plain(random_crop(Moving(), SIZE, 12, 5, number, excursion=excursion))
    visible = [index for index in range(len(clip)) if clip.labels(index).sum() > 60]
    assert visible
    assert min(agreement(clip, index) for index in visible) > 0.9


def test_an_excursion_loses_the_object_and_finds_it_again() -> None:
    lost = 0
    for number in range(8):
        clip = random_crop(Moving(frames=12), SIZE, 12, 5, number, excursion=True)
        areas = [int(clip.labels(index).sum()) for index in range(len(clip))]
        lost += min(areas) < 0.02 * max(areas) and areas[0] > 100
    assert lost >= 4


def test_a_whole_clip_is_squashed_to_the_square() -> None:
    clip = uncropped(Moving(), SIZE)
    assert len(clip) == 30
    assert clip.frame(0).shape == (SIZE, SIZE, 3)
    assert clip.labels(0).sum() == pytest.approx(SIZE * SIZE * 900 / (90 * 160), rel=0.1)


def test_cutouts_hold_the_object_only_and_cut_off_things_are_left_out() -> None:
    part = cut_out(Moving(), 1, [0, 1, 2])
    assert part is not None
    assert len(part.frames) == 3
    picture = part.frames[0]
    assert picture[..., :3][picture[..., 3] > 250].min() > 200
    assert cut_out(Moving(), 2, [0]) is None
    clipped = Moving(frames=60)
    assert cut_out(clipped, 1, [39]) is None


def test_scenes_depend_on_seed_and_number_only() -> None:
    parts, behind = [tile((255, 0, 0)), tile((0, 255, 0))], [np.full((80, 120, 3), 90, np.uint8)]

    def made(seed: int, number: int) -> SyntheticClip:
        return synthetic_clip(behind, parts, size=SIZE, count=6, seed=seed, number=number)

    assert np.array_equal(made(1, 2).frame(3), made(1, 2).frame(3))
    assert not np.array_equal(made(1, 2).frame(3), made(1, 3).frame(3))
    assert not np.array_equal(made(1, 2).frame(3), made(2, 2).frame(3))


def closest(made: SyntheticClip) -> float:
    """Return the least distance of any two cutouts' middles on any frame, in shares of the size of the two."""
    found = []
    for index in range(len(made)):
        for place, one in enumerate(made.cutouts):
            for other in made.cutouts[place + 1 :]:
                away = np.subtract(one.positions[index], other.positions[index])
                found.append(float(np.hypot(*away)) / (one.sizes[index] + other.sizes[index]))
    return min(found)


def test_things_that_meet_come_up_to_each_other() -> None:
    parts, behind = [tile((255, 0, 0)), tile((0, 255, 0))], [np.full((80, 120, 3), 90, np.uint8)]
    made = [synthetic_clip(behind, parts, size=SIZE, count=12, seed=1, number=n, meeting_chance=1.0) for n in range(10)]
    assert all(2 <= len(one.objects) <= 4 for one in made)
    assert sum(closest(one) < 0.75 for one in made) >= 9
    orders = {one.objects == tuple(sorted(one.objects)) for one in made}
    assert orders == {True, False}, "whoever comes may pass in front or behind"
