"""The launcher end to end, in processes of its own: killed start, two starts at once, second start, update."""

import os
import signal

import pytest

from tests.installers.conftest import Checkout, make_checkout


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checkout, list[str]]:
    """A first start that is killed half way, then two starts at once. Returns what the two said."""
    checkout = make_checkout(tmp_path_factory.mktemp("a place") / "with spaces")
    killed = checkout.begin()
    assert killed.stderr is not None
    for line in killed.stderr:
        if "making a private environment" in line:
            killed.send_signal(signal.SIGKILL)
            break
    killed.communicate()
    both = [checkout.begin("first"), checkout.begin("second")]
    said = []
    for process in both:
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        assert "arguments:" in out
        said.append(err)
    return checkout, said


def test_killed_first_start_is_recovered_from(story: tuple[Checkout, list[str]]) -> None:
    _, said = story
    assert "making it anew" in "".join(said)
    assert "Masklane is set up." in "".join(said)


def test_two_starts_at_once_set_up_once_and_both_run(story: tuple[Checkout, list[str]]) -> None:
    _, said = story
    assert "".join(said).count("Masklane is set up.") == 1
    assert "waiting for it" in "".join(said)


def test_second_start_is_quick_silent_and_passes_arguments_and_status_on(story: tuple[Checkout, list[str]]) -> None:
    checkout, _ = story
    seconds = []
    for _ in range(3):
        begun = os.times()
        run = checkout.start("7", "--flag", "a b")
        ended = os.times()  # the processor's time, however busy the machine is
        seconds.append(ended.children_user + ended.children_system - begun.children_user - begun.children_system)
        assert run.stdout == "arguments:|7|--flag|a b\n"
        assert run.stderr == ""
        assert run.returncode == 7
    assert min(seconds) < 1


def test_changed_versions_update_the_environment_in_place(story: tuple[Checkout, list[str]]) -> None:
    checkout, _ = story
    witness = checkout.venv / "witness"
    witness.touch()
    (checkout.root / "installers" / "constraints.txt").write_text("# another line\n", "utf-8")
    run = checkout.start("0")
    assert run.returncode == 0, run.stderr
    assert "up to date" in run.stderr
    assert witness.exists()
    assert checkout.start("0").stderr == ""


def test_failing_installation_is_one_paragraph_with_the_log_and_no_traceback(story: tuple[Checkout, list[str]]) -> None:
    checkout, _ = story
    pyproject = checkout.root / "pyproject.toml"
    good = pyproject.read_text("utf-8")
    pyproject.write_text(f"{good}# changed\n", "utf-8")
    backend = checkout.root / "backend.py"
    working = backend.read_text("utf-8")
    backend.write_text("raise OSError(28, 'No space left on device')\n", "utf-8")
    try:
        run = checkout.start("0")
    finally:
        backend.write_text(working, "utf-8")
        pyproject.write_text(good, "utf-8")
    assert run.returncode == 1
    assert run.stdout == ""
    paragraph = " ".join(run.stderr.splitlines()[1:])
    assert paragraph.startswith("Masklane cannot start.")
    assert "The disk is full" in paragraph
    log = checkout.venv / "masklane-setup.log"
    assert str(log) in paragraph
    assert "Traceback" not in run.stderr
    assert "No space left on device" in log.read_text("utf-8")
    again = checkout.start("0")
    assert "up to date" in again.stderr, "a failed update is tried again; it does not cost the environment"
    assert again.returncode == 0
