"""Splits prompts into queries of the model, and converts their points to its coordinates."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from app.engine.inference.model import Points
from app.engine.network.constants import BOX_BOTTOM_RIGHT, BOX_TOP_LEFT
from app.project.model import Box, Click, Prompts

LONGEST = 10
"""Queries of one reply. SAM 2 was trained with up to eight; 400 clicks asked one by one took minutes."""


def queries(prompts: Prompts, has_prior: bool) -> Iterator[Prompts]:
    """Yield the prompts of each query: box and first click, then one click more each time, all earlier ones repeated.

    So the model was trained and so its demo works: the output of one query is the prior of the next. Only the first
    query may choose the best of three masks. Negative clicks wait until there is a mask they can remove from.
    """
    if prompts.box is not None:
        yield replace(prompts, clicks=())
        has_prior = True
    for count in range(1, len(prompts.clicks) + 1):
        clicks = prompts.clicks[:count]
        if has_prior or any(click.positive for click in clicks) or count == len(prompts.clicks):
            yield replace(prompts, clicks=clicks)
            has_prior = True


def bounded(steps: Sequence[Prompts], has_prior: bool) -> Sequence[Prompts]:
    """Return which of these queries are asked: all of them, or at most LONGEST where they are more.

    Each repeats the clicks before it, so nothing is left out. With a mask to go on from the latest is enough; else the
    first clicks come one by one and later ones in ever larger steps. The last but one is among them: the next click
    goes on from there.
    """
    if len(steps) <= LONGEST:
        return steps
    if has_prior:
        return steps[-1:]
    counts = np.unique(np.geomspace(1, len(steps) - 1, LONGEST - 1).round().astype(int))
    return [*(steps[count - 1] for count in counts), steps[-1]]


def points(prompts: Prompts, width: int, height: int, size: int, device: torch.device) -> Points:
    """Return box corners and clicks as one query's points, from image pixels of a width x height frame.

    SAM adds half a pixel of its own square to every point, which is right for pixel indexes. Ours are coordinates
    in the image, so the half is taken off here.
    """
    places, labels = [], []
    if prompts.box is not None:
        places += _corners(prompts.box)
        labels += [BOX_TOP_LEFT, BOX_BOTTOM_RIGHT]
    for click in prompts.clicks:
        places.append(_place(click))
        labels.append(1 if click.positive else 0)
    scale = torch.tensor([size / width, size / height], dtype=torch.float64)
    coordinates = torch.tensor(places, dtype=torch.float64) * scale - 0.5
    return Points(
        coordinates=coordinates.float()[None].to(device),
        labels=torch.tensor(labels, dtype=torch.int32)[None].to(device),
    )


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box.x0, box.y0), (box.x1, box.y1)]


def _place(click: Click) -> tuple[float, float]:
    return click.x, click.y
