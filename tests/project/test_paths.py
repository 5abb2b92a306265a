"""Media inside the project folder is referred to relatively, and no reference leads out of it unnoticed."""

from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.paths import database_path, media_path, media_reference, own_place


def test_media_inside_the_folder_is_relative_and_outside_absolute(tmp_path):
    folder = tmp_path / "project"
    assert media_reference(folder, folder / "clips" / "a b.mp4") == "clips/a b.mp4"
    assert media_reference(folder, tmp_path / "elsewhere.mp4") == (tmp_path / "elsewhere.mp4").as_posix()
    assert media_reference(folder, folder) == folder.as_posix()
    for media in (folder / "clips" / "ä.mp4", tmp_path / "elsewhere.mp4"):
        assert media_path(folder, media_reference(folder, media)) == media


def test_a_moved_project_finds_its_own_media(tmp_path):
    reference = media_reference(tmp_path / "old", tmp_path / "old" / "clip.mp4")
    assert media_path(tmp_path / "new", reference) == tmp_path / "new" / "clip.mp4"


@pytest.mark.parametrize("reference", ["../../etc/passwd", "a/../../b", "..", "", "."])
def test_a_relative_reference_that_leads_out_is_refused(tmp_path, reference):
    with pytest.raises(ProjectError, match="does not lie in its folder"):
        media_path(tmp_path, reference)


def test_a_project_is_given_by_its_folder_or_its_file(tmp_path):
    assert database_path(tmp_path) == tmp_path / "project.masklane"
    assert database_path(tmp_path / "new") == tmp_path / "new" / "project.masklane"
    assert database_path(tmp_path / "project.masklane") == tmp_path / "project.masklane"
    folder = tmp_path / "odd.masklane"
    folder.mkdir()
    assert database_path(folder) == folder / "project.masklane"
    renamed = Path(tmp_path / "renamed.db")
    renamed.touch()
    assert database_path(renamed) == renamed


def test_a_place_of_the_project_that_leads_elsewhere_is_none(tmp_path: Path):
    folder, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    assert own_place(folder, "cache", "index") == folder / "cache" / "index"
    (folder / "cache").symlink_to(elsewhere)
    assert own_place(folder, "cache", "index") is None
    (folder / "masklets").mkdir()
    (folder / "exports").symlink_to("masklets")
    assert own_place(folder, "exports") == folder / "exports"
    (folder / "circle").symlink_to("circle")
    assert own_place(folder, "circle", "x") is None
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert own_place(link, "masklets") == link / "masklets"
