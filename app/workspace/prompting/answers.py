"""When the model can be asked about the prompts of a cell, and how much of its answer counts."""

from app.masks.mask import Mask
from app.project.model import Prompts


def answerable(prompts: Prompts, previous: Mask | None) -> bool:
    """Return whether the model can be asked: something says where the object is, or there is a mask to take from.

    A click that only removes would be answered by a mask of the very thing that it excludes.
    """
    return prompts.locates or (previous is not None and previous.area > 0)


def within_previous(previous: Mask | None, prompts: Prompts, answer: Mask) -> Mask:
    """Return the answer to prompts; where none of them says where the object is, only what `previous` had, too."""
    return answer if prompts.locates or previous is None else answer.intersection(previous)
