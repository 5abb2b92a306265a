"""Small clips and networks that learn in seconds."""

from pathlib import Path

import cv2
import pytest
import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.network.embedded import TEST_TINY, build
from tests.training.small_clips import picture, write_davis


@pytest.fixture
def davis(tmp_path: Path) -> Path:
    return write_davis(tmp_path / "davis")


@pytest.fixture
def stills(tmp_path: Path) -> Path:
    folder = tmp_path / "stills"
    (folder / "images").mkdir(parents=True)
    (folder / "masks").mkdir()
    for index in range(3):
        frame, labels = picture(index, 3)
        cv2.imwrite(str(folder / "images" / f"{index}.png"), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        cv2.imwrite(str(folder / "masks" / f"{index}.png"), labels)
    return folder


@pytest.fixture
def tiny() -> SAM2Base:
    torch.manual_seed(2)
    return build(TEST_TINY)
