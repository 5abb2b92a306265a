"""Text from files and projects on a terminal: one line, and nothing in it that a terminal takes for a command."""

import unicodedata

_COMMANDING = frozenset({"Cc", "Zl", "Zp", "Cs"})
"""Categories of Unicode: control signs, ends of lines and paragraphs, halves of pairs."""


def shown(text: object) -> str:
    """Return `text` with what would command the terminal as escapes; letters and signs of all scripts stay."""
    return "".join(
        sign.encode("unicode_escape").decode() if unicodedata.category(sign) in _COMMANDING else sign
        for sign in str(text)
    )
