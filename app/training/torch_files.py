"""Reads files that torch wrote, without executing anything in them."""

import zipfile
from pathlib import Path

import torch

DAMAGE = (
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    EOFError,
    OSError,
    AttributeError,
    IndexError,
    zipfile.BadZipFile,
)
"""What torch.load and load_state_dict raise for files that are damaged or of another kind."""


def read_saved(path: Path) -> dict[str, object]:
    """Return the table a torch file holds: tensors, numbers and tables of them. Raises one of DAMAGE otherwise."""
    from pickle import UnpicklingError  # noqa: TID251 - only to catch it

    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        raise ValueError("it holds more than numbers") from error
    if not isinstance(found, dict):
        raise ValueError("it holds no table")
    return found
