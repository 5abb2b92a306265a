"""What a format can hold comes back from it as it was: pixels, frames, names, for any clip."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.detection import detect
from app.interchange.export.options import Option
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.project.model import CellMask, Color, FrameIndex, MaskSource, ObjectKind
from tests.interchange.clips import Can, clips, masks_of
from tests.interchange.samples import exporting, run_to_end

VARIANTS = [
    (row.id, variant)
    for row in FORMATS.values()
    if row.read is not None and row.write is not None
    for variant in ([one.id for one in row.variants] or [""])
    if row.holding(variant).masks
]


def there_and_back(clip: AnnotatedClip, format_id: str, variant: str, folder: Path, **options: object) -> AnnotatedClip:
    from app.interchange.export.options import Pictures

    whole: dict[str, frozenset[int]] = {}
    for masklet in clip.masklets:
        whole[masklet.category] = whole.get(masklet.category, frozenset()) | {masklet.id}
    clip = replace(clip, exhaustive=whole)
    run_to_end(exporting(format_id, [clip], folder / "out", variant=variant, pictures=Pictures.NONE, **options))
    found = detect(folder / "out")
    assert found.format.id == format_id
    (back,) = run_to_end(FORMATS[format_id].reader()(found.path))
    return back


CATEGORIES = {"mots": ("car", "pedestrian"), "saco": ("dog", "Katze & Hund", "猫")}
"""Of formats that cannot have any, or none."""


def can(format_id: str, variant: str) -> Can:
    holds = FORMATS[format_id].holding(variant)
    category = CATEGORIES.get(format_id, Can().category)
    return Can(holds.overlap, holds.holes and holds.parts, gaps=True, auto=format_id == "sav", category=category)


def test_every_format_that_can_be_read_and_written_is_tried_in_each_form() -> None:
    """What is not in VARIANTS says in the table that no masks come back from it; what is only read has own tests."""
    both = {row.id for row in FORMATS.values() if row.write is not None and row.read is not None}
    assert {format_id for format_id, _ in VARIANTS} == both
    left = {(row.id, one.id) for row in FORMATS.values() if row.id in both for one in row.variants} - set(VARIANTS)
    assert left == {("masks", "united"), ("masks", "united-16")}
    only_read = {row.id for row in FORMATS.values() if row.write is None}
    assert only_read == {"mask-video", "masklane"}  # tests/interchange/test_mask_video.py, tests/workspace
    only_written = {row.id for row in FORMATS.values() if row.read is None}
    assert only_written == {"exr", "cutouts", "alpha-video", "overlay"}  # pictures: read by libraries of others


@pytest.mark.parametrize(("format_id", "variant"), VARIANTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_masks_come_back(format_id: str, variant: str, data: st.DataObject) -> None:
    clip = data.draw(clips(can(format_id, variant)))
    with tempfile.TemporaryDirectory() as folder:
        back = there_and_back(clip, format_id, variant, Path(folder))
    absent = FORMATS[format_id].holding(variant).absent
    shown = [m for m in clip.masklets if absent or any(mask.mask.area for mask in m.masks.values())]
    expected = {name: masks for name, masks in masks_of(clip, absent).items() if name in {m.name for m in shown}}
    assert masks_of(back, absent) == expected
    assert (back.width, back.height, back.frame_count) == (clip.width, clip.height, clip.frame_count)
    assert back.name == clip.name
    if format_id != "masks":
        assert {m.name: m.category for m in back.masklets} == {m.name: m.category for m in shown}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_masks_come_through_any_two_formats(data: st.DataObject) -> None:
    """What both can hold is the same after the one, and then the other."""
    first, second = data.draw(st.sampled_from(VARIANTS)), data.draw(st.sampled_from(VARIANTS))
    ways = [can(*one) for one in (first, second)]
    both = Can(
        overlap=all(way.overlap for way in ways),
        holes=all(way.holes for way in ways),
        category=min((way.category for way in ways), key=len),
    )
    clip = data.draw(clips(both))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        there = there_and_back(clip, *first, Path(one))
        back = there_and_back(there, *second, Path(other))
    seen = {name: masks for name, masks in masks_of(clip, absent=False).items() if masks}
    assert {name: masks for name, masks in masks_of(back, absent=False).items() if masks} == seen
    facts = [(made.name, made.width, made.height, made.frame_count) for made in (clip, back)]
    assert facts[0] == facts[1]


NUMBERED = [(id, variant) for id, variant in VARIANTS if Option.PADDING in FORMATS[id].options]


@pytest.mark.parametrize("padding", [0, 1, 12])
@pytest.mark.parametrize(("format_id", "variant"), NUMBERED)
def test_masks_come_back_to_their_frames_however_many_digits_are_written(
    format_id: str, variant: str, padding: int, tmp_path: Path
) -> None:
    squares = {n: np.zeros((20, 60), bool) for n in range(12)}
    for n, square in squares.items():
        square[2:12, 4 * n : 4 * n + 10] = True
    masks = {FrameIndex(n): CellMask(Mask.from_array(square), MaskSource.IMPORTED) for n, square in squares.items()}
    category = CATEGORIES.get(format_id, ("dog",))[0]
    masklet = Masklet(1, "a", masks, category, ObjectKind.MANUAL, Color(255, 0, 0))
    clip = AnnotatedClip("walk", 60, 20, 12, (masklet,), rate=25.0)
    back = there_and_back(clip, format_id, variant, tmp_path, padding=padding)
    assert masks_of(back, True) == masks_of(clip, True)


@pytest.mark.parametrize("names", [("car 1/2", "car 1:2"), ("dog", "DOG"), ("x" * 80 + " left", "x" * 80 + " right")])
def test_mattes_of_objects_whose_names_make_one_file_name_come_back_as_themselves(
    names: tuple[str, str], tmp_path: Path
) -> None:
    masklets = []
    for place, name in enumerate(names):
        pixels = np.zeros((8, 8), bool)
        pixels[2 * place : 2 * place + 2] = True
        masks = {FrameIndex(0): CellMask(Mask.from_array(pixels), MaskSource.IMPORTED)}
        masklets.append(Masklet(place + 1, name, masks, name[-1], ObjectKind.MANUAL, Color(place, 0, 0)))
    clip = AnnotatedClip("walk", 8, 8, 1, tuple(masklets), rate=25.0)
    back = there_and_back(clip, "masks", "", tmp_path)
    assert masks_of(back, True) == masks_of(clip, True)
    assert {m.name: m.category for m in back.masklets} == {name: name[-1] for name in names}
