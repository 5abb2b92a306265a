"""A project in a script: what cannot be done is raised in words, nothing of the caller's is needed, nothing is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.api import ObjectHandle, Project, VideoHandle
from app.errors import EditRefused, ExportError, ImportFileError, MediaError, NotTrackable, ProjectError, UserError
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES


@pytest.fixture
def project(tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[Project]:
    monkeypatch.setattr("app.api.session.open_predictor", lambda _choice: DiscPredictor())
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "home"))
    with Project.create(tmp_path / "project") as made:
        made.add_video(clip)
        yield made


@pytest.fixture
def dog(project: Project) -> ObjectHandle:
    return project.video().add_object("dog")


def blob() -> np.ndarray:
    pixels = np.zeros((CLIP_HEIGHT, CLIP_WIDTH), np.uint8)
    pixels[5:25, 5:25] = 255
    return pixels


REFUSED: list[tuple[type[UserError], str, Callable[[Project, VideoHandle, ObjectHandle], object]]] = [
    (EditRefused, "has no frame 60", lambda p, v, o: o.click(FRAMES, 1, 1)),
    (EditRefused, "has no frame -1", lambda p, v, o: o.mask(-1)),
    (EditRefused, "a whole number, not float", lambda p, v, o: o.mask(1.5)),  # type: ignore[arg-type]
    (EditRefused, "lies outside the frame", lambda p, v, o: o.click(0, 500, 1)),
    (EditRefused, "lies outside the frame", lambda p, v, o: o.click(0, float("nan"), 1)),
    (EditRefused, "left top corner", lambda p, v, o: o.box(0, 9, 9, 5, 5)),
    (EditRefused, "3×3 pixels, the video 96×64", lambda p, v, o: o.paint(0, np.ones((3, 3)))),
    (EditRefused, "shape (height, width)", lambda p, v, o: o.paint(0, [[1], [1, 2]])),
    (EditRefused, "shape (height, width)", lambda p, v, o: o.paint(0, "mask")),  # type: ignore[arg-type]
    (EditRefused, "no numbers", lambda p, v, o: o.paint(0, np.full(v.shape, np.nan))),
    (EditRefused, "has no frame 99", lambda p, v, o: o.put_masks({99: blob()})),
    (EditRefused, "already an object named “dog”", lambda p, v, o: v.add_object("dog")),
    (ProjectError, "no object 'cat'", lambda p, v, o: v.object("cat")),
    (ProjectError, "named 'cat'", lambda p, v, o: p.video("cat")),
    (NotTrackable, "", lambda p, v, o: o.track()),
    (EditRefused, "'sideways'", lambda p, v, o: o.track("sideways")),  # type: ignore[arg-type]
    (ProjectError, "no masks", lambda p, v, o: o.judge("satisfactory")),
    (EditRefused, "'fine'", lambda p, v, o: o.judge("fine")),  # type: ignore[arg-type]
    (EditRefused, "the wrong way round", lambda p, v, o: o.judge("unsatisfactory", "blur", (3, 1))),
    (MediaError, "nowhere.mp4", lambda p, v, o: p.add_video("nowhere.mp4")),
    (EditRefused, "no frames", lambda p, v, o: p.add_frames("none", [])),
    (EditRefused, "uint8 arrays", lambda p, v, o: p.add_frames("floats", [np.ones((4, 4, 3))])),  # type: ignore[list-item]
    (ExportError, "no format 'gif'", lambda p, v, o: p.export("gif", "out")),
    (ImportFileError, "nothing to import", lambda p, v, o: p.import_masks()),
    (ImportFileError, "no file or folder", lambda p, v, o: p.import_masks("nowhere")),
    (ProjectError, "", lambda p, v, o: Project.open(p.folder)),
    (ProjectError, "", lambda p, v, o: Project.create(p.folder)),
    (UserError, "multiple of 32", lambda p, v, o: Project.create(p.folder / "x", image_size=100)),
]


def test_what_cannot_be_done_is_raised_and_changes_nothing(project: Project, dog: ObjectHandle) -> None:
    before = project.workspace.history.newest
    for kind, words, wrong in REFUSED:
        with pytest.raises(kind) as caught:
            wrong(project, project.video(), dog)
        assert words in str(caught.value)
    assert project.workspace.history.newest == before
    assert list(project.folder.glob("media/*")) == []


def test_slips_of_a_script_are_named(project: Project, dog: ObjectHandle) -> None:
    assert dog.category == dog.record.category
    with pytest.raises(EditRefused, match="Objects to track are those that a video has"):
        next(iter(dog.video.tracking("both")))  # type: ignore[arg-type]
    with pytest.raises(EditRefused, match="A frame is a whole number, not str"):
        dog.put_masks({"0": np.zeros(dog.video.shape, bool)})  # type: ignore[dict-item]


def test_locks_are_refused_in_words_and_the_rest_goes_on(project: Project, dog: ObjectHandle) -> None:
    dog.paint(0, blob())
    project.workspace.objects.set_locked((dog.id,), True)
    for forbidden in (lambda: dog.click(0, 10, 10), dog.delete, lambda: dog.put_masks({1: blob()})):
        with pytest.raises(EditRefused, match="dog is locked"):
            forbidden()
    project.workspace.objects.set_locked((dog.id,), False)
    project.workspace.masks.set_locked((dog.id,), 2, 2, True)
    with pytest.raises(EditRefused, match="locked on frame 2"):
        dog.put_masks({1: blob(), 2: blob()})
    assert dog.frames == (0,)
    dog.click(0, 1, 1, positive=False)  # a notice would be no failure
    assert dog.prompts(0).clicks[0].positive is False
    dog.mark_absent(3)
    dog.delete()
    with pytest.raises(ProjectError, match="not there any more"):
        dog.frames  # noqa: B018
    project.undo()
    assert dog.frames == (0, 3)
    assert not dog.mask(3).any()  # type: ignore[union-attr]


def test_a_bug_in_what_follows_an_edit_is_raised(project: Project, dog: ObjectHandle) -> None:
    usual = sys.excepthook
    project.workspace.editor.changed.connect(lambda _edit: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        dog.paint(0, blob())
    assert sys.excepthook is usual
    assert dog.frames == (0,)


def test_a_closed_project_says_so_and_others_can_open_it(project: Project) -> None:
    video = project.video()
    project.close()
    project.close()
    with pytest.raises(ProjectError, match="was closed"):
        video.name  # noqa: B018
    with pytest.raises(ProjectError, match="was closed"):
        project.undo()
    with Project.open(project.folder) as again:
        assert len(again.video()) == FRAMES


SCRIPT = """
import os, signal, sys
import numpy as np
from app.api import Project, UserError

project = Project.open(sys.argv[1])
dog = project.video().add_object("dog")
dog.paint(3, np.ones(project.video().shape))
dog.put_masks({4: np.zeros(project.video().shape)})
try:
    Project.open(sys.argv[1])
except UserError as error:
    print(error, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_a_script_has_the_project_alone_and_loses_nothing_when_it_is_killed(project: Project) -> None:
    project.close()
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", SCRIPT, str(project.folder)]
    ended = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (-signal.SIGKILL, "")
    assert "is in use by" in ended.stdout
    with Project.open(project.folder) as again:
        dog = again.video().object("dog")
        assert dog.frames == (3, 4)
        assert dog.mask(3).all()  # type: ignore[union-attr]
