"""What `masklane evaluate --protocol interactive` prints: J&F round by round, frames computed, and steps that lose."""

from collections.abc import Mapping, Sequence

from app.cli.shown import shown
from app.evaluation.detection import BAD, mean_auroc
from app.evaluation.rounds import LOSS, Course, duel, mean_computed, mean_scores


def heading(corrections: int) -> str:
    """Return the heading of a table with so many corrections."""
    columns = "".join(f"{column:>8}" for column in ("start", *range(1, corrections + 1), "clicks"))
    return (
        f"J&F at the start and after each correction; frames computed in each of these rounds\n"
        f"{'sequence':<24}{'object':>7}{columns}  computed"
    )


def row(course: Course) -> str:
    """Return the row of one object."""
    clicks = sum(done.clicks for done in course.rounds)
    computed = " ".join(str(done.computed) for done in course.rounds)
    scores = _scores([done.jf for done in course.rounds])
    return f"{shown(course.sequence):<24}{course.object_id:>7}{scores}{clicks:>8}  {computed}"


def ending(courses: Sequence[Course]) -> str:
    """Return the means, and the steps that lose."""
    clicks = sum(done.clicks for course in courses for done in course.rounds) / len(courses)
    computed = " ".join(f"{number:.1f}" for number in mean_computed(courses))
    lines = [f"{'mean':<24}{'':>7}{_scores(mean_scores(courses))}{clicks:>8.1f}  {computed}"]
    losing = [step for course in courses for step in course.losing]
    for step in losing:
        name = f"{shown(step.sequence)}, object {step.object_id}"
        scores = f"from {step.before:.3f} to {step.after:.3f}"
        lines.append(f"{name}, correction {step.round} (frame {step.frame}): {scores}")
    steps = sum(course.steps for course in courses)
    lines.append(f"{len(losing)} of {steps} steps lose more than {LOSS:g}")
    return "\n".join([*lines, *_detections(courses)])


def comparison(courses: Mapping[str, Sequence[Course]]) -> str:
    """Return the means of several rules under each other, and how the first one does against the others."""
    corrections = max(len(course.rounds) for every in courses.values() for course in every) - 1
    columns = "".join(f"{column:>8}" for column in ("start", *range(1, corrections + 1)))
    lines = [f"{'next frame':<31}{columns}"]
    lines += [f"{name:<31}{_scores(mean_scores(every))}" for name, every in courses.items()]
    (first, ours), *others = courses.items()
    for name, every in others:
        against = duel(ours, every)
        lines.append(
            f"{first} is {against.ahead:+.3f} ahead of {name}: {len(against.won)} won, {len(against.lost)} lost"
        )
        lines += [f"  won: {shown(', '.join(against.won)) or '-'}", f"  lost: {shown(', '.join(against.lost)) or '-'}"]
    return "\n".join(lines)


def _detections(courses: Sequence[Course]) -> list[str]:
    """Return how well bad frames of an object were told from good ones after the start, in the mean."""
    found = [course.detection for course in courses if course.detection is not None]
    lines = []
    for place, limit in enumerate(BAD):
        expected, count = mean_auroc([one.expected[place] for one in found])
        score, _ = mean_auroc([one.score[place] for one in found])
        if expected is not None and score is not None:
            lines.append(
                f"AUROC for IoU < {limit:g} after the start: expected loss {expected:.3f}, predicted IoU alone "
                f"{score:.3f} ({count} of {len(courses)} objects have such frames)"
            )
    return lines


def means_as_json(courses: Sequence[Course]) -> dict[str, object]:
    """Return the means at the start and after each correction, and the steps that lose, for programs."""
    losing = [
        {
            "sequence": step.sequence,
            "object": step.object_id,
            "round": step.round,
            "frame": step.frame,
            "from": step.before,
            "to": step.after,
        }
        for course in courses
        for step in course.losing
    ]
    return {
        "mean_rounds": mean_scores(courses),
        "mean_computed": mean_computed(courses),
        "auroc": {
            f"{limit:g}": mean_auroc([c.detection.expected[place] for c in courses if c.detection is not None])[0]
            for place, limit in enumerate(BAD)
        },
        "steps": sum(course.steps for course in courses),
        "losing": losing,
    }


def rounds_as_json(course: Course) -> list[dict[str, object]]:
    """Return what was done to one object, round by round, for programs; "frame" is null where nothing was."""
    return [
        {"frame": done.frame, "clicks": done.clicks, "computed": done.computed, "jf": done.jf} for done in course.rounds
    ]


def _scores(values: Sequence[float]) -> str:
    return "".join(f"{value:>8.3f}" for value in values)
