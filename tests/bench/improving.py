"""What re-training on verified masklets gains on something new, and what is forgotten: nuclei under a moving view.

`MASKLANE_IMAGES` is a folder with `images/` and `masks/` (PNG of labels, 0 is the background). Clips are made of its
pictures, two objects are verified in each, and the embedded model is improved as `masklane train --project` does it.
`MASKLANE_CHECK`, a folder in DAVIS layout, is measured before and after, too; `MASKLANE_EFFORT` multiplies the steps.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from app.api import Project
from app.engine.checkpoints import catalog
from app.engine.hardware.torch_import import prepare_environment
from app.evaluation.subjects import open_subjects
from app.interchange.encoding.label_png import read_labels
from app.training.data.clips import read_picture
from app.training.improving.improve import ImproveConfig, Outcome, improve
from app.training.improving.scores import MOST_ABSENT_LOST, MOST_LOST, score
from tests.bench.result import Result, at_least, at_most

CLIPS, FRAMES, SIDE, OBJECTS = 15, 14, 384, 2
LEARNED_BY_THE_MODEL = 8
"""Every eighth picture by name was learned from when the embedded model was made."""
GAIN = 0.10
SMALLEST = 0.002
"""Of a nucleus in the view."""


def measure() -> list[Result]:
    """Make a project of verified masklets, improve the embedded model with it, and compare."""
    prepare_environment()
    pictures = Path(os.environ["MASKLANE_IMAGES"])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        project = Path(home) / "nuclei"
        _annotate(project, pictures)
        began = time.monotonic()
        outcome = _improved(project, Path(home) / "out")
        minutes = (time.monotonic() - began) / 60
        return [*_rows(outcome, minutes), *_checked(outcome)]


def _annotate(folder: Path, pictures: Path) -> None:
    with Project.create(folder, annotator="bench") as project:
        made = 0
        for number, file in enumerate(sorted((pictures / "images").iterdir())):
            if made == CLIPS or number % LEARNED_BY_THE_MODEL == 0:
                continue
            clip = list(_moving_view(file, pictures / "masks" / f"{file.stem}.png", made))
            chosen = _objects([labels for _, labels in clip])
            if len(chosen) < OBJECTS:
                continue
            video = project.add_frames(file.stem, [frame for frame, _ in clip])
            for value in chosen:
                nucleus = video.add_object(f"nucleus {value}")
                nucleus.put_masks({index: labels == value for index, (_, labels) in enumerate(clip)})
                nucleus.judge("satisfactory")
            made += 1


def _moving_view(picture: Path, mask: Path, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield frames (RGB) and labels of a view that moves, turns and comes nearer over a picture."""
    image, labels = read_picture(picture), read_labels(mask).astype(np.uint16)
    rng = np.random.default_rng(seed)
    high, wide = labels.shape
    start, end = (rng.uniform(0.35, 0.65, 2) * (wide, high) for _ in range(2))
    turn, near = rng.uniform(-20, 20), rng.uniform(1.0, 1.6)
    for step in np.linspace(0, 1, FRAMES):
        x, y = start + (end - start) * step
        gain = (1 + (near - 1) * step) * SIDE / (0.8 * min(high, wide))
        matrix = cv2.getRotationMatrix2D((x, y), turn * step, gain)
        matrix[:, 2] += (SIDE / 2 - x, SIDE / 2 - y)
        size, border = (SIDE, SIDE), cv2.BORDER_REFLECT_101
        frame = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_AREA, borderMode=border)
        yield frame, cv2.warpAffine(labels, matrix, size, flags=cv2.INTER_NEAREST, borderValue=0)


def _objects(labels: list[np.ndarray]) -> list[int]:
    """Return the nuclei to annotate: those that are in view and large enough on all frames but a few."""
    least = SMALLEST * SIDE * SIDE
    seen = [value for value in np.unique(labels[0]).tolist() if value and (labels[0] == value).sum() >= least]
    lasting = [value for value in seen if sum(bool((one == value).sum() >= least) for one in labels) >= FRAMES - 3]
    lasting.sort(key=lambda value: -int((labels[0] == value).sum()))
    return lasting[:OBJECTS]


def _improved(project: Path, out: Path) -> Outcome:
    base = catalog.resolve(catalog.EMBEDDED)
    effort = float(os.environ.get("MASKLANE_EFFORT", "1"))
    lines = improve(ImproveConfig((project,), base.path, base.id, out, device="cpu", effort=effort))
    while True:
        try:
            print(next(lines), flush=True)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def _rows(outcome: Outcome, minutes: float) -> list[Result]:
    before, chosen = outcome.before, outcome.chosen
    shares = [
        Result(f"{one.share:.0%} of what was learned, held out", one.held_out.jf, "J&F", "told only", passed=True)
        for one in outcome.candidates
    ]
    rows = [Result("held-out nuclei, before", before.jf, "J&F", "told only", passed=True), *shares]
    if chosen is None or chosen.guard is None:
        return [*rows, at_least("gain of what is handed out", 0.0, "J&F", GAIN)]
    empty = (outcome.guard_before.left_empty or 0.0) - (chosen.guard.left_empty or 0.0)
    return [
        *rows,
        at_least(f"gain of what is handed out ({chosen.share:.0%})", chosen.held_out.jf - before.jf, "J&F", GAIN),
        at_most("lost on the guard", outcome.guard_before.jf - chosen.guard.jf, "J&F", MOST_LOST),
        at_most("absent frames of the guard not left empty any more", empty, "of all", MOST_ABSENT_LOST),
        at_most("minutes", minutes, "min", 30.0),
    ]


def _checked(outcome: Outcome) -> list[Result]:
    folder = os.environ.get("MASKLANE_CHECK")
    if folder is None or outcome.model is None:
        return []
    before = score(catalog.resolve(catalog.EMBEDDED).path, "cpu", open_subjects(Path(folder)))
    after = score(outcome.model, "cpu", open_subjects(Path(folder)))
    return [at_most(f"lost on {Path(folder).name}", before.jf - after.jf, "J&F", MOST_LOST)]
