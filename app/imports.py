"""Keeps PySide from reading the source of every module that is imported.

PySide puts a function of its own in the place of Python's import. After each new module it reads the module's source
to see whether the word PySide6 is in it, which serves its switchable features (`from __feature__ import ...`);
Masklane and what it rests on use none. Torch and SAM 2 are two thousand such files, 95 MB of lines that stay in memory.
"""

import builtins


def leave_sources_unread() -> None:
    """Have Python's own import back where PySide took its place; modules that come later are not read."""
    theirs = getattr(builtins, "__feature_import__", None)
    if theirs is not None and builtins.__import__ is theirs:
        builtins.__import__ = getattr(builtins, "__orig_import__", theirs)
