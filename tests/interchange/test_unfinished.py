"""What an export tells before it writes: frames lost and stale, whatever the format."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from app.interchange.clip import clip_of
from app.interchange.unfinished import unfinished
from app.media.opening import open_media
from app.project.edit import Delta, Edit
from app.project.model import FrameIndex, MaskSource, ObjectId, VideoId
from tests.interchange.samples import a_clip, a_document, ring, video_file
from tests.project.samples import apply


def gone_from_3_to_5(place: int, frame: int) -> np.ndarray:
    return ring(place, frame) & (place == 1 or frame not in (3, 4, 5))


def test_lost_and_stale_frames_are_counted_by_object(tmp_path: Path) -> None:
    file = video_file(tmp_path / "walk.mp4")
    document = a_document(file, draw=gone_from_3_to_5, source=MaskSource.TRACKED)
    before = document.object(ObjectId(2))
    assert before is not None
    after = replace(before, stale=((FrameIndex(6), FrameIndex(8)),))
    apply(document, Edit(objects={before.id: Delta(before, after)}))
    told = [str(loss) for loss in unfinished(clip_of(document, VideoId(1), lambda: open_media(file)))]
    assert told == [
        "walk: frames on which the model lost an object: 3 (object 0 3).",
        "walk: masks that are stale, tracked before a correction: 3 (object 1 3).",
    ]


def test_what_a_person_called_absent_is_done_work(tmp_path: Path) -> None:
    assert unfinished(a_clip(video_file(tmp_path / "walk.mp4"), draw=gone_from_3_to_5)) == ()
