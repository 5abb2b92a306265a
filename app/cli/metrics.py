"""`masklane metrics`: the numbers of the data engine for a project, beside those of the SAM 2 paper."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping

import msgspec

from app.cli.shown import shown
from app.errors import ProjectError
from app.project.document import Document
from app.project.model import Event, VideoObject
from app.project.storage.store import Store
from app.review.work import HOW, PAPER, STAGE, WHAT, Masklets, Numbers, PaperPhase, Work, counted, history_of, numbers

_NAMES = 34


def run(arguments: Namespace) -> int:
    """Print the numbers of a project, or the history of an object, as a table or as JSON."""
    with Store.open_copy(arguments.folder) as store:
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
    work, there = counted(events), Masklets.of(document)
    if arguments.json:
        _write_json(as_json(work, there))
    else:
        print("\n".join(table(work, there)))
    return 0


def table(work: Work, there: Masklets) -> Iterable[str]:
    """Yield the lines of the table: the paper's phases, the project, and its groups."""
    yield f"{'':<{_NAMES}}{'s a frame':>12}{'edited':>10}{'clicks':>10}{'masklets':>10}{'an hour':>10}"
    for row in PAPER:
        yield _row(f"paper, phase {row.phase}", _paper(row))
    whole = numbers(work.whole, there, whole=True)
    yield _row("this project", whole)
    for name, groups in work.by.items():
        for key, tally in sorted(groups.items()):
            yield _row(f"  {name} {shown(key) or '-'}", numbers(tally, there))
    shares = ", ".join(f"{what or 'taken back'} {share:.0%}" for what, share in whole.verdicts.items())
    yield f"verdicts: {shares or 'none'}"
    by_stage = ", ".join(f"{stage or 'none'} {seconds:.0f} s" for stage, seconds in sorted(work.whole.seconds.items()))
    yield f"{work.whole.events} events; worked: {by_stage or 'nothing'}"
    yield "s a frame: annotation; edited: frames a person changed; clicks: a clicked frame"


def as_json(work: Work, there: Masklets) -> dict[str, object]:
    """Return the same for programs."""
    return {
        "paper": [msgspec.to_builtins(row) for row in PAPER],
        "project": msgspec.to_builtins(numbers(work.whole, there, whole=True)),
        "seconds": dict(work.whole.seconds),
        "events": work.whole.events,
        **{
            f"by_{name}": {key: msgspec.to_builtins(numbers(tally, there)) for key, tally in groups.items()}
            for name, groups in work.by.items()
        },
    }


def _paper(row: PaperPhase) -> Numbers:
    return Numbers(0, 0, 0.0, row.seconds_a_frame, row.edited_share, row.clicks_a_frame, None, {})


def _row(name: str, own: Numbers) -> str:
    seconds, clicks, hour = (
        _number(value) for value in (own.seconds_a_frame, own.clicks_a_frame, own.masklets_an_hour)
    )
    edited = "-" if own.edited_share is None else f"{own.edited_share:.2%}"
    return f"{name[: _NAMES - 1]:<{_NAMES}}{seconds:>12}{edited:>10}{clicks:>10}{own.masklets or '-':>10}{hour:>10}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _print_history(document: Document, chosen: Iterable[tuple[VideoObject, tuple[Event, ...]]]) -> None:
    for record, events in chosen:
        video = document.video(record.video)
        print(f"{shown(record.name)} in {shown(video.name) if video is not None else ''}")
        for event in events:
            where = "" if event.frame is None else f", frame {event.frame}"
            how = f" ({event.details[HOW]})" if HOW in event.details else ""
            what = event.details.get(WHAT) or "-"
            print(
                f"  {event.when:%Y-%m-%d %H:%M} {shown(event.annotator) or '-'}: {event.verb} {shown(what)}{where}{how}"
            )


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
