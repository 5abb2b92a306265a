"""What the model finds by itself comes whole objects first, background last."""

import numpy as np

from app.masks.mask import Mask
from app.review.candidate_worth import worth


def area(top: int, bottom: int, left: int, right: int) -> Mask:
    pixels = np.zeros((90, 160), bool)
    pixels[top:bottom, left:right] = True
    return Mask.from_array(pixels)


def test_a_part_and_what_reaches_along_the_border_come_after_a_whole_object_that_is_less_sure() -> None:
    whole, part, sky = area(20, 70, 40, 120), area(30, 40, 50, 60), area(0, 50, 0, 160)
    found = [(sky, 0.95), (part, 0.9), (whole, 0.8), (Mask.empty(90, 160), 1.0)]
    ranked = sorted(found, key=lambda one: -worth(*one))
    assert [mask for mask, _score in ranked] == [whole, sky, part, Mask.empty(90, 160)]
