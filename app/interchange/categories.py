"""Categories of objects as COCO's tables have them: numbers from 1, in the order of their names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.interchange.clip import Masklet

UNNAMED: Final = "object"
"""Stands for objects without a category: the formats need one."""


class Categories:
    """The categories of what is written."""

    def __init__(self, masklets: Iterable[Masklet], first: int = 1) -> None:
        names = sorted({masklet.category or UNNAMED for masklet in masklets})
        self._ids = {name: number for number, name in enumerate(names, start=first)}

    def of(self, masklet: Masklet) -> int:
        """Return the number of an object's category."""
        return self._ids[masklet.category or UNNAMED]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in order of their numbers."""
        return tuple(self._ids)

    def rows(self) -> list[dict[str, object]]:
        """Return COCO's table."""
        return [{"id": number, "name": name, "supercategory": ""} for name, number in self._ids.items()]


def category_names(rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Return names by number of a table that is read; what makes no sense is passed over."""
    return {
        row["id"]: "" if row["name"] == UNNAMED else row["name"]
        for row in rows
        if isinstance(row.get("id"), int) and isinstance(row.get("name"), str)
    }
