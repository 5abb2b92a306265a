"""Descriptions of a frame for a person: number, time, and the state of an object there; and times as they are typed."""

import re

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.media.frame_times import FrameTimes
from app.project.model import VideoObject
from app.workspace.viewing.frame_states import FrameState, ObjectStates

translate = QCoreApplication.translate

TIME = re.compile(r"(?:(\d{1,4}):)??(\d{1,6}):(\d{1,2}(?:[.,]\d*)?)")
CLOCK_ERROR = 0.0005
"""Seconds by which `clock` may be too low."""


def clock(time: float, *, hours: bool = False) -> str:
    """Return a time in seconds as m:ss.mmm, with hours where they are wanted or needed."""
    seconds, rest = divmod(round(time * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    if hours or minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}.{rest:03d}"
    return f"{minutes}:{seconds:02d}.{rest:03d}"


def seconds_of(text: str) -> float | None:
    """Return the seconds of a time as a person types it: 1:03, 0:02.5, 1:00:00; None for anything else."""
    found = TIME.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def frame_at(times: FrameTimes, seconds: float) -> int:
    """Return the frame shown at a time; that of a frame as `clock` writes it is on that frame."""
    return times.at(seconds + CLOCK_ERROR)


def position_text(times: FrameTimes, frame: int) -> str:
    """Return "Frame 12 of 71 · 0:00.500"."""
    text = translate("TimelineDescriptions", "Frame {frame} of {last} · {time}")
    return text.format(frame=frame, last=len(times.starts) - 1, time=clock(times.of(frame)))


def hole_text() -> str:
    """Return what is said of a frame that cannot be decoded."""
    return translate("TimelineDescriptions", "cannot be decoded")


def behind_text(hole: int) -> str:
    """Return what is said of a frame that is built on one that cannot be decoded."""
    return translate("TimelineDescriptions", "may look wrong: built on frame {hole}, which cannot be decoded").format(
        hole=hole
    )


def shot_text() -> str:
    """Return what is said of the first frame of a shot."""
    return translate("TimelineDescriptions", "the shot changes here")


def state_text(record: VideoObject, states: ObjectStates, frame: int) -> str:
    """Return what is known about an object on a frame, such as "Duck: tracked, confidence 93 %, stale"."""
    flags = FrameState(int(states.flags[frame]))
    parts = [_source(flags)]
    score = float(states.score[frame])
    if FrameState.HAS_MASK in flags and not flags & (FrameState.ABSENT | FrameState.LOST) and not np.isnan(score):
        parts.append(translate("TimelineDescriptions", "confidence {percent} %").format(percent=round(score * 100)))
    presence = float(states.presence[frame])
    if FrameState.HAS_MASK in flags and not np.isnan(presence) and presence < 0.995:
        parts.append(translate("TimelineDescriptions", "presence {percent} %").format(percent=round(presence * 100)))
    for flag, text in (
        (FrameState.STALE, translate("TimelineDescriptions", "stale: track again")),
        (FrameState.SUSPICIOUS, translate("TimelineDescriptions", "suspicious")),
        (FrameState.LOCKED, translate("TimelineDescriptions", "locked")),
        (FrameState.VERIFIED, translate("TimelineDescriptions", "verified")),
    ):
        if flag in flags:
            parts.append(text)
    return f"{record.name}: {', '.join(parts)}"


def _source(flags: FrameState) -> str:
    if FrameState.HAS_MASK not in flags:
        return (
            translate("TimelineDescriptions", "prompted, waiting for its mask")
            if FrameState.PROMPT in flags
            else translate("TimelineDescriptions", "no mask yet")
        )
    if FrameState.ABSENT in flags:
        return translate("TimelineDescriptions", "absent")
    if FrameState.LOST in flags:
        return translate("TimelineDescriptions", "lost: the model found nothing")
    if FrameState.PAINTED in flags:
        return translate("TimelineDescriptions", "painted")
    return (
        translate("TimelineDescriptions", "prompted")
        if FrameState.PROMPT in flags
        else translate("TimelineDescriptions", "tracked")
    )
