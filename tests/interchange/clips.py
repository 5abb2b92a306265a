"""Clips of any content for round trips, made by hypothesis, without a video."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from app.interchange.clip import AnnotatedClip, Masklet
from app.masks.mask import Mask
from app.project.model import CellMask, Color, MaskSource, ObjectKind

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(lambda n: n.strip())


@dataclass(frozen=True)
class Can:
    """What clips may have."""

    overlap: bool = True
    holes: bool = True
    gaps: bool = True
    auto: bool = False
    category: tuple[str, ...] = ("", "dog", "Katze & Hund", "猫")


def pixels(seed: int, share: float, height: int, width: int, solid: bool) -> np.ndarray:
    rng = np.random.default_rng(seed)
    if solid:
        made = np.zeros((height, width), bool)
        y0, x0 = rng.integers(0, height), rng.integers(0, width)
        made[y0 : y0 + rng.integers(1, height + 1), x0 : x0 + rng.integers(1, width + 1)] = share > 0
        return made
    return rng.random((height, width)) < share


@st.composite
def clips(draw: st.DrawFn, can: Can = Can()) -> AnnotatedClip:
    height, width, frames = draw(st.integers(2, 9)), draw(st.integers(2, 12)), draw(st.integers(1, 4))
    count = draw(st.integers(1, 3))
    taken = [np.zeros((height, width), bool) for _ in range(frames)]
    masklets = []
    for place in range(count):
        masks = {}
        for frame in range(frames):
            if can.gaps and draw(st.booleans()) and (frame or masks):
                continue
            share = draw(st.sampled_from([0.0, 0.3, 0.7, 1.0]))
            found = pixels(draw(st.integers(0, 2**32)), share, height, width, solid=not can.holes)
            if not can.overlap:
                found &= ~taken[frame]
                taken[frame] |= found
            masks[frame] = CellMask(Mask.from_array(found), MaskSource.IMPORTED)
        if not any(mask.mask.area for mask in masks.values()):
            masks[0] = CellMask(Mask.from_array(_dot(height, width, taken[0], can)), MaskSource.IMPORTED)
        kind = draw(st.sampled_from(ObjectKind)) if can.auto else ObjectKind.MANUAL
        color = Color(*(draw(st.integers(0, 255)) for _ in range(3)))
        name = f"{place} {draw(NAMES).strip()}"
        masklets.append(Masklet(place + 1, name, masks, draw(st.sampled_from(can.category)), kind, color))
    return AnnotatedClip(draw(NAMES).strip(), width, height, frames, tuple(masklets), rate=25.0)


def _dot(height: int, width: int, taken: np.ndarray, can: Can) -> np.ndarray:
    made = np.zeros((height, width), bool)
    free = np.flatnonzero(~taken) if not can.overlap else np.arange(height * width)
    if len(free):
        made.flat[free[0]] = True
        taken |= made
    return made


def masks_of(clip: AnnotatedClip, absent: bool) -> dict[str, dict[int, Mask]]:
    """Masks by name of object and frame; without those of absent objects where the format cannot say so."""
    return {
        masklet.name: {f: m.mask for f, m in sorted(masklet.masks.items()) if absent or m.mask.area}
        for masklet in clip.masklets
    }
