"""How often a person answers the same twice: one in twenty masklets that were found good comes back unannounced."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.project.document import Document
from app.project.model import Judgement, ObjectId
from app.project.second_looks import LookKind, second_looks

EVERY: Final = 20
"""One of so many verdicts of a person is on a masklet that the person has judged before."""
FRESH: Final = 10
"""Newest verdicts that do not come back: a person remembers them, and they stand at the side."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """What a person answered the second time, without knowing that it was one."""

    looks: int
    same: int

    @property
    def share(self) -> float | None:
        """The share of answers that were the same, None without any."""
        return self.same / self.looks if self.looks else None


def consistency(document: Document) -> Mapping[str, Consistency]:
    """Return how consistent each person is, by name."""
    found: dict[str, Consistency] = {}
    for look in second_looks(document.conventions()):
        if look.kind is LookKind.RECHECK and look.before == look.annotator:
            known = found.get(look.annotator, Consistency(0, 0))
            found[look.annotator] = Consistency(known.looks + 1, known.same + look.same)
    return found


def due_recheck(
    document: Document, annotator: str, allowed: Callable[[ObjectId], bool] = lambda _id: True, given: int = 0
) -> ObjectId | None:
    """Return which of the `allowed` masklets is to come back to a person now; None while none is due.

    `given`: so many more verdicts are about to be given. It counts verdicts, not hours: clocks may jump. Which one it
    is depends on the ids only, so it is the same after a crash, and nobody can see it coming.
    """
    own = sorted(
        (verdict for verdict in document.verdicts().values() if verdict.annotator == annotator),
        key=lambda verdict: (verdict.when, verdict.object),
    )
    looks = [look for look in second_looks(document.conventions()) if look.kind is LookKind.RECHECK]
    mine = sum(look.annotator == annotator for look in looks)
    if len(own) + mine + given < EVERY * (mine + 1) - 1:
        return None
    seen = {look.object for look in looks}
    good = [
        verdict.object
        for verdict in own[:-FRESH]
        if verdict.judgement is Judgement.SATISFACTORY and verdict.object not in seen and allowed(verdict.object)
    ]
    return min(good, key=_shuffled, default=None)


def _shuffled(id: ObjectId) -> int:
    """Return the place of an object in an order that has nothing to do with the list's."""
    return id * 0x9E3779B1 % (1 << 32)
