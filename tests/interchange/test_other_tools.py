"""Files as other tools write them, which say less than ours: nothing of them is taken for something else, or merged."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.errors import ImportFileError
from app.generators import result_of
from app.interchange.clip import AnnotatedClip, Loss
from app.interchange.detection import detect
from app.workspace.interchange.imports import reading

WIDTH, HEIGHT, FRAMES = 40, 30, 3


def corners(frame: int, x: int = 2) -> list[list[float]]:
    x += frame
    return [[x, 4], [x + 10, 4], [x + 10, 14], [x, 14]]


def square(frame: int, x: int = 2) -> np.ndarray:
    pixels = np.zeros((HEIGHT, WIDTH), bool)
    pixels[4:14, x + frame : x + frame + 10] = True
    return pixels


def picture(place: Path, pixels: np.ndarray) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(place), pixels)


def photograph(frame: int) -> np.ndarray:
    return np.random.default_rng(frame).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)


def read(path: Path) -> AnnotatedClip:
    found = detect(path)
    (clip,) = result_of(found.format.reader()(found.path))
    return clip


def check(clip: AnnotatedClip, *lefts: int) -> None:
    assert len(clip.masklets) == len(lefts)
    for masklet, left in zip(clip.masklets, lefts, strict=True):
        for frame in range(FRAMES):
            np.testing.assert_array_equal(masklet.masks[frame].mask.to_array(), square(frame, left))


def points(frame: int, x: int = 2) -> str:
    return ";".join(f"{x},{y}" for x, y in corners(frame, x))


def test_two_shapes_of_one_label_on_a_frame_are_two_objects(tmp_path: Path) -> None:
    """Neither labelme nor CVAT say which is which where there is no group."""
    for frame in range(FRAMES):
        shapes = [{"label": "car", "points": corners(frame, x), "group_id": None} for x in (2, 20)]
        text = json.dumps({"shapes": shapes, "imageHeight": HEIGHT, "imageWidth": WIDTH})
        (tmp_path / "l").mkdir(exist_ok=True)
        (tmp_path / "l" / f"{frame}.json").write_text(text)
    polygons = (
        "".join(f'<polygon label="car" points="{points(frame, x)}"/>' for x in (2, 20)) for frame in range(FRAMES)
    )
    images = "".join(f'<image name="{n}.jpg" width="{WIDTH}" height="{HEIGHT}">{p}</image>'
                     for n, p in enumerate(polygons))  # fmt: skip
    (tmp_path / "annotations.xml").write_text(f"<annotations>{images}</annotations>")
    for place in (tmp_path / "l", tmp_path / "annotations.xml"):
        check(read(place), 2, 20)
        assert {masklet.category for masklet in read(place).masklets} == {"car"}
        notes = [step for step in detect(place).format.reader()(place) if isinstance(step, Loss)]
        assert any("joined to 2 objects" in str(note) for note in notes)


def test_groups_of_labelme_are_counted_for_each_label(tmp_path: Path) -> None:
    for frame in range(FRAMES):
        shapes = [
            {"label": label, "points": corners(frame, x), "group_id": group}
            for label, group, x in (("car", 1, 2), ("person", 1, 14), ("person", 2, 26))
        ]
        text = json.dumps({"shapes": shapes, "imageHeight": HEIGHT, "imageWidth": WIDTH})
        (tmp_path / f"{frame}.json").write_text(text)
    clip = read(tmp_path)
    check(clip, 2, 14, 26)
    assert [masklet.name for masklet in clip.masklets] == ["car", "person", "person"]


def test_tracks_of_a_video_of_cvat(tmp_path: Path) -> None:
    shapes = "".join(f'<polygon frame="{n}" outside="0" points="{points(n)}"/>' for n in range(FRAMES))
    gone = f'<polygon frame="{FRAMES}" outside="1" points="{points(0)}"/>'
    head = (
        f"<meta><task><name>clip</name><size>9</size><labels><label><name>car</name></label></labels>"
        f"<original_size><width>{WIDTH}</width><height>{HEIGHT}</height></original_size></task></meta>"
    )
    file = tmp_path / "annotations.xml"
    file.write_text(f'<annotations>{head}<track id="0" label="car">{shapes}{gone}</track></annotations>')
    clip = read(file)
    assert (clip.name, clip.frame_count, clip.masklets[0].category) == ("clip", 9, "car")
    check(clip, 2)
    assert clip.masklets[0].masks[FRAMES].empty
    file.write_text(f'<annotations><track id="0" label="car">{shapes}</track></annotations>')
    with pytest.raises(ImportFileError, match="height is no whole number"):
        read(file)


def test_a_data_set_in_splits_with_its_pictures_beside_the_file(tmp_path: Path) -> None:
    for split in ("train", "valid"):
        names = [f"clip-{n}_jpg.rf.{n}b.jpg" for n in range(FRAMES)]
        for n, name in enumerate(names):
            picture(tmp_path / split / name, photograph(n))
        images = [{"id": n, "file_name": name, "width": WIDTH, "height": HEIGHT} for n, name in enumerate(names)]
        rows = [{"image_id": n, "category_id": 1, "segmentation": [np.ravel(corners(n)).tolist()],
                 "attributes": {"track_id": 7}} for n in range(FRAMES)]  # fmt: skip
        text = json.dumps({"images": images, "annotations": rows, "categories": [{"id": 1, "name": "car"}]})
        (tmp_path / split / "_annotations.coco.json").write_text(text)
    clip = read(tmp_path)
    assert (clip.name, clip.frames_at, clip.masklets[0].id) == ("train", tmp_path / "train", 7)
    check(clip, 2)
    (*_, told) = reading([tmp_path], "")
    assert "Name the others one by one: valid/_annotations.coco.json." in str(told.notes[0])


def test_yolo_in_splits_is_not_taken_for_pictures_of_masks(tmp_path: Path) -> None:
    for n in range(FRAMES):
        picture(tmp_path / "train" / "images" / f"{n}.jpg", photograph(n))
        place = tmp_path / "train" / "labels" / f"{n}.txt"
        place.parent.mkdir(exist_ok=True)
        place.write_text("0 " + " ".join(f"{x / WIDTH} {y / HEIGHT}" for x, y in corners(n)) + "\n")
    clip = read(tmp_path)
    assert (clip.name, clip.frames_at) == ("train", tmp_path / "train" / "images")
    check(clip, 2)
    for file in (tmp_path / "train" / "labels").iterdir():
        file.write_text("0 0.5 0.5 0.1 0.1\n")
    with pytest.raises(ImportFileError, match="holds boxes"):
        read(tmp_path)


def test_mattes_are_on_the_frames_of_their_numbers_whatever_comes_before(tmp_path: Path) -> None:
    for name, left in (("cat", 2), ("dog", 20)):
        for frame in range(FRAMES):
            picture(tmp_path / name / f"{name}_{frame:04}.png", square(frame, left) * np.uint8(255))
    clip = read(tmp_path)
    assert (clip.frame_count, clip.frame_names) == (FRAMES, {})
    check(clip, 2, 20)


def test_mattes_of_pictures_that_are_not_numbered_keep_their_names(tmp_path: Path) -> None:
    for folder, names in (("cat", ("garden", "kitchen")), ("dog", ("kitchen", "street"))):
        for name in names:
            picture(tmp_path / folder / f"{name}.png", square(0) * np.uint8(255))
    clip = read(tmp_path)
    assert sorted(clip.frame_names.values()) == ["garden", "kitchen", "street"]
    on = [{clip.frame_names[frame] for frame in masklet.masks} for masklet in clip.masklets]
    assert on == [{"garden", "kitchen"}, {"kitchen", "street"}]


@pytest.mark.parametrize(
    "text",
    [
        "names: [a, b, 'person',\n  \"car\\\n    \\ one\", 猫, 'big\n  bus', x] # all\nnc: 7\n",
        "names:  # in the next line\n  [a, b, person, 'car one', \"\\u732B\", big bus, x]\n",
        "names: {2: person, 3: 'car one', '4': 猫,  # five, too\n  5: big\n  bus}\n",
        'names: {"2":"person","3":"car one","4":"猫","5":"big bus"}\n',
        "names:\n# classes\n  2: person\n\n  '3': \"car one\"  # one\n  4: 猫 # cat\n  # five\n  5: big\n    bus\n",
        "{path: ., names: {2: person, 3: car one, 4: 猫, 5: big bus}, nc: 6}",
        "names:\n- a\n- b\n- person\n- car one\n\n- 猫\n- big bus # five\nnc: 6\n",
    ],
)
def test_classes_of_yolo_however_they_are_listed(text: str, tmp_path: Path) -> None:
    picture(tmp_path / "images" / "0.jpg", photograph(0))
    rows = (f"{number} " + " ".join(f"{x / WIDTH} {y / HEIGHT}" for x, y in corners(0)) for number in range(2, 6))
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "0.txt").write_text("\n".join(rows))
    (tmp_path / "data.yaml").write_text(text, encoding="utf-8")
    assert [masklet.category for masklet in read(tmp_path).masklets] == ["person", "car one", "猫", "big bus"]


def _one_row_of_yolo(folder: Path, described: str) -> None:
    picture(folder / "images" / "0.jpg", photograph(0))
    (folder / "labels").mkdir()
    (folder / "labels" / "0.txt").write_text("0 " + " ".join(f"{x / WIDTH} {y / HEIGHT}" for x, y in corners(0)))
    (folder / "data.yaml").write_text(described)


@pytest.mark.parametrize(
    ("text", "category"), [("names: [no]", "no"), ("names: {0: 1}", "1"), ("names: [[a]]", "class 0"), ("7", "class 0")]
)
def test_words_that_yaml_takes_for_something_else_are_classes_of_yolo(text: str, category: str, tmp_path: Path) -> None:
    _one_row_of_yolo(tmp_path, text)
    assert [masklet.category for masklet in read(tmp_path).masklets] == [category]


@pytest.mark.parametrize("text", ["names: [person, car\nnc: 2\n", "names: " + "[" * 20_000, "names: [\x07]"])
def test_a_description_of_yolo_that_is_damaged(text: str, tmp_path: Path) -> None:
    _one_row_of_yolo(tmp_path, text)
    with pytest.raises(ImportFileError, match=r"“data\.yaml” is damaged"):
        read(tmp_path)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_photographs_are_no_masks(suffix: str, tmp_path: Path) -> None:
    for frame in range(FRAMES):
        picture(tmp_path / f"{frame}.{suffix}", photograph(frame))
    with pytest.raises(ImportFileError, match="looks like a photograph"):
        read(tmp_path)


@pytest.mark.parametrize("colors", [((0, 0, 255), (9, 255, 0)), ((0, 0, 128), (0, 128, 0))])
def test_each_color_of_a_mask_picture_is_an_object(colors: tuple[tuple[int, ...], ...], tmp_path: Path) -> None:
    for frame in range(FRAMES):
        pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        for x, color in zip((2, 20), colors, strict=True):
            pixels[square(frame, x)] = color
        picture(tmp_path / f"{frame}.png", pixels)
    lefts = (20, 2) if colors[0] == (0, 0, 255) else (2, 20)  # by number of the color, or VOC's
    check(read(tmp_path), *lefts)


def test_frames_without_leading_zeros_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """As text, 10 comes before 2."""
    count = 12
    images = [
        {"id": n + 1, "file_name": f"frame_{n}.jpg", "width": WIDTH, "height": HEIGHT}
        for n in sorted(range(count), key=str)
    ]
    annotations = [
        {
            "id": n + 1,
            "image_id": n + 1,
            "category_id": 1,
            "track_id": 1,
            "segmentation": [np.ravel(corners(n)).tolist()],
        }
        for n in range(count)
    ]
    categories = [{"id": 1, "name": "dog"}]
    coco = tmp_path / "coco.json"
    coco.write_text(json.dumps({"images": images, "annotations": annotations, "categories": categories}))
    cvat = tmp_path / "cvat.xml"
    polygons = [
        f'<image id="{place}" name="frame_{n}.jpg" width="{WIDTH}" height="{HEIGHT}">'
        f'<polygon label="dog" group_id="1" points="{points(n)}"/></image>'
        for place, n in enumerate(sorted(range(count), key=str))
    ]
    cvat.write_text(f"<annotations>{''.join(polygons)}</annotations>")
    labelme = tmp_path / "labelme"
    labelme.mkdir()
    for n in range(count):
        shapes = [{"label": "dog", "points": corners(n), "group_id": 1}]
        text = json.dumps({"shapes": shapes, "imageHeight": HEIGHT, "imageWidth": WIDTH})
        (labelme / f"frame_{n}.json").write_text(text)
    for path in (coco, cvat, labelme):
        (masklet,) = read(path).masklets
        for n in range(count):
            np.testing.assert_array_equal(masklet.masks[n].mask.to_array(), square(n), err_msg=f"{path.name} {n}")
