"""What is left to do with accepted candidates: how many are to be tracked, and how many to be handed in."""

from collections.abc import Iterator

from app.project.edit import Edit
from app.project.model import ObjectId, ObjectKind, Stage, VideoId
from app.workspace.editing.editor import Editor
from app.workspace.tracking.runs import RunQueue


class AcceptedCandidates:
    """Looks at an object again only after an edit that may change what is to do: buttons ask after every edit."""

    def __init__(self, editor: Editor, runs: RunQueue) -> None:
        self._editor = editor
        self._runs = runs
        self._tracked: dict[ObjectId, bool] = {}
        """Whether each accepted candidate is tracked to both ends."""
        self._changed: set[ObjectId] | None = None
        """The objects to look at again; None: all of them."""
        editor.changed.connect(self._follow)

    def counts(self) -> tuple[int, int]:
        """Return how many accepted candidates are to be tracked, and how many are tracked to both ends."""
        document = self._editor.document
        if self._changed is None:
            self._tracked, self._changed = {}, {record.id for record in document.all_objects()}
        for id in self._changed:
            self._tracked.pop(id, None)
            if self._is_accepted(id):
                self._tracked[id] = not self._is_unfinished(id)
        self._changed = set()
        done = sum(self._tracked.values())
        return len(self._tracked) - done, done

    def to_track(self, video: VideoId) -> list[ObjectId]:
        """Return the accepted candidates of a video that are not tracked to both ends."""
        return [id for id in self._of(video) if self._is_unfinished(id)]

    def to_hand_in(self, video: VideoId) -> list[ObjectId]:
        """Return the accepted candidates of a video that are tracked to both ends."""
        return [id for id in self._of(video) if not self._is_unfinished(id)]

    def _of(self, video: VideoId) -> Iterator[ObjectId]:
        return (record.id for record in self._editor.document.objects(video) if self._is_accepted(record.id))

    def _is_accepted(self, id: ObjectId) -> bool:
        """Return whether the model found an object, a person accepted it, and nobody has judged it."""
        document = self._editor.document
        record = document.object(id)
        return (
            record is not None
            and record.kind is ObjectKind.AUTO
            and record.stage is Stage.ANNOTATION
            and document.verdict(id) is None
            and bool(document.conditioning_frames(id))
        )

    def _is_unfinished(self, id: ObjectId) -> bool:
        record = self._editor.document.object(id)
        return record is not None and self._runs.unfinished_in(record.video, (id,))

    def _follow(self, edit: Edit) -> None:
        if edit.videos or edit.conventions:
            self._changed = None
        elif self._changed is not None:
            self._changed |= edit.objects_touched()
