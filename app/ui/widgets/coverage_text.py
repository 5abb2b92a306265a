"""How far an object is, in words: 48 % present, 62 lost, 12 stale."""

from PySide6.QtCore import QCoreApplication

from app.workspace.measuring.coverage import Coverage

translate = QCoreApplication.translate


def coverage_facts(found: Coverage, *, missing: bool = False) -> list[str]:
    """Return what is there, and how many frames still want a person; what there is none of is left out.

    `missing`: with the frames that have no mask.
    """
    words = [translate("Coverage", "{percent} % present").format(percent=whole_percent(found.present_share))]
    for count, text in (
        (found.missing if missing else 0, translate("Coverage", "{count} without a mask")),
        (found.lost, translate("Coverage", "{count} lost")),
        (found.stale, translate("Coverage", "{count} stale")),
        (found.absent, translate("Coverage", "{count} absent")),
    ):
        if count:
            words.append(text.format(count=count))
    return words


def annotated_text(found: Coverage) -> str:
    """Return on how many of the frames that the project annotates it is said where the object is."""
    words = translate("Coverage", "annotated {done} of {all} frames")
    return words.format(done=found.annotated, all=found.frames)


def whole_percent(share: float) -> int:
    """Return a share of 0..1 in whole percent: 0 and 100 only where nothing and everything is meant."""
    return min(max(round(share * 100), 1), 99) if 0 < share < 1 else round(share * 100)
