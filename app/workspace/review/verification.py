"""Verbs on stages, verdicts and issues: what is handed in, judged, sent back and resolved."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.errors import ProjectError
from app.phrases import plural
from app.project.annotation_rate import EVERY_FRAME, RATE, AnnotationRate, rate_in
from app.project.conventions import AUTO_ACCEPT, MAX_REASONS, OTHERS_ONLY, PHASE, PHASES, REASONS, phase_in, reasons_in
from app.project.edit import Delta, Edit
from app.project.model import Box, Issue, IssueId, Judgement, ObjectId, Span, Stage, Verdict, VideoObject
from app.project.rules import MAX_TEXT, clean_text
from app.project.second_looks import LookKind
from app.review.auto_accept import AUTOMATIC, auto_accept_in
from app.review.masklet_states import MaskletState, state_of
from app.review.open_work import OpenWork, open_work
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import candidates as candidate_edits
from app.workspace.edits import stages as edits
from app.workspace.edits.objects import required

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
        self.tag = ""
        """The tag that masklets must have to be gone through; empty: all are."""
        self._given: dict[ObjectId, int] = {}
        """By object: the place of its verdict among those of this session, from 1."""

    def hand_over(self, annotator: str) -> None:
        """Let another person decide from now on."""
        if annotator != self.annotator:
            self.annotator = annotator
            self.changed.emit()

    def go_through(self, tag: str) -> None:
        """Go only through masklets that have a tag from now on; empty: through all."""
        if tag != self.tag:
            self.tag = tag
            self.changed.emit()

    # What there is

    def _left_of(self, ids: Iterable[ObjectId]) -> list[str]:
        """Return in words what is still to be done to masklets."""
        left = sum((open_work(self.editor.document, id) for id in ids), OpenWork())
        return [
            plural(count, one, many).format(count=count)
            for count, one, many in (
                (left.missing, self.tr("1 frame without a mask"), self.tr("{count} frames without a mask")),
                (left.stale, self.tr("1 stale frame"), self.tr("{count} stale frames")),
                (left.issues, self.tr("1 open issue"), self.tr("{count} open issues")),
            )
            if count
        ]

    def state(self, object: ObjectId) -> MaskletState | None:
        """Return the state of a masklet, None for an unknown object."""
        record = self.editor.document.object(object)
        return None if record is None else state_of(self.editor.document, record)

    @property
    def others_only(self) -> bool:
        """True when nobody verifies what they handed in themselves: a rule of the project."""
        return bool(self.editor.document.convention(OTHERS_ONLY))

    def may_judge(self, record: VideoObject) -> bool:
        """Return whether the rules of the project let the annotator judge a masklet."""
        return not self.others_only or record.annotator != clean_text(self.annotator)

    def to_judge(self) -> tuple[ObjectId, ...]:
        """Return what is gone through of what waits for a verdict that the annotator may give."""
        return tuple(record.id for record in self.chosen(Stage.VERIFICATION) if self.may_judge(record))

    def chosen(self, stage: Stage) -> tuple[VideoObject, ...]:
        """Return what is gone through of a stage's queue: what has the tag, if there is one."""
        waiting = self.queue(stage)
        return tuple(record for record in waiting if self.tag in record.tags) if self.tag else waiting

    def queue(self, stage: Stage) -> tuple[VideoObject, ...]:
        """Return what waits in a stage, video by video: candidates, or objects, of which those sent back are first."""
        document = self.editor.document
        if stage is Stage.SELECTION:
            return tuple(record for video in document.videos() for record in document.candidates(video.id))
        verifying = stage is Stage.VERIFICATION
        waiting = [
            record
            for record in document.all_objects()
            if (record.stage is Stage.VERIFICATION) is verifying
            and (not verifying or document.verdict(record.id) is None)
        ]
        return tuple(sorted(waiting, key=lambda record: document.verdict(record.id) is None))

    def recent(self) -> tuple[Verdict, ...]:
        """Return the last verdicts, the newest first."""
        given = (one for one in self.editor.document.verdicts().values() if one.annotator != AUTOMATIC)
        # The clock may have been set back since: what was given in this session is newer than all before.
        newest = sorted(given, key=lambda one: (self._given.get(one.object, 0), one.when), reverse=True)
        return tuple(newest[:RECENT])

    def people(self) -> tuple[str, ...]:
        """Return the names of those who worked in the project, by name."""
        document = self.editor.document
        names = {verdict.annotator for verdict in document.verdicts().values()} - {AUTOMATIC}
        names |= {issue.annotator for issue in document.issues().values()}
        names |= {record.annotator for record in document.all_objects()}
        return tuple(sorted(names - {""}, key=lambda name: (name.casefold(), name)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The project's reasons for an unsatisfactory masklet, at most nine."""
        return reasons_in(self.editor.document.convention(REASONS)) or self.usual_reasons

    @property
    def usual_reasons(self) -> tuple[str, ...]:
        """The reasons of a project that has agreed upon none."""
        return (
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

    @property
    def annotation_rate(self) -> AnnotationRate:
        """On which frames the project annotates."""
        return rate_in(self.editor.document.convention(RATE))

    # Deciding

    @reports
    def accept(self, ids: Iterable[ObjectId]) -> None:
        """Make objects of candidates: work for annotation, marked as found by the model."""
        edit = candidate_edits.accepted(
            self.editor.document, ids, self.tr("Candidate {number}"), self.tr("Object {number}")
        )
        self.editor.do(self.tr("Accept"), edit)

    @reports
    def accept_as(self, candidate: ObjectId, name: str, category: str) -> None:
        """Make an object of a candidate under a name, and of a category; without a name it is called after that."""
        named, kind = clean_text(name.strip()), clean_text(category.strip())
        edit = candidate_edits.accepted_as(self.editor.document, candidate, named, kind, self.tr("Object {number}"))
        self.editor.do(self.tr("Accept"), edit)

    @reports
    def join(self, target: ObjectId, part: ObjectId) -> None:
        """Make a candidate a part of what was found on the same frame: another candidate, or one accepted since."""
        self.editor.do(self.tr("Join candidates"), candidate_edits.joined(self.editor.document, target, part))

    @reports
    def hand_in(self, ids: Iterable[ObjectId]) -> None:
        """Give masklets to verification."""
        wanted = tuple(ids)
        for id in wanted:
            record = required(self.editor.document, id)
            if not self.editor.document.mask_frames(id):
                raise ProjectError("{name} has no masks to verify.", "Annotate it first.", name=record.name)
        edit = edits.moved(self.editor.document, wanted, Stage.VERIFICATION, clean_text(self.annotator))
        self.editor.do(self.tr("Hand in"), edit.then(self._accepted_of(wanted, edit)))
        words = plural(len(wanted), self.tr("Handed in for verification"), self.tr("{count} objects handed in"))
        left = self._left_of(wanted)
        self.editor.messages.say(f"{words.format(count=len(wanted))}{': ' if left else ''}{', '.join(left)}.")

    @reports
    def judge(
        self,
        object: ObjectId,
        judgement: Judgement,
        reason: str = "",
        span: Span | None = None,
        region: Box | None = None,
        look: LookKind | None = None,
    ) -> None:
        """Give a masklet its verdict. What is unsatisfactory is an issue at `span` and `region`, and goes back.

        `look`: it has one already, and was shown again without saying so.
        """
        record = required(self.editor.document, object)
        if not self.may_judge(record):
            raise ProjectError(
                "{name} was handed in by you.", "In this project somebody else verifies it.", name=record.name
            )
        now, text, name = datetime.now(UTC), clean_text(reason, MAX_TEXT), clean_text(self.annotator)
        frame = None if span is None else span[0]
        verdict = Verdict(object, judgement, name, now, text, frame)
        issue = None
        if judgement is Judgement.UNSATISFACTORY:
            issue = Issue(self.editor.new_issue_id(), object, text, name, now, span, region)
        titles = {
            Judgement.SATISFACTORY: self.tr("Satisfactory"),
            Judgement.UNSATISFACTORY: self.tr("Unsatisfactory"),
            Judgement.REJECTED: self.tr("Reject"),
        }
        document, rule = self.editor.document, self.editor.document.convention(AUTO_ACCEPT)
        if look is None:
            self.editor.do(titles[judgement], edits.judged(document, verdict, issue))
            return
        self.editor.do(titles[judgement], edits.looked(document, verdict, look, issue))
        if rule is not None and document.convention(AUTO_ACCEPT) is None:
            self.editor.messages.say(self.tr("Too many of the audited masklets were wrong: auto-accept is off."))

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
        id, said, name = self.editor.new_issue_id(), clean_text(text, MAX_TEXT), clean_text(self.annotator)
        issue = Issue(id, object, said, name, datetime.now(UTC), span, region)
        self.editor.do(self.tr("Add issue"), edits.raised(self.editor.document, issue))
        return issue.id

    @reports
    def describe(self, id: IssueId, text: str) -> None:
        """Say in other words what is wrong."""
        said = clean_text(text.strip(), MAX_TEXT)
        self.editor.do(self.tr("Describe issue"), edits.described(self.editor.document, id, said))

    @reports
    def resolve(self, ids: Iterable[IssueId]) -> None:
        """Say that issues are answered."""
        edit = edits.answered(self.editor.document, ids, clean_text(self.annotator), datetime.now(UTC))
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
    def set_others_only(self, on: bool) -> None:
        """Let nobody verify what they handed in themselves, or anybody."""
        title = self.tr("Nobody verifies their own") if on else self.tr("Anybody verifies anything")
        self.editor.do(title, edits.convention(self.editor.document, OTHERS_ONLY, "yes" if on else None))

    @reports
    def set_phase(self, phase: int) -> None:
        """Set the phase of the data engine that the project is in."""
        if phase not in PHASES:
            raise ProjectError("There is no phase {phase}.", "Choose 1, 2 or 3.", phase=phase)
        self.editor.do(self.tr("Change phase"), edits.convention(self.editor.document, PHASE, str(phase)))

    @reports
    def set_annotation_rate(self, rate: AnnotationRate) -> None:
        """Say on which frames the project annotates: stepping, the timeline and exports go by it."""
        text = None if rate == EVERY_FRAME else rate.text
        self.editor.do(self.tr("Change annotation rate"), edits.convention(self.editor.document, RATE, text))

    def _accepted_of(self, ids: Iterable[ObjectId], edit: Edit) -> Edit:
        """Return what the project accepts unseen of what `edit` hands in, where it does so."""
        rule = auto_accept_in(self.editor.document.convention(AUTO_ACCEPT))
        if rule is None:
            return Edit()
        later = self.editor.document.frozen()
        later.apply(edit)
        return edits.accepted_unseen(later, ids, rule, datetime.now(UTC))

    # Following edits

    def follow(self, applied: Applied) -> None:
        """Tell that the queues may be others, and what was sent back by an edit."""
        edit = applied.edit
        for id, delta in edit.verdicts.items():
            if delta.after is not None and not applied.origin.replayed:
                self._given[id] = max(self._given.values(), default=0) + 1
        if edit.verdicts and not applied.origin.replayed:
            for id in edit.verdicts:
                record = self.editor.document.object(id)
                if record is not None and (edit.masks.by_object().get(id) or edit.prompts.by_object().get(id)):
                    words = self.tr("{name} was verified. It is to be verified again.")
                    self.editor.messages.say(words.format(name=record.name))
        records = edit.verdicts or edit.issues or edit.conventions or edit.videos
        if records or any(map(_shows, edit.objects.values())):
            self.changed.emit()


def _shows(delta: Delta[VideoObject]) -> bool:
    """Return whether a change of an object's record is seen in a queue: a click, which makes masks stale, is not."""
    before, after = delta.before, delta.after
    if before is None or after is None:
        return True
    return _seen(before) != _seen(after)


def _seen(record: VideoObject) -> tuple[object, ...]:
    return record.stage, record.name, record.category, record.color, record.position, record.tags
