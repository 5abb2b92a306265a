"""High dynamic range (PQ, HLG) as standard range: reference white is white, as BT.2408 places it; all else follows."""

from functools import cache
from typing import Any, Final

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

PQ, HLG, BT2020 = 16, 18, 9
"""Numbers of the transfers and primaries (ITU-T H.273)."""

NAMES: Final = {PQ: "PQ", HLG: "HLG"}

WHITE_NITS: Final = 203.0
"""Reference white of BT.2408; in HLG it is the signal 0.75."""

LIGHT_STEPS: Final = 65_535
"""Between black and white, so fine that darks keep their shades."""

HLG_DISPLAY_GAMMA: Final = 1.2
"""System gamma of BT.2100 for a display of 1000 nits."""

DISPLAY_GAMMA: Final = 2.4
"""Of a standard display (BT.1886)."""

TO_BT709: Final = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)
"""BT.2020 to BT.709 in linear light (BT.2407)."""


def is_high_range(picture: VideoFrame) -> bool:
    """Return whether a decoded frame says that it is of high dynamic range."""
    return picture.color_trc in NAMES


def to_standard_range(picture: VideoFrame, reformatter: VideoReformatter, width: int, height: int) -> NDArray[np.uint8]:
    """Return a frame of high range as RGB, uint8, shape (height, width, 3). What is brighter than white is white."""
    # of FFmpeg's deep formats the one in which white stays white: in 12 and 16 bits it is 0.2 % less
    deep = reformatter.reformat(picture, width=width, height=height, format="gbrp10le", threads=1)
    signal = np.asarray(deep.to_ndarray(), np.uint16)
    light = _looked_up(signal, _light_of(int(picture.color_trc)))
    if picture.color_primaries == BT2020:
        light = np.asarray(cv2.transform(light, TO_BT709), np.float32)
    np.clip(light, 0, LIGHT_STEPS, out=light)
    return np.asarray(_looked_up(light.astype(np.uint16), _shown()), np.uint8)


def _looked_up(values: NDArray[np.uint16], table: NDArray[Any]) -> NDArray[Any]:
    """Return `table[values]`; OpenCV is four times as fast, from its version 5 on."""
    try:
        return np.asarray(cv2.LUT(values, table))
    except cv2.error:
        return np.asarray(table[values])


@cache
def _light_of(transfer: int) -> NDArray[np.float32]:
    """Return the light of each signal of 10 bits, LIGHT_STEPS = reference white, shape (65536,): the rest is unused."""
    signal = np.minimum(np.arange(1 << 16) / 1023, 1)
    light = _pq(signal) / WHITE_NITS if transfer == PQ else (_hlg(signal) / _hlg(np.array(0.75))) ** HLG_DISPLAY_GAMMA
    return (LIGHT_STEPS * light).astype(np.float32)


@cache
def _shown() -> NDArray[np.uint8]:
    """Return the 8-bit value of each light, shape (65536,)."""
    return np.rint(255 * (np.arange(1 << 16) / LIGHT_STEPS) ** (1 / DISPLAY_GAMMA)).astype(np.uint8)


def _pq(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the nits of a PQ signal (SMPTE ST 2084)."""
    root = signal ** (1 / 78.84375)
    return 10_000 * (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)


def _hlg(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the light of the scene of an HLG signal (BT.2100)."""
    bright = (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return np.where(signal <= 0.5, signal**2 / 3, bright)
