"""While a frame is tracked the next one is encoded by a second thread; masks and faults are those of one thread."""

import gc
import threading  # noqa: TID251  (only looks at threads)
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
import torch

from app.engine.hardware.execution import Mode
from app.engine.inference.features import Features
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import FEW_OBJECTS, Budget, Sam2Predictor
from app.engine.predictor import Context, Prediction, TrackedFrame, TrackRequest
from app.errors import FrameLost, MediaError
from app.media.source import Image
from app.project.model import FrameIndex, ObjectId
from tests.engine.inference.test_predictor import ONE, SHORT, THREE, TWO, click, cond, disc, request, run
from tests.engine.networks import CPU, MemoryClip, clip, model, predictor

AHEAD = Budget(ahead_threads=1)


@pytest.fixture
def ahead() -> Iterator[Sam2Predictor]:
    engine = predictor(budget=AHEAD)
    yield engine
    engine.release()


class Encoders:
    """Notes which thread encoded each frame, in order; `before` is called first and may raise."""

    def __init__(self, engine: Sam2Predictor, before: Callable[[], None] = lambda: None) -> None:
        self.threads: list[str] = []
        self._before = before
        self._encode = engine._model.encode_image
        engine._model.encode_image = self.encode  # type: ignore[method-assign]

    def encode(self, picture: torch.Tensor) -> Features:
        self.threads.append(threading.current_thread().name)
        self._before()
        return self._encode(picture)


def in_helper() -> bool:
    return threading.current_thread().name == "encoding ahead"


@pytest.mark.parametrize("frames", [range(SHORT), range(SHORT - 1, -1, -1), range(2, 7)])
@pytest.mark.parametrize("kind", ["own", "meta"])
def test_masks_are_those_of_one_thread(kind: str, frames: range) -> None:
    context = {ONE: Context((cond(4, disc(50)),)), TWO: Context((cond(0, disc(90)), cond(5, disc(60))))}
    asked = TrackRequest((ONE, TWO), frames, context)
    assert run(predictor(kind, AHEAD), clip(SHORT), asked) == run(predictor(kind), clip(SHORT), asked)


def test_each_frame_but_the_first_is_read_and_encoded_once_by_the_helper(ahead: Sam2Predictor) -> None:
    source = clip(SHORT)
    context = {name: Context((cond(0, disc(20 * name)),)) for name in (ONE, TWO, THREE)}
    encoders = Encoders(ahead)
    run(ahead, source, TrackRequest((ONE, TWO, THREE), range(SHORT), context))
    # frame 0 for the memory of the person's mask, frame 1 as nothing was tracked before it
    assert [name == "encoding ahead" for name in encoders.threads] == [False, False, *[True] * (SHORT - 2)]
    assert source.asked == list(range(SHORT))
    run(ahead, source, request(range(SHORT)))
    assert source.asked == list(range(SHORT)), "a second pass finds the features of the first"


def test_no_frame_is_encoded_that_a_person_made(ahead: Sam2Predictor) -> None:
    source = clip(SHORT)
    made = tuple(cond(at, disc(20)) for at in (0, 3, 4, 5))
    run(ahead, source, request(range(SHORT), context={ONE: Context(made)}))
    assert sorted(source.asked) == list(range(SHORT)), "once each, for memories"


def test_nothing_is_encoded_beyond_the_end_of_a_run(ahead: Sam2Predictor) -> None:
    source = clip(SHORT)
    run(ahead, source, request(range(1, 4)))
    assert max(source.asked) == 3


def test_frames_are_encoded_while_another_one_is_tracked(ahead: Sam2Predictor) -> None:
    started = threading.Event()
    Encoders(ahead, lambda: started.set() if in_helper() else None)
    fuse, waited = ahead._model.with_memory, []

    def slow(features: Features, frame: FrameIndex, *given: object) -> torch.Tensor:
        if frame == 2:
            waited.append(started.wait(30))
        return fuse(features, frame, *given)  # type: ignore[arg-type]

    ahead._model.with_memory = slow  # type: ignore[method-assign, assignment]
    run(ahead, clip(4), request(range(1, 4)))
    assert waited == [True]


@pytest.mark.parametrize(("objects", "ahead"), [(FEW_OBJECTS, True), (FEW_OBJECTS + 1, False)])
def test_where_it_takes_threads_from_tracking_only_few_objects_are_tracked_so(objects: int, ahead: bool) -> None:
    engine = Sam2Predictor(Sam2Model(model("own")), Mode(CPU, threads=2), "tiny", Budget(ahead_threads=1))
    encoders, tracking = Encoders(engine), []
    decode = engine._model.decode

    def noted(*given: object, **more: object) -> object:
        tracking.append(torch.get_num_threads())
        return decode(*given, **more)  # type: ignore[arg-type]

    engine._model.decode = noted  # type: ignore[method-assign, assignment]
    names = tuple(ObjectId(1 + name) for name in range(objects))
    context = {name: Context((cond(0, disc(20)),)) for name in names}
    run(engine, clip(4), TrackRequest(names, range(4), context))
    assert ("encoding ahead" in encoders.threads) is ahead
    assert set(tracking) == {1 if ahead else 2}
    engine.preview("v", clip(4), FrameIndex(0), click(20))
    assert torch.get_num_threads() == 2, "a click is answered with all of them"
    engine.release()
    torch.set_num_threads(1)


def test_a_helper_without_memory_leaves_the_frame_to_the_engine(ahead: Sam2Predictor) -> None:
    def refuse() -> None:
        if in_helper():
            raise torch.OutOfMemoryError("[enforce fail at alloc_cpu.cpp] can't allocate memory: you tried to")

    source = clip(SHORT)
    encoders = Encoders(ahead, refuse)
    assert run(ahead, source, request(range(SHORT))) == run(predictor(), source, request(range(SHORT)))
    assert encoders.threads.count("encoding ahead") == SHORT - 2


def test_no_two_frames_are_encoded_at_the_same_time(ahead: Sam2Predictor) -> None:
    active, most = [0], [0]

    class Counted(Encoders):
        def encode(self, picture: torch.Tensor) -> Features:
            active[0] += 1
            most[0] = max(most[0], active[0])
            time.sleep(0.02)
            try:
                return super().encode(picture)
            finally:
                active[0] -= 1

    source, other, encoders = clip(SHORT), clip(SHORT, width=120), Counted(ahead)
    context = {ONE: Context((cond(0, disc(50)), cond(6, disc(60))))}  # frame 6 is encoded when it comes into reach
    for frame, _ in enumerate(ahead.track("v", source, request(range(SHORT), context=context))):
        ahead.preview("other", other, FrameIndex(frame), click(20))
        if frame == 3:
            ahead.release()
    assert "encoding ahead" in encoders.threads
    assert most == [1]


def test_release_waits_for_what_is_being_encoded(ahead: Sam2Predictor) -> None:
    finished: list[bool] = []

    class Slow(Encoders):
        def encode(self, picture: torch.Tensor) -> Features:
            if in_helper():
                time.sleep(0.3)
            found = super().encode(picture)
            finished.append(in_helper())
            return found

    Slow(ahead)
    steps = ahead.track("v", clip(SHORT), request(range(1, SHORT), context={ONE: Context((cond(0, disc(20)),))}))
    next(steps)
    steps.close()
    ahead.release()
    assert finished.count(True) == 1, "a script that ends now ends in no thread's middle"


def test_where_no_thread_can_be_started_frames_are_encoded_one_after_another(
    ahead: Sam2Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    source = clip(SHORT)
    expected = run(predictor(), source, request(range(SHORT)))
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert run(ahead, source, request(range(SHORT))) == expected


def test_a_bug_in_the_helper_is_told_by_the_engine(ahead: Sam2Predictor) -> None:
    calls: list[int] = []

    def break_down() -> None:
        calls.append(1)
        if len(calls) > 3:
            raise RuntimeError("expected scalar type Float")

    Encoders(ahead, break_down)
    with pytest.raises(RuntimeError, match="scalar type"):
        run(ahead, clip(SHORT), request(range(SHORT)))


@pytest.mark.parametrize("error", [FrameLost, MediaError])
def test_an_unreadable_frame_is_told_when_its_turn_comes(error: type[MediaError]) -> None:
    class Torn(MemoryClip):
        def frame(self, index: int) -> Image:
            if index == 5:
                raise error("Frame 5 cannot be read.")
            return super().frame(index)

    def tracked(engine: Sam2Predictor) -> tuple[list[TrackedFrame], str]:
        done: list[TrackedFrame] = []
        try:
            for step in engine.track("v", Torn(clip(SHORT).frames), request(range(SHORT))):
                done.append(step)
        except MediaError as refused:
            return done, refused.message
        return done, ""

    found = tracked(predictor(budget=AHEAD))
    assert found == tracked(predictor())
    assert len(found[0]) == (SHORT if error is FrameLost else 5)


def test_a_run_that_was_stopped_leaves_nothing_to_the_next_question(ahead: Sam2Predictor) -> None:
    source, other = clip(SHORT), clip(SHORT, width=120)
    steps = ahead.track("v", source, request(range(SHORT)))
    for _ in range(3):
        next(steps)
    steps.close()

    def answer(of: Sam2Predictor) -> Prediction:
        return of.preview("other", other, FrameIndex(3), click(20))

    assert answer(ahead) == answer(predictor())
    assert run(ahead, source, request(range(SHORT))) == run(predictor(), source, request(range(SHORT)))


def test_an_exchanged_model_is_freed_and_its_helper_ends() -> None:
    def helpers() -> int:
        return sum(thread.name == "encoding ahead" for thread in threading.enumerate())

    gc.collect()
    before, engine = helpers(), predictor(budget=AHEAD)
    run(engine, clip(4), request(range(4), context={ObjectId(1): Context((cond(0, disc(20)),))}))
    assert helpers() == before + 1
    gone = weakref.ref(engine._model)
    engine.release()
    del engine
    gc.collect()
    assert gone() is None
    end = time.monotonic() + 30
    while helpers() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert helpers() == before
