"""DAVIS layout, out and in again: nothing shifted, nothing lost silently."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.errors import ExportError, ImportFileError, MediaError
from app.interchange.clip import AnnotatedClip, clip_of
from app.interchange.encoding.davis import read_dataset
from app.interchange.encoding.label_png import encode_labels, read_labels, voc_palette
from app.media.opening import open_media
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import Cell, ObjectId, VideoId
from tests.interchange.samples import (
    FRAMES,
    HEIGHT,
    WIDTH,
    a_clip,
    a_document,
    exporting,
    losses,
    ring,
    run_to_end,
    video_file,
)
from tests.media.clips import number_of
from tests.project.samples import apply


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return video_file(tmp_path / "walk.mp4")


def exported(tmp_path: Path, *clips: AnnotatedClip) -> Path:
    run_to_end(exporting("davis", clips, tmp_path / "out"))
    return tmp_path / "out"


def test_every_frame_and_mask_comes_back_under_its_own_number(tmp_path: Path, file: Path) -> None:
    (sequence,) = read_dataset(exported(tmp_path, a_clip(file)))
    assert (sequence.name, len(sequence), sequence.object_ids) == ("walk", FRAMES, (1, 2))
    frames = open_media(sequence.frames)
    for index in range(FRAMES):
        assert number_of(frames.frame(index)) == index
        labels = sequence.labels(index)
        for place in range(2):
            np.testing.assert_array_equal(labels == place + 1, ring(place, index))


def test_uneven_times_do_not_shift_frames(tmp_path: Path) -> None:
    file = video_file(tmp_path / "uneven.mkv", pts=[0, 1, 2, 9, 10, 30, 31, 90, 91])
    (sequence,) = read_dataset(exported(tmp_path, a_clip(file)))
    frames = open_media(sequence.frames)
    assert [number_of(frames.frame(index)) for index in range(FRAMES)] == list(range(FRAMES))
    np.testing.assert_array_equal(sequence.labels(8) == 2, ring(1, 8))


def test_files_are_what_loaders_of_the_format_expect(tmp_path: Path, file: Path) -> None:
    root = exported(tmp_path, a_clip(file))
    assert (root / "ImageSets/2017/val.txt").read_text() == "walk\n"
    names = [f"{index:05}" for index in range(FRAMES)]
    assert sorted(path.name for path in (root / "JPEGImages/480p/walk").iterdir()) == [f"{name}.jpg" for name in names]
    annotations = root / "Annotations/480p/walk"
    assert sorted(path.name for path in annotations.iterdir()) == [f"{name}.png" for name in names]
    data = (annotations / "00000.png").read_bytes()
    assert (data[24], data[25]) == (8, 3)  # eight bits, palette
    colored = cv2.imread(str(annotations / "00000.png"))[..., ::-1]
    np.testing.assert_array_equal(colored, voc_palette()[read_labels(annotations / "00000.png")])


def test_voc_colors() -> None:
    expected = [(0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128), (128, 0, 128), (0, 128, 128)]
    np.testing.assert_array_equal(voc_palette()[:7], expected)
    np.testing.assert_array_equal(voc_palette()[[15, 20, 255]], [(192, 128, 128), (0, 64, 128), (224, 224, 192)])


def test_numbers_follow_ids_and_names_are_kept(tmp_path: Path, file: Path) -> None:
    root = exported(tmp_path, a_clip(file, name="Straße 猫", first_id=300))
    (sequence,) = read_dataset(root)
    assert sequence.name == "Straße 猫"
    assert sequence.object_ids == (1, 2)
    told = json.loads((root / "meta.json").read_text(encoding="utf-8"))["videos"]["Straße 猫"]["objects"]
    assert {number: (entry["id"], entry["name"]) for number, entry in told.items()} == {
        "1": (300, "object 0"),
        "2": (301, "object 1"),
    }
    assert told["2"]["frames"][-1] == f"{FRAMES - 1:05}"


def test_lowest_id_wins_where_objects_overlap_and_it_is_told_before(tmp_path: Path, file: Path) -> None:
    def draw(place: int, frame: int) -> np.ndarray:
        pixels = np.zeros((HEIGHT, WIDTH), bool)
        pixels[20:40, 20 + 10 * place : 60 + 10 * place] = frame < 3 or place == 0
        return pixels

    clip = a_clip(file, draw=draw)
    (loss,) = losses("davis", [clip])
    assert loss.video == "walk"
    assert "objects overlap: 3;" in str(loss)
    (sequence,) = read_dataset(exported(tmp_path, clip))
    np.testing.assert_array_equal(sequence.labels(0) == 1, draw(0, 0))
    np.testing.assert_array_equal(sequence.labels(0) == 2, draw(1, 0) & ~draw(0, 0))


def test_masks_that_do_not_exist_yet_are_told_and_absent_ones_are_no_loss(tmp_path: Path, file: Path) -> None:
    def draw(place: int, frame: int) -> np.ndarray | None:
        if frame == 8 or (place == 1 and frame > 5):
            return None
        return ring(place, frame) if frame != 4 else np.zeros((HEIGHT, WIDTH), bool)

    clip = a_clip(file, draw=draw)
    words = [str(loss.words) for loss in losses("davis", [clip])]
    assert [text for text in words if "no mask yet: 2;" in text]
    assert [text for text in words if text.startswith("frames without any mask: 1;")]
    root = exported(tmp_path, clip)
    with pytest.raises(ImportFileError, match=r"“00008.jpg” of the sequence “walk” has no annotation"):
        read_dataset(root)
    (sequence,) = read_dataset(root, sparse=True)
    assert sequence.annotated == tuple(range(8))
    assert not sequence.labels(4).any()
    with pytest.raises(ImportFileError, match="no annotation"):
        sequence.labels(8)
    assert losses("davis", [a_clip(file)]) == ()


def test_more_objects_than_numbers_are_refused(file: Path) -> None:
    def dot(place: int, frame: int) -> np.ndarray | None:
        pixels = np.zeros((HEIGHT, WIDTH), bool)
        pixels.flat[place] = True
        return pixels if frame == 0 else None

    with pytest.raises(ExportError, match=r"254 objects; DAVIS .* holds 253"):
        losses("davis", [a_clip(file, objects=254, draw=dot)])
    losses("davis", [a_clip(file, objects=253, draw=dot)])


def test_two_videos_of_one_name_stay_apart(tmp_path: Path, file: Path) -> None:
    clip = a_clip(file)
    sequences = read_dataset(exported(tmp_path, clip, clip))
    assert [sequence.name for sequence in sequences] == ["walk", "walk 2"]


def test_hostile_names_stay_inside_the_folder(tmp_path: Path, file: Path) -> None:
    root = exported(tmp_path, a_clip(file, name="../../etc/passwd"))
    assert [entry.name for entry in (root / "JPEGImages/480p").iterdir()] == ["_.._etc_passwd"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["out", "walk.mp4"]


def test_of_a_stopped_export_nothing_can_be_seen(tmp_path: Path, file: Path) -> None:
    job = exporting("davis", [a_clip(file)], tmp_path / "deep" / "out")
    for _ in range(4):
        progress = next(job)
    assert (progress.done, progress.total) == (4, 2 * FRAMES)
    job.close()
    assert list((tmp_path / "deep").glob("[!.]*")) == []


def test_folder_with_something_in_it_is_left_alone(tmp_path: Path, file: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious.txt").write_text("mine")
    with pytest.raises(ExportError, match="not empty"):
        exported(tmp_path, a_clip(file))
    assert (tmp_path / "out" / "precious.txt").read_text() == "mine"


def test_place_that_cannot_be_written(tmp_path: Path, file: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="is not a folder"):
        run_to_end(exporting("davis", [a_clip(file)], tmp_path / "file" / "out"))


def test_media_that_is_not_what_was_annotated_is_refused(tmp_path: Path, file: Path) -> None:
    other = video_file(tmp_path / "other.mp4", frames=5)
    clip = clip_of(a_document(file), VideoId(1), lambda: open_media(other))
    with pytest.raises(ExportError, match="now 5 and"):
        run_to_end(exporting("davis", [clip], tmp_path / "out"))
    gone = clip_of(a_document(file), VideoId(1), lambda: open_media(tmp_path / "gone.mp4"))
    with pytest.raises(MediaError, match="not there"):
        run_to_end(exporting("davis", [gone], tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_clip_does_not_follow_the_document(file: Path) -> None:
    document: Document = a_document(file)
    clip = clip_of(document, VideoId(1), lambda: open_media(file))
    before = dict(clip.masklets[0].masks)
    apply(document, Edit(masks=_removed(document, clip)))
    assert clip.masklets[0].masks == before
    with pytest.raises(ExportError, match="not in the project"):
        clip_of(document, VideoId(7), lambda: open_media(file))


def _removed(document: Document, clip: AnnotatedClip) -> dict[Cell, Delta]:
    record = ObjectId(clip.masklets[0].id)
    return {Cell(record, frame): Delta(mask, None) for frame, mask in document.masks_of(record)}


class TestReading:
    """Data sets that somebody else made."""

    def dataset(self, root: Path, labels: list[np.ndarray], resolution: str = "480p") -> Path:
        frames, annotations = root / "JPEGImages" / resolution / "dog", root / "Annotations" / resolution / "dog"
        frames.mkdir(parents=True)
        annotations.mkdir(parents=True)
        for index, picture in enumerate(labels):
            cv2.imwrite(str(frames / f"{index:05}.jpg"), np.zeros((*picture.shape, 3), np.uint8))
            (annotations / f"{index:05}.png").write_bytes(encode_labels(picture))
        return root

    def labels(self, *values: int) -> np.ndarray:
        picture = np.zeros((8, 12), np.uint8)
        picture[2, : len(values)] = values
        return picture

    @pytest.mark.parametrize("resolution", ["480p", "Full-Resolution", ""])
    def test_objects_that_appear_later_are_found(self, tmp_path: Path, resolution: str) -> None:
        (sequence,) = read_dataset(self.dataset(tmp_path, [self.labels(3), self.labels(3, 7)], resolution))
        assert sequence.object_ids == (3, 7)

    def test_void_is_no_object(self, tmp_path: Path) -> None:
        (sequence,) = read_dataset(self.dataset(tmp_path, [self.labels(1, 255)]))
        assert sequence.object_ids == (1,)
        assert set(np.unique(sequence.labels(0))) == {0, 1}

    def test_black_and_white_annotations_mean_one_object(self, tmp_path: Path) -> None:
        root = self.dataset(tmp_path, [self.labels(1)])
        white = np.zeros((8, 12), np.uint8)
        white[3:5] = 255
        cv2.imwrite(str(root / "Annotations/480p/dog/00000.png"), white)
        (sequence,) = read_dataset(root)
        assert sequence.object_ids == (1,)
        np.testing.assert_array_equal(sequence.labels(0) == 1, white > 0)

    def test_list_of_a_split(self, tmp_path: Path) -> None:
        root = self.dataset(tmp_path, [self.labels(1)])
        lists = root / "ImageSets" / "2017"
        lists.mkdir(parents=True)
        (lists / "val.txt").write_text("dog\n\n")
        assert [sequence.name for sequence in read_dataset(root, "val")] == ["dog"]
        (lists / "val.txt").write_text("../../secret\n")
        with pytest.raises(ImportFileError, match="not the name of a sequence"):
            read_dataset(root, "val")
        (lists / "val.txt").write_text("cat\n")
        with pytest.raises(ImportFileError, match="“cat” has no folder of frames"):
            read_dataset(root, "val")
        for split in ("train", "../val"):
            with pytest.raises(ImportFileError, match="has no list"):
                read_dataset(root, split)

    def test_what_is_missing_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ImportFileError, match="There is no folder"):
            read_dataset(tmp_path / "gone")
        with pytest.raises(ImportFileError, match="not a data set in DAVIS layout"):
            read_dataset(tmp_path)
        root = self.dataset(tmp_path / "set", [self.labels(1), self.labels(1)])
        stray = root / "Annotations/480p/dog/00007.png"
        stray.write_bytes(encode_labels(self.labels(1)))
        with pytest.raises(ImportFileError, match=r"“00007.png” of the sequence “dog” belongs to no frame"):
            read_dataset(root)
        stray.unlink()
        (root / "Annotations/480p/dog/00001.png").unlink()
        with pytest.raises(ImportFileError, match=r"Frame “00001.jpg” of the sequence “dog” has no annotation"):
            read_dataset(root)

    @pytest.mark.parametrize("content", [b"", b"text", b"\x89PNG\r\n\x1a\n" + bytes(40)])
    def test_damaged_annotation_is_named(self, tmp_path: Path, content: bytes) -> None:
        root = self.dataset(tmp_path, [self.labels(1)])
        (root / "Annotations/480p/dog/00000.png").write_bytes(content)
        (sequence,) = read_dataset(root)
        with pytest.raises(ImportFileError, match=r"00000.png"):
            sequence.labels(0)

    def test_colored_annotation_and_other_size_are_refused(self, tmp_path: Path) -> None:
        root = self.dataset(tmp_path, [self.labels(1)])
        file = root / "Annotations/480p/dog/00000.png"
        cv2.imwrite(str(file), np.full((8, 12, 3), 9, np.uint8))
        with pytest.raises(ImportFileError, match="palette mode"):
            read_dataset(root)[0].labels(0)
        file.write_bytes(encode_labels(np.zeros((4, 4), np.uint8)))
        with pytest.raises(ImportFileError, match="has 4×4 pixels, its frame 12×8"):
            read_dataset(root)[0].labels(0)
