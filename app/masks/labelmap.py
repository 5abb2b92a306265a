"""The masks of one frame as one picture of labels, for display: colors are looked up by label, never blended here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask, Rect

MAX_LABELS: Final = 255
"""What fits into a byte beside 0, the background."""


@dataclass(slots=True)
class _Layer:
    label: int
    mask: Mask
    bbox: Rect | None


class LabelMap:
    """Holds a uint8 array of shape (H, W): 0 where no mask is, else the label of the topmost mask there.

    Masks are named by any integer (an object's id). A name keeps its label as long as it is shown, so a table of colors
    indexed by label stays valid from frame to frame. What changes repaints its own rectangle only.
    """

    def __init__(self, height: int, width: int) -> None:
        self._array = np.zeros((height, width), np.uint8)
        self._layers: dict[int, _Layer] = {}
        self._due: Rect | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = self._array.shape
        return height, width

    @property
    def array(self) -> NDArray[np.uint8]:
        """The labels, shape (H, W), C-contiguous; read only. One array for the map's lifetime: what has changed is
        painted into it when it is asked for, however often it changed since."""
        self._repaint()
        view = self._array.view()
        view.flags.writeable = False
        return view

    def labels(self) -> dict[int, int]:
        """Return the label of each name that is shown, bottom to top."""
        return {name: layer.label for name, layer in self._layers.items()}

    def show(self, masks: Sequence[tuple[int, Mask]]) -> Rect | None:
        """Show exactly these masks, given as (name, mask) bottom to top. Returns what differs now, None: nothing.

        Only the uppermost MAX_LABELS masks with pixels have a label when there are more.
        """
        wanted = dict(masks)
        if len(wanted) > MAX_LABELS:
            wanted = dict([(name, mask) for name, mask in wanted.items() if mask.area][-MAX_LABELS:])
        dirty: Rect | None = None
        for name in self._layers.keys() - wanted.keys():
            dirty = _around(dirty, self._layers[name].bbox)
        kept = {name: layer for name, layer in self._layers.items() if name in wanted}
        free = iter(sorted(set(range(1, MAX_LABELS + 1)) - {layer.label for layer in kept.values()}))
        reordered = list(kept) != [name for name in wanted if name in kept]
        self._layers = {}
        for name, mask in wanted.items():
            old = kept.get(name)
            if old is not None and old.mask == mask:
                self._layers[name] = old
                dirty = _around(dirty, old.bbox) if reordered else dirty
                continue
            layer = _Layer(next(free) if old is None else old.label, self._fitting(mask), mask.bbox)
            self._layers[name] = layer
            dirty = _around(_around(dirty, layer.bbox), None if old is None else old.bbox)
        self._due = _around(self._due, dirty)
        return dirty

    def replace(self, name: int, mask: Mask) -> Rect | None:
        """Change the mask of a name that is shown. Returns what differs now, None: nothing."""
        layer = self._layers[name]
        if layer.mask == mask:
            return None
        old, layer.mask, layer.bbox = layer.bbox, self._fitting(mask), mask.bbox
        dirty = _around(old, layer.bbox)
        self._due = _around(self._due, dirty)
        return dirty

    def _repaint(self) -> None:
        rect, self._due = self._due, None
        if rect is None:
            return
        x0, y0, x1, y1 = rect
        self._array[y0:y1, x0:x1] = 0
        for layer in self._layers.values():
            part = _shared(rect, layer.bbox)
            if part is not None:
                px0, py0, px1, py1 = part
                inside = layer.mask.to_rows(py0, py1)[:, px0:px1]
                np.copyto(self._array[py0:py1, px0:px1], np.uint8(layer.label), where=inside)

    def _fitting(self, mask: Mask) -> Mask:
        if mask.shape != self._array.shape:
            raise ValueError(f"{mask} does not fit a label map of shape {self._array.shape}")
        return mask


def _around(a: Rect | None, b: Rect | None) -> Rect | None:
    """Return the smallest rectangle around both."""
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _shared(a: Rect, b: Rect | None) -> Rect | None:
    """Return the part in both, or None when there is none."""
    if b is None:
        return None
    x0, y0, x1, y1 = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
