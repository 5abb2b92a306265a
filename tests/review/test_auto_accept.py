"""Auto-accept: the bound is that of Clopper and Pearson, and it rests on the verdicts that were given."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Event, MaskSource, ObjectId
from app.review.auto_accept import (
    MAX_WRONG,
    AutoAccept,
    JudgedSample,
    auto_accept_in,
    auto_accept_text,
    calibrated,
    is_audited,
    masklet_doubt,
    needed,
    samples_of,
    upper_bound,
)
from tests.project.samples import OBJECT, a_mask, cell, start

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "count", "bound"), [(0, 59, 0.0495), (1, 93, 0.0500), (0, 1, 0.95), (5, 100, 0.1023), (3, 3, 1.0)]
)
def test_the_bound_is_that_of_the_tables(wrong: int, count: int, bound: float) -> None:
    assert upper_bound(wrong, count) == pytest.approx(bound, abs=1e-4)


def test_the_strictest_masklets_that_people_found_good_set_the_threshold() -> None:
    good = [JudgedSample(0.001 * number, good=True) for number in range(80)]
    bad = [JudgedSample(0.5, good=False)] * 20
    assert needed() == 59
    assert calibrated(good[:58]) is None
    assert calibrated([*bad, *good]) == AutoAccept(good[79].doubt, 80, 0, upper_bound(0, 80))
    assert (
        calibrated([JudgedSample(0.0, good=False), *good]) is None
    )  # the surest one is wrong: 1 of 59 is too many to go on
    assert calibrated([JudgedSample(0.3, good=number > 8) for number in range(200)]) is None  # one doubt, many wrong


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.3]), st.booleans()), max_size=150))
def test_no_threshold_promises_more_than_its_verdicts_allow(pairs: list[tuple[float, bool]]) -> None:
    samples = [JudgedSample(doubt, good) for doubt, good in pairs]
    rule = calibrated(samples)
    if rule is not None:
        below = [sample for sample in samples if sample.doubt <= rule.threshold]
        assert (rule.verdicts, rule.wrong) == (len(below), sum(not sample.good for sample in below))
        assert rule.bound <= MAX_WRONG


def verdict(object: int, what: str, doubt: str = "0.1", **more: str) -> Event:
    return Event(NOW, "Ada", "verdict", None, ObjectId(object), None, {"what": what, "doubt": doubt} | more)


def test_each_verdict_counts_with_the_doubt_of_its_time_unless_it_was_taken_back() -> None:
    log = [
        verdict(1, "unsatisfactory", "0.4"),
        verdict(1, "satisfactory", "0.2"),  # after it was mended
        verdict(2, "rejected"),
        verdict(2, "rejected", how="undone"),
        verdict(3, "satisfactory", "nan"),
        verdict(4, "satisfactory", look="re-check"),
        verdict(5, "satisfactory", "7"),
        Event(NOW, "Ada", "click", None, ObjectId(1), None, {"doubt": "0.1"}),
    ]
    assert samples_of(log) == (JudgedSample(0.4, good=False), JudgedSample(0.2, good=True))


def test_only_masks_of_the_model_are_in_doubt() -> None:
    document = Document()
    document.apply(start())
    assert masklet_doubt(document, OBJECT) is None
    masks = {cell(1, frame): Delta(None, a_mask(source=MaskSource.TRACKED)) for frame in range(10)}
    document.apply(Edit(masks=masks))
    assert masklet_doubt(document, OBJECT) == pytest.approx(1.0)  # its presence is half and half
    document.apply(Edit(masks={place: Delta(delta.after, None) for place, delta in masks.items()}))
    document.apply(Edit(masks={cell(1, 3): Delta(None, a_mask(source=MaskSource.IMPORTED))}))
    assert masklet_doubt(document, OBJECT) is None


def test_one_in_twenty_is_audited_and_damaged_rules_are_none() -> None:
    share = np.mean([is_audited(ObjectId(id)) for id in range(1, 10_001)])
    assert share == pytest.approx(0.05, abs=0.002)
    rule = AutoAccept(0.1, 60, 0, 0.0488)
    assert auto_accept_in(auto_accept_text(rule)) == rule
    for text in (None, "", "{}", auto_accept_text(AutoAccept(7.0, 60, 0, 0.04)), '{"threshold": "x"}'):
        assert auto_accept_in(text) is None
