"""Texts for people, made in rooms that know only English: a template and its values, translated by the window."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


class Phrase:
    """ "{name} is locked." with its name. `str()` fills the English template; the window translates the template first.

    `resources/translations/catalogue.py` finds templates by reading the source: they are literals, never f-strings.
    Values that are phrases themselves are translated too, unlike names that a person gave.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template = template
        self.values: Mapping[str, object] = values

    @classmethod
    def written(cls, template: str, values: Mapping[str, object]) -> "Phrase":
        """Return a phrase that another process has written down."""
        return cls(template, **values)

    def __str__(self) -> str:
        return filled(self.template, self.values)

    def __repr__(self) -> str:
        return f"Phrase({str(self)!r})"

    def __bool__(self) -> bool:
        return bool(self.template)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash(str(self))


def filled(template: str, values: Mapping[str, object]) -> str:
    """Return `template` with `values` in its places; without values it is taken as it stands."""
    return template.format_map(values) if values else template


def plural(count: int, one: T, many: T) -> T:
    """Return `one` for a count of 1, else `many`: whole texts, each translated by itself."""
    return one if count == 1 else many


def ranges(numbers: Iterable[int], most: int = 10) -> str:
    """Return whole numbers in ascending order as "3, 7–9, 12"; beyond the first `most` stretches "…" stands."""
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    words = [str(first) if first == last else f"{first}–{last}" for first, last in stretches[:most]]
    return ", ".join([*words, "…"] if len(stretches) > most else words)
