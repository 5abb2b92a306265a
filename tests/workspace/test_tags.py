"""Tags of objects: given and taken, a project's own ones, undo, what is there when it is opened again."""

from collections.abc import Callable
from pathlib import Path

from app.project.conventions import USUAL_TAGS
from app.project.model import ObjectId
from tests.workspace.conftest import Desk


def tags(desk: Desk, object: ObjectId) -> tuple[str, ...]:
    record = desk.workspace.document.object(object)
    assert record is not None
    return record.tags


def test_tags_come_and_go_in_the_projects_order_and_are_kept(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "p")
    desk.workspace.videos.add([clip])
    desk.settle()
    workspace = desk.workspace
    one, two = workspace.objects.add("one"), workspace.objects.add("two")
    assert one is not None
    assert two is not None
    workspace.tags.toggle((one,), "thin")
    workspace.tags.toggle((one, two), "occlusion")
    workspace.tags.add(" <b>wet</b> & cold ", (two,))
    assert (tags(desk, one), tags(desk, two)) == (("occlusion", "thin"), ("occlusion", "<b>wet</b> & cold"))
    assert workspace.tags.own == ("<b>wet</b> & cold",)
    assert workspace.tags.shared((one, two)) == {"occlusion"}
    workspace.tags.toggle((one, two), "occlusion")
    assert tags(desk, one) == ("thin",)
    workspace.close(wait_ms=5000)

    again = open_desk(tmp_path / "p")
    assert tags(again, two) == ("<b>wet</b> & cold",)
    again.workspace.tags.remove("<b>wet</b> & cold")
    assert (tags(again, two), again.workspace.tags.known) == ((), USUAL_TAGS)
    again.workspace.editor.undo()
    again.workspace.editor.undo()
    assert tags(again, two) == ("occlusion", "<b>wet</b> & cold")


def test_an_empty_tag_is_none_and_there_is_room_for_fifty(desk: Desk) -> None:
    tags = desk.workspace.tags
    tags.add("  ")
    assert tags.known == USUAL_TAGS
    for number in range(50 - len(USUAL_TAGS)):
        tags.add(f"own {number}")
    tags.add("one too many")
    assert len(tags.known) == 50
    assert "50 tags already" in str(desk.errors[-1])
