"""What people have agreed upon, brought to another copy of a project, where videos and objects have other ids."""

from collections.abc import Mapping
from dataclasses import replace

from app.project.category_checks import CATEGORY_CHECK, check_in, check_name, check_text
from app.project.conventions import AUTO_ACCEPT
from app.project.model import ObjectId, VideoId
from app.project.second_looks import SECOND_LOOK, look_in, look_text


def renumbered(
    name: str, text: str, videos: Mapping[VideoId, VideoId], objects: Mapping[ObjectId, ObjectId]
) -> tuple[str, str] | None:
    """Return name and text of a convention in the other copy; None for what does not come along.

    That is an answer about what is not there, and auto-accept, which only a person switches on.
    """
    if name == AUTO_ACCEPT:
        return None
    if name.startswith(CATEGORY_CHECK):
        check = check_in(text)
        if check is None or check.video not in videos or not objects.keys() >= set(check.masklets):
            return None
        masklets = tuple(sorted(objects[id] for id in check.masklets))
        moved = replace(check, video=videos[check.video], masklets=masklets)
        return check_name(moved.video, moved.category), check_text(moved)
    if name.startswith(SECOND_LOOK):
        look = look_in(text)
        if look is None or look.object not in objects:
            return None
        when = name.removeprefix(f"{SECOND_LOOK}{look.object} ")
        there = replace(look, object=objects[look.object])
        return f"{SECOND_LOOK}{there.object} {when}", look_text(there)
    return name, text
