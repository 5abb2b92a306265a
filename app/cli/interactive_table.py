"""What `masklane evaluate --protocol interactive` prints: J&F round by round, frames computed, and steps that lose."""

from collections.abc import Sequence

from app.cli.shown import shown
from app.evaluation.rounds import LOSS, Course, mean_computed, mean_scores


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
    return "\n".join([*lines, f"{len(losing)} of {steps} steps lose more than {LOSS:g}"])


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
