"""How clips that were read fit the videos of a project: which one each means, which frames, what is in the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Final

from app.interchange.clip import AnnotatedClip, Loss
from app.interchange.names import safe_name
from app.interchange.questions import Answer, Choices, Clash, Conflict, Question, in_ascii
from app.media.fingerprint import Fingerprint
from app.phrases import Phrase, plural
from app.project.model import MaskSource, VideoId


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was read from a path: clips, what of it was passed over, and how many masks say that an object is absent.

    Other tools have no word for a mask that tracking has lost: it comes back as absent.
    """

    format_id: str
    path: Path
    clips: tuple[AnnotatedClip, ...]
    notes: tuple[Loss, ...] = ()
    absences: int = 0


def absences_in(clips: Sequence[AnnotatedClip]) -> int:
    """Return on how many masks an object is absent by what other tools wrote."""
    masks = (mask for clip in clips for masklet in clip.masklets for mask in masklet.masks.values())
    return sum(mask.source is MaskSource.IMPORTED and mask.empty for mask in masks)


@dataclass(frozen=True, slots=True)
class Target:
    """A video of the project, the names of its frames where they are pictures, and those of its objects.

    `kept`: objects that are locked or verified, whose masks no import changes; `locked`: frames of others that are.
    """

    id: VideoId
    name: str
    width: int
    height: int
    frame_count: int
    frame_names: Mapping[int, str] = field(default_factory=dict)
    objects: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    locked: Mapping[str, frozenset[int]] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A clip and where it goes: `target` None is a new video. `frames` maps its frames to the video's.

    `blocked`: it cannot go there as things are chosen; `refused`: it would change what is locked or verified;
    `left_out`: it is not to come in. `clash` says what becomes of objects with a name that there is already. `called`
    is the clip's name in the file.
    """

    clip: AnnotatedClip
    target: Target | None
    frames: Mapping[int, int]
    conflicts: tuple[Conflict, ...] = ()
    blocked: bool = False
    left_out: bool = False
    clash: Clash = Clash.NEW
    called: str = ""
    refused: bool = False


_OTHER_SIZE: Final = Phrase("Scale the masks, or choose another video.")
_OTHER_VIDEO: Final = Phrase("Choose another video, if it is not this one.")


def fit_all(incoming: Incoming, targets: Sequence[Target], choices: Choices, first: int = 0) -> tuple[Fit, ...]:
    """Return how each clip fits; `first` is the place of the first one. Nothing is changed, nothing is read."""
    fits = []
    for place, clip in enumerate(incoming.clips, start=first):
        wanted = choices.into.get(place)
        target = next((one for one in targets if one.id == wanted), None)
        if wanted is not None and target is None:
            gone = Phrase("the video that was chosen is not in the project any more.")
            said = Conflict(Loss(clip.name, gone, Phrase("Choose another one.")))
            fits.append(Fit(clip, None, {}, (said,), blocked=True))
            continue
        if place not in choices.into:
            target = match(clip, targets, alone=len(incoming.clips) == 1)
        fits.append(fit(clip, target, choices, place))
    return tuple(fits)


def match(clip: AnnotatedClip, targets: Sequence[Target], alone: bool) -> Target | None:
    """Return the video that a clip means: by its media, its name, that as a file's, without suffix; or the only one."""
    wanted = (clip.name, clip.video_id)
    stems = {PurePath(name).stem for name in wanted if name}
    tests: tuple[Callable[[Target], bool], ...] = (
        lambda target: clip.fingerprint is not None and target.fingerprint == clip.fingerprint,
        lambda target: target.name in wanted,
        lambda target: safe_name(target.name) in wanted,
        lambda target: target.name in stems or PurePath(target.name).stem in wanted,
    )
    for same in tests:
        found = [target for target in targets if same(target)]
        if len(found) == 1:
            return found[0]
    return targets[0] if alone and len(targets) == 1 else None


def fit(clip: AnnotatedClip, target: Target | None, choices: Choices, place: int = 0) -> Fit:
    """Return how a clip goes into a video, or becomes one."""
    called = clip.name
    said = _Said(called, choices, place)
    clip = _spelled(clip, said)
    if target is None:
        said.tell(Phrase("there is no such video in the project: it becomes a new one."))
        return Fit(clip, None, {frame: frame for frame in _frames(clip)}, tuple(said.conflicts), called=called)
    if target.name != called:
        said.tell(Phrase("its masks go into the video “{name}”.", name=target.name))
    blocked = _other_size(clip, target, said)
    frames = _mapping(clip, target, said)
    refused = False
    known = sum(masklet.name in target.objects for masklet in clip.masklets)
    clash = Clash((choices.answer(place, Question.SAME_NAME) or Answer.NEW).value)
    if known:
        words = Phrase("objects with a name that there is already: {count}.", count=known)
        said.ask(words, Question.SAME_NAME, Answer.NEW, _CLASH[clash])
        refused = _changes_kept(clip, target, frames, clash, said)
    clip = _categorised(clip, target, said)
    return Fit(clip, target, frames, tuple(said.conflicts), blocked, said.left_out, clash, called, refused)


class _Said:
    """Collects what there is to know about a clip, with what is decided."""

    def __init__(self, name: str, choices: Choices, place: int) -> None:
        self.conflicts: list[Conflict] = []
        self._name, self._choices, self._place = name, choices, place

    @property
    def left_out(self) -> bool:
        return any(conflict.answer is Answer.LEAVE_OUT for conflict in self.conflicts)

    def tell(self, words: Phrase, advice: Phrase = Phrase("")) -> None:  # noqa: B008  immutable
        self.conflicts.append(Conflict(Loss(self._name, words, advice)))

    def answer(self, question: Question, usual: Answer | None) -> Answer | None:
        return self._choices.answer(self._place, question) or usual

    def ask(self, words: Phrase, question: Question, usual: Answer | None, advice: Phrase) -> None:
        self.conflicts.append(Conflict(Loss(self._name, words, advice), question, self.answer(question, usual)))


def _spelled(clip: AnnotatedClip, said: _Said) -> AnnotatedClip:
    """Return the clip with names in ASCII, if that is wanted."""
    strange = [masklet for masklet in clip.masklets if not (masklet.name + masklet.category).isascii()]
    if not strange and clip.name.isascii():
        return clip
    words = Phrase("names with letters beyond ASCII: {count}.", count=len(strange) + (not clip.name.isascii()))
    said.ask(words, Question.NAMES, Answer.KEEP, Phrase(""))
    if said.answer(Question.NAMES, Answer.KEEP) is Answer.KEEP:
        return clip
    masklets = tuple(
        replace(m, name=in_ascii(m.name, f"Object {m.id}"), category=in_ascii(m.category, "") if m.category else "")
        for m in clip.masklets
    )
    return replace(clip, name=in_ascii(clip.name, "video"), masklets=masklets)


def _other_size(clip: AnnotatedClip, target: Target, said: _Said) -> bool:
    """Return whether masks of another size keep the clip from going into a video."""
    if (clip.width, clip.height) == (target.width, target.height):
        return False
    size = Phrase(
        "masks have {width}×{height} pixels, the video {video_width}×{video_height}.",
        width=clip.width,
        height=clip.height,
        video_width=target.width,
        video_height=target.height,
    )
    answer = said.answer(Question.SIZE, None)
    advice = {None: _OTHER_SIZE, Answer.SCALE: Phrase("They are scaled.")}.get(answer, Phrase("They are left out."))
    said.ask(size, Question.SIZE, None, advice)
    return answer is None


def _changes_kept(clip: AnnotatedClip, target: Target, frames: Mapping[int, int], clash: Clash, said: _Said) -> bool:
    """Return whether masks of objects would be changed that are locked or verified, and say what stays as it is."""
    if clash not in (Clash.REPLACE, Clash.FILL):
        return False
    locked = sum(frames.get(frame) in target.locked.get(m.name, ()) for m in clip.masklets for frame in m.masks)
    if locked:
        said.tell(
            Phrase("locked frames, which stay as they are: {count}.", count=locked), Phrase("Unlock them before.")
        )
    kept = sorted({masklet.name for masklet in clip.masklets} & target.kept)
    if not kept:
        return False
    words = Phrase("objects that are locked or verified, and keep their masks: {names}.", names=", ".join(kept[:10]))
    said.tell(words, Phrase("Unlock them, edit and verify them again, or choose otherwise."))
    return True


def _categorised(clip: AnnotatedClip, target: Target, said: _Said) -> AnnotatedClip:
    """Return the clip without categories that are new, if that is wanted."""
    new = sorted({m.category for m in clip.masklets if m.category} - target.categories)
    if not (new and target.categories):
        return clip
    words = Phrase("categories that are new here: {names}.", names=", ".join(new[:10]))
    said.ask(words, Question.CATEGORIES, Answer.TAKE, Phrase(""))
    if said.answer(Question.CATEGORIES, Answer.TAKE) is Answer.TAKE:
        return clip
    masklets = (replace(m, category="") if m.category in new else m for m in clip.masklets)
    return replace(clip, masklets=tuple(masklets))


_CLASH: Final = {
    Clash.NEW: Phrase("They become further objects."),
    Clash.REPLACE: Phrase("Their masks replace those that are there."),
    Clash.FILL: Phrase("They get masks only where there is none."),
    Clash.SKIP: Phrase("They are left out."),
}


def _frames(clip: AnnotatedClip) -> list[int]:
    return sorted({frame for masklet in clip.masklets for frame in (*masklet.masks, *masklet.prompts)})


def _mapping(clip: AnnotatedClip, target: Target, said: _Said) -> dict[int, int]:
    """Return which frame of the video each frame of the clip is: by number where a file of ours says it of as many
    frames, by the names of pictures if most are there, else by number.

    Numbers that go one beyond the end count from 1; larger ones (1001 ...) count from the first, if nothing else is
    decided.
    """
    frames = _frames(clip)
    usual = _usual_numbers(frames, target)
    sure = clip.numbers_known and clip.frame_count == target.frame_count
    named = {} if sure else _named(frames, clip, target)
    if frames and len(named) == len(frames):
        return named
    by_number = usual is Answer.FROM_ONE and all(frame == place for frame, place in named.items())
    if 2 * len(named) > len(frames) and not by_number and said.answer(Question.FRAMES, None) is None:
        words = Phrase(
            "frames whose pictures the video does not have: {count}; their masks are left out.",
            count=len(frames) - len(named),
        )
        said.tell(words, _OTHER_VIDEO)
        return named
    answer = said.answer(Question.FRAMES, usual) or usual
    placed = _numbered(frames, clip, target, answer)
    mapped = {frame: place for frame, place in placed.items() if 0 <= place < target.frame_count}
    asked = len(said.conflicts)
    if answer in (Answer.FIRST, Answer.FROM_ONE) and frames:
        first = 1 if answer is Answer.FROM_ONE else frames[0]
        said.tell(Phrase("frames are counted from {first}: that one is taken for frame 0.", first=first))
    if len(mapped) < len(frames):
        words = Phrase(
            "frames beyond the end of the video: {count}; their masks are left out.", count=len(frames) - len(mapped)
        )
        said.tell(words, _OTHER_VIDEO)
    if clip.frame_count != target.frame_count and answer not in (Answer.FIRST, Answer.FROM_ONE):
        about, has = clip.frame_count, target.frame_count
        one = Phrase("the file is about 1 frame, the video has {video_count}.", video_count=has)
        many = Phrase("the file is about {count} frames, the video has {video_count}.", count=about, video_count=has)
        said.tell(plural(about, one, many))
    if len(said.conflicts) > asked:  # one question for all of them
        first_one = said.conflicts[asked]
        said.conflicts[asked] = replace(first_one, question=Question.FRAMES, answer=answer)
    return mapped


def _named(frames: Sequence[int], clip: AnnotatedClip, target: Target) -> dict[int, int]:
    """Return the frames of the video whose pictures have the names of the clip's, by frame of the clip."""
    by_name = {name: frame for frame, name in target.frame_names.items()}
    return {frame: by_name[name] for frame in frames if (name := clip.frame_names.get(frame)) in by_name}


def _usual_numbers(frames: Sequence[int], target: Target) -> Answer:
    if frames and frames[-1] >= target.frame_count and frames[-1] - frames[0] < target.frame_count:
        return Answer.FROM_ONE if frames[0] >= 1 and frames[-1] == target.frame_count else Answer.FIRST
    return Answer.NUMBER


def _numbered(frames: Sequence[int], clip: AnnotatedClip, target: Target, answer: Answer) -> dict[int, int]:
    if answer is Answer.SPREAD:
        places = {frame * target.frame_count // max(clip.frame_count, 1): frame for frame in reversed(frames)}
        return {frame: place for place, frame in sorted(places.items())}
    shift = {Answer.FROM_ONE: 1, Answer.FIRST: frames[0] if frames else 0}.get(answer, 0)
    return {frame: frame - shift for frame in frames}
