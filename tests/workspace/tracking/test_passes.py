"""A re-tracking ends once its masks are the old ones for long enough, and not before."""

import numpy as np

from app.masks.mask import Mask
from app.workspace.tracking.passes import Agreement


def square(left: int, side: int = 20) -> Mask:
    pixels = np.zeros((40, 60), dtype=bool)
    pixels[10 : 10 + side, left : left + side] = True
    return Mask.from_array(pixels)


def test_agreement_needs_ten_frames_in_a_row() -> None:
    agreement = Agreement()
    same, other = square(5), square(9)
    assert not any(agreement.reached([(same, same)]) for _ in range(9))
    assert not agreement.reached([(same, other)]), "one frame that differs starts the count again"
    assert not any(agreement.reached([(same, same)]) for _ in range(9))
    assert agreement.reached([(same, same)])


def test_all_objects_must_agree_and_nothing_old_is_no_agreement() -> None:
    same, other = square(5), square(9)
    agreement = Agreement(frames=1)
    assert not agreement.reached([(same, same), (same, other)])
    assert not agreement.reached([(None, same)])
    assert not agreement.reached([])
    assert agreement.reached([(same, same), (Mask.empty(40, 60), Mask.empty(40, 60))])
