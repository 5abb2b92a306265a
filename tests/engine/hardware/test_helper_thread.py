"""A helper thread does one thing after another, hands over what failed, and ends with whoever holds it."""

import gc
import threading  # noqa: TID251  (only looks at threads)
import weakref

from app.engine.hardware.helper_thread import HelperThread


def test_jobs_are_done_in_order_on_one_thread_that_nobody_waits_for() -> None:
    helper = HelperThread("some help")
    done: list[tuple[int, str, bool]] = []

    def job(number: int) -> int:
        thread = threading.current_thread()
        done.append((number, thread.name, thread.daemon))
        return number

    futures = [helper.submit(lambda number=number: job(number)) for number in range(5)]  # type: ignore[misc]
    assert [future.result(30) for future in futures] == list(range(5))
    assert done == [(number, "some help", True) for number in range(5)]


def test_what_a_job_raises_is_raised_by_its_future_and_the_next_one_is_done() -> None:
    helper = HelperThread("some help")

    def fail() -> None:
        raise SystemExit("not here")

    failed, fine = helper.submit(fail), helper.submit(lambda: "done")
    error = failed.exception(30)
    assert isinstance(error, SystemExit)
    assert str(error) == "not here"
    assert fine.result(30) == "done"


def test_what_failed_is_freed_without_the_collector() -> None:
    class Held:
        def fail(self) -> None:
            raise RuntimeError("no memory")

    held, helper = Held(), HelperThread("some help")
    gone = weakref.ref(held)
    gc.collect()
    gc.disable()
    try:
        failed = helper.submit(held.fail)
        assert failed.exception(30) is not None
        helper.submit(lambda: None).result(30)  # the thread has let go of it
        del held, failed
        assert gone() is None
    finally:
        gc.enable()


def test_it_starts_with_its_first_job_and_ends_with_its_owner() -> None:
    before = set(threading.enumerate())
    helper = HelperThread("some help")
    assert set(threading.enumerate()) == before
    helper.submit(lambda: None).result(30)
    (thread,) = set(threading.enumerate()) - before
    del helper
    gc.collect()
    thread.join(30)
    assert not thread.is_alive()
