"""Verbs on stages, verdicts and issues: what is handed in, judged, sent back and resolved."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.errors import ProjectError
from app.phrases import plural
from app.project.conventions import MAX_REASONS, PHASE, PHASES, REASONS, phase_in, reasons_in
from app.project.edit import Delta
from app.project.model import Box, Issue, IssueId, Judgement, ObjectId, Span, Stage, Verdict, VideoObject
from app.project.rules import clean_text
from app.review.masklet_states import MaskletState, state_of
from app.workspace.editor import Applied, Editor
from app.workspace.edits import stages as edits
from app.workspace.edits.objects import required
from app.workspace.error_reports import reports

RECENT = 10
"""Verdicts that stand at the side."""


class Verification(QObject):
    """The way of masklets through the stages. `annotator` is who decides here from now on."""

    changed = Signal()
    """A stage, a verdict, an issue or a convention is another."""

    def __init__(self, editor: Editor, annotator: str) -> None:
        super().__init__()
        self.editor = editor
        self.annotator = annotator

    # What there is

    def state(self, object: ObjectId) -> MaskletState | None:
        """Return the state of a masklet, None for an unknown object."""
        record = self.editor.document.object(object)
        return None if record is None else state_of(self.editor.document, record)

    def queue(self, stage: Stage) -> tuple[VideoObject, ...]:
        """Return the objects that wait in a stage, video by video; those that were sent back are first."""
        document = self.editor.document
        waiting = [
            record
            for record in document.all_objects()
            if record.stage is stage and (stage is not Stage.VERIFICATION or document.verdict(record.id) is None)
        ]
        return tuple(sorted(waiting, key=lambda record: document.verdict(record.id) is None))

    def recent(self) -> tuple[Verdict, ...]:
        """Return the last verdicts, the newest first."""
        newest = sorted(self.editor.document.verdicts().values(), key=lambda verdict: verdict.when, reverse=True)
        return tuple(newest[:RECENT])

    @property
    def reasons(self) -> tuple[str, ...]:
        """The project's reasons for an unsatisfactory masklet, at most nine."""
        return reasons_in(self.editor.document.convention(REASONS)) or (
            self.tr("Border is off"),
            self.tr("A part is missing"),
            self.tr("Leaks into something else"),
            self.tr("Jumps to another object"),
            self.tr("Lost although it is there"),
            self.tr("Masked although it is gone"),
        )

    @property
    def phase(self) -> int:
        """The phase of the data engine that the project is in: 1, 2 or 3."""
        return phase_in(self.editor.document.convention(PHASE))

    # Deciding

    @reports
    def accept(self, ids: Iterable[ObjectId]) -> None:
        """Take candidates, or what was handed in, for annotation."""
        self.editor.do(self.tr("Accept"), edits.moved(self.editor.document, ids, Stage.ANNOTATION))

    @reports
    def hand_in(self, ids: Iterable[ObjectId]) -> None:
        """Give masklets to verification."""
        wanted = tuple(ids)
        for id in wanted:
            record = required(self.editor.document, id)
            if not self.editor.document.mask_frames(id):
                raise ProjectError("{name} has no masks to verify.", "Annotate it first.", name=record.name)
        self.editor.do(self.tr("Hand in"), edits.moved(self.editor.document, wanted, Stage.VERIFICATION))
        words = plural(len(wanted), self.tr("Handed in for verification."), self.tr("{count} objects handed in."))
        self.editor.messages.say(words.format(count=len(wanted)))

    @reports
    def judge(
        self,
        object: ObjectId,
        judgement: Judgement,
        reason: str = "",
        span: Span | None = None,
        region: Box | None = None,
    ) -> None:
        """Give a masklet its verdict. What is unsatisfactory is an issue at `span` and `region`, and goes back."""
        now, text = datetime.now(UTC), clean_text(reason)
        frame = None if span is None else span[0]
        verdict = Verdict(object, judgement, self.annotator, now, text, frame)
        issue = None
        if judgement is Judgement.UNSATISFACTORY:
            issue = Issue(self.editor.new_issue_id(), object, text, self.annotator, now, span, region)
        titles = {
            Judgement.SATISFACTORY: self.tr("Satisfactory"),
            Judgement.UNSATISFACTORY: self.tr("Unsatisfactory"),
            Judgement.REJECTED: self.tr("Reject"),
        }
        self.editor.do(titles[judgement], edits.judged(self.editor.document, verdict, issue))

    @reports
    def judge_again(self, object: ObjectId) -> None:
        """Take the verdict from a masklet: it waits for verification."""
        self.editor.do(self.tr("Verify again"), edits.moved(self.editor.document, (object,), Stage.VERIFICATION))

    # Issues

    @reports
    def raise_issue(
        self, object: ObjectId, text: str, span: Span | None = None, region: Box | None = None
    ) -> IssueId | None:
        """Note what is wrong with a masklet, on a span of frames, a region of it, or as a whole; return the issue."""
        issue = Issue(
            self.editor.new_issue_id(), object, clean_text(text), self.annotator, datetime.now(UTC), span, region
        )
        self.editor.do(self.tr("Add issue"), edits.raised(self.editor.document, issue))
        return issue.id

    @reports
    def describe(self, id: IssueId, text: str) -> None:
        """Say in other words what is wrong."""
        self.editor.do(self.tr("Describe issue"), edits.described(self.editor.document, id, clean_text(text.strip())))

    @reports
    def resolve(self, ids: Iterable[IssueId]) -> None:
        """Say that issues are answered."""
        edit = edits.answered(self.editor.document, ids, self.annotator, datetime.now(UTC))
        self.editor.do(self.tr("Resolve issue"), edit)

    @reports
    def open_again(self, ids: Iterable[IssueId]) -> None:
        """Say that issues are not answered after all."""
        self.editor.do(self.tr("Open issue again"), edits.answered(self.editor.document, ids, "", None))

    @reports
    def remove_issues(self, ids: Iterable[IssueId]) -> None:
        """Remove issues."""
        self.editor.do(self.tr("Delete issue"), edits.removed(self.editor.document, ids))

    # What the project has agreed upon

    @reports
    def set_reasons(self, reasons: Sequence[str]) -> None:
        """Set the project's reasons for an unsatisfactory masklet, at most nine; none: the usual ones."""
        kept = [text for text in (clean_text(reason.strip()) for reason in reasons) if text]
        if len(kept) > MAX_REASONS:
            raise ProjectError("There are {count} reasons, but nine number keys.", "Join some.", count=len(kept))
        self.editor.do(self.tr("Change reasons"), edits.agreed(self.editor.document, tuple(dict.fromkeys(kept))))

    @reports
    def set_phase(self, phase: int) -> None:
        """Set the phase of the data engine that the project is in."""
        if phase not in PHASES:
            raise ProjectError("There is no phase {phase}.", "Choose 1, 2 or 3.", phase=phase)
        self.editor.do(self.tr("Change phase"), edits.convention(self.editor.document, PHASE, str(phase)))

    # Following edits

    def follow(self, applied: Applied) -> None:
        """Tell that the queues may be others, and what was sent back by an edit."""
        edit = applied.edit
        if edit.verdicts and not applied.origin.replayed:
            for id in edit.verdicts:
                record = self.editor.document.object(id)
                if record is not None and (edit.masks.by_object().get(id) or edit.prompts.by_object().get(id)):
                    words = self.tr("{name} was verified. It is to be verified again.")
                    self.editor.messages.say(words.format(name=record.name))
        if edit.verdicts or edit.issues or edit.conventions or any(map(_shows, edit.objects.values())):
            self.changed.emit()


def _shows(delta: Delta[VideoObject]) -> bool:
    """Return whether a change of an object's record is seen in a queue: a click, which makes masks stale, is not."""
    before, after = delta.before, delta.after
    if before is None or after is None:
        return True
    return (before.stage, before.name, before.category, before.color, before.position) != (
        after.stage,
        after.name,
        after.category,
        after.color,
        after.position,
    )
