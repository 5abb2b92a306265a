"""SA-Co VEval: what is said to be all there, and what is not there at all; nothing that nobody answered for."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.detection import detect
from app.interchange.export.options import Pictures
from app.masks.mask import Mask
from app.project.model import CellMask, MaskSource
from tests.interchange.samples import exporting, losses, run_to_end


def masklet(id: int, category: str, frames: range) -> Masklet:
    pixels = np.zeros((6, 8), bool)
    pixels[1:4, id : id + 3] = True
    masks = {f: CellMask(Mask.from_array(pixels if f else ~pixels & False), MaskSource.PAINTED) for f in frames}
    return Masklet(id, f"{category} {id}", masks, category)


DOGS = (masklet(1, "dog", range(3)), masklet(2, "dog", range(1, 3)))
CAR = masklet(4, "car", range(3))
CLIP = AnnotatedClip("walk", 8, 6, 3, (*DOGS, CAR), rate=25.0, exhaustive={"dog": frozenset({1, 2})},
                     negatives=("red bicycle",))  # fmt: skip


def written(folder: Path, *clips: AnnotatedClip, **options: object) -> tuple[dict[str, Any], str]:
    notes = map(str, losses("saco", clips, **options))
    run_to_end(exporting("saco", clips, folder, pictures=Pictures.NONE, **options))
    return json.loads((folder / "saco_veval.json").read_bytes()), "\n".join(notes)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of pycocotools
def test_pairs_are_those_that_were_answered(tmp_path: Path) -> None:
    other = replace(CLIP, name="other", masklets=(CAR,), exhaustive={}, negatives=("dog",))
    found, notes = written(tmp_path / "out", CLIP, other)
    names = {row["id"]: row["name"] for row in found["categories"]}
    pairs = {(row["video_id"], row["noun_phrase"]): row["num_masklets"] for row in found["video_np_pairs"]}
    assert pairs == {(1, "dog"): 2, (1, "red bicycle"): 0, (2, "dog"): 0}
    assert all(names[row["category_id"]] == row["noun_phrase"] for row in found["video_np_pairs"])
    assert [row["noun_phrase"] for row in found["annotations"]] == ["dog", "dog"]
    assert "left out: car." in notes
    for row, dog in zip(found["annotations"], DOGS, strict=True):
        for frame, rle in enumerate(row["segmentations"]):
            mask = dog.masks.get(frame)
            assert (rle is None) == (mask is None or mask.empty)
            if rle is not None:
                assert np.array_equal(coco.decode(rle), mask.mask.to_array())
                assert row["bboxes"][frame] == coco.toBbox(rle).tolist()
                assert row["areas"][frame] == coco.area(rle)
    assert found["videos"][0] == {"id": 1, "video_name": "walk", "height": 6, "width": 8, "length": 3,
                                  "file_names": [f"walk/{frame:05}.jpg" for frame in range(3)]}  # fmt: skip


def test_a_category_of_which_only_some_are_written_is_not_said_to_be_whole(tmp_path: Path) -> None:
    found, notes = written(tmp_path / "out", CLIP, objects=frozenset({1, 4}))
    assert [row["noun_phrase"] for row in found["video_np_pairs"]] == ["red bicycle"]
    assert "left out: car, dog." in notes
    _, notes = written(tmp_path / "car", CLIP, objects=frozenset({4}))
    assert "left out: car, dog." in notes
    late, _ = written(tmp_path / "late", CLIP, first=1)
    assert [row["num_masklets"] for row in late["video_np_pairs"]] == [2, 0]
    with pytest.raises(ExportError, match="no category of which somebody said"):
        run_to_end(exporting("saco", [replace(CLIP, exhaustive={}, negatives=())], tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_answers_and_masklets_are_read_back(tmp_path: Path) -> None:
    other = replace(CLIP, name="other", masklets=(CAR,), exhaustive={}, negatives=("dog",))
    written(tmp_path / "out", CLIP, other)
    found = detect(tmp_path / "out")
    assert found.format.id == "saco"
    back, empty = run_to_end(found.format.reader()(found.path))
    assert (back.exhaustive, back.negatives) == (CLIP.exhaustive, CLIP.negatives)
    assert [(m.id, m.name, m.category) for m in back.masklets] == [(1, "dog 1", "dog"), (2, "dog 2", "dog")]
    for dog, made in zip(DOGS, back.masklets, strict=True):
        assert {f: m.mask for f, m in made.masks.items() if m.mask.area} == {
            f: m.mask for f, m in dog.masks.items() if m.mask.area
        }
    assert (empty.name, empty.masklets, empty.exhaustive, empty.negatives) == ("other", (), {}, ("dog",))


def test_a_file_of_others_has_its_noun_phrases_as_categories(tmp_path: Path) -> None:
    """Without ids of tracks, and without the file of ours beside it."""
    data, _ = written(tmp_path / "out", CLIP)
    (tmp_path / "out" / "masklane.json").unlink()
    for row in data["annotations"]:
        del row["track_id"]
    file = tmp_path / "out" / "saco_veval.json"
    file.write_text(json.dumps(data))
    (back,) = run_to_end(detect(file).format.reader()(file))
    assert (back.name, back.frame_count, [m.category for m in back.masklets]) == ("walk", 3, ["dog", "dog"])
    assert set(back.exhaustive) == {"dog"}
    assert back.masklets[0].masks[1].mask == DOGS[0].masks[1].mask
