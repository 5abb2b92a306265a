"""Subjects of an evaluation: every object of a data set or of the sample, with its frames and true masks."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app import paths
from app.errors import UserError
from app.evaluation.protocols import EvaluationProtocol, evaluate_all
from app.evaluation.sample import read_sample, true_masks
from app.evaluation.subjects import open_subjects
from app.interchange.encoding.label_png import encode_labels
from app.masks.mask import Mask
from tests.engine.stand_in import DiscPredictor

FRAMES = 3


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Two sequences in DAVIS layout."""
    for name, values in (("cat", (1, 4)), ("dog", (2,))):
        frames, annotations = (tmp_path / half / "480p" / name for half in ("JPEGImages", "Annotations"))
        frames.mkdir(parents=True)
        annotations.mkdir(parents=True)
        for index in range(FRAMES):
            labels = np.zeros((40, 60), np.uint8)
            for place, value in enumerate(values):
                labels[10:30, 5 + 25 * place + index : 25 + 25 * place + index] = value
            cv2.imwrite(str(frames / f"{index:05}.jpg"), np.full((40, 60, 3), 90, np.uint8))
            (annotations / f"{index:05}.png").write_bytes(encode_labels(labels))
    return tmp_path


def test_every_object_of_every_sequence_comes_with_its_own_masks(dataset: Path) -> None:
    found = []
    for subject in open_subjects(dataset):
        assert subject.frame_count == FRAMES
        assert subject.source.frame(FRAMES - 1).shape == (40, 60, 3)
        found.append((subject.sequence, subject.object_id, subject.truth(1).bbox))
    assert found == [("cat", 1, (6, 10, 26, 30)), ("cat", 4, (31, 10, 51, 30)), ("dog", 2, (6, 10, 26, 30))]


def test_only_the_first_sequences(dataset: Path) -> None:
    assert [subject.sequence for subject in open_subjects(dataset, 1)] == ["cat", "cat"]


def test_a_wrong_folder_is_refused_before_the_first_subject(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="DAVIS"):
        open_subjects(tmp_path)


def test_the_sample_is_a_data_set_too_and_names_its_objects() -> None:
    folder = paths.sample_folder()
    sample = read_sample(folder)
    subjects = list(open_subjects(folder))
    assert [subject.name for subject in subjects] == [item.name for item in sample.objects]
    assert [subject.sequence for subject in subjects] == [f"pond {item.name}" for item in sample.objects]
    assert subjects[1].truth(7) == true_masks(folder, sample, sample.objects[1])[7]


def test_subjects_on_no_frame_are_left_out_of_the_results(dataset: Path) -> None:
    never = lambda _frame: Mask.empty(40, 60)  # noqa: E731
    subjects = (replace(one, truth=never) if one.object_id == 1 else one for one in open_subjects(dataset))
    pairs = list(evaluate_all(DiscPredictor(), subjects, EvaluationProtocol.MASK))
    assert [(subject.sequence, result.object_id) for subject, result in pairs] == [("cat", 4), ("dog", 2)]
