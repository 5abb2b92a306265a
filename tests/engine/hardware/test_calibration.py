"""Precision and threads are chosen by measuring; a mode without enough memory is none."""

import threading  # noqa: TID251  (only looks at threads)
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from app.engine.checkpoints import embedded_file
from app.engine.hardware import calibration
from app.engine.hardware.calibration import PROCESSOR_SIZE, TRIALS, Measurement, measure, measured
from app.engine.inference.features import Features
from app.engine.loader import open_predictor
from app.engine.network.embedded import TEST_TINY
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.errors import OutOfMemory
from app.project.model import FrameIndex, ObjectId
from tests.engine.inference.test_predictor import disc
from tests.engine.networks import CPU, clip, model

Cost = Callable[[bool, int], float]
"""Seconds of a run in bfloat16 (or not) with so many threads."""


class Machine:
    """A model whose runs take the seconds that were said, on a clock of its own."""

    image_size = 1024
    seen = PROCESSOR_SIZE

    def __init__(self, cost: Cost) -> None:
        self.now = 0.0
        self.runs: list[tuple[bool, int]] = []
        self._cost = cost

    def perf_counter(self) -> float:
        return self.now

    def image_encoder(self, picture: torch.Tensor) -> None:
        assert picture.shape == (1, 3, self.seen, self.seen)
        mode = torch.is_autocast_enabled("cpu"), torch.get_num_threads()
        self.runs.append(mode)
        self.now += self._cost(*mode)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Cost], Machine]]:
    def made(cost: Cost) -> Machine:
        found = Machine(cost)
        monkeypatch.setattr(calibration, "time", found)
        return found

    monkeypatch.setattr(calibration, "_threads", lambda: [2, 1])
    monkeypatch.setattr(calibration, "_cores", lambda: 1)
    yield made
    torch.set_num_threads(1)


@pytest.mark.parametrize(("single", "wide", "chosen"), [(0.3, 0.2, True), (0.2, 0.3, False)])
def test_the_faster_precision_is_chosen(
    machine: Callable[[Cost], Machine], single: float, wide: float, chosen: bool
) -> None:
    found = measure(machine(lambda bfloat16, _threads: wide if bfloat16 else single), CPU)
    assert found.bfloat16 is chosen
    assert found.encode_seconds == pytest.approx(0.2 * (Machine.image_size / PROCESSOR_SIZE) ** 2)


@pytest.mark.parametrize("best", [1, 2])
def test_the_number_of_threads_that_is_fastest_is_chosen_and_set(machine: Callable[[Cost], Machine], best: int) -> None:
    found = measure(machine(lambda _bfloat16, threads: 0.1 if threads == best else 0.15), CPU)
    assert found.threads == best
    assert torch.get_num_threads() == best


def test_a_mode_that_is_far_behind_is_not_tried_again(machine: Callable[[Cost], Machine]) -> None:
    slow = machine(lambda bfloat16, _threads: 0.5 if bfloat16 else 0.01)
    assert not measure(slow, CPU).bfloat16
    assert [wide for wide, _ in slow.runs].count(True) == 2
    assert len(slow.runs) > TRIALS


def test_what_a_mode_takes_to_get_ready_does_not_count_against_it(machine: Callable[[Cost], Machine]) -> None:
    ready: set[tuple[bool, int]] = set()

    def cost(bfloat16: bool, threads: int) -> float:
        first = (bfloat16, threads) not in ready
        ready.add((bfloat16, threads))
        return (0.3 if first else 0.0) + {(False, 1): 0.05, (False, 2): 0.03, (True, 2): 0.02}[bfloat16, threads]

    found = measure(machine(cost), CPU)
    assert (found.bfloat16, found.threads) == (True, 2)


@pytest.mark.parametrize(("size", "seen"), [(384, 384), (512, 512), (1024, PROCESSOR_SIZE)])
def test_a_small_image_is_measured_at_its_own_size(machine: Callable[[Cost], Machine], size: int, seen: int) -> None:
    small = machine(lambda _bfloat16, _threads: 0.1)
    small.image_size, small.seen = size, seen
    assert measure(small, CPU).encode_seconds == pytest.approx(0.1 * (size / seen) ** 2)


def test_a_slow_measurement_is_looked_at_again_and_the_fastest_counts(
    machine: Callable[[Cost], Machine], tmp_path: Path
) -> None:
    seconds = iter((9.0, 0.7, 8.0))
    for wanted in (9.0, 0.7, 0.7):
        now = next(seconds) / 16
        busy = machine(lambda _bfloat16, _threads, now=now: now)
        assert measured(busy, "tiny", CPU, tmp_path).encode_seconds == pytest.approx(wanted)
        assert busy.runs
    idle = machine(lambda _bfloat16, _threads: 0.001)
    assert measured(idle, "tiny", CPU, tmp_path).encode_seconds == pytest.approx(0.7)
    assert not idle.runs
    assert measured(idle, "quick", CPU, tmp_path).looks == measured(idle, "quick", CPU, tmp_path).looks == 1


class TwoAtOnce(Machine):
    """A machine on which two frames side by side take `together` seconds, and one alone 0.1 with `best` threads."""

    def __init__(self, together: float, best: int = 1) -> None:
        super().__init__(lambda _bfloat16, threads: 0.1 if threads == best else 0.15)
        self.together = together
        self.both = threading.Barrier(2)

    def image_encoder(self, picture: torch.Tensor) -> None:
        if threading.current_thread().name == "encoding side by side":
            self.both.wait(30)
            self.both.wait(30)
        elif any(thread.name == "encoding side by side" for thread in threading.enumerate()):
            self.both.wait(30)
            self.now += self.together
            self.both.wait(30)
        else:
            super().image_encoder(picture)


@pytest.mark.parametrize(
    ("cores", "best", "together", "each"),
    [
        (2, 1, 0.1, 1),
        (2, 1, 0.15, 1),
        (2, 1, 0.17, 0),
        (2, 1, 0.2, 0),
        (8, 1, 0.15, 1),
        (8, 3, 0.15, 3),  # as many as alone
        (8, 7, 0.1, 3),  # one is left to the window
        (8, 4, 0.11, 3),
        (8, 4, 0.13, 0),  # what else is done with fewer would take longer
    ],
)
def test_two_frames_at_once_are_encoded_where_that_is_clearly_quicker(
    monkeypatch: pytest.MonkeyPatch, cores: int, best: int, together: float, each: int
) -> None:
    made = TwoAtOnce(together, best)
    monkeypatch.setattr(calibration, "time", made)
    monkeypatch.setattr(calibration, "_cores", lambda: cores)
    monkeypatch.setattr(calibration, "_threads", lambda: [best] if best == 1 else [best, 1])
    found = measure(made, CPU)
    assert (found.threads, found.two_at_once) == (best, each)
    assert torch.get_num_threads() == best
    assert found.encode_seconds == pytest.approx(0.1 * (Machine.image_size / PROCESSOR_SIZE) ** 2)
    torch.set_num_threads(1)


def test_one_core_encodes_one_frame_after_another(
    machine: Callable[[Cost], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "_together", lambda *_given: pytest.fail("two at once were tried"))
    monkeypatch.setattr(calibration, "_cores", lambda: 1)
    assert measure(machine(lambda _bfloat16, _threads: 0.1), CPU).two_at_once == 0


def test_no_memory_for_two_at_once_is_no_failure(
    machine: Callable[[Cost], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(_bfloat16: bool, _threads: int) -> float:
        if threading.current_thread().name == "encoding side by side":
            raise torch.OutOfMemoryError("can't allocate memory")
        return 0.1

    monkeypatch.setattr(calibration, "_cores", lambda: 2)
    monkeypatch.setattr(calibration, "_threads", lambda: [1])
    found = measure(machine(cost), CPU)
    assert (found.threads, found.two_at_once) == (1, 0)


def lacking(*modes: bool) -> Cost:
    def cost(bfloat16: bool, _threads: int) -> float:
        if bfloat16 in modes:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return 0.1

    return cost


def test_a_precision_that_does_not_fit_into_memory_is_not_chosen(machine: Callable[[Cost], Machine]) -> None:
    assert not measure(machine(lacking(True)), CPU).bfloat16
    with pytest.raises(torch.OutOfMemoryError):
        measure(machine(lacking(True, False)), CPU)


def test_an_error_that_is_none_of_memory_is_not_taken_for_slowness(machine: Callable[[Cost], Machine]) -> None:
    def broken(_bfloat16: bool, _threads: int) -> float:
        raise RuntimeError("expected scalar type Float")

    with pytest.raises(RuntimeError, match="scalar type"):
        measure(machine(broken), CPU)


def test_what_was_measured_is_read_again_for_the_same_key_only(
    machine: Callable[[Cost], Machine], tmp_path: Path
) -> None:
    first = machine(lambda _bfloat16, _threads: 0.01)
    found = measured(first, "tiny on this", CPU, tmp_path)
    again = machine(lambda _bfloat16, _threads: 0.9)
    assert measured(again, "tiny on this", CPU, tmp_path) == found
    assert again.runs == []
    assert measured(again, "large on this", CPU, tmp_path).encode_seconds > found.encode_seconds
    assert measured(again, "tiny on this", CPU, None) != found


def test_a_model_that_does_not_fit_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.safetensors"
    embedded_file.save(model("own"), TEST_TINY, path, {})

    def full(*_args: object) -> float:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(calibration, "measure", full)
    with pytest.raises(OutOfMemory, match="not enough memory for mine at 128 px") as caught:
        open_predictor(str(path), device="cpu")
    assert "smaller model" in caught.value.hint


@pytest.mark.parametrize(
    ("two_at_once", "threads", "ahead"), [(1, 0, True), (0, 0, False), (1, 1, False), (1, 3, False)]
)
def test_frames_are_encoded_ahead_where_that_is_quicker_and_no_number_of_threads_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two_at_once: int, threads: int, ahead: bool
) -> None:
    path = tmp_path / "mine.safetensors"
    embedded_file.save(model("own"), TEST_TINY, path, {})
    found = Measurement(bfloat16=False, threads=1, encode_seconds=0.1, two_at_once=two_at_once)
    monkeypatch.setattr(calibration, "measure", lambda *_given: found)
    engine, source = open_predictor(str(path), device="cpu", threads=threads), clip(6)
    names: list[str] = []
    encode = engine._model.encode_image

    def noted(picture: torch.Tensor) -> Features:
        names.append(threading.current_thread().name)
        return encode(picture)

    engine._model.encode_image = noted  # type: ignore[method-assign]
    context = {ObjectId(1): Context((Conditioning(FrameIndex(0), disc(20)),))}
    assert len(list(engine.track("v", source, TrackRequest((ObjectId(1),), range(6), context)))) == 6
    assert ("encoding ahead" in names) is ahead
    engine.release()
    torch.set_num_threads(1)
