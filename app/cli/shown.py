"""Text for a terminal: in one line without control characters, and counts with a plural."""

import unicodedata

_CONTROL = frozenset({"Cc", "Zl", "Zp", "Cs"})
"""Unicode categories: control characters, line and paragraph separators, surrogates."""
_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text after them: "gpj.exe" would be read as another name."""


def shown(text: object) -> str:
    """Return `text` with control and direction characters escaped; letters of all scripts stay."""
    return "".join(
        character.encode("unicode_escape").decode()
        if character in _BIDIRECTIONAL or unicodedata.category(character) in _CONTROL
        else character
        for character in str(text)
    )


def counted(number: int, thing: str) -> str:
    """Return "1 frame", "2 frames"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
