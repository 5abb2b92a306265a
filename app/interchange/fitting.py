"""How clips that were read fit the videos of a project: which one each means, which frames, what is in the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePath
from typing import Final

from app.interchange.clip import AnnotatedClip, Loss
from app.interchange.names import safe_name
from app.media.fingerprint import Fingerprint
from app.phrases import Phrase
from app.project.model import VideoId


class Clash(Enum):
    """What becomes of an object whose name there is already in the video."""

    NEW = "new"
    """It becomes another object."""
    REPLACE = "replace"
    """Its masks replace those that are there."""
    FILL = "fill"
    """It gets masks only on frames without one."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was read from a path: clips, and what of it was passed over."""

    format_id: str
    path: Path
    clips: tuple[AnnotatedClip, ...]
    notes: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A video of the project, the names of its frames where they are pictures, and those of its objects."""

    id: VideoId
    name: str
    width: int
    height: int
    frame_count: int
    frame_names: Mapping[int, str] = field(default_factory=dict)
    objects: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about an import. `into` says which video a clip (by its place among all that were
    read) goes to, None: a new one.

    `scale`: masks of another size are scaled to the video's; else such a clip is left out.
    """

    into: Mapping[int, VideoId | None] = field(default_factory=dict)
    clash: Clash = Clash.NEW
    scale: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A clip and where it goes: `target` None is a new video. `frames` maps its frames to the video's.

    `blocked`: it cannot go there as things are chosen. `conflicts` are in words, with counts.
    """

    clip: AnnotatedClip
    target: Target | None
    frames: Mapping[int, int]
    conflicts: tuple[Loss, ...] = ()
    blocked: bool = False


_OTHER_SIZE: Final = Phrase("Scale the masks, or choose another video.")


def fit_all(incoming: Incoming, targets: Sequence[Target], choices: Choices, first: int = 0) -> tuple[Fit, ...]:
    """Return how each clip fits; `first` is the place of the first one. Nothing is changed, nothing is read."""
    fits = []
    for place, clip in enumerate(incoming.clips, start=first):
        wanted = choices.into.get(place)
        target = next((one for one in targets if one.id == wanted), None)
        if wanted is not None and target is None:
            gone = Phrase("the video that was chosen is not in the project any more.")
            fits.append(Fit(clip, None, {}, (Loss(clip.name, gone, Phrase("Choose another one.")),), blocked=True))
            continue
        if place not in choices.into:
            target = match(clip, targets, alone=len(incoming.clips) == 1)
        fits.append(fit(clip, target, choices))
    return tuple(fits)


def match(clip: AnnotatedClip, targets: Sequence[Target], alone: bool) -> Target | None:
    """Return the video that a clip means: by its media, its name, that as a file's, without suffix; or the only one."""
    wanted = (clip.name, clip.video_id)
    stems = {PurePath(name).stem for name in wanted if name}
    tests: tuple[Callable[[Target], bool], ...] = (
        lambda target: clip.fingerprint is not None and target.fingerprint == clip.fingerprint,
        lambda target: target.name in wanted,
        lambda target: safe_name(target.name) in wanted,
        lambda target: PurePath(target.name).stem in stems,
    )
    for same in tests:
        found = [target for target in targets if same(target)]
        if len(found) == 1:
            return found[0]
    return targets[0] if alone and len(targets) == 1 else None


def fit(clip: AnnotatedClip, target: Target | None, choices: Choices) -> Fit:
    """Return how a clip goes into a video, or becomes one."""
    if target is None:
        words = Phrase("there is no such video in the project: it becomes a new one.")
        return Fit(clip, None, {frame: frame for frame in _frames(clip)}, (Loss(clip.name, words),))
    conflicts: list[tuple[Phrase, Phrase]] = []
    if target.name != clip.name:
        conflicts.append((Phrase("its masks go into the video “{name}”.", name=target.name), Phrase("")))
    blocked = False
    if (clip.width, clip.height) != (target.width, target.height):
        blocked = not choices.scale
        size = Phrase(
            "masks have {width}×{height} pixels, the video {video_width}×{video_height}.",
            width=clip.width,
            height=clip.height,
            video_width=target.width,
            video_height=target.height,
        )
        conflicts.append((size, _OTHER_SIZE if blocked else Phrase("They are scaled.")))
    frames = _mapping(clip, target, conflicts)
    known = sum(masklet.name in target.objects for masklet in clip.masklets)
    if known:
        words = Phrase("objects with a name that there is already: {count}.", count=known)
        conflicts.append((words, _CLASH[choices.clash]))
    new = sorted({m.category for m in clip.masklets if m.category} - target.categories)
    if new and target.categories:
        words = Phrase("categories that are new here: {names}.", names=", ".join(new[:10]))
        conflicts.append((words, Phrase("")))
    return Fit(clip, target, frames, tuple(Loss(clip.name, *words) for words in conflicts), blocked)


_CLASH: Final = {
    Clash.NEW: Phrase("They become further objects."),
    Clash.REPLACE: Phrase("Their masks replace those that are there."),
    Clash.FILL: Phrase("They get masks only where there is none."),
}


def _frames(clip: AnnotatedClip) -> list[int]:
    return sorted({frame for masklet in clip.masklets for frame in (*masklet.masks, *masklet.prompts)})


def _mapping(clip: AnnotatedClip, target: Target, conflicts: list[tuple[Phrase, Phrase]]) -> dict[int, int]:
    """Return which frame of the video each frame of the clip is: by the names of pictures, else by number.

    Numbers that go one beyond the end count from 1; larger ones (1001 ...) count from the first.
    """
    frames = _frames(clip)
    by_name = {name: frame for frame, name in target.frame_names.items()}
    if by_name and frames and all(clip.frame_names.get(frame) in by_name for frame in frames):
        return {frame: by_name[clip.frame_names[frame]] for frame in frames}
    shift = 0
    if frames and frames[-1] >= target.frame_count and frames[-1] - frames[0] < target.frame_count:
        shift = 1 if frames[0] >= 1 and frames[-1] == target.frame_count else frames[0]
        words = Phrase("frames are counted from {first}: that one is taken for frame 0.", first=shift)
        conflicts.append((words, Phrase("")))
    mapped = {frame: frame - shift for frame in frames if 0 <= frame - shift < target.frame_count}
    if len(mapped) < len(frames):
        words = Phrase(
            "frames beyond the end of the video: {count}; their masks are left out.", count=len(frames) - len(mapped)
        )
        conflicts.append((words, Phrase("Choose another video, if it is not this one.")))
    if clip.frame_count != target.frame_count and not shift:
        words = Phrase(
            "the file is about {count} frames, the video has {video_count}.",
            count=clip.frame_count,
            video_count=target.frame_count,
        )
        conflicts.append((words, Phrase("")))
    return mapped
