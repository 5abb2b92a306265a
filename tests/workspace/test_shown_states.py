"""What is on screen is read in turns: no paint waits for the masks of many new objects."""

from collections.abc import Collection

import pytest

from app.masks.mask import Mask
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, CellMask, Color, FrameIndex, MaskSource, ObjectId, VideoObject
from app.workspace.viewing import shown_states
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, Desk


def with_masks(desk: Desk, count: int) -> list[ObjectId]:
    """Return five new objects with a mask on each of so many frames."""
    workspace = desk.workspace
    video = workspace.view.video
    assert video is not None
    draft, ids = EditBuilder(workspace.document), []
    for number in range(101, 106):
        ids.append(id := ObjectId(number))
        draft.object(id, VideoObject(id, video.id, f"New {number}", Color(1, 2, 3), position=number))
        for frame in range(count):
            draft.mask(Cell(id, FrameIndex(frame)), CellMask(Mask.full(CLIP_HEIGHT, CLIP_WIDTH), MaskSource.IMPORTED))
    workspace.editor.do("objects", draft.edit())
    return ids


def test_objects_with_many_masks_come_one_after_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_states, "TURN_MASKS", 10)
    ids, shown = with_masks(desk, 5), desk.workspace.shown_states
    turns: list[int] = []

    def paint(waited: Collection[ObjectId]) -> None:
        turns.append(sum(shown.of(id) is not None for id in waited))

    shown.read_next.connect(paint)
    desk.qtbot.wait(5)
    assert not any(shown.of(id) for id in ids), "what is painted first after the edit has a turn for itself"
    desk.qtbot.waitUntil(lambda: sum(turns) == 5)
    assert turns == [2, 2, 1]
    assert all(desk.workspace.states.of(id).flags[4] for id in ids)


def test_one_object_with_more_than_a_turn_is_read_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, shown = with_masks(desk, 5), desk.workspace.shown_states
    monkeypatch.setattr(shown_states, "TURN_MASKS", 3)
    assert shown.of(ids[0]) is not None
    assert shown.of(ids[1]) is None
