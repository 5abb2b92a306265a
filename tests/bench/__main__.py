"""Run the benchmarks, print a table, write JSON; exit status 1 when a promise is not kept."""

import argparse
import dataclasses
import importlib
import json
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from app.engine.hardware.torch_import import prepare_environment
from app.workspace.jobs.worker import leave
from tests.bench.result import Result

BENCHMARKS = {
    "seek": "tests.bench.seek",
    "store": "tests.bench.store",
    "events": "tests.bench.events",
    "tracking": "tests.bench.tracking",
    "packed": "tests.bench.packed",
    "ahead": "tests.bench.ahead",
    "memory": "tests.bench.memory",
    "retrack": "tests.bench.retrack",
    "correcting": "tests.bench.correcting",
    "responsiveness": "tests.bench.responsiveness",
    "large": "tests.bench.large",
    "canvas": "tests.bench.canvas",
    "timeline": "tests.bench.timeline",
    "window": "tests.bench.window",
    "verifying": "tests.bench.verifying",
    "shots": "tests.bench.shots",
    "proposals": "tests.bench.proposals",
    "suggestions": "tests.bench.suggestions",
    "improving": "tests.bench.improving",
    "choosing": "tests.bench.choosing",
    "training_kills": "tests.bench.training_kills",
    "lessons": "tests.bench.lessons",
    "formats": "tests.bench.formats",
    "format_faults": "tests.bench.format_faults",
    "export_kills": "tests.bench.export_kills",
    "faults": "tests.bench.faults",
    "kills": "tests.bench.faults.kills",
    "damages": "tests.bench.faults.damages",
    "full_disks": "tests.bench.faults.full_disks",
}
"""Name on the command line -> module with `measure() -> list[Result]`. A module that is missing is an error."""
BY_NAME_ONLY = frozenset(
    {
        "choosing",
        "damages",
        "export_kills",
        "faults",
        "format_faults",
        "formats",
        "full_disks",
        "improving",
        "kills",
        "lessons",
        "suggestions",
        "training_kills",
    }
)
"""Take minutes: they kill, damage files, fill disks, write a long video, annotate clips, train."""
ON_FOLDERS = frozenset({"lessons", "shots", "suggestions"})
"""Take folders in DAVIS layout, and how many frames of each clip."""

RESULTS = Path(__file__).parent / "results"


def main(arguments: list[str]) -> int:
    """Measure what was asked for (everything by default) and report it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words = f"of: {', '.join(BENCHMARKS)} (default: all but {', '.join(sorted(BY_NAME_ONLY))})"
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{words}; folders for some of them")
    parser.add_argument(
        "--frames", type=int, default=0, metavar="N", help="of those folders: only the first N of each clip"
    )
    parser.add_argument("--best", action="store_true", help="of suggestions: what knowing each correction gives, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the numbers")
    options = parser.parse_args(arguments)
    folders = [Path(name) for name in options.names if name not in BENCHMARKS and Path(name).is_dir()]
    options.names = [name for name in options.names if Path(name) not in folders or name in BENCHMARKS]
    unknown = sorted(set(options.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    names = options.names or [name for name in BENCHMARKS if name not in BY_NAME_ONLY]
    if len(names) == 1:
        prepare_environment()
        measured = {name: _measure(name, folders, options) for name in names}
    else:
        measured = {name: _measure_apart(name, folders, options) for name in names}
    print(table(measured))
    write(measured, options.json or RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json")
    return 0 if all(result.passed for results in measured.values() for result in results) else 1


def _measure(name: str, folders: list[Path], options: argparse.Namespace) -> list[Result]:
    """Run one benchmark here."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    given = (folders, options.frames) if name in ON_FOLDERS else ()
    more = {"best": options.best} if name == "suggestions" else {}
    results: list[Result] = importlib.import_module(BENCHMARKS[name]).measure(*given, **more)
    return results


def _measure_apart(name: str, folders: list[Path], options: argparse.Namespace) -> list[Result]:
    """Run one benchmark of several in a process of its own: what others leave in memory or set is not measured.

    One that ends without numbers is a row that missed.
    """
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "numbers.json"
        more = ["--best"] if options.best else []
        command = [sys.executable, "-m", "tests.bench", name, *map(str, folders), *more]
        command += ["--frames", str(options.frames), "--json", str(file)]
        status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        if not file.is_file():
            return [Result("status at its end", status, "", "numbers", passed=False)]
        return [Result(**row) for row in json.loads(file.read_text(encoding="utf-8"))["results"][name]]


def table(measured: dict[str, list[Result]]) -> str:
    """Return the results as aligned text."""
    rows = [("benchmark", "measured", "value", "target", "")]
    for name, results in measured.items():
        for result in results:
            value = f"{result.value:.4g} {result.unit}".strip()
            rows.append((name, result.name, value, result.target, "ok" if result.passed else "MISSED"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def write(measured: dict[str, list[Result]], file: Path) -> None:
    """Write the numbers with the machine they were measured on."""
    report = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "results": {name: [dataclasses.asdict(result) for result in results] for name, results in measured.items()},
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
