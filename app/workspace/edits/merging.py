"""The edit that takes over what was done in another copy of the project, as a person has decided."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.project.conventions import MAX_TAGS, MERGES, TAGS, USUAL_TAGS, tags_in, text_of
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    Event,
    FrameIndex,
    Issue,
    IssueId,
    ObjectId,
    Prompts,
    RunId,
    VideoId,
    VideoObject,
)
from app.project.paths import media_path, media_reference
from app.project.renumbering import renumbered
from app.review.shared_log import moved_line
from app.workspace.edits.merge_plan import Difference, MergePlan, Side, same_mask
from app.workspace.edits.objects import free_color, unused_name


@dataclass(frozen=True, slots=True)
class NewIds:
    """Ids that were never given out, as many as are taken."""

    videos: Iterator[VideoId]
    objects: Iterator[ObjectId]
    runs: Iterator[RunId]
    issues: Iterator[IssueId]


class Merging:
    """Builds the edit of a plan."""

    def __init__(self, plan: MergePlan, choices: Mapping[ObjectId, Side], ids: NewIds, project: Path) -> None:
        """`choices` by the conflict's object there; where there is none, the conflict's first way. `project`: ours."""
        self._plan = plan
        self._choices = choices
        self._ids = ids
        self._project = project
        self._mine, self._theirs = plan.mine.document, plan.theirs.document
        self._draft = EditBuilder(self._mine)
        self._videos = dict(plan.videos)
        self._objects = dict(plan.pairs)
        self._runs: dict[RunId, RunId] = {}
        self._names: dict[VideoId, list[str]] = {}

    def made(self, name: str) -> tuple[Edit, tuple[Event, ...]]:
        """Return the edit, with `name` as that of the merging, and the lines that come into the log with it."""
        plan = self._plan
        self._take_videos()
        self._decide()
        for object in sorted({*plan.touched, *plan.new}):
            self._take_issues(object)
        for convention, text in self._theirs.conventions().items():
            moved = renumbered(convention, text, self._videos, self._objects)
            if moved is not None and convention != MERGES and self._mine.convention(moved[0]) is None:
                self._draft.convention(*moved)
        new = plan.theirs.missing_in(plan.mine)
        if new:
            self._take_tags()
        lines = tuple(moved_line(event, self._videos, self._objects, name) for event in new)
        if lines or not self._draft.edit().empty:
            self._draft.convention(MERGES, f"{self._mine.convention(MERGES) or ''} {name}".strip())
        return self._draft.edit(), lines

    def _take_tags(self) -> None:
        """Add the other copy's own tags to the project's, as many as there is room for."""
        known, theirs = (tags_in(document.convention(TAGS)) for document in (self._mine, self._theirs))
        both = tuple(dict.fromkeys((*known, *theirs)))[:MAX_TAGS]
        if both != known:
            self._draft.convention(TAGS, text_of(tuple(tag for tag in both if tag not in USUAL_TAGS)))

    def _decide(self) -> None:
        """Take over what is not in question, and what was chosen."""
        plan = self._plan
        taken = dict(plan.taken)
        for conflict in plan.conflicts:
            way = self._choices.get(conflict.theirs, conflict.ways[0])
            if Difference.DELETED_THERE in conflict.differences:
                if way is Side.THEIRS and conflict.mine is not None:
                    self._delete(conflict.mine)
            elif way is Side.BOTH or (way is Side.THEIRS and conflict.mine is None):
                self._take_new(conflict.theirs, beside=conflict.mine)
            elif way is Side.THEIRS:
                taken[conflict.theirs] = conflict.differences
        for object in plan.new:
            self._take_new(object)
        for object in plan.deleted:
            self._delete(object)
        for object, differences in taken.items():
            self._take_over(object, differences)
        self._tell_apart(self._objects[object] for object, changes in taken.items() if Difference.RECORD in changes)

    def _tell_apart(self, ids: Iterable[ObjectId]) -> None:
        """Give a number to those of objects that were named as they are in the other copy, as another one is here."""
        for id in ids:
            now = self._draft.object_now(id)
            if now is None:
                continue
            names = [other.name for other in self._objects_now(now.video) if other.id != id]
            self._draft.object(id, replace(now, name=unused_name(now.name, names)))

    def _objects_now(self, video: VideoId) -> Iterator[VideoObject]:
        """Yield the objects of a video as they are going to be."""
        for id in {record.id for record in self._mine.objects(video)} | set(self._objects.values()):
            now = self._draft.object_now(id)
            if now is not None and now.video == video:
                yield now

    def _take_videos(self) -> None:
        place = max((video.position for video in self._mine.videos()), default=-1)
        for place_there, video in enumerate(self._plan.new_videos, start=1):
            id = next(self._ids.videos)
            media = media_reference(self._project, media_path(self._plan.folder, video.path))
            self._draft.video(id, replace(video, id=id, path=media, position=place + place_there))
            self._videos[video.id] = id

    def _take_new(self, object: ObjectId, beside: ObjectId | None = None) -> None:
        """Make an object of the other copy's, with all it has there; in another color `beside` its counterpart."""
        record = self._theirs.object(object)
        assert record is not None
        video, id = self._videos[record.video], next(self._ids.objects)
        others = self._mine.objects(video)
        names = self._names.setdefault(video, [one.name for one in others])
        name = unused_name(record.name, names)
        position = max((one.position for one in others), default=-1) + 1 + len(names) - len(others)
        names.append(name)
        color = record.color if beside is None else free_color([one.color for one in others])
        self._objects[object] = id
        # what was learned about it stays with the files of the other copy
        own = replace(record, id=id, video=video, name=name, color=color, position=position, adapter="")
        self._draft.object(id, own)
        self._put_cells(object, id)
        self._put_verdict(object, id)

    def _take_over(self, object: ObjectId, differences: tuple[Difference, ...]) -> None:
        """Bring an object that is here to what it is in the other copy."""
        id = self._objects[object]
        mine, theirs = self._mine.object(id), self._theirs.object(object)
        assert mine is not None
        assert theirs is not None
        now = mine
        if Difference.RECORD in differences:
            fields = ("name", "category", "color", "tags", "kind", "policy", "exclusive", "locked")
            now = replace(now, **{field: getattr(theirs, field) for field in fields})
        if Difference.MASKS in differences:
            now = replace(now, stale=theirs.stale)
            self._put_cells(object, id)
        if Difference.VERDICT in differences:
            now = replace(now, stage=theirs.stage, annotator=theirs.annotator)
            self._put_verdict(object, id)
        self._draft.object(id, now)

    def _put_cells(self, object: ObjectId, id: ObjectId) -> None:
        there, here = self._theirs.contents_of(object), self._mine.contents_of(id)
        masks: dict[FrameIndex, CellMask | None] = dict.fromkeys(here.masks.keys() - there.masks.keys())
        for frame, mask in there.masks.items():
            own = here.masks.get(frame)
            masks[frame] = own if own is not None and same_mask(own, mask) else self._moved(mask)
        prompts: dict[FrameIndex, Prompts | None] = dict.fromkeys(here.prompts.keys() - there.prompts.keys())
        self._draft.set_all(id, masks, {**prompts, **there.prompts})
        for frame in there.locks ^ here.locks:
            self._draft.lock(Cell(id, frame), frame in there.locks)

    def _moved(self, mask: CellMask) -> CellMask:
        return mask if mask.run is None else replace(mask, run=self._run(mask.run))

    def _run(self, id: RunId) -> RunId:
        """Return the run here that made a mask there; it is made where it is not here."""
        if id not in self._runs:
            run = self._theirs.run(id)
            assert run is not None
            video = self._videos[run.video]
            same = (
                one.id
                for one in self._mine.runs(video)
                if (one.started, one.model, one.direction, one.first, one.last)
                == (run.started, run.model, run.direction, run.first, run.last)
            )
            known = next(same, None)
            if known is None:
                known = next(self._ids.runs)
                objects = tuple(self._objects[one] for one in run.objects if one in self._objects)
                whole = len(objects) == len(run.objects)
                policies, adapters = (run.policies, run.adapters) if whole else ((), ())
                moved = replace(run, id=known, video=video, objects=objects, policies=policies, adapters=adapters)
                self._draft.run(known, moved)
            self._runs[id] = known
        return self._runs[id]

    def _put_verdict(self, object: ObjectId, id: ObjectId) -> None:
        verdict = self._theirs.verdict(object)
        self._draft.verdict(id, None if verdict is None else replace(verdict, object=id))

    def _take_issues(self, object: ObjectId) -> None:
        """Add the issues that are not here, and take over which are resolved."""
        id = self._objects.get(object)
        if id is None or self._draft.object_now(id) is None:
            return
        known = {_issue(issue): issue for issue in self._mine.issues_of(id)}
        for issue in self._theirs.issues_of(object):
            own = known.get(_issue(issue))
            if own is None:
                new = next(self._ids.issues)
                self._draft.issue(new, replace(issue, id=new, object=id))
            elif issue.resolved and not own.resolved:
                by, at = issue.resolved_by, issue.resolved_at
                self._draft.issue(own.id, replace(own, resolved_by=by, resolved_at=at))

    def _delete(self, object: ObjectId) -> None:
        self._draft.clear(object)
        self._draft.verdict(object, None)
        self._draft.clear_issues(object)
        self._draft.object(object, None)


def _issue(issue: Issue) -> tuple[object, ...]:
    return issue.annotator, issue.when, issue.text, issue.span, issue.region
