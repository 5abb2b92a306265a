"""`masklane models`: which models there are, fetching one of Meta's, and verifying what was fetched."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from app import paths
from app.cli.shown import shown
from app.cli.terminal import ProgressLine
from app.engine.checkpoints import catalog
from app.engine.checkpoints.catalog import Available, Checkpoint, DownloadProgress
from app.engine.checkpoints.download import fetch
from app.errors import EngineError


def run(arguments: Namespace) -> int:
    """List, fetch or verify."""
    if arguments.action == "fetch":
        return _fetch(arguments.name)
    if arguments.action == "verify":
        return _verify(arguments.name)
    if arguments.name:
        raise EngineError("`masklane models list` takes no name.", "Leave the name out.")
    for row in catalog.available():
        print(shown(f"{row.id:<18} {row.title:<18} {row.size_bytes / 1e6:>7.0f} MB  {_place(row)}"))
    return 0


def _place(row: Available) -> str:
    if row.path is not None:
        return str(row.path)
    if not row.arrived:
        return "not fetched"
    if row.arrived > row.size_bytes:
        return f"not Meta's file: it has {row.arrived / 1e6:.0f} MB; fetch it again"
    return f"incomplete: {row.arrived / 1e6:.0f} MB are here; fetch it"


def _fetch(name: str) -> int:
    row = _known(name)
    folder = paths.checkpoints_folder()
    _follow(f"Fetch {row.title}", fetch(row, folder))
    print(f"{row.title} is in {folder / row.file_name}")
    return 0


def _verify(name: str) -> int:
    rows = [_known(name)] if name else [row for row in catalog.OFFICIAL if _file(row).is_file()]
    for row in rows:
        file = catalog.resolve(row.id).path
        _follow(f"Verify {row.title}", catalog.verify(file, row))
        print(f"{row.title}: as published by Meta")
    if not rows:
        print("No model has been fetched.")
    return 0


def _file(row: Checkpoint) -> Path:
    return paths.checkpoints_folder() / row.file_name


def _known(name: str) -> Checkpoint:
    row = catalog.named(name)
    if row is None:
        known = ", ".join(row.id for row in catalog.OFFICIAL)
        raise EngineError(f"Meta has no model {name!r}." if name else "Which model?", f"One of: {known}.")
    return row


def _follow(title: str, work: Iterable[DownloadProgress]) -> None:
    line = ProgressLine()
    try:
        for done, total in work:
            line.show(title, done // 1_000_000, total // 1_000_000, "MB")
    finally:
        line.finish()
