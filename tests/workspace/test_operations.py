"""Operations on many masks: in the background, as one step, beside whatever else happens."""

from app.masks.mask import Mask
from app.project.model import Cell, Direction, FrameIndex, MaskSource, ObjectId
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk
from tests.workspace.test_annotating import clicked, masks


def full(_mask: Mask) -> Mask:
    return Mask.full(CLIP_HEIGHT, CLIP_WIDTH)


def tracked(desk: Desk) -> ObjectId:
    object = clicked(desk, 0)
    desk.workspace.runs.track(Direction.FORWARD)
    desk.settle()
    return object


def test_many_masks_are_changed_as_one_step_without_waiting_for_them(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    workspace.masks.set_locked((object,), 10, 12, True)
    before = dict(workspace.document.masks_of(object))
    workspace.masks.apply((object,), 5, 50, full, "Fill")
    assert dict(workspace.document.masks_of(object)) == before
    desk.settle()
    painted = [frame for frame, source in masks(desk, object).items() if source is MaskSource.PAINTED]
    assert painted == [*range(5, 10), *range(13, 51)]
    record = workspace.document.object(object)
    assert record is not None
    assert record.stale == ((1, 4), (51, FRAMES - 1))
    workspace.editor.undo()
    assert dict(workspace.document.masks_of(object)) == before


def test_a_mask_changed_meanwhile_stays_as_it_is(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    workspace.masks.apply((object,), 0, FRAMES, full, "Fill")
    mine = Mask.empty(CLIP_HEIGHT, CLIP_WIDTH)
    workspace.prompts.paint(Cell(object, FrameIndex(20)), mine)
    workspace.masks.clear_cell(Cell(object, FrameIndex(30)))
    desk.settle()
    found = dict(workspace.document.masks_of(object))
    assert found[FrameIndex(20)].mask == mine
    assert FrameIndex(30) not in found
    assert all(mask.mask == full(mask.mask) for frame, mask in found.items() if frame != 20)


def test_a_stopped_operation_changes_nothing(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    before = dict(workspace.document.masks_of(object))
    workspace.masks.apply((object,), 0, FRAMES, full, "Fill")
    workspace.stop()
    desk.settle()
    assert dict(workspace.document.masks_of(object)) == before


def test_deleting_the_object_during_its_operation_is_harmless(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    workspace.masks.apply((object,), 0, FRAMES, full, "Fill")
    workspace.objects.delete([object])
    desk.settle()
    assert workspace.document.object(object) is None


def test_a_few_masks_are_changed_at_once(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    workspace.masks.apply((object,), 5, 5, full, "Fill")
    assert masks(desk, object)[5] is MaskSource.PAINTED


def two_tracked(desk: Desk) -> tuple[ObjectId, ObjectId]:
    a, b = clicked(desk, 0), clicked(desk, 0, 40, 24)
    desk.workspace.runs.track(Direction.FORWARD, (a, b))
    desk.settle()
    return a, b


def test_objects_that_overlap_on_many_frames_are_merged_without_waiting(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    before = {id: dict(workspace.document.masks_of(id)) for id in (a, b)}
    workspace.objects.merge((a, b))
    assert workspace.document.object(b) is not None, "it is still being joined"
    painted = Mask.full(CLIP_HEIGHT, CLIP_WIDTH)
    workspace.prompts.paint(Cell(b, FrameIndex(7)), painted)
    desk.settle()

    merged = dict(workspace.document.masks_of(a))
    assert workspace.document.object(b) is None
    assert merged[FrameIndex(7)].mask == painted, "what changed meanwhile is joined as it is"
    for frame in (FrameIndex(3), FrameIndex(FRAMES - 1)):
        assert merged[frame].mask == before[a][frame].mask.union(before[b][frame].mask)
    workspace.editor.undo()
    assert dict(workspace.document.masks_of(a)) == before[a]


def test_a_stopped_merge_changes_nothing(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    before = {id: dict(workspace.document.masks_of(id)) for id in (a, b)}
    workspace.objects.merge((a, b))
    workspace.stop()
    desk.settle()
    assert {id: dict(workspace.document.masks_of(id)) for id in (a, b)} == before
