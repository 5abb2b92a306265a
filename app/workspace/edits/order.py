"""Lists that a person orders: what the order is after some rows went elsewhere."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def moved(rows: Sequence[Row], chosen: Callable[[Row], bool], place: int) -> list[Row]:
    """Return `rows` with the chosen ones together, in their order, before what stands at index `place` now."""
    place = max(0, place)
    above = [row for row in rows[:place] if not chosen(row)]
    below = [row for row in rows[place:] if not chosen(row)]
    return [*above, *filter(chosen, rows), *below]
