"""Libraries of the system that Qt needs on Linux and does not bring along, and the packages they are in."""

import ctypes
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library and the package that holds it on each family of distributions."""

    name: str
    apt: str
    dnf: str
    pacman: str
    zypper: str


CORE = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd", "libglvnd"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11", "libX11-6"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2", "libfreetype6"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
)
"""Needed by every run that draws, on a display or not."""

X11 = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    Library("libxcb.so.1", "libxcb1", "libxcb", "libxcb", "libxcb1"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    Library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        "libxcb-render-util0",
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util", "libxcb-util1"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    Library(
        "libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"
    ),
)
"""Needed for a window on an X11 display."""

WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"),
)
"""Needed for a window on a Wayland display."""

_INSTALLERS = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
}
_FAMILIES = {
    "debian": "apt",
    "ubuntu": "apt",
    "fedora": "dnf",
    "rhel": "dnf",
    "centos": "dnf",
    "arch": "pacman",
    "suse": "zypper",
    "opensuse": "zypper",
}


def needed(environment: Mapping[str, str]) -> tuple[Library, ...]:
    """Return the libraries a run in this environment needs: fewer without a display."""
    if environment.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")):
        return CORE
    if environment.get("WAYLAND_DISPLAY"):
        return CORE + WAYLAND
    if environment.get("DISPLAY"):
        return CORE + X11
    return CORE


def missing(libraries: Sequence[Library], load: Callable[[str], object] = ctypes.CDLL) -> tuple[Library, ...]:
    """Return those of `libraries` that the system's loader does not find."""
    return tuple(library for library in libraries if not _loads(library.name, load))


def advice(libraries: Sequence[Library], os_release: str) -> str:
    """Return what to type on the distribution that `os_release` (the text of that file) describes."""
    ids = re.findall(r"^(?:ID|ID_LIKE)=[\"']?([^\"'\n]*)", os_release, re.MULTILINE)
    words = [word for line in ids for word in line.lower().replace("-", " ").split()]
    family = next((_FAMILIES[word] for word in words if word in _FAMILIES), "")
    if not family:
        names = ", ".join(library.apt for library in libraries)
        return f"Install them with your system's package manager (on Debian the packages are called {names})."
    packages = sorted({str(getattr(library, family)) for library in libraries})
    return f"Install them with: {_INSTALLERS[family]} {' '.join(packages)}"


def os_release() -> str:
    """Return the text that names this distribution, empty where there is none."""
    for file in (Path("/etc/os-release"), Path("/usr/lib/os-release")):
        try:
            return file.read_text("utf-8", "replace")
        except OSError:
            continue
    return ""


def _loads(name: str, load: Callable[[str], object]) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True
