"""Where things are."""

from pathlib import Path

import pytest

from app import paths
from app.errors import UserError

PERSONAL = [
    paths.config_folder,
    paths.data_folder,
    paths.cache_folder,
    paths.logs_folder,
    paths.checkpoints_folder,
    paths.settings_file,
]


def test_everything_personal_moves_below_masklane_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASKLANE_HOME", str(tmp_path / "with space"))
    places = [place() for place in PERSONAL]
    assert all(place.is_relative_to(tmp_path / "with space") for place in places)
    assert len(set(places)) == len(places)
    assert not list(tmp_path.iterdir()), "asking where something is must not make it"


def test_a_relative_masklane_home_survives_a_change_of_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MASKLANE_HOME", "here")
    assert paths.config_folder() == tmp_path / "here" / "config"


def test_without_masklane_home_the_system_decides_and_names_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASKLANE_HOME")
    for place in PERSONAL:
        assert place().is_absolute()
        assert "masklane" in str(place()).lower()


def test_checkout_offers_sample_icons_models_and_what_is_new() -> None:
    assert (paths.sample_folder() / "sample.json").is_file()
    assert (paths.icons_folder() / "masklane.svg").is_file()
    assert paths.changes_file().is_file()
    assert paths.models_folder().parent == paths.resources()


def test_installed_package_wins_over_a_folder_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app" / "_resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "app" / "paths.py"))
    assert paths.resources() == tmp_path / "app" / "_resources"


def test_incomplete_installation_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "app" / "paths.py"))
    with pytest.raises(UserError, match="Install Masklane again"):
        paths.resources()
