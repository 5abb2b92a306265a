"""`masklane metrics`: the numbers of the data engine for a project, beside those of the SAM 2 paper."""

import sys
from argparse import Namespace
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from app.cli.shown import counted as counted_words
from app.cli.shown import shown
from app.cli.terminal import ProgressLine
from app.errors import ProjectError
from app.project.document import Document
from app.project.model import Event, VideoObject
from app.project.paths import database_path
from app.project.storage.store import Store
from app.review.agreement import MaskSize, PairAgreement, agreement
from app.review.paper import PAPER
from app.review.report import Group, Report, as_builtins, as_csv, report
from app.review.work import HOW, STAGE, WHAT, Grouping, Verb, counted, history_of
from app.workspace.measuring.reference import read_reference

T = TypeVar("T")
R = TypeVar("R")

_LEAST_WIDTH, _MOST_WIDTH = 34, 72
"""Columns of a table that names have, at least and at most."""


def run(arguments: Namespace) -> int:
    """Print the numbers of a project, or the history of an object, as a table, as CSV or as JSON."""
    with Store.open_copy(arguments.folder, while_open=True) as store:
        document, events = store.load(), tuple(store.events())
    if arguments.history is not None:
        chosen = [
            (record, tuple(history_of(events, record.id)))
            for record in document.all_objects()
            if record.name == arguments.history
        ]
        if not chosen:
            raise ProjectError("There is no object {name}.", "`masklane info` names them.", name=arguments.history)
        _write_json(_history_as_json(chosen)) if arguments.json else _print_history(document, chosen)
        return 0
    compared = None if arguments.against is None else _compared(arguments.against, document, arguments.folder)
    reference = "" if arguments.against is None else arguments.against.name
    told = report(
        counted(events), document, compared, database_path(arguments.folder.absolute()).parent.name, reference
    )
    if arguments.json:
        _write_json(as_builtins(told))
    elif arguments.csv:
        sys.stdout.buffer.write(as_csv(told).encode("utf-8", "backslashreplace"))
    else:
        print("\n".join((*table(told), *_second_looks(told))))
    return 0


def _second_looks(told: Report) -> Iterable[str]:
    """Yield how often each person answered the same twice, and what audits of auto-accept came to."""
    for name, own in told.consistency.items():
        yield f"answered the same twice: {shown(name) or '-'} {own.same} of {own.looks}"
    if told.audit.looks:
        yield f"accepted by their score and audited: {told.audit.looks}, wrong: {told.audit.wrong}"


def _compared(path: Path, document: Document, folder: Path) -> PairAgreement:
    """Return how far the masklets agree with what lies at `path`."""
    line = ProgressLine()

    def following(steps: Generator[T, None, R], shown_as: Callable[[T], tuple[int, int]]) -> R:
        while True:
            try:
                line.show("Compare", *shown_as(next(steps)), "masks")
            except StopIteration as end:
                line.finish()
                return cast("R", end.value)

    reading = read_reference(path, document, database_path(folder.absolute()).parent)
    reference = following(reading, lambda step: (step.done, step.total))
    return following(agreement(document, reference), lambda share: (round(share * 100), 100))


def table(told: Report) -> Iterable[str]:
    """Yield the lines of the table: the paper's phases, the project, and its groups."""
    aligned = told.project.agreement is not None
    sizes = "".join(f"{name:>9}" for name in ("aligned", "small", "medium", "large", "J&F")) if aligned else ""
    width = _width_for(told)
    yield f"{'':<{width}}{'s a frame':>12}{'edited':>10}{'clicks':>10}{'masklets':>10}{'an hour':>10}{sizes}"
    for phase in PAPER:
        cells = (phase.seconds_a_frame, phase.edited_share, phase.clicks_a_frame, None, None)
        shares = (*(phase.alignment or (None,) * 4), None) if aligned else ()
        yield _row(f"paper, phase {phase.phase}", width, cells, shares)
    yield _group_row("this project", width, told.project)
    for grouping, groups in told.groups.items():
        for group in groups:
            yield _group_row(_group_name(grouping, group), width, group)
    verdicts = ", ".join(f"{what or 'taken back'} {share:.0%}" for what, share in told.project.numbers.verdicts.items())
    yield f"verdicts: {verdicts or 'none'}"
    by_stage = ", ".join(f"{stage or 'none'} {seconds:.0f} s" for stage, seconds in sorted(told.seconds.items()))
    yield f"{told.events} events; worked: {by_stage or 'nothing'}"
    if told.project.agreement is not None:
        yield _agreement_line(told.project.agreement, told.reference)
    yield "s a frame: annotation; edited: frames a person changed; clicks: a clicked frame"


def _group_name(grouping: Grouping, group: Group) -> str:
    return f"  {grouping.value} {shown(group.name) or '-'}"


def _width_for(told: Report) -> int:
    """Return the columns that all names of a table need, within bounds."""
    names = (_group_name(grouping, group) for grouping, groups in told.groups.items() for group in groups)
    return min(max((_LEAST_WIDTH, *(len(name) + 1 for name in names))), _MOST_WIDTH)


def _agreement_line(compared: PairAgreement, reference: str) -> str:
    parts = [
        f"compared with {shown(reference)}: {counted_words(len(compared.masklets), 'masklet')}, "
        f"{counted_words(compared.frames, 'mask')}, {compared.missing} missing"
    ]
    if compared.iou is not None:
        parts.append(f"mean IoU {compared.iou:.3f}")
    if compared.j is not None and compared.f is not None:
        parts.append(f"J {compared.j:.3f}, F {compared.f:.3f}")
    if compared.same_verdicts is not None:
        parts.append(f"same verdict {compared.same_verdicts:.0%}")
    for words, number in (("only here", compared.alone), ("only there", compared.not_here)):
        if number:
            parts.append(f"{words} {number}")
    return "; ".join(parts)


def _group_row(name: str, width: int, group: Group) -> str:
    own, agreed = group.numbers, group.agreement
    shares = () if agreed is None else (agreed.alignment, *map(agreed.alignment_of, MaskSize), agreed.jf)
    cells = (own.seconds_a_frame, own.edited_share, own.clicks_a_frame, own.masklets or None, own.masklets_an_hour)
    return _row(name, width, cells, shares)


def _row(name: str, width: int, cells: Sequence[float | None], shares: Sequence[float | None]) -> str:
    seconds, edited, clicks, masklets, hour = cells
    rest = "".join(f"{'-' if share is None else f'{share:.1%}':>9}" for share in shares)
    return (
        f"{name[: width - 1]:<{width}}{_number(seconds):>12}{'-' if edited is None else f'{edited:.2%}':>10}"
        f"{_number(clicks):>10}{masklets or '-':>10}{_number(hour):>10}{rest}"
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _print_history(document: Document, chosen: Iterable[tuple[VideoObject, tuple[Event, ...]]]) -> None:
    for record, events in chosen:
        video = document.video(record.video)
        print(f"{shown(record.name)} in {shown(video.name) if video is not None else ''}")
        if not events:
            print("  Nothing was decided yet.")
        for event in events:
            where = "" if event.frame is None else f", frame {event.frame}"
            how = f" ({event.details[HOW]})" if HOW in event.details else ""
            taken_back = "taken back" if event.verb == Verb.VERDICT.value else ""
            what = " ".join(part for part in (event.verb, shown(event.details.get(WHAT) or taken_back)) if part)
            print(f"  {event.when:%Y-%m-%d %H:%M} {shown(event.annotator) or '-'}: {what}{where}{how}")


def _history_as_json(chosen: Iterable[tuple[VideoObject, tuple[Event, ...]]]) -> list[Mapping[str, object]]:
    return [
        {
            "object": int(record.id),
            "name": record.name,
            "history": [
                {
                    "when": event.when,
                    "annotator": event.annotator,
                    "verb": event.verb,
                    "what": event.details.get(WHAT, ""),
                    "frame": event.frame,
                    "how": event.details.get(HOW, "done"),
                    "stage": event.details.get(STAGE, ""),
                }
                for event in events
            ],
        }
        for record, events in chosen
    ]


def _write_json(content: object) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
