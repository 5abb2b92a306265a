"""Cryptomatte: names as numbers in the channels of an EXR, and the manifest that says which is whose.

After the specification of Psyop, version 1.2: a layer holds pairs of id and coverage by rank, two in each RGBA; an id
is the MurmurHash3 of the name, read as a float.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask

LAYER: Final = "object"
PAIRS: Final = 2
"""Pairs of id and coverage in the four channels of a picture."""
_WORD: Final = 0xFFFFFFFF


def murmur3(data: bytes) -> int:
    """Return MurmurHash3_x86_32 with seed 0 (Austin Appleby, public domain)."""
    state = 0
    whole = len(data) - len(data) % 4
    for at in range(0, whole, 4):
        state = _rotated(state ^ _mixed(int.from_bytes(data[at : at + 4], "little")), 13)
        state = (5 * state + 0xE6546B64) & _WORD
    if len(data) > whole:
        state ^= _mixed(int.from_bytes(data[whole:], "little"))
    state ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        state = ((state ^ (state >> shift)) * factor) & _WORD
    return state ^ (state >> 16)


def _mixed(word: int) -> int:
    return (_rotated((word * 0xCC9E2D51) & _WORD, 15) * 0x1B873593) & _WORD


def _rotated(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & _WORD


def id_of(name: str) -> int:
    """Return the 32 bits of a name, never those of an infinite, denormal or undefined float."""
    found = murmur3(name.encode())
    return found ^ (1 << 23) if (found >> 23) & 255 in (0, 255) else found


def distinct_ids(names: Iterable[str]) -> dict[str, int]:
    """Return names (later ones numbered where name or id repeat an earlier one) with their ids, in order."""
    found: dict[str, int] = {}
    for name in names:
        candidate, number = name, 2
        while candidate in found or id_of(candidate) in found.values():
            candidate, number = f"{name} {number}", number + 1
        found[candidate] = id_of(candidate)
    return found


def metadata(ids: Mapping[str, int]) -> dict[str, str]:
    """Return the header's entries."""
    key = f"cryptomatte/{id_of(LAYER):08x}"[: len("cryptomatte/") + 7]
    return {
        f"{key}/name": LAYER,
        f"{key}/hash": "MurmurHash3_32",
        f"{key}/conversion": "uint32_to_float32",
        f"{key}/manifest": json.dumps({name: f"{id:08x}" for name, id in ids.items()}, ensure_ascii=False),
    }


def layers(masks: Sequence[tuple[int, Mask]], height: int, width: int, ranks: int) -> dict[str, NDArray[np.float32]]:
    """Return the channels of (id, mask), each of shape (H, W); `ranks` is how many objects share a pixel at most."""
    pictures = max(1, -(-ranks // PAIRS))
    ids = np.zeros((pictures * PAIRS, height, width), np.uint32)
    depth = np.zeros((height, width), np.uint8)
    for id, mask in masks:
        box = mask.bbox
        if box is None:
            continue
        x0, y0, x1, y1 = box
        rows, columns = np.nonzero(mask.to_rows(y0, y1)[:, x0:x1])
        rows, columns = rows + y0, columns + x0
        ids[depth[rows, columns], rows, columns] = id
        depth[rows, columns] += 1
    made: dict[str, NDArray[np.float32]] = {}
    for rank, found in enumerate(ids):
        picture, pair = divmod(rank, PAIRS)
        value, coverage = ("RG", "BA")[pair]
        made[f"{LAYER}{picture:02}.{value}"] = found.view(np.float32)
        made[f"{LAYER}{picture:02}.{coverage}"] = (depth > rank).astype(np.float32)
    return made


def most_shared(masks: Sequence[Mask]) -> int:
    """Return how many of the masks share a pixel at most."""
    there = [mask for mask in masks if mask.area]
    if not there:
        return 0
    depth = np.zeros(there[0].shape, np.uint8)
    for mask in there:
        depth += mask.to_array()
    return int(depth.max())
