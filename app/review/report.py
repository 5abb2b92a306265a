"""The numbers of a project as a whole: the table of the paper, the groups, where the time went; as JSON and as CSV."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from app.project.document import Document
from app.project.model import ObjectId
from app.review.agreement import PairAgreement
from app.review.auto_accept import Audit, audit_of
from app.review.consistency import Consistency, consistency
from app.review.paper import PAPER
from app.review.work import Grouping, Masklets, Numbers, Work, numbers


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A row: what it is about, in the words of the project, its numbers, and how far its masklets agree."""

    key: str
    name: str
    numbers: Numbers
    agreement: PairAgreement | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The numbers of a project. `seconds` by stage, `tools`: by tool; `reference`: what it was compared with.

    `consistency`: how often people answered the same twice, by name; `audit`: of what auto-accept accepted.
    """

    project: Group
    groups: Mapping[Grouping, tuple[Group, ...]]
    seconds: Mapping[str, float]
    tools: Mapping[str, float]
    events: int
    reference: str = ""
    consistency: Mapping[str, Consistency] = field(default_factory=dict)
    audit: Audit = field(default_factory=Audit)


def report(
    work: Work, document: Document, agreement: PairAgreement | None = None, name: str = "", reference: str = ""
) -> Report:
    """Return what a project's work came to; `name` is the project's, `agreement` that with `reference`."""
    there = Masklets.of(document)
    groups: dict[Grouping, tuple[Group, ...]] = {}
    places = {str(record.id): place for place, record in enumerate(document.all_objects())}
    for grouping in Grouping:
        found = []
        for key, tally in work.by[grouping.value].items():
            title = key if grouping is not Grouping.MASKLET else _title(document, key)
            if title is not None:
                own = None if agreement is None else agreement.of(tally.objects)
                found.append(Group(key, title, numbers(tally, there), own))
        groups[grouping] = _in_order(found, places if grouping is Grouping.MASKLET else {})
    whole = Group("", name, numbers(work.whole, there, whole=True), agreement)
    seconds, tools = dict(work.whole.seconds), dict(work.whole.tools)
    again, audit = consistency(document), audit_of(document)
    return Report(whole, groups, seconds, tools, work.whole.events, reference, again, audit)


def as_builtins(told: Report) -> dict[str, object]:
    """Return a report for programs."""
    project = told.project.agreement
    return {
        "paper": [msgspec.to_builtins(row) for row in PAPER],
        "project": msgspec.to_builtins(told.project.numbers),
        "seconds": dict(told.seconds),
        "tools": dict(told.tools),
        "events": told.events,
        "same_twice": {name: {"looks": own.looks, "same": own.same} for name, own in told.consistency.items()},
        "auto_accept_audits": {"looks": told.audit.looks, "wrong": told.audit.wrong},
        **({"reference": told.reference, "agreement": dict(project.numbers())} if project is not None else {}),
        **{
            f"by_{grouping.value}": {group.key: _group(group) for group in groups}
            for grouping, groups in told.groups.items()
        },
    }


COLUMNS = (
    "group", "name", "masklets", "frames", "seconds", "seconds_a_frame", "edited_frames", "edited_share", "clicks",
    "clicks_a_frame", "masklets_an_hour", "seconds_a_verdict", "satisfactory", "unsatisfactory", "rejected",
    "alignment", "alignment_small", "alignment_medium", "alignment_large", "j", "f", "jf", "looks", "same_twice",
)  # fmt: skip


def as_csv(told: Report) -> str:
    """Return a report as a table: the paper's phases, the project, and each group; shares are 0 to 1."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(_rows(told))
    return text.getvalue()


def _rows(told: Report) -> Iterator[dict[str, object]]:
    for phase in PAPER:
        sizes = dict(zip(COLUMNS[15:19], phase.alignment or (), strict=False))
        row = {"seconds_a_frame": phase.seconds_a_frame, "edited_share": phase.edited_share}
        yield {"group": "paper", "name": f"phase {phase.phase}", **row, "clicks_a_frame": phase.clicks_a_frame, **sizes}
    yield _row("project", told.project)
    for grouping, groups in told.groups.items():
        for group in groups:
            again = told.consistency.get(group.key) if grouping is Grouping.ANNOTATOR else None
            looked = {} if again is None else {"looks": again.looks, "same_twice": again.share}
            yield {**_row(grouping.value, group), **looked}


def _row(kind: str, group: Group) -> dict[str, object]:
    flat = msgspec.to_builtins(group.numbers)
    verdicts = flat.pop("verdicts")
    agreed = {} if group.agreement is None else dict(group.agreement.numbers())
    values = {**flat, **verdicts, **agreed, "group": kind, "name": group.name}
    return {column: values.get(column) for column in COLUMNS}


def _group(group: Group) -> dict[str, object]:
    told: dict[str, object] = {"name": group.name, **msgspec.to_builtins(group.numbers)}
    return told if group.agreement is None else {**told, "agreement": dict(group.agreement.numbers())}


def _in_order(groups: list[Group], places: Mapping[str, int]) -> tuple[Group, ...]:
    """Return groups by their places, where they have some, then by name."""
    return tuple(sorted(groups, key=lambda group: (places.get(group.key, 0), group.name)))


def _title(document: Document, key: str) -> str | None:
    """Return the name of an object with that of its video, None for one that is gone or a candidate."""
    record = document.object(ObjectId(int(key)))
    video = None if record is None or record.candidate else document.video(record.video)
    return None if record is None or video is None else f"{record.name} · {video.name}"
