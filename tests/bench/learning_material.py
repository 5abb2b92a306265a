"""Clips of something the embedded model never saw, made without a camera: nuclei under a moving view, look-alikes."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from app.interchange.encoding.label_png import read_labels
from app.training.data.clips import read_picture
from app.training.data.synthetic_objects import synthetic_background, synthetic_object

FRAMES, SIDE, OBJECTS = 14, 384, 2
LEARNED_BY_THE_MODEL = 8
"""Every eighth picture by name was learned from when the embedded model was made."""
SMALLEST = 0.002
"""Of a nucleus in the view."""
ALIKE = 5
SEED = 9001
"""Of drawn objects that nothing was ever learned from."""

Clip = list[tuple[np.ndarray, np.ndarray]]
"""Frames (RGB) with their labels."""


def nuclei(pictures: Path) -> Iterator[tuple[str, Clip, list[int]]]:
    """Yield name, clip and objects of views that move, turn and come nearer over pictures of nuclei."""
    made = 0
    for number, file in enumerate(sorted((pictures / "images").iterdir())):
        if number % LEARNED_BY_THE_MODEL == 0:
            continue
        clip = list(_moving_view(file, pictures / "masks" / f"{file.stem}.png", made))
        chosen = _lasting([labels for _, labels in clip])
        if len(chosen) == OBJECTS:
            made += 1
            yield file.stem, clip, chosen


def lookalikes() -> Iterator[tuple[str, Clip, list[int]]]:
    """Yield name, clip and objects of drawn things of which there are five of a kind that come near each other."""
    number = 0
    while True:
        clip = list(_alike(number))
        chosen = _lasting([labels for _, labels in clip])
        if len(chosen) == OBJECTS:
            yield f"alike {number}", clip, chosen
        number += 1


def _moving_view(picture: Path, mask: Path, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    image, labels = read_picture(picture), read_labels(mask).astype(np.uint16)
    rng = np.random.default_rng(seed)
    high, wide = labels.shape
    start, end = (rng.uniform(0.35, 0.65, 2) * (wide, high) for _ in range(2))
    turn, near = rng.uniform(-20, 20), rng.uniform(1.0, 1.6)
    for step in np.linspace(0, 1, FRAMES):
        x, y = start + (end - start) * step
        gain = (1 + (near - 1) * step) * SIDE / (0.8 * min(high, wide))
        matrix = cv2.getRotationMatrix2D((x, y), turn * step, gain)
        matrix[:, 2] += (SIDE / 2 - x, SIDE / 2 - y)
        size, border = (SIDE, SIDE), cv2.BORDER_REFLECT_101
        frame = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_AREA, borderMode=border)
        yield frame, cv2.warpAffine(labels, matrix, size, flags=cv2.INTER_NEAREST, borderValue=0)


def _alike(number: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(SEED + number)
    thing = synthetic_object(SEED, number).frames[0]
    behind = synthetic_background(SEED, number, SIDE)
    high, wide = thing.shape[:2]
    gain = rng.uniform(0.14, 0.2) * SIDE / max(high, wide)
    starts, ends = (rng.uniform(0.15, 0.85, (ALIKE, 2)) * SIDE for _ in range(2))
    turns = rng.uniform(-60, 60, (ALIKE, 2))
    for step in np.linspace(0, 1, FRAMES):
        canvas: np.ndarray = behind.astype(np.float32)
        labels = np.zeros((SIDE, SIDE), np.uint16)
        for value in range(ALIKE):
            x, y = starts[value] + (ends[value] - starts[value]) * step
            matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turns[value, 0] + turns[value, 1] * step, gain)
            matrix[:, 2] += (x - wide / 2, y - high / 2)
            layer = cv2.warpAffine(np.ascontiguousarray(thing), matrix, (SIDE, SIDE), flags=cv2.INTER_AREA)
            cover = layer[..., 3:].astype(np.float32) / 255
            canvas = canvas * (1 - cover) + layer[..., :3] * cover
            labels[layer[..., 3] > 127] = value + 1
        yield canvas.clip(0, 255).astype(np.uint8), labels


def _lasting(labels: list[np.ndarray]) -> list[int]:
    """Return the objects to annotate: those that are in view and large enough on all frames but a few."""
    least = SMALLEST * SIDE * SIDE
    seen = [value for value in np.unique(labels[0]).tolist() if value and (labels[0] == value).sum() >= least]
    lasting = [value for value in seen if sum(bool((one == value).sum() >= least) for one in labels) >= FRAMES - 3]
    lasting.sort(key=lambda value: -int((labels[0] == value).sum()))
    return lasting[:OBJECTS]
