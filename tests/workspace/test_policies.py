"""What a person chooses for an object's memory: an edit, kept, given to the model, and noted with the run."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from app.engine.predictor import TrackedFrame, TrackRequest
from app.masks.mask import Mask
from app.media.source import FrameSource
from app.project.model import DEFAULT_POLICY, Cell, CellMask, Click, Direction, FrameIndex, MaskSource, Policy
from app.workspace.edits import cells, memory
from app.workspace.edits.absence import lost_stretch
from app.workspace.tracking.plan import CLEAN_REACH, Wish, plan, remembered
from tests.engine.stand_in import DiscPredictor
from tests.project.samples import apply
from tests.workspace.builders import HEIGHT, WIDTH, add_object, document
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk
from tests.workspace.test_annotating import clicked
from tests.workspace.tracking.test_runs import Held


class Listening(DiscPredictor):
    """Keeps the requests it gets; finds nothing on the frames `blind`."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[TrackRequest] = []
        self.blind: frozenset[int] = frozenset()

    def track(self, video: str, source: FrameSource, request: TrackRequest) -> Generator[TrackedFrame]:
        self.requests.append(request)
        for found in super().track(video, source, request):
            if found.frame not in self.blind:
                yield found
                continue
            nothing = Mask.empty(CLIP_HEIGHT, CLIP_WIDTH)
            lost = {id: type(one)(nothing, 0.1, 0.01) for id, one in found.predictions.items()}
            yield TrackedFrame(found.frame, lost)


@pytest.fixture
def listening(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> tuple[Desk, Listening]:
    predictor = Listening()
    desk = open_desk(tmp_path / "project", predictor)
    desk.workspace.videos.add([clip])
    desk.settle()
    return desk, predictor


def test_a_policy_makes_stale_what_another_one_made_and_undo_takes_both_back(
    listening: tuple[Desk, Listening], open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk, predictor = listening
    workspace, object = desk.workspace, clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    before = workspace.document.object(object)
    workspace.objects.set_policy((object,), Policy.LOOKALIKES)
    changed = workspace.document.object(object)
    assert changed is not None
    assert (changed.policy, changed.stale) == (Policy.LOOKALIKES, ((1, FRAMES - 1),))
    workspace.editor.undo()
    assert workspace.document.object(object) == before
    workspace.editor.redo()
    workspace.objects.set_exclusive((object,), True)
    workspace.runs.track(Direction.BOTH, (object,))
    desk.settle()
    assert predictor.requests[-1].context[object].policy is Policy.LOOKALIKES
    runs = workspace.document.runs()
    assert [run.policies for run in runs][-1] == (Policy.LOOKALIKES,)
    workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "project").workspace.document
    kept = again.object(object)
    assert kept is not None
    assert (kept.policy, kept.exclusive, kept.stale) == (Policy.LOOKALIKES, True, ())
    assert again.runs() == runs


def test_frames_that_are_corrected_and_tracked_again_keep_the_policy(listening: tuple[Desk, Listening]) -> None:
    desk, predictor = listening
    object = clicked(desk, 0)
    desk.workspace.objects.set_policy((object,), Policy.CLEAN)
    desk.workspace.runs.track(Direction.BOTH, (object,))
    desk.settle()
    for frame in (40, 20):
        desk.workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(60, 30))
        desk.settle()
        desk.workspace.runs.track(Direction.BOTH, (object,))
        desk.settle()
    assert len(predictor.requests) >= 5, "the whole video, then gaps and what lies beyond"
    assert {request.context[object].policy for request in predictor.requests} == {Policy.CLEAN}
    assert {run.policies for run in desk.workspace.document.runs()} == {(Policy.CLEAN,)}


def test_a_policy_chosen_while_its_object_is_tracked_begins_the_run_again(listening: tuple[Desk, Listening]) -> None:
    desk, predictor = listening
    object = clicked(desk, 0)
    held = Held(desk)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    held.wait()
    desk.workspace.objects.set_policy((object,), Policy.LOOKALIKES)
    held.open()
    record = desk.workspace.document.object(object)
    assert record is not None
    assert record.stale == ()
    assert [request.context[object].policy for request in predictor.requests] == [DEFAULT_POLICY, Policy.LOOKALIKES]


def test_a_lost_stretch_becomes_absent_by_one_word_and_its_neighbors_stay_up_to_date(
    listening: tuple[Desk, Listening],
) -> None:
    desk, predictor = listening
    predictor.blind = frozenset(range(20, 31))
    workspace, object = desk.workspace, clicked(desk, 0)
    workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    assert lost_stretch(workspace.document, object, FrameIndex(25)) == (20, 30)
    workspace.masks.set_locked((object,), 30, 30, True)
    workspace.prompts.mark_lost_absent(Cell(object, FrameIndex(22)))
    marks = {frame: mask for frame, mask in workspace.document.masks_of(object) if mask.mask.area == 0}
    assert [frame for frame in sorted(marks) if marks[frame].absent] == list(range(20, 30))
    assert [frame for frame in sorted(marks) if marks[frame].lost] == [30]
    record = workspace.document.object(object)
    assert record is not None
    assert record.stale == ()
    workspace.editor.undo()
    assert all(mask.lost for _, mask in workspace.document.masks_of(object) if mask.mask.area == 0)
    assert desk.errors == []


def test_saved_masks_are_looked_for_as_far_back_as_a_policy_reads() -> None:
    made = document(200)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 150))
    nothing = CellMask(Mask.empty(HEIGHT, WIDTH), MaskSource.TRACKED)
    for frame in range(60, 150):
        apply(made, cells.tracked(made, FrameIndex(frame), {object: nothing}))

    def given(policy: Policy) -> list[int]:
        apply(made, memory.choose_policy(made, (object,), policy))
        apply(made, cells.confirmed(made, {object: (FrameIndex(0), FrameIndex(199))}))
        (work,) = plan(made, Wish((object,), Direction.FORWARD, FrameIndex(150)), 200)
        return sorted(work.request.context[object].neighbors)

    assert given(Policy.META) == list(range(144, 150))
    assert given(Policy.CLEAN) == [*range(54, 60), 147, 148, 149]
    assert given(Policy.LOOKALIKES) == [147, 148, 149]
    assert CLEAN_REACH >= 100


def test_absent_frames_do_not_hide_those_that_show_the_object_from_a_click() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[5])
    for frame in range(40, 70):
        apply(made, cells.paint(made, Cell(object, FrameIndex(frame)), Mask.empty(HEIGHT, WIDTH)))
    frames = [cell.frame for cell in remembered(made, Cell(object, FrameIndex(80))).conditioning]
    assert 5 in frames
