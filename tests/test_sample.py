"""The bundled sample: its files agree with each other and with the generator that made them."""

import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app import paths
from app.errors import UserError
from app.evaluation.sample import read_sample
from app.interchange.encoding.label_png import PALETTE, read_labels
from resources.sample import make_sample
from resources.sample.pond.scene import FRAME_COUNT, FRAME_RATE, HEIGHT, NAMES, WIDTH, Picture, Scene

FRAMES_COMPARED = (0, 44)


@pytest.fixture(scope="module")
def truth() -> NDArray[np.uint8]:
    """All label maps, shape (frames, height, width)."""
    files = sorted((paths.sample_folder() / "Annotations" / "480p" / "pond").glob("*.png"))
    return np.stack([read_labels(file) for file in files])


@pytest.fixture(scope="module")
def drawn() -> dict[int, Picture]:
    cv2.setNumThreads(1)
    scene = Scene()
    return {index: scene.picture(index) for index in FRAMES_COMPARED}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"video": "\xff"}',
        pytest.param(b"[" * 100_000, id="deep"),
        b'{"video": 3, "masks": "a", "objects": []}',
    ],
)
def test_a_damaged_description_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sample.json").write_bytes(content)
    with pytest.raises(UserError, match="cannot be read"):
        read_sample(tmp_path)


def test_sample_is_small() -> None:
    size = sum(file.stat().st_size for file in paths.sample_folder().rglob("*") if file.is_file())
    assert size < 2_000_000


def test_clip_has_the_size_rate_and_length_that_the_masks_have(truth: NDArray[np.uint8]) -> None:
    with av.open(str(paths.sample_folder() / "pond.mp4")) as container:
        stream = container.streams.video[0]
        frames = sum(1 for _ in container.decode(stream))
        assert (stream.width, stream.height, stream.average_rate) == (WIDTH, HEIGHT, FRAME_RATE)
    assert truth.shape == (FRAME_COUNT, HEIGHT, WIDTH)
    assert frames == FRAME_COUNT


def test_description_names_the_clip_the_masks_and_every_object(truth: NDArray[np.uint8]) -> None:
    folder = paths.sample_folder()
    facts = json.loads((folder / "sample.json").read_text("utf-8"))
    assert (folder / facts["video"]).is_file()
    assert len(list((folder / facts["masks"]).iterdir())) == FRAME_COUNT
    assert [entry["name"] for entry in facts["objects"]] == list(NAMES)
    assert [0, *(entry["id"] for entry in facts["objects"])] == np.unique(truth).tolist()


def test_every_object_can_be_clicked_on_the_first_frame(truth: NDArray[np.uint8]) -> None:
    for number in range(1, len(NAMES) + 1):
        assert (truth[0] == number).sum() > 40 * 40


@pytest.mark.parametrize("name", ["koi", "duck"])
def test_object_leaves_and_returns(truth: NDArray[np.uint8], name: str) -> None:
    visible = (truth == NAMES.index(name) + 1).any((1, 2))
    changes = np.flatnonzero(np.diff(visible.astype(int)))
    assert visible[0]
    assert visible[-1]
    assert len(changes) == 2
    assert changes[1] - changes[0] >= 10


def test_ball_crosses_the_three_others(truth: NDArray[np.uint8]) -> None:
    touching = set()
    for labels in truth:
        around = cv2.dilate((labels == 1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        touching |= set(np.unique(labels[around]).tolist())
    assert touching >= {1, 2, 3, 4}


def test_generator_still_makes_the_committed_masks(truth: NDArray[np.uint8], drawn: dict[int, Picture]) -> None:
    for index, picture in drawn.items():
        differing = (picture.labels != truth[index]).sum()
        assert differing <= 0.001 * (truth[index] > 0).sum(), "rounding of another processor may flip a pixel, not more"


def test_clip_shows_what_the_generator_draws(drawn: dict[int, Picture]) -> None:
    for index, image in enumerate(make_sample.read_clip(paths.sample_folder() / "pond.mp4")):
        if index in drawn:
            apart = np.abs(image.astype(np.float32) - drawn[index].image)
            assert apart.mean() < 6
            assert np.abs(image.mean((0, 1)) - drawn[index].image.mean((0, 1))).max() < 1.5


def test_davis_data_set_holds_every_frame_under_the_same_name(tmp_path: Path) -> None:
    make_sample.main(["--davis", str(tmp_path)])
    pictures = sorted((tmp_path / "JPEGImages" / "480p" / "pond").iterdir())
    masks = sorted((tmp_path / "Annotations" / "480p" / "pond").iterdir())
    assert [file.stem for file in pictures] == [file.stem for file in masks] == [f"{n:05d}" for n in range(FRAME_COUNT)]
    data = masks[0].read_bytes()
    assert data[25] == PALETTE
    palette = data[data.index(b"PLTE") + 4 :]
    assert list(palette[:15]) == [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 128]
    assert (tmp_path / "ImageSets" / "2017" / "val.txt").read_text("utf-8") == "pond\n"


def test_sample_can_be_written_anew(tmp_path: Path, drawn: dict[int, Picture]) -> None:
    make_sample.write_sample(drawn.values(), tmp_path)
    assert len(list(make_sample.read_clip(tmp_path / "pond.mp4"))) == len(drawn)
    assert np.array_equal(read_labels(tmp_path / "Annotations" / "480p" / "pond" / "00000.png"), drawn[0].labels)
