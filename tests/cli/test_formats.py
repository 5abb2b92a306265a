"""`masklane formats`, `import`, `convert` and the options of `export`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.api import Project
from app.interchange.table import FORMATS
from tests.cli.conftest import Outcome, one_line
from tests.workspace.test_imports import clip as a_clip
from tests.workspace.test_imports import written

Run = Callable[..., Outcome]


@pytest.fixture
def masks(tmp_path: Path) -> Path:
    return written(tmp_path, a_clip("walk", ("dog", "cat")))


def test_formats_are_the_table(run: Run) -> None:
    rows = json.loads(run("formats", "--json").out)
    assert [row["name"] for row in rows] == list(FORMATS)
    told = run("formats")
    assert told.status == 0
    assert all(str(row.title) in told.out for row in FORMATS.values())


def test_masks_come_into_a_new_project_and_out_again(run: Run, masks: Path, tmp_path: Path) -> None:
    seen = run("import", tmp_path / "p", masks, "--check")
    assert seen.status == 0
    assert "walk (sav): 2 objects, 10 masks" in seen.out
    assert not (tmp_path / "p").exists()
    assert run("import", tmp_path / "p", masks).status == 0
    objects = json.loads(run("info", tmp_path / "p", "--json").out)["videos"][0]["objects"]
    assert [(one["name"], one["masks"]) for one in objects] == [("dog", 5), ("cat", 5)]
    words = ("export", tmp_path / "p", "--format", "coco", "--frames", "none", "--object", "cat")
    checked = run(*words, "--check")
    assert (checked.status, checked.out) == (0, "Nothing was written.\n")
    done = run(*words, "--out", tmp_path / "coco", "--every", "2", "--range", "0:9", "--feather", "2")
    assert done.status == 0
    assert "note: coco has no use for --feather: it changes nothing." in done.err
    rows = json.loads((tmp_path / "coco" / "instances.json").read_bytes())
    assert [image["file_name"] for image in rows["images"]] == [f"walk/0000{frame}.jpg" for frame in (0, 2, 4, 6, 8)]
    assert len(rows["annotations"]) == 3
    assert one_line(run("export", tmp_path / "p", "--format", "davis", "--out", tmp_path / "d", "--frames", "jpeg"))


def test_masks_that_would_replace_verified_ones_do_not_come_in_and_the_command_says_so(
    run: Run, masks: Path, tmp_path: Path
) -> None:
    assert run("import", tmp_path / "p", masks).status == 0
    with Project.open(tmp_path / "p", annotator="Ada") as project:
        project.videos[0].object("dog").judge("satisfactory")
    words = ("import", tmp_path / "p", masks, "--choose", "same-name=replace")
    assert "locked or verified, and keep their masks: dog." in run(*words, "--check").err
    told = run(*words)
    assert (told.status, told.out.count("Imported")) == (2, 0)
    assert "Nothing was imported: masks would change that are locked or verified." in told.err


def test_masks_find_their_video_by_name(run: Run, project: Path, masks: Path) -> None:
    told = run("import", project, masks, "--choose", "size=scale")
    assert told.status == 0
    assert "the file is about 60 frames, the video has 12." in told.err
    (video,) = json.loads(run("info", project, "--json").out)["videos"]
    assert [one["masks"] for one in video["objects"]] == [5, 5]


def test_formats_turn_into_each_other(run: Run, clip: Path, tmp_path: Path) -> None:
    masks = written(tmp_path, a_clip("walk", ("dog",)))
    assert run("convert", masks, tmp_path / "davis", "--to", "davis", "--range", "0:4").status == 0
    assert run("convert", tmp_path / "davis", tmp_path / "vis", "--to", "youtube-vis").status == 0
    assert run("convert", tmp_path / "vis", tmp_path / "sav", "--to", "sav").status == 0
    first, last = (json.loads((place / "walk_manual.json").read_bytes()) for place in (masks, tmp_path / "sav"))
    assert [row[0] for row in last["masklet"][:5]] == [row[0] for row in first["masklet"][:5]]
    assert [entry["name"] for entry in last["masklane"]["objects"]] == ["dog"]
    with_frames = run("convert", masks, tmp_path / "png", "--to", "sav-png", "--media", clip, "--range", "0:4")
    assert with_frames.status == 2
    assert "has changed" in with_frames.err


def test_refusals_are_one_line_and_leave_nothing(run: Run, project: Path, masks: Path, tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text("{")
    for words in (
        ("import", tmp_path / "new", tmp_path / "text.json"),
        ("import", tmp_path / "new", tmp_path / "gone"),
        ("import", project, masks, "--format", "overlay"),
        ("import", project, masks, "--format", "nonsense"),
        ("import", tmp_path / "new", masks, "--media", tmp_path / "gone"),
        ("convert", masks, tmp_path / "out", "--to", "overlay"),
        ("convert", masks, tmp_path / "out", "--to", "coco", "--variant", "nonsense"),
        ("convert", tmp_path / "text.json", tmp_path / "out", "--to", "coco"),
        ("export", project, "--format", "coco"),
        ("export", project, "--format", "coco", "--out", tmp_path / "out", "--object", "nobody"),
    ):
        assert one_line(run(*words)), words
        assert not (tmp_path / "new").exists()
        assert not (tmp_path / "out").exists()


def test_the_guide_has_the_table(run: Run) -> None:
    guide = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert run("formats", "--markdown").out.strip() in guide  # python -m app formats --markdown


def test_a_way_to_export_is_kept_by_name(run: Run, masks: Path, tmp_path: Path) -> None:
    assert run("import", tmp_path / "p", masks).status == 0
    words = ("--format", "coco", "--frames", "none", "--names", "{video}.{number}", "--every", "2", "--height", "40")
    done = run("export", tmp_path / "p", *words, "--out", tmp_path / "one", "--save-preset", "half")
    assert done.status == 0
    assert "masks that are scaled" in done.err
    assert "estimated from" in run("export", tmp_path / "p", *words, "--check").err
    assert run("presets").out.startswith("half: coco, ")
    words = ("--preset", "half", "--rate", "25", "--range", "0:9", "--out", tmp_path / "two")
    assert run("export", tmp_path / "p", *words).status == 0
    counts = []
    for name in ("one", "two"):
        rows = json.loads((tmp_path / name / "instances.json").read_bytes())
        counts.append([image["file_name"] for image in rows["images"]][:2])
        assert {image["height"] for image in rows["images"]} == {40}
    assert counts == [["walk/walk.00000.jpg", "walk/walk.00002.jpg"], ["walk/walk.00000.jpg", "walk/walk.00001.jpg"]]
    assert run("presets", "--remove", "half").status == 0
    assert one_line(run("export", tmp_path / "p", "--preset", "half", "--out", tmp_path / "three"))
    assert one_line(run("presets", "--remove", "half"))


def test_an_answer_is_for_all_videos_or_one(run: Run, project: Path, masks: Path) -> None:
    told = run("import", project, masks, "--check")
    assert "--choose frames=number|first|from-1|spread|leave-out; now number)" in told.err
    assert one_line(run("import", project, masks, "--choose", "size=nonsense"))
    assert one_line(run("import", project, masks, "--choose", "nobody:size=scale"))
    assert run("import", project, masks, "--choose", "walk:frames=first", "--choose", "same-name=fill").status == 0
