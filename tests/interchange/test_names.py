"""File names of people's names, and the table of formats."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interchange.export.options import Option, Pictures
from app.interchange.names import distinct, safe_name
from app.interchange.table import FORMATS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("walk.mp4", "walk.mp4"),
        ("Größe 猫 ñ", "Größe 猫 ñ"),
        ("a/b\\c:d", "a_b_c_d"),
        ("..", "video"),
        ("", "video"),
        ("  . ", "video"),
        ("///", "video"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("\ud800x", "?x".replace("?", "_")),
    ],
)
def test_names_people_give(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_name_can_be_a_file_name(name: str) -> None:
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert safe not in ("", ".", "..")
    assert not set(safe) & set('<>:"/\\|?*\0\n')
    assert len(safe.encode()) < 200
    assert safe == safe.strip(" .")


def test_names_that_differ_in_case_only_get_numbers() -> None:
    assert distinct(["a", "A", "a 2", "a"]) == ["a", "A 2", "a 2 2", "a 3"]


def test_table_of_formats_is_complete() -> None:
    assert {"sav", "davis", "coco", "overlay"} <= set(FORMATS)
    for id, row in FORMATS.items():
        assert row.id == id
        assert row.title
        assert str(row.about).endswith(".")
        assert row.write is not None or row.read is not None
        assert (Option.VARIANT in row.options) is bool(row.variants)
        assert row.pictures is Pictures.NONE or Option.PICTURES in row.options
