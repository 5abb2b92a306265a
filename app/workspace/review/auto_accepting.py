"""Auto-accept as an option of a project: what its own verdicts allow, switched on and off by a person only."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from app.project.conventions import AUTO_ACCEPT
from app.project.model import Stage
from app.review.auto_accept import (
    Audit,
    AutoAccept,
    JudgedSample,
    audit_of,
    auto_accept_in,
    auto_accept_text,
    calibrated,
    masklet_doubt,
    samples_of,
)
from app.workspace.editing.error_reports import reports
from app.workspace.edits import stages as edits
from app.workspace.review.verification import Verification


class AutoAccepting(QObject):
    """What is accepted by its score. It never switches itself on; a failed audit switches it off."""

    def __init__(self, verification: Verification) -> None:
        super().__init__()
        self.editor = verification.editor
        self._verification = verification

    @property
    def rule(self) -> AutoAccept | None:
        """The rule in force, None while it is off."""
        return auto_accept_in(self.editor.document.convention(AUTO_ACCEPT))

    @property
    def audit(self) -> Audit:
        """What people said about accepted masklets since it was switched on."""
        return audit_of(self.editor.document, self.rule.before if self.rule is not None else Audit())

    def calibrate(self, take: Callable[[int, AutoAccept | None], None]) -> None:
        """Find what the project's verdicts allow; `take` gets how many there are that count, and the rule, if any."""

        def taken(found: tuple[int, AutoAccept | None]) -> None:
            take(*found)

        self.editor.read_log(lambda events: _calibrated(samples_of(events)), taken)

    def would_accept(self, rule: AutoAccept) -> int:
        """Return how many of the masklets that wait a rule would accept now."""
        document = self.editor.document
        doubts = (masklet_doubt(document, record.id) for record in self._verification.queue(Stage.VERIFICATION))
        return sum(doubt is not None and doubt <= rule.threshold for doubt in doubts)

    @reports
    def switch_on(self, rule: AutoAccept) -> None:
        """Accept what waits up to the rule's doubt, and from now on what is handed in, as one step."""
        document = self.editor.document
        waiting = [record.id for record in self._verification.queue(Stage.VERIFICATION)]
        text = auto_accept_text(replace(rule, before=audit_of(document)))
        on = edits.convention(document, AUTO_ACCEPT, text)
        accepted = edits.accepted_unseen(document, waiting, rule, datetime.now(UTC))
        self.editor.do(self.tr("Auto-accept"), on.then(accepted))
        words = self.tr("Accepted by their score: {count}. One in twenty of them comes to you all the same.")
        self.editor.messages.say(words.format(count=len(accepted.verdicts)))

    @reports
    def switch_off(self) -> None:
        """Accept nothing unseen from now on; what was accepted stays."""
        edit = edits.convention(self.editor.document, AUTO_ACCEPT, None)
        self.editor.do(self.tr("Switch auto-accept off"), edit)


def _calibrated(samples: Sequence[JudgedSample]) -> tuple[int, AutoAccept | None]:
    return len(samples), calibrated(samples)
