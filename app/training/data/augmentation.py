"""Normalized network input, and color and blur augmentation that leaves every pixel in its place."""

import random
from collections.abc import Sequence

import cv2
import numpy as np
import torch
from torch import Tensor

SAM2_MEAN = (0.485, 0.456, 0.406)
SAM2_DEVIATION = (0.229, 0.224, 0.225)


def to_input(images: Sequence[np.ndarray], device: torch.device) -> Tensor:
    """Turn S x S x 3 uint8 RGB pictures into the B x 3 x S x S float32 tensor SAM 2 expects."""
    batch = torch.from_numpy(np.stack(images)).to(device).permute(0, 3, 1, 2).float().div_(255)
    mean = torch.tensor(SAM2_MEAN, device=device)[:, None, None]
    std = torch.tensor(SAM2_DEVIATION, device=device)[:, None, None]
    return batch.sub_(mean).div_(std)


def jitter(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return a recolored copy of an H x W x 3 uint8 picture: gain and offset a channel, sometimes gray or blurred."""
    table = np.arange(256, dtype=np.float32)
    gain, offset = rng.uniform(0.75, 1.3), rng.uniform(-25, 25)
    columns = [
        np.clip((table - 128) * gain * rng.uniform(0.92, 1.08) + 128 + offset + rng.uniform(-8, 8), 0, 255)
        for _ in range(3)
    ]
    out: np.ndarray = cv2.LUT(image, np.stack(columns, axis=-1).astype(np.uint8)[None])
    kind = rng.random()
    if kind < 0.1:
        out = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    elif kind < 0.25:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.5, 1.5))
    return out
