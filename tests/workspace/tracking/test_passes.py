"""A re-tracking ends once its masks are the old ones for long enough, and not before."""

import numpy as np

from app.masks.mask import Mask
from app.project.model import ObjectId
from app.workspace.tracking.passes import Agreement


def square(left: int, side: int = 20) -> Mask:
    pixels = np.zeros((40, 60), dtype=bool)
    pixels[10 : 10 + side, left : left + side] = True
    return Mask.from_array(pixels)


ONE, TWO = ObjectId(1), ObjectId(2)
NOTHING = Mask.empty(40, 60)


def test_agreement_needs_ten_frames_in_a_row() -> None:
    agreement = Agreement()
    same, other = square(5), square(9)
    assert not any(agreement.reached({ONE: (same, same)}) for _ in range(9))
    assert not agreement.reached({ONE: (same, other)}), "one frame that differs starts the count again"
    assert not any(agreement.reached({ONE: (same, same)}) for _ in range(9))
    assert agreement.reached({ONE: (same, same)})


def test_all_objects_must_agree_and_nothing_old_is_no_agreement() -> None:
    same, other = square(5), square(9)
    agreement = Agreement(frames=1)
    assert not agreement.reached({ONE: (same, same), TWO: (same, other)})
    assert not agreement.reached({ONE: (None, same)})
    assert not agreement.reached({})
    assert agreement.reached({ONE: (same, same), TWO: (other, other)})


def test_empty_masks_never_agree() -> None:
    agreement = Agreement(frames=2)
    same = square(5)
    assert not any(agreement.reached({ONE: (NOTHING, NOTHING)}) for _ in range(20))
    assert not agreement.reached({ONE: (same, same)})
    assert not agreement.reached({ONE: (NOTHING, NOTHING)}), "an absent frame starts the count again"
    assert not agreement.reached({ONE: (same, same)})
    assert agreement.reached({ONE: (same, same)})
