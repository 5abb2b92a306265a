"""Text on a terminal: from files and projects in one line that commands nothing, and numbers of things."""

import unicodedata

_COMMANDING = frozenset({"Cc", "Zl", "Zp", "Cs"})
"""Categories of Unicode: control signs, ends of lines and paragraphs, halves of pairs."""
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows them around: "gpj.exe" would be read as another name."""


def shown(text: object) -> str:
    """Return `text` with what would command the terminal as escapes; letters and signs of all scripts stay."""
    return "".join(
        sign.encode("unicode_escape").decode()
        if sign in _TURNING or unicodedata.category(sign) in _COMMANDING
        else sign
        for sign in str(text)
    )


def counted(number: int, thing: str) -> str:
    """Return "1 frame", "2 frames"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
