"""Files of other tools that are damaged, hostile or strange: refused in one line, or read as they are meant."""

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import ImportFileError, UserError
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.detection import detect
from app.interchange.export.options import Pictures
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource
from app.workspace.interchange.imports import reading
from tests.interchange.samples import exporting, run_to_end

FILES = {
    "sav": "walk_manual.json",
    "youtube-vis": "instances.json",
    "coco": "instances.json",
    "saco": "saco_veval.json",
    "cvat": "annotations.xml",
    "burst": "all_classes.json",
    "labelme": "walk/00000.json",
}


def small() -> AnnotatedClip:
    pixels = np.zeros((6, 8), bool)
    pixels[1:4, 2:6] = True
    masks = {frame: CellMask(Mask.from_array(pixels), MaskSource.IMPORTED) for frame in range(3)}
    return AnnotatedClip("walk", 8, 6, 3, (Masklet(1, "dog", masks, "animal"),), rate=25.0,
                         exhaustive={"animal": frozenset({1})})  # fmt: skip


def written(format_id: str, folder: Path) -> Path:
    run_to_end(exporting(format_id, [small()], folder / "out", pictures=Pictures.NONE))
    return folder / "out"


def read(path: Path) -> tuple[AnnotatedClip, ...]:
    found = detect(path)
    return run_to_end(found.format.reader()(found.path))


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600
    return str(caught.value)


@pytest.mark.parametrize("format_id", FILES)
def test_a_file_cut_short_anywhere_is_refused(format_id: str, tmp_path: Path) -> None:
    file = written(format_id, tmp_path) / FILES[format_id]
    whole = file.read_bytes()
    for part in range(1, 8):
        file.write_bytes(whole[: len(whole) * part // 8])
        with pytest.raises(UserError):
            run_to_end(FORMATS[format_id].reader()(file))


@pytest.mark.parametrize("format_id", [id for id in FILES if id != "cvat"])
def test_keys_that_stand_twice_and_numbers_that_are_none(format_id: str, tmp_path: Path) -> None:
    file = written(format_id, tmp_path) / FILES[format_id]
    text = file.read_text(encoding="utf-8")
    for broken in (text.replace("{", '{"x": 1, "x": 2, ', 1), text.replace("{", '{"x": NaN, ', 1)):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(ImportFileError, match="is damaged"):
            run_to_end(FORMATS[format_id].reader()(file))


@pytest.mark.parametrize("format_id", FILES)
def test_byte_order_marks_and_line_ends_of_windows_are_fine(format_id: str, tmp_path: Path) -> None:
    file = written(format_id, tmp_path) / FILES[format_id]
    before = read(file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read(file) == before


def change(file: Path, *place: Any, to: object) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    inner = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = to
    file.write_text(json.dumps(document), encoding="utf-8")


BOMB = {"size": [30000, 30000], "counts": [900_000_000]}


@pytest.mark.parametrize(
    ("format_id", "place", "to"),
    [
        ("sav", ("masklet_num",), 10**9),
        ("sav", ("video_frame_count",), 10**12),
        ("sav", ("video_frame_count",), 1.5),
        ("sav", ("video_height",), -6),
        ("sav", ("masklet", 0, 0), BOMB),
        ("sav", ("masklet", 0, 0, "counts"), "0" * 5000),
        ("sav", ("masklet", 0), []),
        ("sav", ("masklet", 0), [None] * 9),
        ("sav", ("masklet",), [[None]] * 50),
        ("sav", ("masklane", "step"), 0.00001),
        ("youtube-vis", ("videos", 0, "width"), 10**9),
        ("youtube-vis", ("videos", 0, "file_names", 0), "../.."),
        ("youtube-vis", ("annotations", 0, "video_id"), 9),
        ("youtube-vis", ("annotations", 0, "segmentations", 0), {"size": [6, 8], "counts": [-8, 56]}),
        ("youtube-vis", ("annotations", 0, "segmentations", 0), {"size": [8, 6], "counts": [48]}),
        ("youtube-vis", ("annotations", 0, "segmentations"), [None] * 100),
        ("saco", ("video_np_pairs", 0, "num_masklets"), "many"),
        ("saco", ("annotations", 0, "video_id"), 9),
        ("saco", ("annotations", 0, "segmentations", 0), BOMB),
        ("coco", ("images", 0, "height"), 0),
        ("coco", ("images", 1, "id"), 1),
        ("coco", ("annotations", 0, "image_id"), 99),
        ("coco", ("annotations", 0, "segmentation"), [[0, 0, 1]]),
        ("coco", ("annotations", 0, "segmentation"), [[0, 0, 1e999, 1, 1, 1]]),
        ("coco", ("annotations", 0, "segmentation"), [["a"] * 8]),
        ("coco", ("annotations", 1, "image_id"), 1),
        ("burst", ("sequences", 0, "height"), 70000),
        ("burst", ("sequences", 0, "seq_name"), "../../etc"),
        ("burst", ("sequences", 0, "segmentations", 0), {"-1": {"rle": "0"}}),
        ("burst", ("sequences", 0, "segmentations"), []),
        ("labelme", ("imageHeight",), 10**8),
        ("labelme", ("shapes", 0, "points"), [[5, 5], [9, 9]]),
        ("labelme", ("shapes", 0, "mask"), "not a picture"),
    ],
)
def test_what_makes_no_sense_is_refused(format_id: str, place: tuple[Any, ...], to: object, tmp_path: Path) -> None:
    file = written(format_id, tmp_path) / FILES[format_id]
    if place[-1] == "seq_name":
        change(file, *place, to=to)
        (clip,) = read(file)
        assert "/" not in clip.name
        return
    change(file, *place, to=to)
    with pytest.raises(UserError) as caught:
        run_to_end(FORMATS[format_id].reader()(file))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "yyyy">]><annotations><image name="&x;"/></annotations>',
        '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><annotations><image/></annotations>',
        '<?xml version="1.0" encoding="xtf-8"?><annotations><image name="a/0" width="8" height="6"/></annotations>',
        '<?xml version="1.0" encoding="rot13"?><annotations><image name="a/0" width="8" height="6"/></annotations>',
        '<annotations><image id="0" name="a/0.jpg" width="8" height="1000000"/></annotations>',
        '<annotations><image id="0" name="../.." width="8" height="8"/></annotations>',
        '<annotations><image name="a/0" width="8" height="6"><mask rle="-1, 49" left="0" top="0" width="8" height="6"/>'
        "</image></annotations>",
        '<annotations><image name="a/0" width="8" height="6"><mask rle="48" left="1" top="0" width="8" height="6"/>'
        "</image></annotations>",
        '<annotations><image name="a/0" width="8" height="6"><mask rle="47" left="0" top="0" width="8" height="6"/>'
        "</image></annotations>",
        "<annotations>" + "<a>" * 100 + '<image name="a/0" width="8" height="6"/>',
    ],
)
def test_xml_that_is_not_only_data_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "annotations.xml").write_text(text)
    refused(tmp_path / "annotations.xml")


@pytest.mark.parametrize(
    "line", ["0 1001 1 6 8 zz", "0 1001 1 6 8", "-1 1001 1 6 8 0", "0 1001 1 999999 8 0", "0 1001 1 6 8 `1"]
)
def test_lines_of_mots_that_are_damaged(line: str, tmp_path: Path) -> None:
    file = written("mots", tmp_path) / "label_02" / "walk.txt"
    file.write_text(file.read_text() + line + "\n")
    refused(tmp_path / "out")


@pytest.mark.parametrize(
    "row",
    ["0 0.5 0.5 0.2 0.2", "0 0.1 0.1 0.2", "x 0 0 1 1 0 1", "0 0 0 1 nan 0 1", "0 0 0 1 1e400 0 1", "0 0 0 1 1 0 1 1"],
)
def test_rows_of_yolo_that_are_none(row: str, tmp_path: Path) -> None:
    out = written("yolo", tmp_path)
    (out / "labels" / "walk" / "00001.txt").write_text(row + "\n")
    refused(out)


def test_a_picture_that_inflates_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    out = written("davis", tmp_path)
    file = out / "Annotations" / "480p" / "walk" / "00001.png"
    data = bytearray(file.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    file.write_bytes(bytes(data))
    refused(out)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for format_id in ("", "coco"):
        with pytest.raises(ImportFileError, match="neither a file nor a folder"):
            list(reading([tmp_path / "pipe.json"], format_id))


def test_what_holds_no_masks_is_named(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "gone")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.json").write_text("{}")
    assert "holds no masks" in refused(tmp_path / "text")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    refused(tmp_path / "deep.json")


@pytest.mark.parametrize("format_id", [id for id in FILES if id != "cvat"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_any_change_is_read_or_refused(format_id: str, tmp_path: Path, data: st.DataObject) -> None:
    out = tmp_path / "fuzz"
    file = (out if out.exists() else written(format_id, tmp_path).rename(out)) / FILES[format_id]
    kept = tmp_path / "kept"
    if not kept.exists():
        kept.write_bytes(file.read_bytes())
    changed = bytearray(kept.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(bytes(changed))
    try:
        run_to_end(FORMATS[format_id].reader()(file))
    except UserError as error:
        told = str(error)
    else:
        told = ""
    assert "\n" not in told


class TestPictures:
    """Masks come as pictures of any kind."""

    def labels(self) -> np.ndarray:
        picture = np.zeros((8, 12), np.uint8)
        picture[1:4, 1:5] = 1
        picture[5:7, 6:11] = 7
        return picture

    @pytest.mark.parametrize(
        "make",
        [
            lambda labels: labels,
            lambda labels: labels.astype(np.uint16),
            lambda labels: (labels > 0).astype(np.uint8) * 255,
            lambda labels: (labels > 0).astype(np.uint16) * 65535,
            lambda labels: np.dstack((np.full((*labels.shape, 3), 90, np.uint8), (labels > 0).astype(np.uint8) * 255)),
            lambda labels: np.repeat((labels > 0).astype(np.uint8)[..., None] * 255, 3, axis=2),
        ],
    )
    def test_any_encoding(self, make: Callable[[np.ndarray], np.ndarray], tmp_path: Path) -> None:
        picture = make(self.labels())
        for frame in (3, 4):
            cv2.imwrite(str(tmp_path / f"m_{frame:04}.png"), picture)
        (clip,) = read(tmp_path)
        together = Mask.empty(8, 12)
        for masklet in clip.masklets:
            assert sorted(masklet.masks) == [3, 4]
            together = together.union(masklet.masks[3].mask)
        assert together == Mask.from_array(self.labels() > 0)
        assert len(clip.masklets) == (2 if int(picture.max()) == 7 else 1)
