"""Suggestions are found in the background after each change, walked, and answered by a correction or by fine."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.generators import result_of
from app.project.model import Cell, Click, Direction, FrameIndex
from app.review.ranking import suggest
from app.workspace.review import evidence
from app.workspace.viewing.frame_states import FrameState
from tests.workspace.builders import add_object, document
from tests.workspace.conftest import FRAMES, Desk


def found(desk: Desk) -> list[int]:
    """Return the suggested frames of the active object, once they are up to date."""
    suggestions = desk.workspace.suggestions
    suggestions.look()
    desk.qtbot.waitUntil(lambda: not suggestions.waiting)
    cell = desk.workspace.view.cell
    assert cell is not None
    return [one.cell.frame for one in suggestions.of(cell.object)]


def tracked(desk: Desk) -> None:
    """Track a disc that leaves the picture on the right."""
    workspace = desk.workspace
    id = workspace.objects.add("Ball")
    assert id is not None
    workspace.prompts.add_click(Cell(id, FrameIndex(0)), Click(40, 30))
    desk.settle()
    desk.predictor.shift = (2, 0)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()


def test_a_lost_stretch_is_suggested_first_and_marked_on_the_timeline(desk: Desk) -> None:
    tracked(desk)
    frames = found(desk)
    cell = desk.workspace.view.cell
    assert cell is not None
    states = desk.workspace.states.of(cell.object)
    assert len(frames) == 4
    assert states.area[frames[0]] == 0
    assert all(states.flags[frame] & FrameState.SUSPICIOUS for frame in frames)


def test_they_are_there_again_when_the_project_is_opened_again(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "again")
    desk.workspace.videos.add([clip])
    desk.settle()
    tracked(desk)
    frames = found(desk)
    desk.workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "again")
    suggestions = again.workspace.suggestions
    assert suggestions.waiting
    again.qtbot.waitUntil(lambda: not suggestions.waiting)
    assert [one.cell.frame for one in suggestions.shown()] == frames


def test_a_very_long_masklet_is_ranked_without_comparing_all_its_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LONG", 20)
    made = document(50)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 50))
    gathered = result_of(evidence.EvidenceBook().gather(made.frozen(), object))
    assert np.isnan(gathered.moved).all()
    assert len(suggest(gathered, 50)) == 4


def test_j_and_k_walk_from_worst_to_worst_and_say_where_it_ends(desk: Desk) -> None:
    tracked(desk)
    frames, suggestions = found(desk), desk.workspace.suggestions
    elsewhere = next(frame for frame in range(FRAMES) if frame not in frames)
    desk.workspace.view.go_to(FrameIndex(elsewhere))
    suggestions.previous()
    assert desk.workspace.view.frame == elsewhere
    assert desk.notices[-1].startswith("There is no suggestion before")
    walked = []
    for _ in range(5):
        suggestions.next()
        walked.append(desk.workspace.view.frame)
    assert walked == [*frames, frames[-1]]
    assert desk.notices[-1] == "That was the last suggestion."
    suggestions.previous()
    assert desk.workspace.view.frame == frames[-2]


def test_fine_takes_a_frame_off_until_its_mask_changes_and_can_be_undone(desk: Desk) -> None:
    tracked(desk)
    first, workspace = found(desk)[0], desk.workspace
    object = workspace.view.active_object
    assert object is not None
    cell = Cell(object, FrameIndex(first))
    workspace.suggestions.call_fine(cell)
    near = [frame for frame in found(desk) if abs(frame - first) < FRAMES / 20]
    assert near == []
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.fine
    workspace.runs.track(Direction.FORWARD, (object,), (first, first))
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.fine  # the same mask again
    desk.predictor.shift = (0, 0)
    workspace.runs.track(Direction.FORWARD, (object,), (first, first))
    desk.settle()
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert not mask.fine
    workspace.editor.undo()
    workspace.editor.undo()
    workspace.editor.undo()
    assert found(desk)[0] == first


def test_fine_goes_on_to_the_next_and_from_the_last_one_to_the_first(desk: Desk) -> None:
    tracked(desk)
    frames, workspace = found(desk), desk.workspace
    object = workspace.view.active_object
    assert object is not None
    workspace.suggestions.call_fine(Cell(object, FrameIndex(frames[1])))
    assert workspace.view.frame == frames[2]
    workspace.editor.undo()
    assert found(desk) == frames
    workspace.suggestions.call_fine(Cell(object, FrameIndex(frames[-1])))
    assert workspace.view.frame == frames[0]


def test_a_correction_takes_what_is_near_it_off_and_a_deleted_object_has_none(desk: Desk) -> None:
    tracked(desk)
    first, workspace = found(desk)[0], desk.workspace
    object = workspace.view.active_object
    assert object is not None
    workspace.prompts.mark_absent(Cell(object, FrameIndex(first)))
    assert all(abs(frame - first) >= FRAMES / 20 for frame in found(desk))
    workspace.objects.delete([object])
    assert workspace.suggestions.of(object) == ()
    workspace.suggestions.next()
    assert desk.notices[-1] == "Nothing here needs a look."


def test_an_object_without_a_suggestion_says_that_another_one_has_some(desk: Desk) -> None:
    tracked(desk)
    workspace = desk.workspace
    assert found(desk)
    other = workspace.objects.add("Other")
    assert workspace.view.active_object == other
    workspace.suggestions.next()
    assert desk.notices[-1] == "Nothing of what is selected needs a look, but another object does."


def test_nothing_is_looked_for_while_a_video_plays(desk: Desk) -> None:
    workspace = desk.workspace
    id = workspace.objects.add("Ball")
    assert id is not None
    workspace.prompts.add_click(Cell(id, FrameIndex(0)), Click(40, 30))
    desk.settle()
    workspace.view.set_loops(True)
    workspace.view.play()
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    workspace.suggestions.look()
    assert workspace.suggestions.of(id) == ()
    workspace.view.pause()
    workspace.suggestions.look()
    desk.qtbot.waitUntil(lambda: not workspace.suggestions.waiting)
    assert len(workspace.suggestions.of(id)) > 0
