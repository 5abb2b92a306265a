"""The examples of the scripting page run as they stand there."""

import json
import re
import shutil
from pathlib import Path

import pytest

from app.api import Pictures, Project
from app.project.model import Judgement, MaskSource
from tests.engine.stand_in import DiscPredictor
from tests.interchange.samples import exporting, run_to_end
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, make_clip
from tests.workspace.test_imports import clip as masks_of_a_colleague

PAGE = Path(__file__).parents[2] / "app" / "api" / "README.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("walk") / "walk.mp4", frames=30)


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, walk: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setattr("app.api.session.open_predictor", lambda _choice: DiscPredictor())
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(walk, tmp_path / "walk.mp4")


def run(number: int) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(EXAMPLES[number], f"example {number + 1}", "exec"), names)
    return names


def test_there_are_six_examples() -> None:
    assert len(EXAMPLES) == 6


def test_a_click_is_tracked_and_read() -> None:
    sizes = run(0)["sizes"]
    assert isinstance(sizes, dict)
    assert list(sizes) == list(range(30))
    assert sizes[0] == sizes[29] > 300


def test_masks_that_were_made_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    run(1)
    with Project.open("Other masks") as project:
        known, painted = project.video().objects
        assert known.frames == (0, 1, 2)
        assert known.mask(1).sum() == 20 * 30  # type: ignore[union-attr]
        assert known.source(2) is MaskSource.IMPORTED
        assert painted.source(0) is MaskSource.PAINTED
        assert 5 <= len(painted.frames) <= 30


def test_frames_that_are_arrays() -> None:
    run(2)
    with Project.open("Arrays") as project:
        video = project.video("shades")
        assert (len(video), video.shape, video.object("thing").frames) == (10, (48, 64), tuple(range(6)))


def test_what_is_verified_goes_out() -> None:
    run(3)
    assert sorted(path.name for path in Path("out/davis/Annotations/480p/walk").iterdir())[0] == "00000.png"
    with Project.open("Verified") as project:
        verdict = project.video().object("right").verdict
        assert verdict is not None
        assert (verdict.judgement, verdict.annotator, verdict.frame) == (Judgement.UNSATISFACTORY, "Ada", 10)


def test_masks_come_in_and_go_with_one_undo(capsys: pytest.CaptureFixture[str]) -> None:
    with Project.create("My project") as project:
        project.add_video("walk.mp4")
    run_to_end(exporting("sav", [masks_of_a_colleague("walk")], Path("masks of a colleague")))
    run(4)
    assert capsys.readouterr().out.startswith("1\nobjects,\n5\nmasks")
    with Project.open("My project") as project:
        assert project.video().objects == ()
        assert project.video().shape == (CLIP_HEIGHT, CLIP_WIDTH)


def test_masks_of_one_format_become_those_of_another(capsys: pytest.CaptureFixture[str]) -> None:
    run_to_end(exporting("davis", [masks_of_a_colleague("walk")], Path("out/davis"), pictures=Pictures.NONE))
    run(5)
    rows = json.loads(Path("out/coco/instances.json").read_bytes())
    names = {image["id"]: image["file_name"] for image in rows["images"]}
    masked = [names[row["image_id"]] for row in rows["annotations"]]
    assert masked == ["walk/00000.jpg", "walk/00002.jpg", "walk/00004.jpg"]
    assert "its frames are not there" in capsys.readouterr().out
