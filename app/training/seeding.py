"""Random generators that depend on their key only, so that a training can be resumed and repeated."""

import random


def seeded_random(*key: int | str) -> random.Random:
    """Return a generator of its own for a key, such as (seed, step)."""
    return random.Random("-".join(str(part) for part in key))  # noqa: S311 - nothing secret depends on it
