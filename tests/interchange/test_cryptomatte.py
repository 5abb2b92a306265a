"""Names as numbers in EXR, by the specification; the files themselves where the library is installed."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.errors import ExportError
from app.interchange.encoding.cryptomatte import distinct_ids, id_of, layers, metadata, most_shared, murmur3
from app.interchange.formats import exr
from app.masks.mask import Mask
from tests.interchange.samples import a_clip, exporting, ring, run_to_end, video_file


def test_hashes_are_those_of_others() -> None:
    known = {"": 0, "hello": 0x248BFA47, "Hello, world!": 0xC0363E43}
    assert {text: murmur3(text.encode()) for text in known} == known
    assert all(0 < (id_of(f"object {n}") >> 23) & 255 < 255 for n in range(2000))
    assert id_of("") == 1 << 23  # a denormal number would be flushed to 0
    assert list(distinct_ids(["a", "b", "a"])) == ["a", "b", "a 2"]


def test_every_object_is_found_again_where_they_overlap() -> None:
    ids = distinct_ids(["left", "猫", "right"])
    masks = [Mask.from_array(np.roll(np.eye(6, 9, dtype=bool) | (np.arange(9) < 4), place, 1)) for place in range(3)]
    assert most_shared(masks) == 3
    channels = layers(list(zip(ids.values(), masks, strict=True)), 6, 9, ranks=3)
    assert sorted(channels) == [f"object0{n}.{c}" for n in range(2) for c in "ABGR"]
    for id, mask in zip(ids.values(), masks, strict=True):
        pairs = [("object00.R", "object00.G"), ("object00.B", "object00.A"), ("object01.R", "object01.G")]
        found = sum(channels[cover] * (channels[key].view(np.uint32) == id) for key, cover in pairs)
        assert np.array_equal(found == 1, mask.to_array())
    header = metadata(ids)
    (manifest,) = (text for key, text in header.items() if key.endswith("/manifest"))
    assert {name: int(value, 16) for name, value in json.loads(manifest).items()} == ids
    assert {key.split("/")[1] for key in header} == {f"{murmur3(b'object'):08x}"[:7]}


def test_without_the_library_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError

    monkeypatch.setattr(exr, "import_module", missing)
    with pytest.raises(ExportError, match="extra “exr”"):
        run_to_end(exporting("exr", [a_clip(video_file(tmp_path / "walk.mp4", 2))], tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("variant", ["cryptomatte", "objects", "united"])
def test_files_hold_the_masks(variant: str, tmp_path: Path) -> None:
    library = pytest.importorskip("OpenEXR")
    clip = a_clip(video_file(tmp_path / "walk.mp4", 2))
    run_to_end(exporting("exr", [clip], tmp_path / "out", variant=variant, number=1001, padding=4))
    place = tmp_path / "out" / "walk" / ("object 1" if variant == "objects" else "")
    read = library.File(str(place / "1002.exr"), separate_channels=True)
    channels = {name: channel.pixels for name, channel in read.channels().items()}
    if variant == "cryptomatte":
        found = channels["object00.R"].view(np.uint32) == id_of("object 1")
        found &= channels["object00.G"] == 1
    else:
        found = channels["A"] == 1
    assert np.array_equal(found, ring(1, 1) | ring(0, 1) if variant == "united" else ring(1, 1))
