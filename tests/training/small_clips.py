"""Clips of two moving things, in memory and in DAVIS layout."""

from pathlib import Path

import cv2
import numpy as np

from app.interchange.encoding.label_png import encode_labels


def picture(index: int, frames: int, *, wide: int = 96, high: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Return a frame (RGB) and labels: an orange disc and a blue square that move over a pattern, frame by frame."""
    rows, columns = np.mgrid[:high, :wide]
    frame = np.stack([60 + columns, 80 + rows, 90 + (columns + rows) % 17 * 4], axis=-1).astype(np.uint8)
    labels = np.zeros((high, wide), np.uint8)
    x = 20 + 40 * index / max(1, frames - 1)
    disc = (rows - 30) ** 2 + (columns - x) ** 2 <= 144
    square = (abs(rows - 46) < 8) & (abs(columns - (80 - x / 2)) < 8)
    frame[square], labels[square] = (40, 60, 220), 2
    frame[disc], labels[disc] = (240, 140, 30), 1
    return frame, labels


def write_davis(folder: Path, clips: int = 2, frames: int = 8) -> Path:
    """Write clips in DAVIS layout; labels as palette PNG."""
    for number in range(clips):
        pictures = folder / "JPEGImages" / "480p" / f"clip{number}"
        masks = folder / "Annotations" / "480p" / f"clip{number}"
        pictures.mkdir(parents=True)
        masks.mkdir(parents=True)
        for index in range(frames):
            frame, labels = picture(index if number % 2 == 0 else frames - 1 - index, frames)
            cv2.imwrite(str(pictures / f"{index:05d}.jpg"), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
            (masks / f"{index:05d}.png").write_bytes(encode_labels(labels))
    return folder
