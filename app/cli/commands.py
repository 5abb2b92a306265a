"""The function of each command, imported when it is called, so that help and errors come at once."""

from argparse import Namespace
from pathlib import Path


def window(arguments: Namespace) -> int:
    """Open the window."""
    path = arguments.project or arguments.path
    if arguments.project is None and path is not None and not _is_project(path):
        from app.media import check_media

        check_media(path)

    from app.main import run_window

    return run_window(path, make=arguments.project is not None)


def _is_project(path: Path) -> bool:
    from app.project.paths import DATABASE_NAME

    return path.name == DATABASE_NAME or (path / DATABASE_NAME).is_file()


def demo(arguments: Namespace) -> int:
    """Do the main job on the bundled clip."""
    from app.cli.demo import run

    return run(arguments)


def new(arguments: Namespace) -> int:
    """Make a project."""
    from app.cli.project import new as run

    return run(arguments)


def add(arguments: Namespace) -> int:
    """Add videos to a project."""
    from app.cli.project import add as run

    return run(arguments)


def info(arguments: Namespace) -> int:
    """Say what is in a project."""
    from app.cli.project import info as run

    return run(arguments)


def check(arguments: Namespace) -> int:
    """Check a project for damage."""
    from app.cli.project import check as run

    return run(arguments)


def metrics(arguments: Namespace) -> int:
    """Say what the work on a project came to."""
    from app.cli.metrics import run

    return run(arguments)


def annotate_next(arguments: Namespace) -> int:
    """Say what to annotate next."""
    from app.cli.annotate_next import run

    return run(arguments)


def merge(arguments: Namespace) -> int:
    """Take over what others did in a copy."""
    from app.cli.merge import run

    return run(arguments)


def relink(arguments: Namespace) -> int:
    """Say where media is now."""
    from app.cli.project import relink as run

    return run(arguments)


def track(arguments: Namespace) -> int:
    """Prompt and track an object."""
    from app.cli.track import run

    return run(arguments)


def models(arguments: Namespace) -> int:
    """List, fetch or verify models."""
    from app.cli.models import run

    return run(arguments)


def export(arguments: Namespace) -> int:
    """Write masks for other tools."""
    from app.cli.export import run

    return run(arguments)


def formats(arguments: Namespace) -> int:
    """List the formats."""
    from app.cli.formats import run

    return run(arguments)


def presets(arguments: Namespace) -> int:
    """List or remove ways to export."""
    from app.cli.presets import run

    return run(arguments)


def import_masks(arguments: Namespace) -> int:
    """Take masks of other tools into a project."""
    from app.cli.import_masks import run

    return run(arguments)


def convert(arguments: Namespace) -> int:
    """Turn masks of one format into another."""
    from app.cli.import_masks import convert as run

    return run(arguments)


def evaluate(arguments: Namespace) -> int:
    """Measure a model."""
    from app.cli.evaluating.evaluate import run

    return run(arguments)


def train(arguments: Namespace) -> int:
    """Train a model."""
    from app.cli.train import run

    return run(arguments)


def format_names() -> str:
    """Return the names of the export formats, for help."""
    from app.interchange.table import FORMATS

    return ", ".join(row.id for row in FORMATS.values() if row.write is not None)
