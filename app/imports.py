"""Keeps PySide from reading the source of every imported module.

PySide replaces Python's import function. After each new module it searches the module's source for the word PySide6,
for its switchable features (`from __feature__ import ...`); neither Masklane nor its dependencies use them. Torch and
SAM 2 are two thousand such files, 95 MB of source lines that would stay in memory.
"""

import builtins


def restore_import() -> None:
    """Restore Python's own import function where PySide replaced it; the sources of later modules are not read."""
    replacement = getattr(builtins, "__feature_import__", None)
    if replacement is not None and builtins.__import__ is replacement:
        builtins.__import__ = getattr(builtins, "__orig_import__", replacement)
