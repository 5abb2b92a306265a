"""Which of the system's libraries Qt would miss, and what to type."""

import pytest

from installers.launcher.qt_libraries import CORE, WAYLAND, X11, advice, missing, needed

UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'


def loader(*absent: str):
    def load(name: str) -> None:
        if name in absent:
            raise OSError(f"{name}: cannot open shared object file")

    return load


def test_display_decides_what_is_needed() -> None:
    assert needed({}) == CORE
    assert needed({"DISPLAY": ":0"}) == CORE + X11
    assert needed({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}) == CORE + WAYLAND
    assert needed({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}) == CORE


def test_missing_libraries_are_found_by_loading_them() -> None:
    absent = missing(CORE + X11, loader("libEGL.so.1", "libxcb-cursor.so.0"))
    assert [library.name for library in absent] == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert missing(CORE, loader()) == ()


@pytest.mark.parametrize(
    ("os_release", "command"),
    [
        (UBUNTU, "sudo apt install libegl1 libxcb-cursor0"),
        ("ID=debian\n", "sudo apt install libegl1 libxcb-cursor0"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install libglvnd-egl xcb-util-cursor"),
        ("ID=fedora\n", "sudo dnf install libglvnd-egl xcb-util-cursor"),
        ("ID=arch\n", "sudo pacman -S libglvnd xcb-util-cursor"),
        ("ID=manjaro\nID_LIKE=arch\n", "sudo pacman -S libglvnd xcb-util-cursor"),
        ('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', "sudo zypper install libglvnd libxcb-cursor0"),
    ],
)
def test_advice_fits_the_distribution(os_release: str, command: str) -> None:
    absent = missing(CORE + X11, loader("libEGL.so.1", "libxcb-cursor.so.0"))
    assert advice(absent, os_release).endswith(command)


def test_unknown_distribution_gets_names_to_look_for() -> None:
    assert "libegl1" in advice(CORE[:1], "ID=plan9\n")
    assert "libegl1" in advice(CORE[:1], "")
