"""The table of formats that masks can be exported to; a new one is a file and a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from app.interchange.clip import ExportCheck, ExportClip, ExportJob
from app.interchange.davis_export import check_davis, export_davis
from app.interchange.overlay import check_overlay, export_overlay
from app.phrases import Phrase


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One row. `cannot_hold` says in a sentence what never fits, `check` what of these clips would be lost.

    `export` writes a new folder and yields progress; closing it leaves nothing behind. Both raise ExportError in words,
    and MediaError for frames that cannot be read.
    """

    id: str
    title: Phrase
    cannot_hold: Phrase
    check: Callable[[Sequence[ExportClip]], ExportCheck]
    export: Callable[[Sequence[ExportClip], Path], ExportJob]


_ROWS: Final = (
    ExportFormat(
        id="davis",
        title=Phrase("DAVIS (JPEG frames and palette PNGs)"),
        cannot_hold=Phrase(
            "Cannot hold overlaps, more than 254 objects a video, or what is absent apart from what is not annotated."
        ),
        check=check_davis,
        export=export_davis,
    ),
    ExportFormat(
        id="overlay",
        title=Phrase("Overlay video (H.264)"),
        cannot_hold=Phrase("It is only for viewing: masks cannot be read back from it, and it has no sound."),
        check=check_overlay,
        export=export_overlay,
    ),
)

FORMATS: Final[Mapping[str, ExportFormat]] = MappingProxyType({row.id: row for row in _ROWS})
"""Formats by id, in the order in which they are offered."""
