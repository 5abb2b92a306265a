"""Work that is shared out to other processes comes back as if it had been done here, whatever becomes of them."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psutil
import pytest

from app.errors import ImportFileError
from app.interchange.parallel import mask_tasks, process_pool
from app.interchange.parallel.mask_tasks import AS_JSON, FROM_JSON, Form
from app.interchange.parallel.process_pool import Piecework, in_pieces, out_of_pieces, shared_out
from app.masks.mask import Mask
from tests.interchange.samples import a_clip, exporting, run_to_end, video_file

AT_ONCE = -1.0


def masks() -> list[Mask | None]:
    rng = np.random.default_rng(3)
    return [None if n % 7 == 3 else Mask.from_array(rng.random((9, 11)) < n / 40) for n in range(40)]


def groups() -> Iterator[tuple[int, list[Mask | None]]]:
    found = masks()
    yield from ((n, found[n : n + n % 4]) for n in range(0, 40, 3))
    yield 99, []


def written(processes: int) -> list[tuple[int, list[bytes]]]:
    joined = ((about, mask_tasks._ToWrite(Form.COMPRESSED, part)) for about, part in in_pieces(groups(), 5))
    return list(out_of_pieces(shared_out(AS_JSON, joined, AT_ONCE, processes)))


def test_results_are_the_same_and_in_order_and_no_process_is_left() -> None:
    before = set(psutil.Process().children())
    alone = written(0)
    assert [about for about, _ in alone] == [*range(0, 40, 3), 99]
    assert [len(texts) for _, texts in alone] == [len(part) for _, part in groups()]
    assert written(2) == alone
    texts = [(n, [msgspec.Raw(text) for text in found]) for n, found in alone]
    read = (
        (about, mask_tasks._ToRead("a", [(bytes(raw), None) for raw in raws]))
        for about, raws in in_pieces(iter(texts), 5)
    )
    stopped = out_of_pieces(shared_out(FROM_JSON, read, AT_ONCE, 2))
    assert [next(stopped) for _ in range(4)] == list(groups())[:4]
    assert len(set(psutil.Process().children()) - before) == 2
    stopped.close()
    assert set(psutil.Process().children()) == before


def test_what_cannot_be_done_is_refused_as_if_it_was_tried_here() -> None:
    good, bad = b'{"size": [2, 3], "counts": [6]}', b'{"size": [2, 3], "counts": [7]}'
    given = [(0, mask_tasks._ToRead("a.json", [(good, None)])), (1, mask_tasks._ToRead("a.json", [(bad, None)]))]
    job = shared_out(FROM_JSON, given, AT_ONCE, 1)
    assert next(job) == (0, [Mask.empty(2, 3)])
    with pytest.raises(ImportFileError, match="do not add up"):
        next(job)


class _Stopped(io.BytesIO):
    """Takes only a part at a time, as a pipe without a buffer does when the process is stopped in the middle."""

    def write(self, data: Any, /) -> int:
        return super().write(bytes(data)[:7])


def test_a_process_that_is_stopped_in_the_middle_of_its_answer_sends_the_rest_later() -> None:
    pipe = _Stopped()
    process_pool.send(pipe, b"a mask" * 9)
    pipe.seek(0)
    assert process_pool.receive(pipe) == b"a mask" * 9


@pytest.mark.parametrize("ends", ["never starts", "ends at once"])
def test_without_the_other_processes_it_is_only_slower(ends: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def started(_work: Piecework[object, object]) -> subprocess.Popen[bytes]:
        if ends == "never starts":
            raise OSError(12, "Cannot allocate memory")
        words = [sys.executable, "-S", "-E", "-c", "pass"]
        return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    alone = written(0)
    monkeypatch.setattr(process_pool, "_started", started)
    assert written(2) == alone


@pytest.mark.parametrize("format_id", ["sav", "davis"])
def test_an_export_is_the_same_whoever_codes_its_masks(
    format_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = a_clip(video_file(tmp_path / "walk.mp4"))
    run_to_end(exporting(format_id, [clip], tmp_path / "alone"))
    monkeypatch.setattr(mask_tasks, "shared_out", lambda work, parts: shared_out(work, parts, AT_ONCE, 1))
    run_to_end(exporting(format_id, [clip], tmp_path / "together"))
    found = [
        {str(f.relative_to(tmp_path / name)): f.read_bytes() for f in (tmp_path / name).rglob("*") if f.is_file()}
        for name in ("alone", "together")
    ]
    assert found[0] == found[1]
