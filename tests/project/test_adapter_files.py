"""Files of what was learned: whole or not there, by their content, and never outside of the project."""

from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.adapter_files import AdapterFiles


def test_what_is_saved_is_read_by_its_name_and_what_was_changed_is_not(tmp_path: Path) -> None:
    files = AdapterFiles(tmp_path)
    name = files.save(b"learned")
    again = files.save(b"learned")
    assert (again, files.load(name)) == (name, b"learned")
    assert [file.name for file in (tmp_path / "adapters").iterdir()] == [f"{name}.safetensors"]
    (tmp_path / "adapters" / f"{name}.safetensors").write_bytes(b"learne")
    assert files.load(name) is None
    assert files.save(b"learned") == name, "what is damaged is made whole again"
    assert files.load(name) == b"learned"


@pytest.mark.parametrize("name", ["", "..", "../../secret", "a" * 23, "A" * 24, "a" * 23 + "/"])
def test_what_is_no_name_is_no_path(tmp_path: Path, name: str) -> None:
    assert AdapterFiles(tmp_path).load(name) is None


def test_a_folder_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (project / "adapters").symlink_to(outside)
    with pytest.raises(ProjectError):
        AdapterFiles(project).save(b"learned")
    assert list(outside.iterdir()) == []
