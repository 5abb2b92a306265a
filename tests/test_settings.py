"""Settings: one value, and a file that never gets in the way."""

import json
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from app.errors import UserError
from app.settings import MAX_RECENT_PROJECTS, Precision, Settings, Theme, load, save

CHANGED = Settings(theme=Theme.DARK, annotator="Zoë", threads=3, key_bindings={"undo": "Ctrl+Z", "play": ""})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "not yet there" / "settings.json"


def test_no_file_means_defaults(file: Path) -> None:
    loaded = load(file)
    assert loaded.settings == Settings()
    assert loaded.problem is None
    assert not file.parent.exists()


def test_saved_settings_come_back(file: Path) -> None:
    save(file, CHANGED)
    assert load(file).settings == CHANGED


def test_file_holds_only_what_was_changed(file: Path) -> None:
    save(file, CHANGED)
    assert set(json.loads(file.read_text("utf-8"))) == {"theme", "annotator", "threads", "key_bindings"}
    save(file, Settings())
    assert json.loads(file.read_text("utf-8")) == {}


def test_keys_of_a_newer_version_are_kept(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"holograms": {"depth": 3}, "theme": "light"}', "utf-8")
    loaded = load(file)
    assert loaded.settings == Settings(theme=Theme.LIGHT)
    assert loaded.problem is None
    save(file, msgspec.structs.replace(loaded.settings, theme=Theme.SYSTEM))
    assert json.loads(file.read_text("utf-8")) == {"holograms": {"depth": 3}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"null",
        b"\xff\xfe\x00",
        b'{"theme": "dark"',
        b'{"annotator": "\xff"}',
        pytest.param(b'{"a":' + b"[" * 100_000, id="deep"),
    ],
)
def test_broken_file_is_kept_aside_and_reported(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    loaded = load(file)
    assert loaded.settings == Settings()
    aside = file.with_name("settings.json.broken")
    assert str(aside) in str(loaded.problem)
    assert aside.read_bytes() == content
    assert load(file).problem is None


def test_one_senseless_value_does_not_cost_the_others(file: Path) -> None:
    file.parent.mkdir()
    content = {"theme": "pink", "threads": -1, "annotator": "Ada", "image_size": 500, "holograms": 1}
    file.write_text(json.dumps(content), "utf-8")
    loaded = load(file)
    assert loaded.settings == Settings(annotator="Ada")
    assert "image_size, theme, threads" in str(loaded.problem)
    assert json.loads(file.with_name("settings.json.broken").read_text("utf-8")) == content
    assert json.loads(file.read_text("utf-8")) == {"annotator": "Ada", "holograms": 1}


def test_file_damaged_while_running_is_kept_aside_by_the_next_save(file: Path) -> None:
    save(file, CHANGED)
    file.write_text("garbage", "utf-8")
    save(file, CHANGED)
    assert load(file).settings == CHANGED
    assert file.with_name("settings.json.broken").read_text("utf-8") == "garbage"


def test_unreadable_place_gives_defaults_in_words(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.settings == Settings()
    assert str(tmp_path) in str(loaded.problem)


def test_failed_save_is_said_in_words_and_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(file, CHANGED)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(UserError, match="No space left on device"):
        save(file, Settings())
    assert load(file).settings == CHANGED
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_recent_projects_are_newest_first_without_repeats_and_bounded(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(MAX_RECENT_PROJECTS + 3):
        settings = settings.with_recent(tmp_path / str(number))
    settings = settings.with_recent(tmp_path / "7")
    assert settings.recent_projects[:2] == (str(tmp_path / "7"), str(tmp_path / str(MAX_RECENT_PROJECTS + 2)))
    assert len(settings.recent_projects) == len(set(settings.recent_projects)) == MAX_RECENT_PROJECTS
    assert str(tmp_path / "7") not in settings.without_recent(tmp_path / "7").recent_projects


@pytest.mark.parametrize(
    "senseless",
    [{"threads": -1}, {"image_size": 100}, {"feature_cache_mb": -5}, {"frame_cache_mb": 1 << 40}, {"device": ""}],
)
def test_senseless_numbers_are_refused_in_code_too(senseless: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(senseless))):
        Settings(**senseless)  # type: ignore[arg-type]


@bounded(max_examples=50, deadline=None)
@given(
    st.builds(
        Settings,
        theme=st.sampled_from(Theme),
        precision=st.sampled_from(Precision),
        model=st.text(),
        annotator=st.text(),
        image_size=st.integers(0, 128).map(lambda n: n * 32),
        recent_projects=st.lists(st.text(), max_size=MAX_RECENT_PROJECTS).map(tuple),
        key_bindings=st.dictionaries(st.text(), st.text(), max_size=5),
    )
)
def test_any_settings_survive_the_file(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    save(file, settings)
    assert load(file).settings == settings
    assert load(file).problem is None
