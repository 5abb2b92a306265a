"""Videos of masks: exact where they are lossless, cut at half and asked about where they are not."""

from pathlib import Path

import av
import numpy as np
import pytest

from app.errors import UserError
from app.interchange.clip import AnnotatedClip, Loss
from app.interchange.detection import detect
from tests.interchange.samples import ring

LOSSLESS = ("ffv1", "gray", {})
LOSSY = ("libx264", "yuv420p", {"crf": "30"})
Codec = tuple[str, str, dict[str, str]]


def masks(place: int = 0, frames: int = 4) -> np.ndarray:
    return np.array([ring(place, frame) for frame in range(frames)])


def written(file: Path, pictures: np.ndarray, codec: Codec = LOSSLESS) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(file), "w") as output:
        stream = output.add_stream(codec[0], rate=25, options=codec[2])
        stream.height, stream.width = pictures.shape[1:3]
        stream.pix_fmt = codec[1]
        for picture in pictures:
            kind = "gray" if picture.ndim == 2 else "rgb24"
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format=kind).reformat(format=codec[1])))
        output.mux(stream.encode(None))
    return file


def read(path: Path) -> tuple[tuple[AnnotatedClip, ...], str]:
    found, notes = detect(path), []
    assert found.format.id == "mask-video"
    job = found.format.reader()(found.path)
    while True:
        try:
            step = next(job)
        except StopIteration as end:
            return end.value, "\n".join(notes)
        if isinstance(step, Loss):
            notes.append(str(step))


def white(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.uint8) * 255


def test_a_folder_of_files_is_a_video_with_an_object_each(tmp_path: Path) -> None:
    for place, name in enumerate(("cat", "dog")):
        written(tmp_path / "walk" / f"{name}.mkv", white(masks(place)))
    (clip,), notes = read(tmp_path / "walk")
    assert (clip.name, clip.frame_count, notes) == ("walk", 4, "")
    assert [masklet.name for masklet in clip.masklets] == ["cat", "dog"]
    for place, masklet in enumerate(clip.masklets):
        assert np.array_equal([masklet.masks[f].mask.to_array() for f in range(4)], masks(place))
    (one,), _ = read(tmp_path / "walk" / "dog.mkv")
    assert (one.name, [masklet.name for masklet in one.masklets]) == ("dog", ["dog"])


def test_lossy_masks_are_cut_at_half(tmp_path: Path) -> None:
    (clip,), notes = read(written(tmp_path / "dog.mp4", white(masks()), LOSSY))
    found = np.array([clip.masklets[0].masks[f].mask.to_array() for f in range(4)])
    assert (found & masks()).sum() / (found | masks()).sum() > 0.95
    assert notes == ""


def test_values_that_are_no_mask_s_are_asked_about_or_refused(tmp_path: Path) -> None:
    grey = white(masks())
    grey[:, :, -20:] = 120
    _, notes = read(written(tmp_path / "soft.mkv", grey))
    assert "neither black nor white: 12.5 %" in notes
    picture = np.linspace(0, 255, grey[0].size).reshape(grey[0].shape).astype(np.uint8)
    file = written(tmp_path / "film.mkv", np.stack([picture] * 3))
    with pytest.raises(UserError, match="looks like a video of pictures"):
        read(file)
    _, notes = read(written(tmp_path / "empty.mkv", np.zeros_like(grey)))
    assert "no pixel is white" in notes
    _, notes = read(written(tmp_path / "full.mkv", np.full_like(grey, 255)))
    assert "cover the whole frame: 4." in notes


def test_files_that_do_not_agree_and_damaged_ones(tmp_path: Path) -> None:
    written(tmp_path / "walk" / "a.mkv", white(masks()))
    written(tmp_path / "walk" / "b.mkv", white(masks(frames=2)))
    (clip,), notes = read(tmp_path / "walk")
    assert (clip.frame_count, len(clip.masklets[1].masks)) == (4, 2)
    assert "2 to 4 frames" in notes
    written(tmp_path / "walk" / "c.mkv", white(masks())[:, :50])
    with pytest.raises(UserError, match=r"“c\.mkv” has 160×50 pixels, the videos before it 160×96"):
        read(tmp_path / "walk")
    cut = (tmp_path / "walk" / "a.mkv").read_bytes()[:200]
    for name, data in (("cut.mkv", cut), ("none.mp4", b""), ("text.mp4", b"x" * 99)):
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(UserError) as caught:
            read(file)
        assert "\n" not in str(caught.value)
