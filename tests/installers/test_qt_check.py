"""A start that would open a window and lacks Qt's libraries stops with words; one that needs no window goes on."""

import io
import sys

import pytest

from installers.launcher import qt_libraries, start
from installers.launcher.failure import SetupFailed
from installers.launcher.progress import Progress

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Qt brings everything along elsewhere")
DISPLAY = {"DISPLAY": ":0"}


@pytest.fixture(autouse=True)
def _one_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qt_libraries, "missing", lambda libraries: libraries[:1])


@pytest.mark.parametrize(
    "words", [[], ["demo"], ["--project", "walk"], ["walk.mp4"], ["--verbose"], ["test"], ["test", "-x"]]
)
def test_a_window_or_the_tests_do_not_start(words: list[str]) -> None:
    with pytest.raises(SetupFailed, match=r"Qt needs libraries that this system lacks: libEGL\.so\.1") as failed:
        start._check_qt(DISPLAY, words, Progress(io.StringIO()))
    assert failed.value.hint


@pytest.mark.parametrize("words", [["info", "walk"], ["track", "walk", "--object", "x"], ["demo", "--headless"]])
def test_commands_only_say_it(words: list[str]) -> None:
    said = io.StringIO()
    start._check_qt(DISPLAY, words, Progress(said))
    assert "libEGL.so.1" in said.getvalue()


def test_without_a_display_the_demo_goes_on() -> None:
    said = io.StringIO()
    start._check_qt({}, ["demo"], Progress(said))
    assert "libEGL.so.1" in said.getvalue()
