"""What each memory policy gives and costs: `python -m tests.bench.policies FOLDER ... [--frames N]`.

Each folder is a data set in DAVIS layout, or the sample. Every object is tracked from its first true mask, as
`masklane evaluate --protocol mask` does, on one thread. The last line of a folder is what a choice made on the other
sequences gives on the one that was left out, in the mean over all of them.
"""

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from app.engine.hardware.torch_import import prepare_environment
from app.evaluation.protocols import EvaluationProtocol, EvaluationResult, evaluate_all, mean
from app.evaluation.subjects import open_subjects
from app.project.model import Policy
from app.workspace.engine import ModelChoice, open_predictor

Results = Mapping[Policy, Sequence[EvaluationResult]]


def main() -> None:
    """Print a table for each folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.policies", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--frames", type=int, default=0, metavar="N", help="only the first N of each sequence")
    parser.add_argument("--model", default="embedded", metavar="NAME")
    options = parser.parse_args()
    prepare_environment()
    predictor = open_predictor(ModelChoice(options.model, "cpu", threads=1))
    for folder in options.folders:
        results: dict[Policy, list[EvaluationResult]] = {}
        print(f"{folder.name:<16}{'J&F':>8}{'left empty':>14}{'called absent':>16}{'frames/s':>10}")
        for policy in Policy:
            predictor.release()
            with closing(open_subjects(folder, frames=options.frames)) as subjects:
                tracked = evaluate_all(predictor, subjects, EvaluationProtocol.MASK, policy)
                results[policy] = [result for _, result in tracked]
            _print_row(policy.value, results[policy])
        _print_row("left out in turn", left_out_in_turn(results))


def left_out_in_turn(results: Results) -> list[EvaluationResult]:
    """Return for each sequence the results of the policy that is the best in the mean over all other sequences."""
    found: list[EvaluationResult] = []
    sequences = dict.fromkeys(result.sequence for result in next(iter(results.values())))
    for sequence in sequences:

        def elsewhere(policy: Policy, left_out: str = sequence) -> float:
            return float(np.mean([r.jf for r in results[policy] if r.sequence != left_out] or [0.0]))

        found += [result for result in results[max(results, key=elsewhere)] if result.sequence == sequence]
    return found


def _print_row(name: str, results: Sequence[EvaluationResult]) -> None:
    means = mean(results)
    empty = sum(result.empty_truth for result in results)
    left = f"{sum(result.left_empty for result in results)} of {empty}"
    called = f"{means['called_absent']:.0f} of {means['shown_truth']:.0f}"
    print(f"{name:<16}{means['jf']:>8.3f}{left:>14}{called:>16}{means['frames_per_second']:>10.2f}", flush=True)


if __name__ == "__main__":
    main()
