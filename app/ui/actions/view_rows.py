"""Actions on the view: view modes, zoom, parts of the window, and the tools of the canvas."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.ui.actions.action import Action, Menu
from app.ui.actions.action_target import ActionTarget, WindowPart
from app.ui.actions.enablement import Conditions
from app.ui.actions.mask_rows import BRUSH
from app.ui.canvas.aids import AIDS, AidRow
from app.ui.canvas.tools.table import TOOLS, ToolId, ToolRow
from app.ui.canvas.view_modes import VIEW_MODES, ViewMode, ViewRow

OPACITY_STEP, WEIGHT_STEP = 0.1, 0.25

VIEW_MODE_ICONS = {
    ViewMode.OVERLAY: "overlay",
    ViewMode.OUTLINE: "outline",
    ViewMode.MATTE: "matte",
    ViewMode.CUTOUT: "cutout",
    ViewMode.SIDE_BY_SIDE: "side-by-side",
    ViewMode.SIDE_BY_SIDE_CUTOUT: "side-by-side",
}

PARTS = {
    WindowPart.OBJECTS: (str(QT_TRANSLATE_NOOP("Actions", "Videos and objects")), "F7"),
    WindowPart.OPTIONS: (str(QT_TRANSLATE_NOOP("Actions", "Tool options and tracking")), "F8"),
    WindowPart.TIMELINE: (str(QT_TRANSLATE_NOOP("Actions", "Timeline")), "F9"),
    WindowPart.FILMSTRIP: (str(QT_TRANSLATE_NOOP("Actions", "Filmstrip")), ""),
}


def _video(conditions: Conditions) -> bool:
    return conditions.video


def _mode_row(row: ViewRow, number: int) -> Action:
    mode = row.mode
    return Action(
        f"view.{mode.value}",
        Menu.VIEW,
        row.title,
        lambda target: target.canvas.set_view_mode(mode),
        (f"Alt+{number}",),
        VIEW_MODE_ICONS[mode],
        _video,
        checked=lambda s: s.view_mode is mode,
        context="Canvas",
    )


def _aid_row(row: AidRow) -> Action:
    aid = row.aid
    return Action(
        f"view.{aid.value}",
        Menu.VIEW,
        row.title,
        lambda target: target.canvas.toggle_aid(aid),
        (row.key,),
        enabled=_video,
        checked=lambda s: aid in s.aids,
        section=1,
        context="Canvas",
    )


def _part_row(part: WindowPart) -> Action:
    text, key = PARTS[part]
    return Action(
        f"view.part.{part.value}",
        Menu.VIEW,
        text,
        lambda target: target.toggle_part(part),
        (key,) if key else (),
        enabled=lambda s: s.project,
        checked=lambda s: part in s.parts,
        section=4,
    )


def _tool_row(row: ToolRow) -> Action:
    tool = row.id
    return Action(
        f"tool.{tool.value}",
        Menu.TOOLS,
        row.title,
        lambda target: target.canvas.set_tool(tool),
        (row.key,),
        row.icon,
        _video,
        checked=lambda s: s.tool is tool,
        context="Canvas",
    )


def tool_action(tool: ToolId) -> str:
    """Return the id of the action that takes `tool`."""
    return f"tool.{tool.value}"


def _view(
    id: str,
    text: str,
    run: Callable[[ActionTarget], None],
    keys: tuple[str, ...],
    icon: str,
    section: int,
    repeats: bool = False,
) -> Action:
    return Action(id, Menu.VIEW, text, run, keys, icon, _video, section=section, repeats=repeats)


VIEW = (
    *(_mode_row(row, number) for number, row in enumerate(VIEW_MODES.values(), 1)),
    Action(
        "view.hide_masks",
        Menu.VIEW,
        str(QT_TRANSLATE_NOOP("Actions", "Hide masks (hold the key)")),
        lambda target: target.toggle_masks_hidden(),
        ("H",),
        "eye-off",
        _video,
        checked=lambda s: s.masks_hidden,
        section=1,
    ),
    *(_aid_row(row) for row in AIDS.values()),
    _view(
        "view.more_opaque",
        str(QT_TRANSLATE_NOOP("Actions", "Masks more opaque")),
        lambda target: target.canvas.set_opacity(target.canvas.opacity + OPACITY_STEP),
        ("Ctrl+]",),
        "",
        1,
        True,
    ),
    _view(
        "view.less_opaque",
        str(QT_TRANSLATE_NOOP("Actions", "Masks less opaque")),
        lambda target: target.canvas.set_opacity(target.canvas.opacity - OPACITY_STEP),
        ("Ctrl+[",),
        "",
        1,
        True,
    ),
    _view(
        "view.thicker_outlines",
        str(QT_TRANSLATE_NOOP("Actions", "Thicker outlines")),
        lambda target: target.canvas.set_outline_weight(target.canvas.outline_weight + WEIGHT_STEP),
        ("Alt+]",),
        "",
        1,
        True,
    ),
    _view(
        "view.thinner_outlines",
        str(QT_TRANSLATE_NOOP("Actions", "Thinner outlines")),
        lambda target: target.canvas.set_outline_weight(target.canvas.outline_weight - WEIGHT_STEP),
        ("Alt+[",),
        "",
        1,
        True,
    ),
    _view(
        "view.fit",
        str(QT_TRANSLATE_NOOP("Actions", "Fit picture")),
        lambda target: target.canvas.fit(),
        ("0",),
        "fit",
        2,
    ),
    _view(
        "view.actual_size",
        str(QT_TRANSLATE_NOOP("Actions", "Actual size (1:1)")),
        lambda target: target.canvas.actual_size(),
        ("Ctrl+0",),
        "actual-size",
        2,
    ),
    _view(
        "view.zoom_in",
        str(QT_TRANSLATE_NOOP("Actions", "Zoom in")),
        lambda target: target.canvas.zoom_by(1.25),
        ("Ctrl++", "Ctrl+="),
        "zoom-in",
        2,
        True,
    ),
    _view(
        "view.zoom_out",
        str(QT_TRANSLATE_NOOP("Actions", "Zoom out")),
        lambda target: target.canvas.zoom_by(0.8),
        ("Ctrl+-",),
        "zoom-out",
        2,
        True,
    ),
    _view(
        "timeline.zoom_in",
        str(QT_TRANSLATE_NOOP("Actions", "Zoom timeline in")),
        lambda target: target.timeline.view.zoom(1.6),
        ("+", "="),
        "",
        3,
        True,
    ),
    _view(
        "timeline.zoom_out",
        str(QT_TRANSLATE_NOOP("Actions", "Zoom timeline out")),
        lambda target: target.timeline.view.zoom(1 / 1.6),
        ("-",),
        "",
        3,
        True,
    ),
    _view(
        "timeline.fit",
        str(QT_TRANSLATE_NOOP("Actions", "Whole video in timeline")),
        lambda target: target.timeline.view.fit(),
        ("Shift+Z",),
        "",
        3,
    ),
    _view(
        "timeline.fit_range",
        str(QT_TRANSLATE_NOOP("Actions", "Range in timeline")),
        lambda target: target.timeline.view.fit_range(),
        ("Shift+X",),
        "",
        3,
    ),
    *(_part_row(part) for part in WindowPart),
    Action(
        "view.next_area",
        Menu.VIEW,
        str(QT_TRANSLATE_NOOP("Actions", "Focus next area")),
        lambda target: target.focus_next_area(),
        ("F6",),
        enabled=lambda s: s.project,
        section=5,
    ),
    Action(
        "view.full_screen",
        Menu.VIEW,
        str(QT_TRANSLATE_NOOP("Actions", "Full screen")),
        lambda target: target.toggle_full_screen(),
        ("F11",),
        section=5,
    ),
)

TOOL = (
    *(_tool_row(row) for row in TOOLS.values()),
    Action(
        "tool.smaller_brush",
        Menu.TOOLS,
        str(QT_TRANSLATE_NOOP("Actions", "Smaller brush")),
        lambda target: target.canvas.grow_brush(-1),
        ("[",),
        enabled=_video,
        section=1,
        repeats=True,
    ),
    Action(
        "tool.larger_brush",
        Menu.TOOLS,
        str(QT_TRANSLATE_NOOP("Actions", "Larger brush")),
        lambda target: target.canvas.grow_brush(1),
        ("]",),
        enabled=_video,
        section=1,
        repeats=True,
    ),
    *BRUSH,
)
