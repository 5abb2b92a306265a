"""The embedded model on its own sample: what goes under the ball or out of the picture is not taken for the ball."""

from app import paths
from app.engine.loader import open_predictor
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.evaluation.subjects import open_subjects
from app.project.model import FrameIndex, ObjectId
from app.settings import Precision

SHOWN, LAST = FrameIndex(16), 55
GONE = range(50, LAST)
"""Neither the koi nor the duck is in the picture."""
TRACKED = 30
"""They are from the first frame up to here, with the ball on and beside them."""


def test_what_the_ball_covers_is_not_taken_for_the_ball() -> None:
    ball, koi, duck, _ = open_subjects(paths.sample_folder())
    followed = {ObjectId(subject.object_id): subject for subject in (koi, duck)}
    context = {name: Context((Conditioning(SHOWN, subject.truth(SHOWN)),)) for name, subject in followed.items()}
    engine = open_predictor(device="cpu", precision=Precision.FLOAT32, threads=1)
    request = TrackRequest(tuple(followed), range(SHOWN, LAST), context)
    on_the_ball, followed_frames, left_empty = [], [], []
    for tracked in engine.track("pond", koi.source, request):
        for name, found in tracked.predictions.items():
            if found.mask.overlap(ball.truth(tracked.frame)) > 0.5 * found.mask.area:
                on_the_ball.append((name, tracked.frame))
            if tracked.frame < TRACKED and found.mask.iou(followed[name].truth(tracked.frame)) > 0.5:
                followed_frames.append((name, tracked.frame))
            if tracked.frame in GONE and not found.mask.area:
                left_empty.append((name, tracked.frame))
    assert len(on_the_ball) <= 4, "without looks it is 34 times"
    assert len(followed_frames) > 0.55 * 2 * (TRACKED - SHOWN), "without looks 0.43"
    assert len(left_empty) >= 0.8 * 2 * len(GONE)
