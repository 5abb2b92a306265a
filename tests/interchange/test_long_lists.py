"""Lists that stay in their file come back element by element, wherever the reading is cut, and are never held."""

import json
import tracemalloc
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.errors import ImportFileError
from app.generators import result_of
from app.interchange import long_lists
from app.interchange.detection import detect, detecting
from app.interchange.encoding.json_files import decode
from app.interchange.long_lists import ANY, LongList, around_lists, elements

NASTY = [
    "",
    "]",
    'a "quoted" [',
    "back\\slash\\",
    "\\",
    "é{",
    ",",
    None,
    0,
    -1.5,
    True,
    [],
    {},
    [[]],
    {"masks": [1]},
    [1, [2, 3]],
]


def test_what_is_around_and_the_elements_are_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"n": n, "masks": NASTY[n:] + [None] * n, "box": [n, n]} for n in range(0, len(NASTY) + 1, 4)]
    document = {"x": NASTY, "rows": rows, "masks": NASTY}
    for indent, chunk in product((None, 1), (*range(1, 12), 50, 1 << 20)):
        monkeypatch.setattr(long_lists, "CHUNK", chunk)
        monkeypatch.setattr(long_lists, "PIECE", 3 * chunk)
        file = tmp_path / "a.json"
        file.write_text(json.dumps(document, indent=indent, ensure_ascii=chunk % 2 == 0), encoding="utf-8")
        around = decode(file, result_of(around_lists(file, {(b"rows", None, b"masks"): None})), dict[str, Any])
        for row in around["rows"]:
            found = msgspec.convert(row["masks"], LongList)
            row["masks"] = [json.loads(bytes(raw)) for raw in elements(file, found)]
            assert found.count == len(row["masks"])
        assert around == document


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lists, "CHUNK", 7)
    monkeypatch.setattr(long_lists, "PIECE", 11)


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("text", ["[1, 2, 3, 4, 5 6, 7]", '["a", "b", "c", "d",]', "[[1], [2], [3] [4], [5]]", "[1}"])
def test_a_list_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(f'{{"masks": {text}}}')
    with pytest.raises(ImportFileError, match="is damaged"):
        _all(file)


def _all(file: Path) -> list[msgspec.Raw]:
    found = decode(file, result_of(around_lists(file, {(ANY,): None})), dict[str, LongList])
    return list(elements(file, found["masks"]))


def test_a_file_that_grows_or_shrinks_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"masks": [10, 20, 30]}')
    found = decode(file, result_of(around_lists(file, {(b"masks",): None})), dict[str, LongList])["masks"]
    for text in ('{"masks": [10, 2020]}', '{"masks": [1,2, 3,4]}', '{"masks"'):
        file.write_text(text)
        with pytest.raises(ImportFileError):
            list(elements(file, found))


@pytest.mark.parametrize("text", ["[" * 1000, '{"a":' * 1000, '{"a": "' + "x" * 3000])
def test_what_has_no_end_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lists, "MOST_AROUND", 2000)
    file = tmp_path / "a.json"
    file.write_text(text)
    with pytest.raises(ImportFileError, match="is damaged"):
        result_of(around_lists(file, {(b"masks",): None}))


def test_a_long_list_is_never_held(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"masks": [' + ",".join([json.dumps({"counts": "0" * 10_000})] * 800) + "]}")
    tracemalloc.start()
    found = decode(file, result_of(around_lists(file, {(b"masks",): None})), dict[str, LongList])["masks"]
    assert sum(len(bytes(raw)) for raw in elements(file, found)) > 8_000_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_finding_out_the_format_can_be_stopped_in_the_middle_of_a_large_file(tmp_path: Path) -> None:
    file = tmp_path / "instances.json"
    file.write_bytes(b'{"videos":[],"annotations":[' + b",".join([b'{"id":1,"a":"x]","b":[1,2]}'] * 40_000) + b"]}")
    looking = detecting(file)
    steps = [next(looking) for _ in range(3)]
    looking.close()
    assert len(steps) == 3
    assert detect(file).format.id == "youtube-vis"
