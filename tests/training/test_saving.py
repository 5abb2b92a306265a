"""A disk that is full while a training saves."""

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.training.saving import unwritable


def test_a_full_disk_is_named_and_what_does_not_fit_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, partial = tmp_path / "improve.pt", tmp_path / "improve.pt.part"
    path.write_bytes(b"saved before")
    partial.write_bytes(b"half")
    torchs_own = RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos 64 vs 0")
    assert "unexpected pos 64" in str(unwritable(path, partial, torchs_own))
    monkeypatch.setattr("app.training.saving.shutil.disk_usage", lambda _folder: SimpleNamespace(free=0))
    partial.write_bytes(b"half")
    for error in (torchs_own, OSError(errno.ENOSPC, "No space left on device")):
        told = str(unwritable(path, partial, error))
        assert told.startswith("The disk is full")
        assert "unexpected" not in told
    assert not partial.exists()
    assert path.read_bytes() == b"saved before"
