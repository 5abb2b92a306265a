"""What a format cannot hold is told before it is written, with counts; the same options mean the same everywhere."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.errors import ExportError
from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.detection import detect
from app.interchange.encoding.label_png import read_labels
from app.interchange.export.options import Pictures, Winner, WriteOptions
from app.interchange.export.writing import chosen, passed_over
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.project.model import CellMask, Judgement, MaskSource, ObjectId, Verdict
from tests.interchange.samples import a_clip, exporting, losses, run_to_end, video_file

SIZE = (10, 14)


def mask(x: int, y: int, width: int, height: int, hole: bool = False) -> Mask:
    pixels = np.zeros(SIZE, bool)
    pixels[y : y + height, x : x + width] = True
    if hole:
        pixels[y + 1, x + 1] = False
    return Mask.from_array(pixels)


def masklet(id: int, *masks: Mask | None, **facts: object) -> Masklet:
    source = facts.pop("source", MaskSource.PAINTED)
    found = {frame: CellMask(one, source) for frame, one in enumerate(masks) if one is not None}
    return Masklet(id, f"object {id}", found, **facts)


def verdict(judgement: Judgement) -> Verdict:
    return Verdict(ObjectId(1), judgement, "Ada", datetime(2026, 1, 2, tzinfo=UTC))


def clip(*masklets: Masklet, frames: int = 3) -> AnnotatedClip:
    return AnnotatedClip("walk", SIZE[1], SIZE[0], frames, masklets, rate=25.0)


OVERLAPPING = clip(masklet(1, *[mask(0, 0, 5, 5, hole=True)] * 3), masklet(4, None, mask(3, 3, 2, 2), mask(9, 0, 2, 2)))


def told(format_id: str, made: AnnotatedClip, **options: object) -> str:
    return "\n".join(str(loss) for loss in losses(format_id, [made], pictures=Pictures.NONE, **options))


def test_each_loss_is_counted_by_what_the_format_can_hold() -> None:
    assert "missing: 1;" in told("sav", OVERLAPPING)
    assert told("sav", replace(OVERLAPPING, masklets=OVERLAPPING.masklets[:1])) == ""
    davis = told("davis", OVERLAPPING)
    assert "objects overlap: 1;" in davis
    assert "no mask yet: 1;" in davis
    assert "not on the first frame: 1;" in davis
    assert "overlap" not in told("coco", OVERLAPPING)
    assert "with holes" not in told("coco", OVERLAPPING)
    assert "masks with holes: 3;" in told("coco", OVERLAPPING, variant="polygons")
    assert "masks with holes: 3;" in told("yolo", OVERLAPPING)
    parted = clip(masklet(1, mask(0, 0, 3, 3).union(mask(8, 5, 2, 2))), frames=1)
    assert "several parts: 1;" in told("yolo", parted)


def test_what_of_the_work_is_not_done_is_told_in_every_format() -> None:
    lost = masklet(1, mask(0, 0, 2, 2), Mask.empty(*SIZE), source=MaskSource.TRACKED, stale=((1, 1),))
    judged = replace(masklet(2, mask(0, 0, 2, 2)), verdict=verdict(Judgement.UNSATISFACTORY))
    candidate = replace(masklet(3, mask(0, 0, 2, 2)), candidate=True)
    words = told("sav", clip(lost, judged, candidate))
    assert "tracking lost: 1;" in words
    assert "stale: 1;" in words
    assert "nobody found satisfactory: 2;" in words
    assert "nobody has accepted: 1;" in words


def test_candidates_and_what_was_not_chosen_are_not_written(tmp_path: Path) -> None:
    made = clip(
        masklet(1, *[mask(0, 0, 2, 2)] * 3),
        replace(masklet(2, mask(4, 4, 2, 2)), candidate=True),
        replace(masklet(3, *[mask(6, 6, 2, 2)] * 3), verdict=verdict(Judgement.SATISFACTORY)),
    )
    run_to_end(exporting("sav", [made], tmp_path / "all"))
    run_to_end(exporting("sav", [made], tmp_path / "one", objects=frozenset({1})))
    run_to_end(exporting("sav", [made], tmp_path / "good", only_satisfactory=True))
    run_to_end(exporting("sav", [made], tmp_path / "asked", candidates=True))
    counts = [json.loads(next((tmp_path / name).iterdir()).read_bytes())["masklane"]["objects"] for name in
              ("all", "one", "good", "asked")]  # fmt: skip
    assert [[entry["id"] for entry in objects] for objects in counts] == [[1, 3], [1], [3], [1, 2, 3]]
    with pytest.raises(ExportError, match="None of the chosen objects"):
        exporting("sav", [made], tmp_path / "none", objects=frozenset({9}))
    with pytest.raises(ExportError, match="has no frame 7"):
        exporting("sav", [made], tmp_path / "none", first=7)


def test_a_video_of_which_nothing_was_chosen_is_left_out_and_that_is_told(tmp_path: Path) -> None:
    good = replace(masklet(1, *[mask(0, 0, 2, 2)] * 3), verdict=verdict(Judgement.SATISFACTORY))
    clips = [clip(good), replace(clip(masklet(2, mask(4, 4, 2, 2)), frames=2), name="ride")]
    for options, words in (
        ({"only_satisfactory": True}, "nothing of what was chosen is in it: it is left out."),
        ({"objects": frozenset({1})}, "nothing of what was chosen is in it: it is left out."),
        ({"first": 2}, "it has no frame 2: it is left out."),
    ):
        going = chosen(clips, WriteOptions(**options))
        assert [one.name for one in going] == ["walk"]
        (loss,) = passed_over(clips, going)
        assert (loss.video, str(loss.words)) == ("ride", words)
    assert not passed_over(clips, chosen(clips, WriteOptions()))
    with pytest.raises(ExportError, match="found satisfactory"):
        chosen(clips[1:], WriteOptions(only_satisfactory=True))


@pytest.mark.parametrize(("winner", "expected"), [("lowest", 1), ("highest", 2), ("smallest", 2)])
def test_who_gets_a_pixel_that_several_have(winner: str, expected: int, tmp_path: Path) -> None:
    made = clip(masklet(1, mask(0, 0, 5, 5)), masklet(2, mask(3, 3, 2, 2)), frames=1)
    run_to_end(exporting("davis", [made], tmp_path / "out", winner=Winner(winner)))
    assert read_labels(tmp_path / "out/Annotations/480p/walk/00000.png")[3, 3] == expected


def test_classes_of_mots_have_no_say_in_who_gets_a_pixel(tmp_path: Path) -> None:
    walker, car = masklet(1, mask(0, 0, 5, 5)), masklet(2, mask(3, 3, 4, 4), category="car")
    made = clip(replace(walker, category="pedestrian"), car, frames=1)
    assert "object with the lowest id" in told("mots", made)
    for winner, expected in (("lowest", 2001), ("highest", 1002), ("smallest", 1002)):
        run_to_end(exporting("mots", [made], tmp_path / winner, winner=Winner(winner), pictures=Pictures.NONE))
        assert read_labels(tmp_path / winner / "instances/walk/000000.png")[4, 4] == expected
        lines = (tmp_path / winner / "label_02/walk.txt").read_text().splitlines()
        assert [line.split()[1] for line in lines] == ["1002", "2001"]


@pytest.mark.parametrize(
    ("format_id", "variant"),
    [(row.id, one.id) for row in FORMATS.values() if row.read and row.write for one in row.variants]
    + [(row.id, "") for row in FORMATS.values() if row.read and row.write and not row.variants],
)
def test_objects_that_are_on_no_frame_are_told_where_they_do_not_come_back(
    format_id: str, variant: str, tmp_path: Path
) -> None:
    nowhere = masklet(2, *[Mask.empty(*SIZE)] * 3, category="car")
    made = clip(masklet(1, *[mask(0, 0, 5, 5)] * 3, category="car"), nowhere)
    made = replace(made, exhaustive={"car": frozenset({1, 2})})
    run_to_end(exporting(format_id, [made], tmp_path / "out", variant=variant, pictures=Pictures.NONE))
    found = detect(tmp_path / "out")
    (back,) = run_to_end(found.format.reader()(found.path))
    words = told(format_id, made, variant=variant)
    if FORMATS[format_id].holding(variant).masks:
        assert ("on no frame that is written: 1;" in words) == (len(back.masklets) == 1)
    assert "on no frame" not in told(format_id, replace(made, masklets=made.masklets[:1]), variant=variant)


WITH_FRAMES = [row.id for row in FORMATS.values() if row.pictures is not Pictures.NONE and row.read is not None]


@pytest.mark.parametrize("format_id", WITH_FRAMES)
def test_numbers_of_files_and_steps_do_not_move_frames(format_id: str, tmp_path: Path) -> None:
    file = video_file(tmp_path / "walk.mp4")
    made = a_clip(file)
    run_to_end(exporting(format_id, [made], tmp_path / "out", first=2, every=3, number=1001, padding=6))
    found = detect(tmp_path / "out")
    (back,) = run_to_end(found.format.reader()(found.path))
    assert sorted(back.masklets[0].masks) == [2, 5, 8]
    if FORMATS[format_id].holds.holes:
        assert back.masklets[0].masks[5].mask == made.masklets[0].masks[5].mask
    assert back.frames_at is not None
    source = back.opened()
    assert source.info.frame_count == made.frame_count
    wanted = a_clip(file).opened().frame(5).astype(int)
    assert np.abs(source.frame(5).astype(int) - wanted).mean() < 8
    source.close()


def test_every_format_writes_two_videos_of_one_name_with_any_letters_and_spaces(tmp_path: Path) -> None:
    made = clip(masklet(1, *[mask(0, 0, 5, 5)] * 3, category="thing"))
    made = replace(made, name="Übung 猫", exhaustive={"thing": frozenset({1})})
    for id, row in FORMATS.items():
        if row.read is None or row.write is None:
            continue
        run_to_end(exporting(id, [made, made], tmp_path / id, pictures=Pictures.NONE, names="{video} {number}"))
        found = detect(tmp_path / id)
        back = run_to_end(found.format.reader()(found.path))
        assert [sorted(one.masklets[0].masks) for one in back] == [[0, 1, 2], [0, 1, 2]], id
        assert all(len(one.masklets) == 1 and one.name.startswith("Übung 猫") for one in back), id


def test_options_that_make_no_sense() -> None:
    for wrong in ({"every": -1}, {"first": 5, "last": 4}, {"padding": 99}, {"number": -3}):
        with pytest.raises(ExportError):
            WriteOptions(**wrong)
    with pytest.raises(ExportError, match="has no form"):
        FORMATS["coco"].checked(WriteOptions(variant="nonsense"))


@pytest.mark.parametrize(
    ("format_id", "options", "said"),
    [
        ("mots", {}, "neither car nor pedestrian, the only classes: 1"),
        ("mots", {"variant": "motschallenge"}, "no pedestrian, the only class: 1"),
        ("sav", {"every": 5}, "every 5 frames are annotated"),
        ("exr", {"feather": 3}, "hard edges"),
        ("saco", {}, "without an answer"),
    ],
)
def test_what_only_one_format_loses_is_told_before(format_id: str, options: dict[str, object], said: str) -> None:
    made = clip(masklet(1, *[mask(0, 0, 5, 5)] * 6, category="cat"), frames=6)
    assert said in " ".join(map(str, losses(format_id, [made], **options)))
