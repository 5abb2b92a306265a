"""Old and new model on held-out masklets: pictures, scores, and the clicks each takes."""

from pathlib import Path

import cv2
import numpy as np

from app.evaluation.subjects import Subject
from app.masks.mask import Mask
from app.media import open_media
from app.training.improving.comparison import FOLDER, Comparison, read_comparison, write_comparison
from tests.engine.stand_in import DiscPredictor

FRAMES, SIZE = 8, 64


def moving(index: int) -> Mask:
    pixels = np.zeros((SIZE, SIZE), bool)
    pixels[18:42, 4 + 3 * index : 28 + 3 * index] = True
    return Mask.from_array(pixels)


def test_pictures_scores_and_clicks_of_both_models_are_kept(tmp_path: Path) -> None:
    frames = tmp_path / "frames"
    frames.mkdir()
    for index in range(FRAMES):
        cv2.imwrite(str(frames / f"{index:05d}.png"), np.full((SIZE, SIZE, 3), 90, np.uint8))
    subject = Subject("clip/thing", 1, open_media(frames), moving)
    old, new = DiscPredictor(), DiscPredictor(shift=(3, 0))
    assert list(write_comparison(old, new, [subject], tmp_path)) == ["clip/thing"]
    found = read_comparison(tmp_path)
    (masklet,) = found.masklets
    assert masklet.new_jf > masklet.old_jf
    assert masklet.new_clicks == 1
    assert masklet.old_clicks > 3
    assert len(found.frames) == 2
    for frame in found.frames:
        assert frame.new_iou > frame.old_iou
        assert (tmp_path / FOLDER / frame.old).is_file()
        assert (tmp_path / FOLDER / frame.new).is_file()
    assert read_comparison(frames) == Comparison()
