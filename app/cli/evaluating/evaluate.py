"""`masklane evaluate`: J, F and J&F of a model on a data set in DAVIS layout, object by object and in the mean."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

import msgspec

from app.cli.evaluating import interactive_table, through_project
from app.cli.evaluating.interactive import INTERACTIVE, InteractiveOptions, annotate_all
from app.cli.evaluating.through_project import Annotated
from app.cli.metrics import table
from app.cli.shown import shown
from app.cli.typed import typed
from app.engine.predictor import Predictor
from app.errors import UserError
from app.evaluation import failure_pictures
from app.evaluation.protocols import CLICKS_A_FRAME, EvaluationProtocol, EvaluationResult, evaluate_all, mean
from app.evaluation.rounds import Course, NextFrame
from app.evaluation.subjects import Subject, open_subjects
from app.interchange.export.output import usable_folder
from app.project.model import DEFAULT_POLICY, Policy
from app.review.report import Report, as_builtins
from app.workspace.engine import ModelChoice, open_predictor

LEAST_FRAMES = 3
ROUNDS = 3


def run(arguments: Namespace) -> int:
    """Evaluate and print a table, or JSON."""
    through_project.check_options(arguments)
    if arguments.through is not None:
        return _run_through_project(arguments)
    rules = _interactive_options(arguments)
    if arguments.pictures is not None:
        arguments.pictures = usable_folder(arguments.pictures)
    if 0 < arguments.frames < LEAST_FRAMES:
        raise UserError("The first and the last frame are not scored.", f"Give --frames {LEAST_FRAMES} or more.")
    with closing(open_subjects(arguments.dataset, arguments.limit, arguments.frames)) as subjects:
        predictor = _predictor(arguments)
        summary = {"model": predictor.name, "device": predictor.device().name, "protocol": arguments.protocol}
        summary["policy"] = _policy(arguments).value
        document = _measure(predictor, subjects, arguments) if not rules else {}
    if rules:
        document = _annotate_by(predictor, rules, arguments)
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode({**summary, **document}), indent=2) + b"\n")
        return 0
    manner = f" ({'; '.join(options.words for options in rules)})" if rules else ""
    manner += f", policy {summary['policy']}"
    print(f"protocol {summary['protocol']}{manner}, model {summary['model']}, {summary['device']}")
    return 0


def _predictor(arguments: Namespace) -> Predictor:
    model = arguments.model or "embedded"
    return open_predictor(ModelChoice(model, arguments.device, arguments.size, threads=arguments.threads))


def _run_through_project(arguments: Namespace) -> int:
    """Annotate a data set into a project; print what became of each object, then the project's numbers, or JSON."""
    predictor, done = _predictor(arguments), list[Annotated]()
    steps = through_project.through_project(predictor, arguments, _policy(arguments))
    if not arguments.json:
        print(f"{'sequence':<24}{'object':>7}{'J&F':>8}{'clicks':>8}{'corrected':>11}{'tracked':>9}  verdicts")
    while True:
        try:
            one = next(steps)
        except StopIteration as end:
            told: Report = end.value
            break
        done.append(one)
        if not arguments.json:
            result, verdicts = one.result, ", ".join(verdict.value for verdict in one.verdicts)
            print(
                f"{shown(result.sequence):<24}{result.object_id:>7}{result.jf:>8.3f}{result.clicks:>8}"
                f"{one.corrected:>11}{result.frames:>9}  {verdicts}",
                flush=True,
            )
    _means([one.result for one in done], arguments)
    if arguments.json:
        rows = [
            {**_row(one.result), "corrected": one.corrected, "verdicts": [verdict.value for verdict in one.verdicts]}
            for one in done
        ]
        summary = {"model": predictor.name, "device": predictor.device().name, "protocol": arguments.protocol}
        document = {
            **summary,
            "mean": mean([one.result for one in done]),
            "objects": rows,
            "metrics": as_builtins(told),
        }
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
        return 0
    print("\n".join(table(told)))
    compare = typed("metrics", arguments.out, "--against", arguments.dataset)
    print(f"Project in {shown(arguments.out)}. Compare it: {compare}")
    return 0


def _interactive_options(arguments: Namespace) -> tuple[InteractiveOptions, ...]:
    """Return how to correct, one after the other; () where another protocol is measured. Raises UserError."""
    if arguments.protocol == INTERACTIVE:
        rules = [NextFrame(rule) for rule in dict.fromkeys(arguments.next or [NextFrame.WORST.value])]
        if arguments.seed is not None and NextFrame.RANDOM not in rules:
            raise UserError("--seed chooses frames at random.", "Give --next random with it.")
        rounds = ROUNDS if arguments.rounds is None else arguments.rounds
        if arguments.first_clicks is not None and (arguments.painted or not arguments.first_clicks):
            raise UserError("--first-clicks is for clicks.", "Give 1 to 3 without --painted, or leave it out.")
        clicks = CLICKS_A_FRAME if arguments.first_clicks is None else arguments.first_clicks
        seed, policy = arguments.seed or 0, _policy(arguments)
        return tuple(InteractiveOptions(rounds, rule, arguments.painted, seed, clicks, policy) for rule in rules)
    given = {"--painted": arguments.painted or None, "--next": arguments.next, "--rounds": arguments.rounds}
    for option, value in {**given, "--seed": arguments.seed, "--first-clicks": arguments.first_clicks}.items():
        if value is not None:
            raise UserError(f"{option} says how frames are corrected.", "Give --protocol interactive with it.")
    return ()


def _measure(predictor: Predictor, subjects: Iterable[Subject], arguments: Namespace) -> dict[str, object]:
    """Print the scores of each object and the means; return them for programs."""
    if not arguments.json:
        print(f"{'sequence':<24}{'object':>7}{'J':>8}{'F':>8}{'J&F':>8}{'first IoU':>11}{'clicks':>8}{'frames/s':>10}")
    results: list[EvaluationResult] = []
    for subject, result in evaluate_all(
        predictor, subjects, EvaluationProtocol(arguments.protocol), _policy(arguments)
    ):
        results.append(result)
        if not arguments.json:
            print(
                f"{shown(result.sequence):<24}{result.object_id:>7}{result.j:>8.3f}{result.f:>8.3f}{result.jf:>8.3f}"
                f"{result.first_iou:>11.3f}{result.clicks:>8}{result.frames_per_second:>10.2f}",
                flush=True,
            )
        if arguments.pictures is not None:
            failure_pictures.write_picture(arguments.pictures, subject, result)
    means = _means(results, arguments)
    if not arguments.json:
        print(
            f"{'mean':<24}{'':>7}{means['j']:>8.3f}{means['f']:>8.3f}{means['jf']:>8.3f}"
            f"{means['first_iou']:>11.3f}{means['clicks']:>8.1f}{means['frames_per_second']:>10.2f}"
        )
        _print_left_empty(means)
    return {"mean": means, "objects": [_row(result) for result in results]}


def _annotate_by(predictor: Predictor, rules: Sequence[InteractiveOptions], arguments: Namespace) -> dict[str, object]:
    """Annotate everything by each rule, and compare them where there are several."""
    courses: dict[str, list[Course]] = {}
    documents: list[dict[str, object]] = []
    for options in rules:
        with closing(open_subjects(arguments.dataset, arguments.limit, arguments.frames)) as subjects:
            done = courses.setdefault(options.next.value, [])
            documents.append(_annotate(predictor, subjects, options, arguments, done))
    if len(documents) == 1:
        return documents[0]
    if not arguments.json:
        print(interactive_table.comparison(courses))
    return {"rules": documents}


def _annotate(
    predictor: Predictor,
    subjects: Iterable[Subject],
    options: InteractiveOptions,
    arguments: Namespace,
    courses: list[Course],
) -> dict[str, object]:
    """Print J&F of each object round by round, the means and the steps that lose; return them for programs.

    The courses are added to `courses`.
    """
    if not arguments.json:
        print(interactive_table.heading(options.rounds))
    results: list[EvaluationResult] = []
    with closing(annotate_all(predictor, subjects, options)) as annotated:
        for subject, result, course in annotated:
            results.append(result)
            courses.append(course)
            if not arguments.json:
                print(interactive_table.row(course), flush=True)
            if arguments.pictures is not None:
                failure_pictures.write_picture(arguments.pictures, subject, result)
    means = _means(results, arguments)
    if not arguments.json:
        print(interactive_table.ending(courses))
        _print_left_empty(means)
    objects = [
        {**_row(result), "corrections": interactive_table.rounds_as_json(course)}
        for result, course in zip(results, courses, strict=True)
    ]
    manner = {"painted": options.painted, "next": options.next.value, "seed": options.seed}
    return {**manner, "mean": means, **interactive_table.means_as_json(courses), "objects": objects}


def _policy(arguments: Namespace) -> Policy:
    return Policy(arguments.policy) if arguments.policy else DEFAULT_POLICY


def _means(results: Sequence[EvaluationResult], arguments: Namespace) -> Mapping[str, float]:
    if not results:
        raise UserError(f"No object is on any frame of {arguments.dataset}.", "Check the Annotations folder.")
    return mean(results)


def _print_left_empty(means: Mapping[str, float]) -> None:
    if "left_empty" in means:
        print(f"frames without the object left empty: {means['left_empty']:.3f}")
    print(f"frames with the object called absent: {means['called_absent']:.0f} of {means['shown_truth']:.0f}")


def _row(result: EvaluationResult) -> dict[str, object]:
    return {
        "sequence": result.sequence,
        "object": result.object_id,
        "j": result.j,
        "f": result.f,
        "jf": result.jf,
        "first_iou": result.first_iou,
        "clicks": result.clicks,
        "frames": result.frames,
        "seconds": result.seconds,
        "frames_per_second": result.frames_per_second,
        "left_empty": result.left_empty,
        "empty_truth": result.empty_truth,
        "called_absent": result.called_absent,
        "shown_truth": result.shown_truth,
        "rounds": list(result.rounds),
    }
