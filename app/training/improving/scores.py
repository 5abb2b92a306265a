"""How good a model is on held-out masklets and on the guard, and whether it may be handed out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.engine.loader import open_predictor
from app.engine.predictor import Predictor
from app.errors import DAMAGED, TrainingError
from app.evaluation.protocols import EvaluationProtocol, evaluate_all, mean
from app.evaluation.subjects import Subject
from app.settings import Precision

MOST_LOST, MOST_ABSENT_LOST = 0.01, 0.02
"""What a model may lose on the guard: mean J&F, and the share of frames without the object that it leaves empty."""


class Score(msgspec.Struct, frozen=True):
    """Means over subjects, tracked from their first mask: J&F, and the share of absent frames left empty.

    `left_empty` is None where no frame is without the object. `called_absent` counts frames with it that were empty.
    """

    jf: float
    left_empty: float | None
    called_absent: int
    subjects: int

    def __str__(self) -> str:
        absent = "" if self.left_empty is None else f", absent frames left empty {self.left_empty:.0%}"
        return f"J&F {self.jf:.3f}{absent}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Weights between the old model's and the tuned one's, `share` of the tuned, and how good they are.

    `guard` is None while it was not measured.
    """

    share: float
    held_out: Score
    guard: Score | None = None


def score(model: Path, device: str, subjects: Iterable[Subject]) -> Score:
    """Return how good a model file is on subjects. Raises EngineError, MediaError or ImportFileError."""
    return score_of(open_predictor(str(model), device, precision=Precision.FLOAT32, threads=1), subjects)


def score_of(predictor: Predictor, subjects: Iterable[Subject]) -> Score:
    """Return how good a predictor is on subjects. Raises TrainingError when none shows its object."""
    results = [result for _, result in evaluate_all(predictor, subjects, EvaluationProtocol.MASK)]
    if not results:
        raise TrainingError("No held-out masklet shows its object: nothing can be measured.")
    means = mean(results)
    return Score(means["jf"], means.get("left_empty"), round(means["called_absent"]), len(results))


def passes(guard: Score, before: Score) -> bool:
    """Return whether a model forgets little enough."""
    kept_empty = (before.left_empty or 0.0) - (guard.left_empty or 0.0) <= MOST_ABSENT_LOST
    return before.jf - guard.jf <= MOST_LOST and kept_empty


def choose(
    candidates: Iterable[Candidate], before: Score, guard_before: Score, guard: Callable[[float], Score]
) -> Candidate | None:
    """Return the candidate that is best on held-out masklets among those that gain there and pass the guard, or None.

    Of two equal ones that with the smaller share. `guard` measures the candidate of a share, and is asked no more after
    the first that passes. That of two shares the larger one gains more on further clips, too, was seen on two seeds.
    """
    better = [one for one in candidates if one.held_out.jf > before.jf]
    for candidate in sorted(better, key=lambda one: (-one.held_out.jf, one.share)):
        measured = guard(candidate.share)
        if passes(measured, guard_before):
            return Candidate(candidate.share, candidate.held_out, measured)
    return None


class ScoreBook:
    """Scores by name in a file, so that a training that is resumed measures nothing twice."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._scores = msgspec.json.decode(file.read_bytes(), type=dict[str, Score]) if file.is_file() else {}
        except (OSError, *DAMAGED):
            self._scores = {}  # measured again

    def missing(self, subjects: Mapping[str, int]) -> int:
        """Return how many subjects are still to be measured of so many for each name."""
        return sum(count for name, count in subjects.items() if name not in self._scores)

    def get(self, name: str, measure: Callable[[], Score]) -> Score:
        """Return the score of a name, measured if it is not there. Raises what `measure` does, or TrainingError."""
        if name not in self._scores:
            self._scores[name] = measure()
            partial = self._file.with_name(self._file.name + ".part")
            try:
                partial.write_bytes(msgspec.json.format(msgspec.json.encode(self._scores)))
                partial.replace(self._file)
            except OSError as error:
                raise TrainingError(
                    "{path} cannot be written: {reason}.", path=self._file, reason=error.strerror
                ) from error
        return self._scores[name]
