"""Models are found by name or file; files that are no checkpoints are refused in words and run no code."""

import hashlib
import json
import os
import random
import struct
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from app.engine.checkpoints import catalog, embedded_file, sam2_file
from app.engine.checkpoints.catalog import OFFICIAL, Trunk
from app.engine.loader import open_predictor
from app.engine.network.embedded import TEST_TINY
from app.errors import EngineError
from app.settings import Precision
from tests.engine.networks import model


@pytest.fixture
def tiny_file(tmp_path: Path) -> Path:
    """A model file of Masklane's own kind."""
    path = tmp_path / "mine.safetensors"
    embedded_file.save(model("own"), TEST_TINY, path, {})
    return path


def test_names_of_the_table_are_unique_and_lead_to_rows() -> None:
    assert len({row.id for row in OFFICIAL} | {row.file_name for row in OFFICIAL}) == 8
    for row in OFFICIAL:
        assert catalog.named(row.id) is row
        assert catalog.named(row.file_name) is row
        assert len(bytes.fromhex(row.sha256)) == 32
    assert catalog.named("base+") is OFFICIAL[2]
    assert catalog.named("Large") is OFFICIAL[3]
    assert catalog.named("huge") is None


def test_missing_model_tells_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not on this computer") as caught:
        catalog.resolve("tiny", tmp_path)
    assert "sam2.1-tiny" in caught.value.hint
    with pytest.raises(EngineError, match="no model 'huge'") as caught:
        catalog.resolve("huge", tmp_path)
    assert "sam2.1-large" in caught.value.hint


def test_list_shows_what_is_here(tmp_path: Path, tiny_file: Path) -> None:
    row = OFFICIAL[1]
    (tmp_path / OFFICIAL[0].file_name).write_bytes(b"half a file")
    with (tmp_path / row.file_name).open("wb") as sparse:
        sparse.truncate(row.size_bytes)
    listed = {entry.id: entry for entry in catalog.available(tmp_path)}
    assert listed[OFFICIAL[0].id].path is None
    assert listed[row.id].path == tmp_path / row.file_name
    assert listed[str(tiny_file)].path == tiny_file
    assert catalog.resolve(row.id, tmp_path).path == tmp_path / row.file_name
    assert next(iter(listed)) == catalog.EMBEDDED


def test_verify_reads_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file.pt"
    path.write_bytes(b"wrong")
    with pytest.raises(EngineError, match="not the file Meta published"):
        list(catalog.verify(path, OFFICIAL[0]))
    with pytest.raises(EngineError, match="cannot be read"):
        list(catalog.verify(tmp_path / "none.pt", OFFICIAL[0]))


def test_verify_finds_one_changed_byte_in_a_file_of_the_right_size(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    row = replace(OFFICIAL[0], size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    path = tmp_path / row.file_name
    path.write_bytes(content)
    steps = list(catalog.verify(path, row))
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    assert steps[-1] == (len(content), len(content))
    path.write_bytes(content[:-1] + b"\0")
    with pytest.raises(EngineError, match="not the file Meta published") as caught:
        list(catalog.verify(path, row))
    assert "again" in caught.value.hint


def test_own_model_file_opens_at_its_size_and_at_another(tiny_file: Path) -> None:
    settings = {"device": "cpu", "precision": Precision.FLOAT32, "threads": 1}
    assert open_predictor(str(tiny_file), **settings).image_size == 128
    larger = open_predictor(str(tiny_file), image_size=192, **settings)
    assert larger.image_size == 192
    assert "192" in larger.name
    with pytest.raises(EngineError, match="100 px"):
        open_predictor(str(tiny_file), image_size=100, **settings)


def test_measurement_is_kept_and_read_again(tiny_file: Path, tmp_path: Path) -> None:
    open_predictor(str(tiny_file), device="cpu", cache_folder=tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    told = kept.read_bytes()
    assert b"encode_seconds" in told
    open_predictor(str(tiny_file), device="cpu", cache_folder=tmp_path / "cache")
    assert kept.read_bytes() == told, "measured once"
    kept.write_bytes(b"{ damaged")
    assert open_predictor(str(tiny_file), device="cpu", cache_folder=tmp_path / "cache").image_size == 128


def test_official_layout_loads_strictly(tmp_path: Path) -> None:
    network = sam2_file.build(Trunk.TINY)
    state = network.state_dict()
    path = tmp_path / "sam.pt"
    torch.save({"model": state}, path)
    loaded = sam2_file.load(path)
    assert all(torch.equal(value, state[name]) for name, value in loaded.state_dict().items())
    assert loaded.binarize_mask_from_pts_for_mem_enc
    assert loaded.max_cond_frames_in_attn == 4

    save_file({name: value.contiguous() for name, value in state.items()}, tmp_path / "sam.safetensors")
    assert len(sam2_file.load(tmp_path / "sam.safetensors").state_dict()) == len(state)

    lost = {name: value for name, value in state.items() if name != "no_mem_embed"}
    torch.save({"model": lost}, path)
    with pytest.raises(EngineError, match="1 are missing"):
        sam2_file.load(path)
    old = {name: value for name, value in state.items() if name != "no_obj_embed_spatial"}
    torch.save({"model": old}, path)
    with pytest.raises(EngineError, match=r"SAM 2\.0"):
        sam2_file.load(path)
    reshaped = state | {"no_mem_embed": torch.zeros(1, 1, 8)}
    torch.save({"model": reshaped}, path)
    with pytest.raises(EngineError, match="exactly"):
        sam2_file.load(path)


@pytest.mark.parametrize(
    ("width", "blocks", "words"),
    [(96, 13, "a size Masklane does not know"), (128, 12, "a size Masklane does not know"), (96, 12, "exactly")],
)
def test_weights_of_another_size_are_told_from_their_shapes_whatever_the_file_is_called(
    tmp_path: Path, width: int, blocks: int, words: str
) -> None:
    state = {f"image_encoder.trunk.blocks.{index}.norm1.weight": torch.zeros(width) for index in range(blocks)}
    state["image_encoder.trunk.patch_embed.proj.weight"] = torch.zeros(width, 3, 7, 7)
    state["no_obj_embed_spatial"] = torch.zeros(1, 64)
    path = tmp_path / OFFICIAL[3].file_name
    torch.save({"model": state}, path)
    with pytest.raises(EngineError, match=words) as caught:
        sam2_file.load(path)
    assert path.name in caught.value.message
    assert caught.value.hint


class Bomb:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_pickles_that_carry_code_are_refused_and_not_run(tmp_path: Path) -> None:
    mark, path = tmp_path / "ran", tmp_path / "evil.pt"
    for content in (Bomb(mark), {"model": Bomb(mark)}, {"model": {"a": Bomb(mark)}}):
        for new in (True, False):
            torch.save(content, path, _use_new_zipfile_serialization=new)
            with pytest.raises(EngineError):
                open_predictor(str(path), device="cpu")
            assert not mark.exists()


def test_files_that_are_no_checkpoints_are_refused_in_words(tmp_path: Path) -> None:
    good = tmp_path / "good.pt"
    torch.save({"model": {"a": torch.zeros(3)}}, good)
    whole = good.read_bytes()
    with zipfile.ZipFile(tmp_path / "empty.pt", "w"):
        pass
    contents = {
        "nothing.pt": b"",
        "noise.pt": bytes(range(256)) * 9,
        "cut.pt": whole[: len(whole) // 2],
        "other.pt": whole,
        "text.safetensors": b"{}",
        "huge-header.safetensors": struct.pack("<Q", 2**40) + b"{}",
        "short.safetensors": b"\x01",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    torch.save([1, 2, 3], tmp_path / "list.pt")
    torch.save({"model": {"a": "text"}}, tmp_path / "words.pt")
    for name in (*contents, "empty.pt", "list.pt", "words.pt"):
        with pytest.raises(EngineError) as caught:
            open_predictor(str(tmp_path / name), device="cpu")
        assert caught.value.hint, name


SENSELESS = (0, -1, 3, 10**6, 10**12, 2**63, 1.5, 1e308, None, True, "x", [], [1], {}, [10**9])


def test_a_forged_description_gives_a_model_or_words(tiny_file: Path) -> None:
    whole, source = tiny_file.read_bytes(), random.Random(3)
    (length,) = struct.unpack_from("<Q", whole)
    header = json.loads(whole[8 : 8 + length])
    described = json.loads(header["__metadata__"]["architecture"])
    for _ in range(100):
        key = source.choice(sorted(described))
        forged = json.dumps({**described, key: source.choice(SENSELESS)})
        written = json.dumps({**header, "__metadata__": {**header["__metadata__"], "architecture": forged}}).encode()
        tiny_file.write_bytes(struct.pack("<Q", len(written)) + written + whole[8 + length :])
        with suppress(EngineError):
            embedded_file.load(tiny_file)


def test_changed_bytes_of_a_header_give_a_model_or_words(tiny_file: Path) -> None:
    whole, source = tiny_file.read_bytes(), random.Random(4)
    (length,) = struct.unpack_from("<Q", whole)
    for _ in range(100):
        changed = bytearray(whole)
        for _change in range(source.choice([1, 3, 10])):
            changed[source.randrange(8 + length)] = source.randrange(256)
        tiny_file.write_bytes(changed)
        with suppress(EngineError):
            embedded_file.load(tiny_file)


def test_damaged_bytes_anywhere_never_escape_as_another_error(tmp_path: Path) -> None:
    path = tmp_path / "sam.pt"
    torch.save({"model": {"image_encoder.trunk.patch_embed.proj.weight": torch.zeros(96, 3, 7, 7)[:, :, :1, :1]}}, path)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(EngineError):
            sam2_file.load(path)
