"""Table 1 of the SAM 2 paper (arXiv 2408.00714): the data engine in its three phases."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PaperPhase:
    """A row of the table. `alignment`: share of masks with IoU > 0.75 to those of phase 1, of all, small, medium and
    large ones; None for phase 1 itself."""

    phase: int
    seconds_a_frame: float
    edited_share: float
    clicks_a_frame: float
    alignment: tuple[float, float, float, float] | None


PAPER: Final = (
    PaperPhase(1, 37.8, 1.0, 4.80, None),
    PaperPhase(2, 7.4, 0.2325, 3.61, (0.864, 0.713, 0.804, 0.979)),
    PaperPhase(3, 4.5, 0.1904, 2.68, (0.891, 0.728, 0.818, 1.0)),
)
