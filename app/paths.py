"""Where things are: what ships with the application, and what belongs to the person who runs it.

Nothing here creates a folder: who writes into one makes it first. `MASKLANE_HOME` moves everything that belongs to
the person below one folder: for portable installations, for tests, and for trying a new version beside the old one.
"""

import os
from pathlib import Path

import platformdirs

from app.errors import UserError

_APPLICATION = "masklane"
_HOME_VARIABLE = "MASKLANE_HOME"


def resources() -> Path:
    """Return the folder of what ships with the application: of the checkout, or of the installed package.

    Raises UserError when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise UserError(
        "Masklane's own files are missing: there is no folder {folder}.",
        "Install Masklane again.",
        folder=package / "_resources",
    )


def sample_folder() -> Path:
    """Return the folder of the bundled sample clip and its ground truth (see its sample.json)."""
    return resources() / "sample"


def models_folder() -> Path:
    """Return the folder of the models that ship with the application; downloads are in `checkpoints_folder`."""
    return resources() / "models"


def icons_folder() -> Path:
    """Return the folder of the application's icons."""
    return resources() / "icons"


def changes_file() -> Path:
    """Return the file that says what is new, in Markdown."""
    return resources() / "CHANGELOG.md"


def guide_file(name: str) -> Path:
    """Return a file of the guide, in Markdown: one for each language it is in."""
    return resources() / "guide" / name


def config_folder() -> Path:
    """Return the folder of the person's settings and window geometry."""
    return _personal("config", platformdirs.user_config_path(_APPLICATION, appauthor=False))


def data_folder() -> Path:
    """Return the folder of what the person would miss: downloaded checkpoints, projects made by the demo."""
    return _personal("data", platformdirs.user_data_path(_APPLICATION, appauthor=False))


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time."""
    return _personal("cache", platformdirs.user_cache_path(_APPLICATION, appauthor=False))


def logs_folder() -> Path:
    """Return the folder of log files and crash reports."""
    return _personal("logs", platformdirs.user_log_path(_APPLICATION, appauthor=False))


def checkpoints_folder() -> Path:
    """Return the folder downloaded and imported model checkpoints are kept in."""
    return data_folder() / "checkpoints"


def settings_file() -> Path:
    """Return the file that holds what the person changed of the settings."""
    return config_folder() / "settings.json"


def _personal(name: str, usual: Path) -> Path:
    """Return the folder `name` below MASKLANE_HOME when that is set, else the `usual` one of this system."""
    home = os.environ.get(_HOME_VARIABLE, "")
    return Path(home).expanduser().absolute() / name if home else usual
