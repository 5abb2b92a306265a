"""The published copies say what SA-V's loaders expect, and are only ever ours to remove."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco

from app.errors import ImportFileError
from app.interchange import publish as publishing
from app.interchange.clip import AnnotatedClip
from app.interchange.detection import detect
from app.interchange.encoding.coco_rle import column_counts, from_rle, to_rle
from app.interchange.export.options import Pictures
from app.interchange.formats.sav_json import bucket
from app.interchange.publish import publish
from app.masks.mask import Mask
from app.project.model import MaskSource, ObjectKind
from tests.interchange.samples import FRAMES, HEIGHT, WIDTH, a_clip, exporting, ring, run_to_end, video_file
from tests.media.test_times import uneven

SHARES = st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])
GRIDS = st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32), SHARES)

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools' decoder


def published(folder: Path, *clips: AnnotatedClip) -> dict:
    run_to_end(publish(clips, folder))
    (file,) = folder.iterdir()
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return video_file(tmp_path / "walk.mp4")


def comes_and_goes(place: int, frame: int) -> np.ndarray | None:
    """Absent, there, absent, there; nobody looked at the last frame; the second object is never seen."""
    if frame == FRAMES - 1:
        return None
    shown = place == 0 and frame in (2, 3, 4, 6, 7)
    return ring(place, frame) if shown else np.zeros((HEIGHT, WIDTH), bool)


def test_masks_are_those_of_the_project(tmp_path: Path, file: Path) -> None:
    data = published(tmp_path / "masklets", a_clip(file))
    assert len(data["masklet"]) == data["video_frame_count"] == FRAMES
    for frame, row in enumerate(data["masklet"]):
        for place, rle in enumerate(row):
            np.testing.assert_array_equal(coco.decode(rle), ring(place, frame))


def test_a_file_is_the_same_in_however_many_pieces_it_is_made(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = a_clip(file, draw=comes_and_goes)
    whole = published(tmp_path / "whole", clip)
    for frames in (1, 4, FRAMES):
        monkeypatch.setattr(publishing, "STEP", frames)
        assert published(tmp_path / f"by {frames}", clip) == whole


def test_header_of_a_manual_file(tmp_path: Path, file: Path) -> None:
    data = published(tmp_path / "masklets", a_clip(file, name="Straße", draw=comes_and_goes))
    area = int(ring(0, 0).sum())
    assert data["video_id"] == "Straße_1"
    assert (data["video_height"], data["video_width"], data["video_resolution"]) == (HEIGHT, WIDTH, HEIGHT * WIDTH)
    assert data["video_duration"] == pytest.approx(FRAMES / 25)
    assert data["masklet_id"] == [0, 1]
    assert data["masklet_num"] == 2
    assert data["masklet_type"] == ["manual", "manual"]
    assert data["masklet_size_abs"] == [area, 0]
    assert data["masklet_size_rel"] == [pytest.approx(area / HEIGHT / WIDTH), 0]
    assert data["masklet_size_bucket"] == ["small", "small"]
    assert data["masklet_visibility_changes"] == [2, 0]
    assert data["masklet_first_appeared_frame"] == [2, 0]
    assert data["masklet_frame_count"] == [FRAMES - 1, FRAMES - 1]
    assert data["masklet_edited_frame_count"] == [FRAMES - 1, FRAMES - 1]
    assert data["masklet_stability_score"] == [None, None]
    assert data["video_environment"] == ""
    assert [entry["name"] for entry in data["masklane"]["objects"]] == ["object 0", "object 1"]


def test_absent_is_an_empty_mask_and_not_annotated_is_null(tmp_path: Path, file: Path) -> None:
    rows = published(tmp_path / "masklets", a_clip(file, draw=comes_and_goes))["masklet"]
    assert coco.area(rows[0][0]) == 0
    assert rows[FRAMES - 1] == [None, None]


def test_loader_finds_annotations_on_every_frame(tmp_path: Path, file: Path) -> None:
    assert 24 // published(tmp_path / "masklets", a_clip(file))["fps"] == 1


def test_auto_objects_have_a_file_of_their_own_with_scores(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "masklets"
    data = published(folder, a_clip(file, kind=ObjectKind.AUTO, source=MaskSource.AUTO))
    assert [entry.name for entry in folder.iterdir()] == ["walk_1_auto.json"]
    assert data["masklet_stability_score"] == [[0.75, 0.75]] * FRAMES
    assert data["masklet_edited_frame_count"] == [0, 0]


def test_what_the_model_found_and_a_person_corrected_is_manual(tmp_path: Path, file: Path) -> None:
    clip = a_clip(file, kind=ObjectKind.AUTO, source=MaskSource.AUTO)
    ball, other = clip.masklets
    masks = {**ball.masks, 3: replace(ball.masks[3], source=MaskSource.PROMPTED)}
    folder = tmp_path / "masklets"
    run_to_end(publish([clip], folder))
    run_to_end(publish([replace(clip, masklets=(replace(ball, masks=masks), other))], folder))
    manual, auto = (json.loads((folder / f"walk_1_{kind}.json").read_bytes()) for kind in ("manual", "auto"))
    assert [entry["id"] for entry in manual["masklane"]["objects"]] == [ball.id]
    assert manual["masklet_type"] == ["manual"]
    assert manual["masklet_edited_frame_count"] == [1]
    assert [entry["id"] for entry in auto["masklane"]["objects"]] == [other.id]


@pytest.mark.parametrize(
    ("area", "expected"), [(0, "small"), (1023, "small"), (1024, "medium"), (9215, "medium"), (9216, "large")]
)
def test_size_buckets(area: int, expected: str) -> None:
    assert bucket(area) == expected


def test_copies_of_what_is_gone_are_removed_but_never_foreign_files(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "masklets"
    published(folder, a_clip(file, name="old"))
    (folder / "sav_000001_manual.json").write_text('{"video_id": "sav_000001"}')
    (folder / "broken_manual.json").write_text("{")
    run_to_end(publish([a_clip(file, name="new")], folder))
    assert sorted(entry.name for entry in folder.iterdir()) == [
        "broken_manual.json",
        "new_1_manual.json",
        "sav_000001_manual.json",
    ]


def test_only_what_changed_is_written_again(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "masklets"
    clip = a_clip(file)
    published(folder, clip)
    (copy,) = folder.iterdir()
    stamp = copy.stat().st_mtime_ns, copy.stat().st_ino
    run_to_end(publish([clip], folder))
    assert (copy.stat().st_mtime_ns, copy.stat().st_ino) == stamp
    changed = published(folder, a_clip(file, draw=comes_and_goes))
    assert changed["masklet"][FRAMES - 1] == [None, None]


def test_stopping_leaves_the_old_copy_whole(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "masklets"
    before = published(folder, a_clip(file))
    job = publish([a_clip(file, draw=comes_and_goes)], folder)
    for _ in range(2):
        next(job)
    job.close()
    (kept,) = folder.iterdir()
    assert json.loads(kept.read_text(encoding="utf-8")) == before


@settings(max_examples=50, deadline=None)
@given(GRIDS)
def test_run_lengths_are_those_of_pycocotools(grid: tuple[int, int, int, float]) -> None:
    height, width, seed, share = grid
    pixels = np.random.default_rng(seed).random((height, width)) < share
    mask = Mask.from_array(pixels)
    rle = to_rle(mask)
    expected = coco.encode(np.asfortranarray(pixels.astype(np.uint8)))
    assert (rle["size"], rle["counts"]) == (list(expected["size"]), expected["counts"].decode())
    assert from_rle(rle) == mask
    assert from_rle({"size": rle["size"], "counts": column_counts(mask)}) == mask


@pytest.mark.parametrize(
    "rle",
    [
        None,
        [],
        {},
        {"size": [4, 4]},
        {"size": [4, 4], "counts": 5},
        {"size": [4, 4], "counts": [16.0]},
        {"size": [4, 4], "counts": [True, 15]},
        {"size": [4, 4], "counts": [20, -4]},
        {"size": [4, 4], "counts": [10**30]},
        {"size": [4, 4], "counts": [15]},
        {"size": [4, 4], "counts": "zzz"},
        {"size": [4, 4], "counts": "P" * 100},
        {"size": [4, 4], "counts": "o" * 100},
        {"size": [4, 4], "counts": "é"},
        {"size": [4, 4], "counts": ""},
        {"size": [0, 4], "counts": "0"},
        {"size": [10**9, 10**9], "counts": "0"},
        {"size": ["4", 4], "counts": "0"},
        {"size": [4], "counts": "0"},
    ],
)
def test_run_lengths_that_do_not_add_up_are_refused(rle: object) -> None:
    with pytest.raises(ImportFileError):
        from_rle(rle)


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(min_codepoint=48, max_codepoint=111), max_size=20))
def test_any_text_gives_a_mask_of_the_size_or_is_refused(text: str) -> None:
    try:
        shape = from_rle({"size": [5, 7], "counts": text}).shape
    except ImportFileError:
        return
    assert shape == (5, 7)


def test_duration_is_that_of_the_media_and_a_guess_without_it(tmp_path: Path) -> None:
    file = uneven(tmp_path / "uneven.mp4")
    clip = a_clip(file)
    run_to_end(publish([clip], tmp_path / "masklets"))
    (made,) = (tmp_path / "masklets").glob("*.json")
    assert json.loads(made.read_bytes())["video_duration"] == pytest.approx(3.5, abs=0.02)
    made.unlink()
    file.unlink()
    run_to_end(publish([clip], tmp_path / "masklets"))
    assert json.loads(made.read_bytes())["video_duration"] == pytest.approx(60 / clip.rate)


def test_frames_lie_beside_the_file_where_that_is_asked_for_and_are_found_by_their_numbers(
    tmp_path: Path, file: Path
) -> None:
    run_to_end(exporting("sav", [a_clip(file)], tmp_path / "out", first=2, every=2, pictures=Pictures.PNG, number=9))
    folder = tmp_path / "out" / "JPEGImages_24fps" / "walk"
    assert [picture.name for picture in sorted(folder.iterdir())][:2] == ["00002.png", "00004.png"]
    found = detect(tmp_path / "out")
    assert found.format.id == "sav"
    (back,) = run_to_end(found.format.reader()(found.path))
    shown = back.opened()
    wanted = a_clip(file).opened()
    assert (shown.frame(4) == wanted.frame(4)).all()
    assert shown.info.frame_count == FRAMES
    shown.close()
    wanted.close()
