"""A whole training: from folders and projects to a model file the engine opens, stopped and resumed on the way."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from app.cli.arguments import parse
from app.cli.train import run, to_config
from app.engine.checkpoints import embedded_file
from app.engine.network.embedded import TEST_TINY, build
from app.errors import MediaChanged, TrainingError, UserError
from app.masks.mask import Mask
from app.media import fingerprint
from app.project.edit import Delta, Edit
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    Judgement,
    MaskSource,
    Verdict,
    Video,
    VideoObject,
)
from app.project.storage.store import Store
from app.training.data.project_clips import verified_clips
from app.training.run import MODEL_FILE
from app.training.run import run as train
from app.training.training_log import LOG_FILE
from tests.training.small_clips import picture


@pytest.fixture
def start(tmp_path: Path) -> Path:
    torch.manual_seed(4)
    path = tmp_path / "start.safetensors"
    embedded_file.save(build(TEST_TINY), TEST_TINY, path, {})
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one clip: object 1 satisfactory with a gap, object 2 unsatisfactory, object 3 unseen."""
    folder = tmp_path / "project"
    frames = folder / "clip"
    frames.mkdir(parents=True)
    for index in range(10):
        cv2.imwrite(str(frames / f"{index:05d}.png"), cv2.cvtColor(picture(index, 10)[0], cv2.COLOR_RGB2BGR))
    with Store.create(folder, "test") as store:
        mark = fingerprint(frames)
        size, head = mark.size_bytes, mark.head_sha256
        video = Video(store.new_video_id(), "clip", "clip", 96, 64, 10, 25.0, size, head)
        objects = {n: VideoObject(store.new_object_id(), video.id, f"thing {n}", Color(1, 2, 3)) for n in (1, 2, 3)}
        masks = {}
        for index in (0, 1, 2, 3, 5, 6, 7, 8):
            labels = picture(index, 10)[1]
            for value in (1, 2):
                cell = Cell(objects[value].id, FrameIndex(index))
                made = CellMask(Mask.from_array(labels == value), MaskSource.PROMPTED)
                masks[cell] = Delta(None, made)
        verdicts = {
            objects[1].id: Verdict(objects[1].id, Judgement.SATISFACTORY, "anna", datetime.now(UTC)),
            objects[2].id: Verdict(objects[2].id, Judgement.UNSATISFACTORY, "anna", datetime.now(UTC)),
        }
        store.commit(
            Edit(
                videos={video.id: Delta(None, video)},
                objects={thing.id: Delta(None, thing) for thing in objects.values()},
                masks=masks,
                verdicts={id: Delta(None, verdict) for id, verdict in verdicts.items()},
            )
        )
    return folder


def options(*words: object) -> argparse.Namespace:
    return parse(["train", *(str(word) for word in words)])


def test_only_satisfactory_masklets_become_clips_in_unbroken_stretches(project: Path) -> None:
    with verified_clips(project) as clips:
        assert [clip.frames for clip in clips] == [(0, 1, 2, 3), (5, 6, 7, 8)]
        assert {clip.name for clip in clips} == {"clip/thing 1"}
        assert np.array_equal(clips[1].labels(1), (picture(6, 10)[1] == 1).astype(np.int32))
        assert np.array_equal(clips[1].frame(1), picture(6, 10)[0])
        with Store.open(project):
            pass  # the project is free again while training runs


def test_nothing_is_learned_from_media_that_changed(project: Path) -> None:
    (project / "clip" / "00003.png").rename(project / "clip" / "00003b.png")
    with pytest.raises(MediaChanged, match="clip"), verified_clips(project):
        pass


def test_a_project_without_verdicts_is_refused_in_words(tmp_path: Path) -> None:
    Store.create(tmp_path / "empty", "test").close()
    with pytest.raises(TrainingError, match="verified"), verified_clips(tmp_path / "empty"):
        pass


def test_fine_tuning_from_the_command_line_writes_a_model_and_a_log(
    davis: Path, project: Path, start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = ("--data", davis, "--data", project, "--start", start, "--out", out)
    assert run(options(*words, "--effort", 0.01, "--frames", 3, "--device", "cpu")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 clips and 0 pictures with masks"
    assert lines[-1] == f"written: {out / MODEL_FILE}"
    architecture, card = embedded_file.describe(out / MODEL_FILE)
    assert architecture == TEST_TINY
    assert card["recipe"] == "finetune"
    before, after = embedded_file.load(start).state_dict(), embedded_file.load(out / MODEL_FILE).state_dict()
    changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
    assert "sam_mask_decoder" in changed
    assert "image_encoder" not in changed
    rows = [json.loads(line) for line in (out / LOG_FILE).read_text().splitlines()]
    assert rows[-1]["step"] == rows[-1]["steps"] == 4
    assert rows[-1]["dice"] > 0


def test_a_stopped_run_goes_on_and_ends_where_an_unstopped_one_does(davis: Path, start: Path, tmp_path: Path) -> None:
    def config(out: str) -> object:
        words = ("--data", davis, "--start", start, "--out", tmp_path / out)
        return to_config(options(*words, "--effort", 0.025, "--frames", 2, "--device", "cpu"))

    whole = list(train(config("whole")))  # type: ignore[arg-type]
    stopped = train(config("parts"))  # type: ignore[arg-type]
    for line in stopped:
        if line.startswith("finetune 5/10"):
            break
    assert torch.are_deterministic_algorithms_enabled()
    stopped.close()  # type: ignore[attr-defined]
    assert not torch.are_deterministic_algorithms_enabled()
    rest = list(train(config("parts")))  # type: ignore[arg-type]
    assert any(line.startswith("finetune 5/10") for line in whole)
    assert not any(line.startswith("finetune 5/10") for line in rest)
    first, second = (embedded_file.load(tmp_path / name / MODEL_FILE).state_dict() for name in ("whole", "parts"))
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "nothing to learn"),
        (("--data", "."), "Fine-tuning needs a model"),
        (("--data", "nowhere"), "no nowhere"),
        (("--data", ".", "--config", "embedded"), "teacher"),
        (("--data", ".", "--start", "app", "--effort", "0"), "effort"),
        (("--data", ".", "--start", "app", "--frames", "1"), "frames"),
    ],
)
def test_what_cannot_start_is_refused_before_torch_is_loaded(words: tuple[str, ...], what: str, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=what):
        run(options(*words, "--out", tmp_path / "out"))


def test_folders_of_other_kinds_and_missing_objects_are_refused(start: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    words = ("--data", tmp_path / "other", "--start", start, "--out", tmp_path / "out", "--device", "cpu")
    with pytest.raises(UserError, match="nothing Masklane can learn from"):
        run(options(*words))
