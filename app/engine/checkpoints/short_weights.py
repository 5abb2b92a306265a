"""Weights with as many significant bits as bfloat16 has, packed into two thirds of float16: for files handed out.

Where a network runs in bfloat16 they are the same weights. A float16 of so few bits ends in three zeros and its
exponent is one of few, so its bytes are coded by how often each comes: the low bytes of a tensor and then its high
bytes, each as a stream of their own (zlib, Huffman codes alone, as there are no repeats to find).
"""

import zlib
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

SIGNIFICANT: Final = 8
"""Bits: 2**-8 of a weight, 0.4 %, is the most that it is moved by, and 0.1 % is usual."""
_CUT: Final = 10 + 1 - SIGNIFICANT
_WINDOW: Final = 15


def shortened(weights: Tensor) -> Tensor:
    """Return float16 weights rounded to SIGNIFICANT bits, ties to even, of the same shape.

    What would round up to infinity is rounded down.
    """
    bits = weights.to(torch.float16).reshape(-1).numpy().view(np.uint16)
    sign, size = bits & 0x8000, bits & 0x7FFF
    rounded = (size + (1 << (_CUT - 1)) - 1 + (size >> _CUT & 1)) >> _CUT << _CUT
    rounded = np.where(rounded >= 0x7C00, 0x7BFF >> _CUT << _CUT, rounded)
    return torch.from_numpy((sign | rounded).astype(np.uint16).view(np.float16)).reshape(weights.shape)


def packed(weights: Tensor) -> Tensor:
    """Return float16 weights as a row of bytes (uint8); `unpacked` gives them back bit for bit."""
    pairs = weights.reshape(-1).numpy().view(np.uint8).reshape(-1, 2)
    coded = b"".join(_coded(pairs[:, place].tobytes()) for place in (0, 1))
    return torch.frombuffer(bytearray(coded), dtype=torch.uint8)


def unpacked(row: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Return the float16 weights of a shape in a row of bytes. ValueError when there are more, fewer or others."""
    count = int(np.prod(shape))
    rest, planes = row.numpy().tobytes(), []
    for _ in range(2):
        plane, rest = _decoded(rest, count)
        planes.append(plane)
    if rest:
        raise ValueError("there are bytes behind the weights")
    return torch.from_numpy(np.stack(planes, axis=1).reshape(-1).view(np.float16).reshape(shape))


def _coded(plane: bytes) -> bytes:
    coder = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, 9, zlib.Z_HUFFMAN_ONLY)
    return coder.compress(plane) + coder.flush()


def _decoded(coded: bytes, count: int) -> tuple[NDArray[np.uint8], bytes]:
    decoder = zlib.decompressobj(_WINDOW)
    try:
        plane = decoder.decompress(coded, count + 1)  # never more, whatever the stream says of itself
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(plane) != count or not decoder.eof:
        raise ValueError("a stream has another length than its weights")
    return np.frombuffer(plane, np.uint8), decoder.unused_data
