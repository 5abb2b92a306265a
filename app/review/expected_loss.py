"""How wrong each mask of an object probably is, and how much of that a correction of a frame would mend.

Few numbers, from four clips of DAVIS 2016 (bmx-trees, breakdance, camel, dance-twirl; 45 frames at 256 px, the embedded
model): the loss by least squares, what is mended by trying, each clip judged by what the others gave.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.review.evidence import Evidence, Floats, size_difference

CONSTANT: Final = 0.07
UNSURE: Final = 0.41
"""Of 1 - predicted IoU, as a mean by AROUND."""
OTHER_SIZE: Final = 0.14
"""Of the difference of log areas from a person's mask, at most MOST_OTHER."""
CHANGING: Final = 0.37
"""Of the change of shape from frame to frame, as a mean by AROUND."""
FAR: Final = 0.07
"""Of the root of the way from the frame a person made, as a share of the frames."""
LOST: Final = 0.26
AROUND: Final = (1, 2, 3, 2, 1)
"""Weights of a frame and those beside it: masks are wrong for some frames, and numbers of one frame jump."""
MOST_OTHER: Final = 1.5
USUAL_DOUBT, USUAL_CHANGE = 0.25, 0.15
"""Where 1 - predicted IoU or the change of shape is not known."""

FLOOR_FRAMES: Final = 3
"""Frames behind one that a person made, on which the model shows how well it can do at best."""
AT_LEAST: Final = 0.03
"""What is mendable of any frame: where no number stands out, the middle of the longest stretch is worth most."""
MENDED: Final = 0.3
"""Of what is wrong above that behind a corrected frame, how much the correction mends."""
MENDED_NEAR, NEAR = 0.3, 5
"""How much more of it on the next NEAR frames, where nothing was corrected further on."""
MENDED_BEFORE, BEFORE = 0.15, 10
"""How much of it on the BEFORE frames before, there too; between two frames of a person they stay as they are."""


def expected_loss(evidence: Evidence) -> Floats:
    """Return 1 - J&F that the mask of each frame probably has, 0..1, 0 where a person made it or called it fine."""
    size = np.minimum(np.nan_to_num(size_difference(evidence)), MOST_OTHER)
    by_model, beside = ~evidence.by_person, np.zeros(len(evidence.frames), np.bool_)
    beside[1:] |= evidence.by_person[:-1]  # a model's mask after a person's: it differs because a person is better
    beside[:-1] |= evidence.by_person[1:]
    found = (
        CONSTANT
        + UNSURE * _smoothed(1 - evidence.score, by_model, USUAL_DOUBT)
        + OTHER_SIZE * size
        + CHANGING * _smoothed(evidence.moved, by_model & ~beside, USUAL_CHANGE)
        + FAR * np.sqrt(_way(evidence.by_person) / max(len(evidence.frames), 1))
        + LOST * evidence.lost
    )
    return np.asarray(np.where(evidence.seen, 0.0, np.clip(found, 0.0, 1.0)), np.float64)


def mendable(loss: Floats, made: NDArray[np.bool_]) -> Floats:
    """Return what of the loss of each frame is more than right behind frames that a person `made`, at least AT_LEAST.

    Shape (n,). What is as wrong there is beyond the model, however often it is corrected.
    """
    at = (np.flatnonzero(made)[:, None] + np.arange(1, FLOOR_FRAMES + 1)).ravel()
    at = at[at < len(loss)]
    at = at[~made[at]]
    return np.asarray(np.maximum(loss - (float(np.median(loss[at])) if len(at) else 0.0), AT_LEAST), np.float64)


def worth(loss: Floats, above: Floats, made: NDArray[np.bool_], frame_count: int) -> Floats:
    """Return what a correction of each frame is worth, 0..1: the loss it mends, as a share of all frames.

    `above`: what is `mendable` of the `loss`; `made`: a person made the frame or called it fine. A correction mends its
    own frame, and of what is mendable on others a share: most on the next frames and where nothing was corrected behind
    it, little before it, nothing beyond the next frame that a person made; less the nearer it is to the one before,
    which those frames were tracked from. All of shape (n,); 0 where `made`.
    """
    count = len(loss)
    until = np.concatenate(([0.0], np.cumsum(above)))
    places, ends = np.arange(count), np.flatnonzero(made)
    end = np.append(ends, count)[np.searchsorted(ends, places, "right")]
    first = np.concatenate(([0], ends + 1))[np.searchsorted(ends, places, "left")]
    behind = until[end] - until[np.minimum(places + 1, end)]
    near = until[np.minimum(places + 1 + NEAR, end)] - until[np.minimum(places + 1, end)]
    before = until[places] - until[np.minimum(places, np.maximum(first, places - BEFORE))]
    far = (places + 1 - first) / np.maximum(end + 1 - first, 1)
    open_ = np.where(end == count, far * MENDED_NEAR * near + MENDED_BEFORE * before, 0.0)
    value = loss + far * MENDED * behind + open_
    return np.asarray(np.where(made, 0.0, np.minimum(value / max(frame_count, 1), 1.0)), np.float64)


def mended(above: Floats, made: NDArray[np.bool_], index: int) -> Floats:
    """Return how much less of the loss is left where frame `index` has been corrected, shape (n,)."""
    behind = np.flatnonzero(made[index + 1 :])
    end = index + 1 + (int(behind[0]) if len(behind) else len(made) - index - 1)
    found = np.zeros(len(above))
    found[index + 1 : end] = MENDED * above[index + 1 : end]
    if end == len(made):
        found[index + 1 : index + 1 + NEAR] *= 1 + MENDED_NEAR / MENDED
    return found


def _way(by_person: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many frames each lies behind the last frame that a person made, before the first one to that."""
    places, made = np.arange(len(by_person)), np.flatnonzero(by_person)
    if not len(made):
        return places
    behind = np.searchsorted(made, places, "right") - 1
    return np.asarray(np.abs(places - made[np.maximum(behind, 0)]), np.int64)


def _smoothed(values: Floats, usable: NDArray[np.bool_], usual: float) -> Floats:
    """Return the mean by AROUND of the usable and known values around each, `usual` where there are none."""
    if not len(values):
        return values
    usable = usable & ~np.isnan(values)
    weights = np.array(AROUND, np.float64)
    total = np.convolve(np.where(usable, values, 0.0), weights)[len(AROUND) // 2 :][: len(values)]
    weight = np.convolve(usable.astype(np.float64), weights)[len(AROUND) // 2 :][: len(values)]
    return np.asarray(np.where(weight, total / np.maximum(weight, 1.0), usual), np.float64)
