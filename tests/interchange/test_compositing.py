"""Mattes, cut-outs and video with alpha: exact to the pixel, numbered as asked, names of any script."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.interchange.encoding.label_png import read_labels
from app.interchange.table import FORMATS
from tests.interchange.samples import FRAMES, a_clip, exporting, ring, run_to_end, video_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return video_file(tmp_path / "walk.mp4")


def both(frame: int) -> np.ndarray:
    return ring(0, frame) | ring(1, frame)


def written(file: Path, format_id: str, **options: object) -> Path:
    out = file.parent / "out"
    run_to_end(exporting(format_id, [a_clip(file, name="Größe 猫")], out, **options))
    return out


def test_a_matte_for_each_object_from_1001(file: Path) -> None:
    out = written(file, "masks", number=1001, padding=6)
    for place in range(2):
        files = sorted((out / "Größe 猫" / f"object {place}").iterdir())
        assert [path.name for path in files] == [f"{1001 + frame:06}.png" for frame in range(FRAMES)]
        np.testing.assert_array_equal(cv2.imdecode(np.fromfile(files[3], np.uint8), -1) == 255, ring(place, 3))


@pytest.mark.parametrize(("variant", "dtype"), [("united", np.uint8), ("numbers", np.uint8), ("numbers-16", np.uint16)])
def test_all_objects_in_one_picture(file: Path, variant: str, dtype: type) -> None:
    labels = read_labels(written(file, "masks", variant=variant) / "Größe 猫" / "00004.png")
    assert labels.dtype == dtype
    np.testing.assert_array_equal(labels > 0, both(4))
    assert set(np.unique(labels)) == ({0, 255} if variant == "united" else {0, 1, 2})


def test_cutouts_are_the_frames_with_alpha(file: Path) -> None:
    out = written(file, "cutouts", first=2, last=4)
    files = sorted((out / "Größe 猫").iterdir())
    assert [path.name for path in files] == ["00002.png", "00003.png", "00004.png"]
    picture = cv2.imdecode(np.fromfile(files[1], np.uint8), -1)
    np.testing.assert_array_equal(picture[..., 3] == 255, both(3))
    np.testing.assert_array_equal(picture[..., 2::-1], a_clip(file).opened().frame(3))


@pytest.mark.parametrize("format_id", ["masks", "cutouts"])
def test_soft_edges_hold_the_mask_where_they_are_more_than_half(file: Path, format_id: str) -> None:
    out = written(file, format_id, feather=4, **({"variant": "united"} if format_id == "masks" else {}))
    picture = cv2.imdecode(np.fromfile(out / "Größe 猫" / "00003.png", np.uint8), -1)
    alpha = picture if picture.ndim == 2 else picture[..., 3]
    np.testing.assert_array_equal(alpha > 127, both(3))
    assert len(np.unique(alpha)) > 4


@pytest.mark.parametrize("variant", ["objects", "united", "united-16"])
def test_mattes_with_soft_edges_come_back_as_the_masks_they_were(file: Path, variant: str) -> None:
    """Few grey values are no object numbers where each of them only leads up to the next; all united have no name."""
    out = written(file, "masks", feather=2, variant=variant)
    (back,) = run_to_end(FORMATS["masks"].reader()(out))
    names = ["object 0", "object 1"] if variant == "objects" else ["Object 1"]
    assert [masklet.name for masklet in back.masklets] == names
    wanted = ring(0, 3) if variant == "objects" else both(3)
    np.testing.assert_array_equal(back.masklets[0].masks[3].mask.to_array(), wanted)


def test_a_video_with_alpha_has_soft_edges_too(file: Path) -> None:
    (video,) = written(file, "alpha-video", variant="ffv1", feather=4).glob("Größe 猫.*")
    with av.open(str(video)) as container:
        alphas = [frame.to_ndarray(format="rgba")[..., 3] for frame in container.decode(video=0)]
    for number, alpha in enumerate(alphas):
        np.testing.assert_array_equal(alpha > 127, both(number))
    assert len(np.unique(alphas[3])) > 4


def test_mattes_of_exr_have_soft_edges_too(file: Path) -> None:
    library = pytest.importorskip("OpenEXR")
    out = written(file, "exr", variant="united", feather=4)
    (picture,) = (out / "Größe 猫").glob("00003.exr")
    alpha = library.File(str(picture), separate_channels=True).channels()["A"].pixels
    np.testing.assert_array_equal(alpha > 0.5, both(3))
    assert len(np.unique(alpha)) > 4


def test_an_overlay_fades_at_soft_edges(file: Path) -> None:
    """Right at an outline the color of the object is half of what it is well inside; far outside there is none."""
    overlay = written(file, "overlay", feather=8) / "Größe 猫.mp4"
    with av.open(str(overlay)) as container:
        shown = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    red = shown[..., 0] - a_clip(file).opened().frame(0).astype(int)[..., 0]
    x, rows = 4, slice(20, 28)  # the left side of the first object, beside which nothing fades
    inside, edge, outside = red[rows, x + 5].mean(), red[rows, x].mean(), red[10:40, 44:47].mean()
    assert inside > edge + 10
    assert edge > outside + 10


@pytest.mark.parametrize("variant", ["prores", "ffv1"])
def test_alpha_of_a_video_is_exact_on_every_frame(file: Path, variant: str) -> None:
    (video,) = written(file, "alpha-video", variant=variant).glob("Größe 猫.*")
    with av.open(str(video)) as container:
        frames = list(container.decode(video=0))
        assert len(frames) == FRAMES
        assert [round(float(frame.time) * 25) for frame in frames] == list(range(FRAMES))
        for number, frame in enumerate(frames):
            alpha = frame.to_ndarray(format="rgba")[..., 3]
            np.testing.assert_array_equal(alpha > 127, both(number))
            assert set(np.unique(alpha)) <= {0, 255}
