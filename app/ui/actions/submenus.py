"""Which actions stand in a menu of their own inside of a menu: those that are many, or needed seldom."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

_ON_THIS_FRAME: Final = str(QT_TRANSLATE_NOOP("Actions", "On this frame"))
_MEMORY: Final = str(QT_TRANSLATE_NOOP("Actions", "Memory"))
_ORDER: Final = str(QT_TRANSLATE_NOOP("Actions", "Order"))
_OPACITY: Final = str(QT_TRANSLATE_NOOP("Actions", "Opacity and outlines"))
_TIMELINE: Final = str(QT_TRANSLATE_NOOP("Actions", "Timeline"))
_PANELS: Final = str(QT_TRANSLATE_NOOP("Actions", "Panels"))
_SPEED: Final = str(QT_TRANSLATE_NOOP("Actions", "Speed"))
_CANDIDATES: Final = str(QT_TRANSLATE_NOOP("Actions", "Candidates"))
_VERDICT: Final = str(QT_TRANSLATE_NOOP("Actions", "Verdict"))
_ISSUES: Final = str(QT_TRANSLATE_NOOP("Actions", "Issues"))
_PHASE: Final = str(QT_TRANSLATE_NOOP("Actions", "Phase"))

SUBMENUS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("view.more_opaque", "view.less_opaque", "view.thicker_outlines", "view.thinner_outlines"), _OPACITY
    ),
    **dict.fromkeys(("timeline.zoom_in", "timeline.zoom_out", "timeline.fit", "timeline.fit_range"), _TIMELINE),
    **dict.fromkeys(("view.part.objects", "view.part.options", "view.part.timeline", "view.part.filmstrip"), _PANELS),
    **dict.fromkeys(
        ("playback.slower", "playback.faster", *(f"playback.speed_{percent}" for percent in (25, 50, 100, 200, 400))),
        _SPEED,
    ),
    **dict.fromkeys(
        (
            *("stage.accept", "stage.dismiss", "stage.dismiss_rest", "stage.accept_above"),
            *("stage.next_candidate", "stage.previous_candidate"),
        ),
        _CANDIDATES,
    ),
    **dict.fromkeys(("stage.satisfactory", "stage.unsatisfactory", "stage.mark", "stage.reject"), _VERDICT),
    **dict.fromkeys(
        ("stage.note_issue", "stage.resolve_issue", "stage.open_issue_again", "stage.delete_issue"), _ISSUES
    ),
    **dict.fromkeys(("stage.phase_1", "stage.phase_2", "stage.phase_3"), _PHASE),
    **dict.fromkeys(("object.up", "object.down"), _ORDER),
    **dict.fromkeys(
        ("object.delete_prompt", "object.clear_cell", "object.absent", "object.lock_frames", "object.lost_absent"),
        _ON_THIS_FRAME,
    ),
    **dict.fromkeys(
        ("object.memory_clean", "object.memory_lookalikes", "object.memory_meta", "object.exclusive"), _MEMORY
    ),
}
"""Id of an action -> the title of its submenu, to be translated. A submenu stands where its first action would."""
