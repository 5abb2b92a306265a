"""Masklets that were judged twice without saying so: re-checks of a person, and audits of what was accepted by itself.

Each is kept as a convention of the project, so it is undone, saved and read like the verdict that it came with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

import msgspec

from app.errors import DAMAGED
from app.project.model import Judgement, ObjectId, Verdict

SECOND_LOOK: Final = "second look "
"""How the names of these conventions begin."""


class LookKind(Enum):
    """What a second look is for."""

    RECHECK = "re-check"
    """Does a person answer the same twice?"""
    AUDIT = "audit"
    """Would a person have accepted what was accepted by its score?"""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A masklet judged again: the judgement before, by `before`, and the second one, by `annotator`."""

    object: ObjectId
    kind: LookKind
    first: Judgement
    before: str
    second: Judgement
    annotator: str
    when: datetime

    @property
    def same(self) -> bool:
        """True when both answers are the same."""
        return self.first is self.second


def second_looks(conventions: Mapping[str, str]) -> tuple[SecondLook, ...]:
    """Return the second looks among the conventions of a project; what is damaged is none."""
    found = (look_in(text) for name, text in conventions.items() if name.startswith(SECOND_LOOK))
    return tuple(look for look in found if look is not None)


def look_name(verdict: Verdict) -> str:
    """Return the name of the convention that has the second look at what `verdict` said."""
    return f"{SECOND_LOOK}{verdict.object} {verdict.when.isoformat()}"


def look_text(look: SecondLook) -> str:
    """Return the text of the convention."""
    return msgspec.json.encode(look).decode()


def look_in(text: str) -> SecondLook | None:
    """Return the second look in the text of a convention, None where it is none."""
    try:
        return msgspec.json.decode(text, type=SecondLook)
    except DAMAGED:
        return None
