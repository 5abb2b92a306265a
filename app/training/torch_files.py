"""Reads files written by torch.save, without executing anything in them."""

import zipfile
from pathlib import Path

import torch

LOAD_ERRORS = (
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
"""The errors of torch.load and load_state_dict for files that are damaged or of another kind."""


def load_tensors(path: Path) -> dict[str, object]:
    """Return the dict of tensors, numbers and dicts of them in a torch file. Raises one of LOAD_ERRORS."""
    from pickle import UnpicklingError  # noqa: TID251 - only to catch it

    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        raise ValueError("it holds more than numbers") from error
    if not isinstance(found, dict):
        raise ValueError("it holds no table")
    return found
