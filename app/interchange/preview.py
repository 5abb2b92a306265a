"""Small pictures of some frames with the masks over them, to look at before they are taken over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from app.errors import UserError
from app.interchange.clip import Masklet
from app.interchange.encoding.label_png import voc_palette
from app.interchange.fitting import Fit
from app.masks.mask import Mask
from app.masks.scaling import scaled
from app.media.source import FrameSource, Image

PICTURES: Final = 3
WIDTH, HEIGHT = 400, 225
"""Pixels that a picture has at most."""
GREY: Final = 96
"""Stands for a frame that is not there."""
OPACITY: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A frame of the video that masks go into. `frame_there`: it is shown, not only masks."""

    frame: int
    image: Image
    frame_there: bool


def previews(fit: Fit, source: FrameSource | None) -> Iterator[Preview]:
    """Yield pictures of the first, the middle and the last frame with a mask that is not empty; masks are fitted."""
    for frame in chosen_frames(fit):
        place = fit.frames[frame]
        whole = fit.clip if fit.target is None else fit.target
        height, width = whole.height, whole.width
        size = min(WIDTH / width, HEIGHT / height, 1.0)
        height, width = max(1, round(height * size)), max(1, round(width * size))
        image = None if source is None else _frame(source, place, height, width)
        there = image is not None
        if image is None:
            image = np.full((height, width, 3), GREY, np.uint8)
        for masklet, mask in fit.clip.on(frame):
            if mask.area:
                _paint(image, masklet, scaled(mask, height, width))
        yield Preview(place, image, there)


def chosen_frames(fit: Fit) -> list[int]:
    """Return up to three frames of the clip that have a mask and a place in the video."""
    seen = {frame for m in fit.clip.masklets for frame, cell in m.masks.items() if not cell.empty}
    frames = sorted(seen & fit.frames.keys())
    if not frames:
        return []
    places = {round(share * (len(frames) - 1)) for share in np.linspace(0, 1, PICTURES)}
    return [frames[place] for place in sorted(places)]


def _frame(source: FrameSource, place: int, height: int, width: int) -> Image | None:
    try:
        image = source.frame(place)
    except (UserError, IndexError):
        return None
    return np.array(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _paint(image: Image, masklet: Masklet, mask: Mask) -> None:
    on = mask.to_array()
    color = np.array(_color(masklet), np.float32)
    image[on] = (image[on] * (1 - OPACITY) + color * OPACITY).astype(np.uint8)
    inside = cv2.erode(on.astype(np.uint8), np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    image[on & (inside == 0)] = color.astype(np.uint8)


def _color(masklet: Masklet) -> tuple[int, int, int]:
    if masklet.color is not None:
        return masklet.color.red, masklet.color.green, masklet.color.blue
    red, green, blue = voc_palette()[(masklet.id - 1) % 255 + 1].tolist()
    return red, green, blue
