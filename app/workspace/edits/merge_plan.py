"""Two copies of a project that were worked on apart: what is taken over from one, and where they conflict."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from app.errors import ProjectError
from app.project.document import Document
from app.project.model import CellMask, Event, ObjectId, Video, VideoId, VideoObject
from app.review.agreement import MaskletAgreement, masklet_agreement
from app.review.pairing import paired_videos
from app.review.shared_log import ProjectCopy, Touched, key_of, objects_of, touched_by
from app.review.work import Verb


class Side(Enum):
    """Whose is kept where both have changed the same."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """The other one's becomes an object of its own."""


class Difference(Enum):
    """What differs between two copies of an object."""

    MASKS = "masks"
    VERDICT = "verdict"
    RECORD = "record"
    """Name, category, color, tags or how it is tracked."""
    DELETED_HERE = "deleted here"
    DELETED_THERE = "deleted there"


@dataclass(frozen=True, slots=True, eq=False)
class MergeConflict:
    """An object that both copies have changed. `theirs` is its id there, `mine` here, None where it is deleted.

    `agreement` of their masks with ours, where both have some; `ways` that can be chosen, the first one as usual.
    """

    theirs: ObjectId
    mine: ObjectId | None
    name: str
    video: str
    differences: tuple[Difference, ...]
    ways: tuple[Side, ...]
    agreement: MaskletAgreement | None = None


@dataclass(slots=True, eq=False)
class MergePlan:
    """What a merging comes to. Objects are named by their ids in the other copy, but for those to be `deleted`."""

    mine: ProjectCopy
    theirs: ProjectCopy
    folder: Path
    """The other copy's."""
    videos: dict[VideoId, VideoId] = field(default_factory=dict)
    new_videos: list[Video] = field(default_factory=list)
    left_out: list[Video] = field(default_factory=list)
    """Videos with other media here and there: nothing of them is taken over."""
    pairs: dict[ObjectId, ObjectId] = field(default_factory=dict)
    new: list[ObjectId] = field(default_factory=list)
    taken: dict[ObjectId, tuple[Difference, ...]] = field(default_factory=dict)
    touched: set[ObjectId] = field(default_factory=set)
    deleted: list[ObjectId] = field(default_factory=list)
    conflicts: list[MergeConflict] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines of the other log are new."""
        return len(self.theirs.missing_in(self.mine))

    @property
    def nothing(self) -> bool:
        """True when there is nothing to take over and nothing to decide."""
        return not (self.new_videos or self.new or self.taken or self.deleted or self.conflicts or self.lines)


def planned(mine: ProjectCopy, theirs: ProjectCopy, folder: Path) -> Generator[float, None, MergePlan]:
    """Find out what merging `theirs`, which lies in `folder`, comes to; yields how much is done, 0..1.

    Raises ProjectError when it is no copy of this project.
    """
    plan = MergePlan(mine, theirs, folder)
    since_here, since_there = mine.since(theirs), theirs.since(mine)
    here, there = touched_by(since_here), touched_by(since_there)
    _pair_videos(plan)
    _pair_objects(plan)
    objects = plan.theirs.document.all_objects()
    for done, record in enumerate(objects):
        yield done / max(len(objects), 1)
        if record.video in plan.videos or any(video.id == record.video for video in plan.new_videos):
            _plan_object(plan, record, here, there)
    _plan_deletions(plan, here, _named(since_there))
    return plan


def _named(events: Iterable[Event]) -> set[ObjectId]:
    """Return the objects that lines name, but for those of mergings."""
    return {id for event in events if event.verb != Verb.MERGE.value for id in objects_of(event)}


def _pair_videos(plan: MergePlan) -> None:
    """Find out which video is which, by its media; others are new when the first line about them is."""
    mine, theirs = plan.mine.document, plan.theirs.document
    first: dict[VideoId, Event] = {}
    for event in plan.theirs.log:
        if event.video is not None:
            first.setdefault(event.video, event)
    added = {id for id, event in first.items() if key_of(event) not in plan.mine.keys}
    plan.videos = paired_videos(mine, theirs)
    known = {event.video for event in plan.mine.log}
    for video in theirs.videos():
        if video.id in plan.videos:
            continue
        if video.id in added or not (mine.video(video.id) or video.id in known):
            plan.new_videos.append(video)
        elif mine.video(video.id) is not None:
            plan.left_out.append(video)
    if mine.videos() and theirs.videos() and not plan.videos:
        raise ProjectError(
            "{folder} is no copy of this project: they have no video in common.",
            "Choose another copy, or import its masks.",
            folder=plan.folder,
        )


def _pair_objects(plan: MergePlan) -> None:
    """Find out which object is which: by the line that made it, else by id, name and equal masks."""
    mine, theirs = plan.mine, plan.theirs
    by_birth = {birth: id for id, birth in mine.births.items() if mine.document.object(id) is not None}
    left = {record.id: record for record in mine.document.all_objects()}
    others: list[VideoObject] = []
    for record in theirs.document.all_objects():
        found = by_birth.get(theirs.births[record.id]) if record.id in theirs.births else None
        if found in left and found is not None and left[found].video == plan.videos.get(record.video):
            plan.pairs[record.id] = found
            del left[found]
        else:
            others.append(record)
    for record in others:
        same = [one for one in left.values() if one.video == plan.videos.get(record.video) and _same(plan, one, record)]
        same.sort(key=lambda one: (one.id != record.id, one.name != record.name))
        if same:
            plan.pairs[record.id] = same[0].id
            del left[same[0].id]


def _same(plan: MergePlan, mine: VideoObject, theirs: VideoObject) -> bool:
    """Return whether two objects whose logs do not tell are the same one."""
    if mine.id != theirs.id and mine.name != theirs.name:
        return False
    if mine.id not in plan.mine.births and theirs.id not in plan.theirs.births:
        return True
    first, second = (
        copy.document.contents_of(id).masks for copy, id in ((plan.mine, mine.id), (plan.theirs, theirs.id))
    )
    return any(frame in first and mask.mask.area and first[frame].mask == mask.mask for frame, mask in second.items())


def _plan_object(plan: MergePlan, record: VideoObject, here: Touched, there: Touched) -> None:
    touched = there.touches(record.id)
    if touched:
        plan.touched.add(record.id)
    own = plan.pairs.get(record.id)
    if own is None:
        if not _deleted_here(plan, record):
            plan.new.append(record.id)
        elif touched:
            plan.conflicts.append(_conflict(plan, record, None, (Difference.DELETED_HERE,)))
        return
    differences = tuple(_differences(plan, own, record.id))
    if not differences or (not touched and here.touches(own)):
        return
    if touched and not here.touches(own):
        plan.taken[record.id] = differences
    elif touched or not _is_here_too(plan, record):
        plan.conflicts.append(_conflict(plan, record, own, differences))


def _deleted_here(plan: MergePlan, record: VideoObject) -> bool:
    """Return whether an object of the other copy was here, and was deleted."""
    birth = plan.theirs.births.get(record.id)
    former = {id for id, known in plan.mine.births.items() if known == birth} if birth is not None else {record.id}
    return any(plan.mine.document.object(id) is None for id in former & _named(plan.mine.in_effect))


def _is_here_too(plan: MergePlan, record: VideoObject) -> bool:
    """Return whether an object here has exactly what the other copy's has: both were kept before."""
    video = plan.videos.get(record.video)
    others = plan.mine.document.objects(video) if video is not None else ()
    return any(Difference.MASKS not in _differences(plan, one.id, record.id) for one in others)


def _conflict(
    plan: MergePlan, record: VideoObject, own: ObjectId | None, differences: tuple[Difference, ...]
) -> MergeConflict:
    video = plan.theirs.document.video(record.video)
    agreement = None
    ways: tuple[Side, ...] = (Side.MINE, Side.THEIRS)
    if own is not None and Difference.MASKS in differences:
        ways = (Side.MINE, Side.THEIRS, Side.BOTH)
        steps = masklet_agreement(plan.mine.document, own, plan.theirs.document, record.id)
        agreement = next((step for step in steps if isinstance(step, MaskletAgreement)), None)
    return MergeConflict(record.id, own, record.name, video.name if video else "", differences, ways, agreement)


def _plan_deletions(plan: MergePlan, here: Touched, named_there: set[ObjectId]) -> None:
    """Find what the other copy deleted and this one still has, among what was done something to there."""
    mine, theirs = plan.mine, plan.theirs
    paired = set(plan.pairs.values())
    by_birth = {birth: id for id, birth in mine.births.items()}
    for id in sorted(named_there):
        birth = theirs.births.get(id)
        own = by_birth.get(birth, id) if birth is not None else id
        record = mine.document.object(own)
        if theirs.document.object(id) is not None or record is None or own in paired:
            continue
        if birth != mine.births.get(own):
            continue
        if not here.touches(own):
            plan.deleted.append(own)
            continue
        video = mine.document.video(record.video)
        plan.conflicts.append(
            MergeConflict(
                id,
                own,
                record.name,
                video.name if video else "",
                (Difference.DELETED_THERE,),
                (Side.MINE, Side.THEIRS),
            )
        )


def _differences(plan: MergePlan, own: ObjectId, other: ObjectId) -> Iterator[Difference]:
    mine, theirs = plan.mine.document, plan.theirs.document
    first, second = mine.object(own), theirs.object(other)
    assert first is not None
    assert second is not None
    if first.stale != second.stale or not _same_cells(mine, own, theirs, other):
        yield Difference.MASKS
    verdicts = mine.verdict(own), theirs.verdict(other)
    judged = [None if verdict is None else replace(verdict, object=ObjectId(0)) for verdict in verdicts]
    if first.stage is not second.stage or judged[0] != judged[1]:
        yield Difference.VERDICT
    if _record(first) != _record(second):
        yield Difference.RECORD


def _record(record: VideoObject) -> tuple[object, ...]:
    told_apart = (record.name, record.category, record.color, frozenset(record.tags))
    return *told_apart, record.kind, record.policy, record.exclusive, record.locked


def _same_cells(mine: Document, own: ObjectId, theirs: Document, other: ObjectId) -> bool:
    first, second = mine.contents_of(own), theirs.contents_of(other)
    if first.masks.keys() != second.masks.keys() or first.prompts != second.prompts or first.locks != second.locks:
        return False
    return all(same_mask(mask, second.masks[frame]) for frame, mask in first.masks.items())


def same_mask(one: CellMask, other: CellMask) -> bool:
    """Return whether two masks are the same to a person, whatever run made them."""
    return one.source is other.source and one.fine == other.fine and one.mask == other.mask
