"""Names of people's videos and objects as names of files that every system accepts, letters of any script kept."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80
"""Characters; with a path before and a suffix after them within what file systems take (255 bytes a name)."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def safe_name(name: str, otherwise: str = "video") -> str:
    """Return the name without separators, control characters and what Windows reserves; `otherwise` if none is left."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    text = _FORBIDDEN.sub("_", text)[:LONGEST].strip(" .")
    if not text.strip("_"):
        return otherwise
    while len(text.encode()) > 2 * LONGEST:
        text = text[:-1]
    return f"_{text}" if _RESERVED.fullmatch(text) else text


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names in order, later ones numbered where they repeat an earlier one (also in another case)."""
    used: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 2
        while candidate.casefold() in used:
            candidate, number = f"{name} {number}", number + 1
        used.add(candidate.casefold())
        result.append(candidate)
    return result
