"""The interactive protocol on small data sets: rounds, the frame that comes next, what is printed and left over."""

import json
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.interchange.encoding.label_png import Labels, encode_labels
from app.project.model import FrameIndex
from app.workspace.tracking.passes import AGREEING_FRAMES
from tests.cli.conftest import Outcome, one_line
from tests.engine.stand_in import DiscPredictor

Run = Callable[..., Outcome]
MakeSet = Callable[..., Path]

FRAMES, HEIGHT, WIDTH = 9, 48, 96


def moving(index: int) -> Labels:
    """Object 1 goes to the right by 4 pixels a frame."""
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[12:36, 8 + 4 * index : 32 + 4 * index] = 1
    return labels


def hidden_once(index: int) -> Labels:
    """Object 1 stays where it is, and is not there on frame 4."""
    return moving(0) if index != 4 else np.zeros_like(moving(0))


def late(index: int) -> Labels:
    """Object 1 moves; object 5 comes with frame 6."""
    labels = moving(index)
    labels[:10, :10] = 5 if index >= 6 else 0
    return labels


@pytest.fixture
def make_set(tmp_path: Path) -> MakeSet:
    def make(count: int = FRAMES, **sequences: Callable[[int], Labels]) -> Path:
        root = tmp_path / "set"
        for name, labels in sequences.items():
            frames, annotations = (root / half / "480p" / name for half in ("JPEGImages", "Annotations"))
            frames.mkdir(parents=True)
            annotations.mkdir(parents=True)
            for index in range(count):
                picture = np.full((HEIGHT, WIDTH, 3), 5 * index + len(name), np.uint8)
                cv2.imwrite(str(frames / f"{index:05}.jpg"), picture)
                (annotations / f"{index:05}.png").write_bytes(encode_labels(labels(index)))
        return root

    return make


@pytest.fixture
def discs(monkeypatch: pytest.MonkeyPatch) -> list[DiscPredictor]:
    """Every predictor that was loaded."""
    loaded: list[DiscPredictor] = []

    def load(_choice: object) -> DiscPredictor:
        loaded.append(DiscPredictor())
        return loaded[-1]

    monkeypatch.setattr("app.cli.evaluating.evaluate.open_predictor", load)
    return loaded


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary projects are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def interactive(run: Run, dataset: Path, *words: object) -> dict[str, Any]:
    outcome = run("evaluate", dataset, "--protocol", "interactive", "--json", *words)
    assert outcome.status == 0, outcome.err
    return dict(json.loads(outcome.out))


def corrected(found: dict[str, Any], object: int = 0) -> list[int]:
    return [done["frame"] for done in found["objects"][object]["corrections"][1:]]


def test_every_painted_correction_helps_and_the_model_is_loaded_once(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    found = interactive(run, make_set(cat=moving, dog=late), "--painted")
    assert [(row["sequence"], row["object"]) for row in found["objects"]] == [("cat", 1), ("dog", 1), ("dog", 5)]
    course = found["objects"][0]["corrections"]
    scores = [done["jf"] for done in course]
    assert len(scores) == 4
    assert scores == sorted(set(scores)), "every correction helps"
    assert course[0] == {"frame": 0, "clicks": 0, "computed": FRAMES - 1, "jf": scores[0]}
    assert corrected(found)[0] == 6, "the first frame on which the masks do not touch"
    assert found["objects"][0]["rounds"] == scores
    assert found["objects"][0]["jf"] == pytest.approx(scores[-1])
    assert found["losing"] == []
    assert len(discs) == 1


def test_frames_computed_after_a_correction_are_those_it_can_change(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    found = interactive(run, make_set(cat=moving), "--painted", "--next", "even", "--rounds", 2)
    first, second = corrected(found)
    assert (first, second) == (4, 2)
    assert [done["computed"] for done in found["objects"][0]["corrections"]] == [8, 7, 2]
    assert found["mean_computed"] == [8, 7, 2]
    assert found["objects"][0]["frames"] == 17


def test_frames_whose_masks_hold_are_not_counted_as_computed(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    def a_pixel_less(index: int) -> Labels:
        labels = moving(0)
        labels[12, 8] = index != 8
        return labels

    found = interactive(run, make_set(40, cat=a_pixel_less), "--painted", "--rounds", 1)
    assert corrected(found) == [8]
    assert [done["computed"] for done in found["objects"][0]["corrections"]] == [39, 7 + AGREEING_FRAMES]


def test_clicks_are_made_until_the_mask_is_good_enough(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    found = interactive(run, make_set(cat=moving))
    course = found["objects"][0]["corrections"]
    assert course[0]["clicks"] == 3, "the first frame gets them all"
    assert all(0 < done["clicks"] <= 3 for done in course)
    assert found["mean_rounds"][-1] > found["mean_rounds"][0]
    assert found["steps"] == 3


def test_a_right_mask_is_not_corrected(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    found = interactive(run, make_set(still=lambda _index: moving(0)), "--painted")
    assert corrected(found) == [None, None, None]
    assert found["mean_rounds"] == [1.0] * 4
    assert found["steps"] == 0


def test_random_frames_follow_from_the_seed(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    dataset = make_set(cat=moving)
    random = (dataset, "--painted", "--next", "random", "--rounds", 5)
    frames = corrected(interactive(run, *random, "--seed", 7))
    assert frames == corrected(interactive(run, *random, "--seed", 7))
    assert frames != corrected(interactive(run, *random, "--seed", 8))
    assert len(set(frames)) == 5
    assert all(0 < frame < FRAMES - 1 for frame in frames)


def test_the_best_frame_in_hindsight_gives_no_less_than_any_other(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    dataset = make_set(cat=moving)
    rules = [word for rule in ("best", "worst", "even") for word in ("--next", rule)]
    words = ("evaluate", dataset, "--protocol", "interactive", "--painted", "--rounds", 1, "--json", *rules)
    best, *others = (rule["mean_rounds"] for rule in json.loads(run(*words).out)["rules"])
    assert [rounds[0] for rounds in others] == [best[0]] * 2, "what was tried is taken back"
    assert best[1] >= max(rounds[1] for rounds in others)
    assert best[1] > best[0]


@pytest.mark.parametrize("protocol", ["mask", "click", "box", "interactive", "retracked-whole"])
def test_only_the_first_frames_of_a_sequence(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path, protocol: str
) -> None:
    outcome = run("evaluate", make_set(dog=late), "--protocol", protocol, "--frames", 5, "--json")
    assert outcome.status == 0, outcome.err
    objects = json.loads(outcome.out)["objects"]
    assert [row["object"] for row in objects] == [1], "the other one comes later"
    assert set(discs[0].tracked) <= set(range(5))
    assert 4 in discs[0].tracked


def test_steps_that_lose_are_named(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path, tmp_path: Path
) -> None:
    dataset = make_set(cat=hidden_once)
    words = ("evaluate", dataset, "--protocol", "interactive", "--painted", "--rounds", 1)
    outcome = run(*words, "--pictures", tmp_path / "worst")
    assert outcome.status == 0, outcome.err
    lines = outcome.out.splitlines()
    assert lines[1].split() == ["sequence", "object", "start", "1", "clicks", "computed"]
    assert lines[2].split()[:2] == ["cat", "1"]
    assert lines[3].split()[0] == "mean"
    assert lines[4].startswith("cat, object 1, correction 1 (frame 4): from 0.857 to ")
    assert "1 of 1 steps lose more than 0.005" in lines
    assert "frames without the object left empty: 1.000" in lines
    manner = "(the true mask painted, worst frame next), policy meta"
    assert lines[-1].startswith(f"protocol interactive {manner}, model disc, ")
    assert len(list((tmp_path / "worst").iterdir())) == 1
    (losing,) = interactive(run, dataset, "--painted", "--rounds", 1)["losing"]
    assert [losing[key] for key in ("sequence", "object", "round", "frame")] == ["cat", 1, 1, 4]
    assert losing["from"] > losing["to"] + 0.005


def test_a_person_may_start_with_one_click(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    dataset = make_set(cat=lambda index: moving(index) | np.roll(moving(index), 9, axis=1))
    clicks = lambda *words: interactive(run, dataset, "--rounds", 0, *words)["objects"][0]["corrections"][0]["clicks"]  # noqa: E731
    assert clicks() == 3
    assert clicks("--first-clicks", 1) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--painted",), "--protocol interactive"),
        (("--protocol", "retracked-whole", "--rounds", "2"), "--protocol interactive"),
        (("--next", "even"), "--protocol interactive"),
        (("--protocol", "interactive", "--next", "newest"), "newest"),
        (("--protocol", "interactive", "--rounds", "-1"), "a whole number from 0 to 1000"),
        (("--protocol", "interactive", "--seed", "3"), "--next random"),
        (("--protocol", "interactive", "--frames", "2"), "--frames 3 or more"),
        (("--protocol", "interactive", "--first-clicks", "0"), "1 to 3"),
        (("--protocol", "interactive", "--first-clicks", "4"), "a whole number from 0 to 3"),
        (("--protocol", "interactive", "--first-clicks", "1", "--painted"), "without --painted"),
        (("--first-clicks", "1"), "--protocol interactive"),
        (("--protocol", "interactive", "--frames", "some"), "a whole number"),
        (("--protocol", "interactive"), "There is no folder"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line_before_the_model_is_loaded(
    run: Run, tmp_path: Path, discs: list[DiscPredictor], words: tuple[str, ...], why: str
) -> None:
    outcome = run("evaluate", tmp_path / "nowhere", *words)
    assert one_line(outcome), outcome
    assert why in outcome.err
    assert discs == []


def test_a_data_set_without_an_object_is_refused(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    outcome = run("evaluate", make_set(cat=lambda _index: np.zeros_like(moving(0))), "--protocol", "interactive")
    assert one_line(outcome), outcome
    assert "No object is on any frame" in outcome.err


def test_an_object_that_comes_after_the_frames_that_count_is_none(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], temporary: Path
) -> None:
    dataset = make_set(cat=lambda index: moving(index) * (index >= 6))
    outcome = run("evaluate", dataset, "--protocol", "interactive", "--frames", 5)
    assert one_line(outcome), outcome
    assert "No object is on any frame" in outcome.err


def test_rules_for_the_next_frame_are_compared(run: Run, make_set: MakeSet, discs: list[DiscPredictor]) -> None:
    rules = ("--next", "suggested", "--next", "even")
    outcome = run("evaluate", make_set(cat=moving), "--protocol", "interactive", "--painted", "--rounds", 2, *rules)
    assert outcome.status == 0, outcome
    assert "suggested is +" in outcome.out or "suggested is -" in outcome.out
    assert "ahead of even:" in outcome.out
    assert len([line for line in outcome.out.splitlines() if line.startswith("cat")]) == 2
    told = json.loads(run("evaluate", make_set(dog=moving), "--protocol", "interactive", "--json", *rules).out)
    assert [rule["next"] for rule in told["rules"]] == ["suggested", "even"]


def test_interrupting_leaves_no_temporary_project(
    run: Run, make_set: MakeSet, monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    def interrupt(frame: FrameIndex) -> None:
        assert list(temporary.iterdir()), "the project is there"
        if frame == 4:
            signal.raise_signal(signal.SIGINT)

    predictor = DiscPredictor(before_frame=interrupt)
    monkeypatch.setattr("app.cli.evaluating.evaluate.open_predictor", lambda _choice: predictor)
    outcome = run("evaluate", make_set(cat=moving, dog=moving), "--protocol", "interactive", "--frames", 7)
    assert outcome.status == 130
    assert "stopped" in outcome.err


@pytest.mark.parametrize("order", ["online", "offline"])
def test_a_data_set_goes_through_a_project_whose_metrics_are_true(
    run: Run, make_set: MakeSet, discs: list[DiscPredictor], tmp_path: Path, order: str
) -> None:
    project = tmp_path / "project"
    words = ("--protocol", order, "--through", "project", "--out", project, "--json")
    done = json.loads(run("evaluate", make_set(6, walk=moving, still=hidden_once), *words).out)
    told, rows = done["metrics"], done["objects"]
    assert told["project"]["clicks"] == sum(row["clicks"] for row in rows) > 0
    assert told["project"]["edited_frames"] == sum(row["corrected"] for row in rows)
    assert told["project"]["masklets"] == len(rows) == 2
    verdicts = [verdict for row in rows for verdict in row["verdicts"]]
    shares = told["by_annotator"]["Simulated reviewer"]["verdicts"]
    assert shares == {verdict: verdicts.count(verdict) / len(verdicts) for verdict in set(verdicts)}
    assert told["by_annotator"]["Simulated annotator"]["clicks"] == told["project"]["clicks"]
    compared = json.loads(run("metrics", project, "--against", tmp_path / "set", "--json").out)
    assert compared["agreement"]["compared_masklets"] == 2
    assert compared["agreement"]["j"] == pytest.approx(sum(row["j"] for row in rows) / 2, abs=0.01)


def test_a_project_is_asked_for_with_its_place(run: Run, make_set: MakeSet, tmp_path: Path) -> None:
    sequences = make_set(walk=moving)
    for words in (
        ("--protocol", "online"),
        ("--out", tmp_path / "x"),
        ("--through", "project", "--out", tmp_path / "x"),
    ):
        assert one_line(run("evaluate", sequences, *words))
