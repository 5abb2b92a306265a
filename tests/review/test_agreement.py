"""Masklets against a reference: another annotator's copy of the project, or the truth for the same media."""

from dataclasses import replace

import pytest

from app.generators import result_of
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, CellMask, FrameIndex, Judgement, MaskSource, ObjectId, Verdict, VideoId
from app.review.agreement import MaskSize, agreement
from app.review.pairing import paired_videos
from tests.review.test_work import START
from tests.workspace.builders import VIDEO, add_object, apply, blob, document


def test_alignment_by_size_counts_frames_that_the_reference_shows() -> None:
    mine, truth = document(10), document(10)
    ball = add_object(mine, 1, tracked=[0, 1, 2, 3])
    add_object(truth, 1, tracked=[1, 2, 3, 4])
    draft = EditBuilder(mine)
    draft.mask(Cell(ball, FrameIndex(2)), CellMask(blob(x=40), MaskSource.TRACKED))
    draft.mask(Cell(ball, FrameIndex(3)), CellMask(blob(x=11), MaskSource.TRACKED))
    apply(mine, draft.edit())
    found = result_of(agreement(mine, truth))
    assert (found.frames, found.missing) == (3, 1)
    assert found.alignment == pytest.approx(2 / 3)
    assert found.alignment_of(MaskSize.SMALL) == found.alignment
    assert found.alignment_of(MaskSize.LARGE) is None
    assert found.j == found.iou == pytest.approx((1 + 0 + 7 / 9) / 3)
    assert found.of([ObjectId(9)]).alignment is None


def test_sizes_are_those_of_the_paper() -> None:
    assert [MaskSize.of(area) for area in (1023, 1024, 9215, 9216)] == [
        MaskSize.SMALL,
        MaskSize.MEDIUM,
        MaskSize.MEDIUM,
        MaskSize.LARGE,
    ]


def test_objects_of_other_names_are_paired_by_where_they_are_and_the_rest_is_counted() -> None:
    mine, truth = document(10), document(10)
    add_object(mine, 1, tracked=[0, 1])
    add_object(mine, 2)
    other = add_object(truth, 7, tracked=[0, 1])
    for made, judgement in ((mine, Judgement.SATISFACTORY), (truth, Judgement.REJECTED)):
        draft = EditBuilder(made)
        object = made.all_objects()[0].id
        draft.verdict(object, Verdict(object, judgement, "Ada", START))
        apply(made, draft.edit())
    found = result_of(agreement(mine, truth))
    assert [(one.object, one.reference) for one in found.masklets] == [(1, other)]
    assert (found.alone, found.not_here, found.same_verdicts) == (1, 0, 0.0)


def test_videos_are_the_same_by_their_media_whatever_they_are_called_and_different_media_are_not() -> None:
    mine, other = document(10), document(10)
    known = mine.videos()[0]
    for id, changes in ((2, {"head_sha256": "11" * 32}), (3, {"name": "renamed"}), (4, {"width": 80})):
        draft = EditBuilder(other)
        draft.video(VideoId(id), replace(known, id=VideoId(id), **changes))
        apply(other, draft.edit())
    assert paired_videos(mine, other) == {VIDEO: VIDEO}
    draft = EditBuilder(other)
    draft.video(VIDEO, None)
    apply(other, draft.edit())
    assert paired_videos(mine, other) == {VideoId(3): VIDEO}
