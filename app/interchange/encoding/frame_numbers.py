"""Which frame a file is, by its name."""

import re
from collections.abc import Sequence
from itertools import pairwise

_DIGITS = re.compile(r"[0-9]+")


def frame_numbers(names: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of frames from the names of their files: their last digits where these ascend, else 0, 1 ...

    All names must agree but for that number.
    """
    found = [list(_DIGITS.finditer(name)) for name in names]
    if all(found):
        lasts = [matches[-1] for matches in found]
        numbers = [int(match[0]) for match in lasts if len(match[0].lstrip("0")) <= 9]
        rests = {(name[: match.start()], name[match.end() :]) for name, match in zip(names, lasts, strict=True)}
        if len(numbers) == len(names) and len(rests) == 1 and all(a < b for a, b in pairwise(numbers)):
            return tuple(numbers)
    return tuple(range(len(names)))
