"""More of everything than any file has that is meant: refused in one line, soon, whatever it is more of."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.errors import UserError
from app.interchange.bounds import MOST, Bound
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.detection import detect, detecting
from app.interchange.encoding.coco_rle import from_rle, to_rle
from app.interchange.fitting import Incoming
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.workspace.interchange.imports import reading
from tests.interchange.samples import exporting, run_to_end
from tests.interchange.test_hostile import read, refused, small, written

MANY = 200


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that small files reach; those of the program are a hundred and a thousand times wider."""
    monkeypatch.setattr("app.interchange.reading.MOST_OBJECTS", 100)
    monkeypatch.setattr("app.interchange.encoding.shapes.MOST_SHAPES", 100)
    monkeypatch.setattr("app.interchange.linking.MOST_ON_A_FRAME", 100)


def test_more_objects_than_a_clip_can_have(tmp_path: Path) -> None:
    file = written("coco", tmp_path) / "instances.json"
    data = json.loads(file.read_text())
    data["annotations"] = [dict(data["annotations"][0], track_id=id) for id in range(1, 102)]
    file.write_text(json.dumps(data))
    assert "more than 100 objects" in refused(file)
    ids = np.arange(1, 145, dtype=np.uint16).reshape(12, 12)
    cv2.imwrite(str(tmp_path / "00000.png"), ids)
    assert "more than 100 objects" in refused(tmp_path / "00000.png")


@pytest.mark.parametrize("format_id", ["coco", "labelme", "cvat", "yolo"])
def test_more_polygons_than_a_frame_can_have(format_id: str, tmp_path: Path) -> None:
    out = written(format_id, tmp_path)
    triangle = [0, 0, 4, 0, 0, 4]
    if format_id == "coco":
        file = out / "instances.json"
        data = json.loads(file.read_text())
        data["annotations"][0]["segmentation"] = [triangle] * MANY
        file.write_text(json.dumps(data))
    elif format_id == "labelme":
        file = out / "walk" / "00000.json"
        data = json.loads(file.read_text())
        shape = {"label": "a", "points": [[0, 0], [4, 0], [0, 4]], "shape_type": "polygon"}
        file.write_text(json.dumps(dict(data, shapes=[shape] * MANY)))
    elif format_id == "cvat":
        polygon = '<polygon label="a" points="0,0;4,0;0,4"/>' * MANY
        text = f'<annotations><image name="a/0" width="8" height="6">{polygon}</image></annotations>'
        (out / "annotations.xml").write_text(text)
    else:
        (out / "labels" / "walk" / "00001.txt").write_text("0 0 0 0.5 0 0 0.5\n" * MANY)
    assert "100 at most" in refused(out)


def test_more_masks_without_a_track_than_can_be_joined(tmp_path: Path) -> None:
    file = written("coco", tmp_path) / "instances.json"
    data = json.loads(file.read_text())
    loose = {
        key: value
        for key, value in data["annotations"][0].items()
        if key not in ("track_id", "instance_id", "attributes")
    }
    file.write_text(json.dumps(dict(data, annotations=[loose] * 101)))
    assert "101 masks without a track" in refused(file)


@pytest.mark.parametrize("format_id", ["coco", "youtube-vis", "burst", "davis", "labelme", "yolo", "cvat"])
def test_more_empty_cells_than_memory_holds(format_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all clips of a file together."""
    clips = [small(), replace(small(), name="another")]
    run_to_end(exporting(format_id, clips, tmp_path / "out"))
    cells = sum(len(clip.masklets) * clip.frame_count for clip in clips)
    monkeypatch.setitem(MOST, Bound.ABSENT, cells)
    assert len(read(tmp_path / "out")) == 2
    monkeypatch.setitem(MOST, Bound.ABSENT, cells - 1)
    assert f"means {cells} cells" in refused(tmp_path / "out")


@pytest.mark.parametrize("format_id", ["coco", "youtube-vis", "burst"])
def test_more_videos_than_a_file_can_list(format_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_to_end(exporting(format_id, [small(), replace(small(), name="another")], tmp_path / "out"))
    monkeypatch.setitem(MOST, Bound.VIDEOS, 1)
    assert "lists more videos than can be read at once (1)" in refused(tmp_path / "out")


@pytest.mark.parametrize("format_id", [id for id, row in FORMATS.items() if row.read and row.write])
def test_more_masks_than_memory_holds(format_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_to_end(exporting(format_id, [small()], tmp_path / "out", variant="numbers" if format_id == "masks" else ""))
    monkeypatch.setitem(MOST, Bound.MASKS, 3)
    assert len(read(tmp_path / "out")) == 1
    monkeypatch.setitem(MOST, Bound.MASKS, 2)
    assert "more masks than can be read at once (2)" in refused(tmp_path / "out")


def test_more_masks_in_several_files_of_a_folder_than_memory_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_to_end(exporting("sav", [small(), replace(small(), name="another")], tmp_path / "out"))
    monkeypatch.setitem(MOST, Bound.MASKS, 5)
    assert "more masks than can be read at once (5)" in refused(tmp_path / "out")


@pytest.mark.parametrize(("bound", "each", "words"), [(Bound.MASKS, 3, "more masks"), (Bound.ABSENT, 3, "6 cells")])
def test_several_files_at_once_are_bounded_together(
    bound: Bound, each: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "one", tmp_path / "two"]
    for path in paths:
        run_to_end(exporting("coco", [small()], path))
    monkeypatch.setitem(MOST, bound, 2 * each)
    assert len([step for step in reading(paths, "") if isinstance(step, Incoming)]) == 2
    monkeypatch.setitem(MOST, bound, 2 * each - 1)
    with pytest.raises(UserError, match=words):
        list(reading(paths, ""))


@pytest.mark.parametrize(
    ("key", "row", "bound", "words"),
    [
        ("annotations", {"image_id": 1, "segmentation": None}, Bound.MASKS, "more masks"),
        ("images", {"id": 1, "file_name": "a/0.jpg", "width": 8, "height": 6}, Bound.PICTURES, "more pictures"),
        ("videos", {"id": 1, "name": "a"}, Bound.VIDEOS, "more videos"),
        ("categories", {"id": 1, "name": "a"}, Bound.CATEGORIES, "more categories"),
    ],
)
def test_too_much_in_a_file_of_coco_is_refused_long_before_its_end(
    key: str, row: object, bound: Bound, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "instances.json"
    lists: dict[str, list[object]] = {name: [] for name in ("images", "annotations", "videos", "categories")}
    first = json.dumps({key: [row] * 200_000} | {name: rows for name, rows in lists.items() if name != key})
    file.write_text(first)
    monkeypatch.setitem(MOST, bound, 20_000)
    job = FORMATS["coco"].reader()(file)
    steps: list[ExportProgress | Loss] = []
    with pytest.raises(UserError, match=words) as caught:
        steps.extend(job)
    told = [step for step in steps if isinstance(step, ExportProgress)]
    assert {step.unit for step in told} == {"bytes"}
    assert max(step.done for step in told) < len(first) // 4
    assert "Split it" in str(caught.value) or "Leave out" in str(caught.value)


def test_more_objects_than_a_file_can_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MOST, Bound.MASKLETS, 1)
    clip = small()
    several = replace(clip, masklets=(*clip.masklets, replace(clip.masklets[0], id=2)))
    for format_id, variant in (("youtube-vis", "ground-truth"), ("youtube-vis", "results"), ("saco", "")):
        out = tmp_path / f"{format_id} {variant}"
        exhaustive = {"animal": frozenset({1, 2})}
        run_to_end(exporting(format_id, [replace(several, exhaustive=exhaustive)], out, variant=variant))
        assert "more objects than can be read at once (1)" in refused(out)


def test_reading_shapes_of_cvat_can_be_stopped_soon(tmp_path: Path) -> None:
    file = tmp_path / "annotations.xml"
    polygons = '<polygon label="a" points="0,0;4,0;0,4"/>' * 90
    images = "".join(f'<image name="a/{n}" width="8" height="6">{polygons}</image>' for n in range(100))
    file.write_text(f"<annotations>{images}</annotations>")
    job = FORMATS["cvat"].reader()(file)
    first = next(job)
    job.close()
    assert isinstance(first, ExportProgress)
    assert first.done < first.total // 4


def test_the_format_of_a_file_of_coco_is_known_before_its_masks_are_gone_through(tmp_path: Path) -> None:
    file = tmp_path / "instances.json"
    file.write_text(json.dumps({"info": {"images": "a"}, "images": [{"id": 1}], "annotations": [[1, "]"]] * 200_000}))
    looking = detecting(file)
    assert sum(1 for _ in looking) <= 1
    assert detect(file).format.id == "coco"


def test_a_folder_of_very_many_files_is_looked_at_without_a_look_at_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in range(300):
        (tmp_path / f"{count:05}.txt").write_text("0 0.1 0.1 0.5 0.1 0.5 0.5\n")
    looked_at: list[str] = []
    stat, opened = Path.stat, Path.open

    def seen_stat(self: Path, **how: bool) -> os.stat_result:
        looked_at.append(self.name)
        return stat(self, **how)

    def seen_open(self: Path, *how: Any, **more: Any) -> Any:
        looked_at.append(self.name)
        return opened(self, *how, **more)

    monkeypatch.setattr(Path, "stat", seen_stat)
    monkeypatch.setattr(Path, "open", seen_open)
    assert detect(tmp_path).format.id == "yolo"
    assert len([name for name in looked_at if name.endswith(".txt")]) <= 50


def written_again(clip: AnnotatedClip, out: Path) -> None:
    run_to_end(exporting("sav", [clip], out))


@pytest.mark.parametrize("name", ["/etc/passwd", "C:\\Windows\\win.ini", "CON", "NUL.png", "a\nb/c.jpg"])
def test_names_from_a_file_lead_nowhere(name: str, tmp_path: Path) -> None:
    """They are kept as words, and nothing outside of the data set is looked for or made by them."""
    file = written("youtube-vis", tmp_path) / "instances.json"
    data = json.loads(file.read_text())
    data["videos"][0] |= {"name": name, "file_names": [f"{name}{frame}" for frame in range(3)]}
    file.write_text(json.dumps(data))
    (file.parent / "masklane.json").unlink()
    (clip,) = read(file)
    assert "\n" not in clip.name
    assert clip.frames_at is None
    there = set(tmp_path.rglob("*"))
    written_again(clip, tmp_path / "again")
    assert {path.parent for path in set(tmp_path.rglob("*")) - there} <= {tmp_path, tmp_path / "again"}
    (made,) = (tmp_path / "again").glob("*.json")
    assert not set(made.stem) & set("/\\:\n")
    assert made.stem.removesuffix("_manual").upper() not in ("CON", "NUL")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    ("format_id", "place"),
    [
        ("sav", "walk_manual.json"),
        ("coco", "instances.json"),
        ("mots", "label_02/walk.txt"),
        ("cvat", "annotations.xml"),
    ],
)
def test_text_in_another_encoding_is_read_as_it_is_meant_or_refused(
    format_id: str, place: str, encoding: str, tmp_path: Path
) -> None:
    out = written(format_id, tmp_path)
    before = read(out)
    file = out / place
    text = file.read_text(encoding="utf-8").replace("animal", "größer")
    file.write_bytes(text.encode(encoding))
    try:
        back = read(out)
    except UserError:
        refused(out)
    else:
        assert [list(m.masks.items()) for m in back[0].masklets] == [list(m.masks.items()) for m in before[0].masklets]


def test_run_lengths_are_unpacked_piece_by_piece_and_no_longer_than_the_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.interchange.encoding.coco_rle.PIECE", 16)
    noise = Mask.from_array(np.random.default_rng(3).random((90, 70)) < 0.3)
    assert from_rle(to_rle(noise)) == noise
    with pytest.raises(UserError, match="too long"):
        from_rle({"size": [8, 6], "counts": "0" * 1000})
    with pytest.raises(UserError, match="end in the middle"):
        from_rle({"size": [8, 6], "counts": to_rle(noise)["counts"][:30] + "P"})
