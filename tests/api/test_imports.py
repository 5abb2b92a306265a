"""What comes in through a project goes out as it came: another project, SA-V's figures, verdicts."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.api import Clash, Pictures, Project, WriteOptions
from app.errors import EditRefused, ExportError, MediaMissing, UserError
from app.interchange.clip import AnnotatedClip, Masklet
from app.masks.mask import Mask
from app.project.category_checks import CategoryAnswer
from app.project.model import CellMask, Judgement, MaskSource, ObjectId, ObjectKind, Verdict
from tests.engine.stand_in import DiscPredictor
from tests.interchange.samples import exporting, run_to_end
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH

Make = Callable[[str], Project]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[Make]:
    monkeypatch.setattr("app.api.session.open_predictor", lambda _choice: DiscPredictor())
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    made: list[Project] = []

    def project(name: str) -> Project:
        place = tmp_path / name
        there = (place / "project.masklane").exists()
        made.append(Project.open(place) if there else Project.create(place, annotator="Ada"))
        return made[-1]

    yield project
    for one in made:
        one.close()


def contents(project: Project, name: str) -> dict[str, object]:
    """What an object has, apart from ids and runs."""
    document = project.workspace.document
    (record,) = (one for one in document.all_objects() if one.name == name)
    found = document.contents_of(record.id)
    verdict = document.verdict(record.id)
    return {
        "record": (record.category, record.color, record.kind, record.stage, record.stale),
        "masks": {frame: replace(mask, run=None) for frame, mask in found.masks.items()},
        "prompts": dict(found.prompts),
        "verdict": None if verdict is None else replace(verdict, object=ObjectId(0)),
    }


def annotated(project: Project, clip: Path) -> None:
    video = project.add_video(clip)
    dog = video.add_object("dog", "animal")
    dog.click(0, 30, 30)
    dog.box(4, 20, 20, 50, 50)
    dog.mark_absent(9)
    dog.track("forward", frames=(0, 20))
    dog.click(10, 40, 40)  # what was tracked from other prompts is stale now
    cat = video.add_object("cat")
    cat.paint(2, np.eye(CLIP_HEIGHT, CLIP_WIDTH))
    cat.hand_in()
    cat.judge("satisfactory", "well done")


def test_another_project_comes_in_whole_and_goes_with_one_undo(make: Make, clip: Path, tmp_path: Path) -> None:
    media = Path(shutil.copyfile(clip, tmp_path / "walk.mp4"))
    theirs = make("theirs")
    annotated(theirs, media)
    expected = [contents(theirs, name) for name in ("dog", "cat")]
    theirs.close()
    ours = make("ours")
    found = ours.import_masks(tmp_path / "theirs")
    assert (found.objects, [contents(ours, name) for name in ("dog", "cat")]) == (2, expected)
    assert ours.video().frame(3).shape == (CLIP_HEIGHT, CLIP_WIDTH, 3)
    ours.undo()
    assert ours.videos == ()


def test_masks_of_another_project_replace_and_its_media_is_found_by_content(
    make: Make, clip: Path, tmp_path: Path
) -> None:
    media = Path(shutil.copyfile(clip, tmp_path / "walk.mp4"))
    theirs, ours = make("theirs"), make("ours")
    annotated(theirs, media)
    expected = contents(theirs, "dog")["masks"], contents(theirs, "dog")["prompts"]
    theirs.close()
    media.rename(tmp_path / "renamed.mp4")
    video = ours.add_video(tmp_path / "renamed.mp4")
    mine = video.add_object("dog")
    mine.paint(0, np.ones(video.shape))
    mine.judge("rejected")
    with pytest.raises(EditRefused, match="dog is verified"):
        ours.import_masks(tmp_path / "theirs", same_name=Clash.REPLACE)
    mine.judge_again()
    skipped = ours.import_masks(tmp_path / "theirs", same_name=Clash.SKIP)
    assert (skipped.objects, skipped.masks) == (1, 1), "the cat"
    ours.undo()
    replaced = ours.import_masks(tmp_path / "theirs", same_name=Clash.REPLACE)
    assert (replaced.objects, replaced.masks) == (2, len(expected[0]) + 1)
    assert [one.name for one in ours.videos] == ["renamed"]
    assert (contents(ours, "dog")["masks"], contents(ours, "dog")["prompts"]) == expected
    assert mine.verdict is None
    assert contents(ours, "cat")["verdict"] is not None


def test_media_of_another_project_is_looked_for_where_a_person_says(make: Make, clip: Path, tmp_path: Path) -> None:
    media = Path(shutil.copyfile(clip, tmp_path / "walk.mp4"))
    theirs, ours = make("theirs"), make("ours")
    annotated(theirs, media)
    theirs.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "walk.mp4").write_bytes(b"another file of this name")
    media.rename(elsewhere / "x.mp4")
    ours.import_masks(tmp_path / "theirs", media=elsewhere)
    assert ours.video().record.path == (elsewhere / "x.mp4").as_posix()
    ours.undo()
    ours.import_masks(tmp_path / "theirs")
    record = ours.video().record
    assert record.head_sha256
    with pytest.raises(MediaMissing):
        ours.video().frame(0)


def pictures_of(folder: Path, brightness: int) -> Path:
    folder.mkdir(parents=True)
    for frame in range(2):
        cv2.imwrite(str(folder / f"{frame:05}.png"), np.full((20, 30, 3), brightness, np.uint8))
    return folder


def test_folders_with_dots_in_their_names_are_media_of_their_own(make: Make, tmp_path: Path) -> None:
    theirs, media = make("theirs"), tmp_path / "media"
    for brightness, day in ((100, "2026.05.01"), (200, "2026.05.02")):
        theirs.add_video(pictures_of(media / day, brightness)).add_object("dog").paint(0, np.ones((20, 30)))
    assert [video.name for video in theirs.videos] == ["2026.05.01", "2026.05.02"]
    theirs.export("sav", tmp_path / "both")
    theirs.export("sav", tmp_path / "one", videos=theirs.videos[:1])
    for name, brightness in (("both", [100, 200]), ("one", [100])):
        ours = make(name + " in")
        ours.import_masks(tmp_path / name, media=media)
        assert [int(video.frame(0).mean()) for video in ours.videos] == brightness


def test_media_is_not_given_to_two_videos_of_one_name(make: Make, tmp_path: Path) -> None:
    theirs, media = make("theirs"), tmp_path / "media"
    for brightness, place in ((100, "a"), (200, "b")):
        folder = pictures_of(tmp_path / place / "walk", brightness)
        theirs.add_video(folder).add_object("dog").paint(0, np.ones((20, 30)))
    theirs.export("coco", tmp_path / "out", options=WriteOptions(pictures=Pictures.NONE))
    shutil.copytree(tmp_path / "a", media)
    ours = make("ours")
    with pytest.raises(UserError, match="called “walk”"):
        ours.import_masks(tmp_path / "out", media=media)
    assert ours.videos == ()


def sav_clip() -> AnnotatedClip:
    """Annotated on every fourth frame, with figures that a project has no place for."""
    rng = np.random.default_rng(1)

    def mask(frame: int) -> CellMask:
        pixels = rng.random((6, 8)) < 0.4 if frame != 8 else np.zeros((6, 8), bool)
        return CellMask(Mask.from_array(pixels), MaskSource.IMPORTED, score=round(float(rng.random()), 3))

    kinds = (ObjectKind.MANUAL, ObjectKind.AUTO, ObjectKind.MANUAL)
    when = datetime(2026, 1, 2, 3, tzinfo=UTC)
    verdicts = (Verdict(ObjectId(1), Judgement.SATISFACTORY, "Bob", when, "fine"), None, None)
    masklets = tuple(
        Masklet(n, f"object {n}", {f: mask(f) for f in range(0, 19, 4)}, kind=kind, edited=edited, verdict=verdict)
        for n, (kind, edited, verdict) in enumerate(zip(kinds, (2, 0, 4), verdicts, strict=True), start=1)
    )
    return AnnotatedClip("sav_1", 8, 6, 19, masklets, rate=24.0, step=4, duration=0.79, environment="Indoor",
                         split="manual")  # fmt: skip


def figures(folder: Path) -> dict[str, dict[str, Any]]:
    return {file.name: json.loads(file.read_bytes()) for file in sorted(folder.glob("*.json"))}


def test_sa_v_is_the_same_through_a_project(make: Make, tmp_path: Path) -> None:
    run_to_end(exporting("sav", [sav_clip()], tmp_path / "in"))
    project = make("p")
    project.import_masks(tmp_path / "in")
    project.export("sav", tmp_path / "out")
    before, after = figures(tmp_path / "in"), figures(tmp_path / "out")
    assert list(after) == ["sav_1_auto.json", "sav_1_manual.json"]
    for name, found in after.items():
        for one in (found, before[name]):  # what is ours alone: ids and colors are the project's
            assert one["masklane"].pop("step") == 4
            one["masklane"] = [{**about, "id": 0, "color": 0} for about in one["masklane"]["objects"]]
        assert found == before[name]
    assert after["sav_1_manual.json"]["masklane"][0]["reviewer"] == "Bob"
    with pytest.raises(EditRefused, match="verified"):
        project.video().object("object 1").paint(2, np.ones((6, 8)))
    project.video().object("object 3").paint(2, np.ones((6, 8)))
    project.export("sav", tmp_path / "edited")
    edited = figures(tmp_path / "edited")["sav_1_manual.json"]
    assert edited["masklet_edited_frame_count"] == [2, 5]
    assert (len(edited["masklet"]), edited["video_environment"]) == (19, "Indoor")
    project.video().object("object 2").paint(2, np.ones((6, 8)))
    project.export("sav", tmp_path / "corrected")
    corrected = figures(tmp_path / "corrected")
    assert list(corrected) == ["sav_1_manual.json"], "none is automatic any more"
    assert corrected["sav_1_manual.json"]["masklet_edited_frame_count"] == [1, 2, 5]


def test_a_project_that_is_open_elsewhere_or_empty_is_refused_in_words(make: Make, tmp_path: Path) -> None:
    ours, theirs = make("ours"), make("theirs")
    for words in ("in use by", "has no objects"):
        with pytest.raises(UserError, match=words):
            ours.import_masks(tmp_path / "theirs")
        theirs.close()


def test_a_damaged_project_is_refused_in_a_line_and_ours_is_unharmed(make: Make, clip: Path, tmp_path: Path) -> None:
    ours, theirs = make("ours"), make("theirs")
    theirs.add_video(clip).add_object("dog").put_masks({0: np.ones((CLIP_HEIGHT, CLIP_WIDTH))})
    theirs.close()
    file = tmp_path / "theirs" / "project.masklane"
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:100], whole[:100] + b"\0" * 5000, whole[:72] + whole[:-72]):
        file.write_bytes(damaged)
        with pytest.raises(UserError) as caught:
            ours.import_masks(tmp_path / "theirs")
        assert "\n" not in str(caught.value)
    assert (ours.videos, ours.workspace.history.newest) == ((), None)
    assert file.read_bytes() == damaged


def test_answers_of_verify_go_out_as_sa_co(make: Make, tmp_path: Path) -> None:
    project, black = make("p"), [np.zeros((16, 24, 3), np.uint8)] * 3
    mask = np.eye(16, 24) > 0
    for name, category in (("x", "dog"), ("y", "cat")):
        project.add_frames(name, black).add_object(f"a {category}", category).put_masks({0: mask, 2: mask})
    with pytest.raises(ExportError, match="Verify"):
        project.export("saco", tmp_path / "none")
    project.workspace.verifying.begin()
    questions = project.workspace.category_questions
    for question in questions.waiting:
        if (question.category, question.masklets) != ("cat", True):
            questions.show(question)
            questions.answer(CategoryAnswer.ALL if question.masklets else CategoryAnswer.NONE)
    lost = project.export("saco", tmp_path / "out", options=WriteOptions(pictures=Pictures.NONE))
    assert any("left out: cat." in words for words in lost)
    found = json.loads((tmp_path / "out" / "saco_veval.json").read_bytes())
    pairs = {(row["video_id"], row["noun_phrase"]): row["num_masklets"] for row in found["video_np_pairs"]}
    assert pairs == {(1, "dog"): 1, (1, "cat"): 0, (2, "dog"): 0}
    assert [[rle is not None for rle in row["segmentations"]] for row in found["annotations"]] == [[True, False, True]]
    other = make("q")
    other.import_masks(tmp_path / "out")
    other.export("saco", tmp_path / "again", options=WriteOptions(pictures=Pictures.NONE))
    again = json.loads((tmp_path / "again" / "saco_veval.json").read_bytes())
    assert again["video_np_pairs"] == found["video_np_pairs"]
    assert again["annotations"] == found["annotations"]
