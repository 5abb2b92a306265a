"""Text for a terminal: in one line without control characters, and counts with a plural."""

import unicodedata

_CONTROL = frozenset({"Cc", "Zl", "Zp", "Cs"})
"""Unicode categories: control characters, line and paragraph separators, surrogates."""


def shown(text: object) -> str:
    """Return `text` with control characters escaped; letters of all scripts stay."""
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _CONTROL else character
        for character in str(text)
    )


def counted(number: int, thing: str) -> str:
    """Return "1 frame", "2 frames"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
