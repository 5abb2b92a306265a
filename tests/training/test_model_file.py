"""Models of Meta's architecture go out as the file that SAM 2's own code reads."""

from pathlib import Path

import pytest
import torch
from sam2.build_sam import build_sam2

from app.engine.checkpoints import sam2_file
from app.engine.checkpoints.catalog import Trunk
from app.training.improving.mixing import Mixer

CONFIG = f"configs/sam2.1/{Trunk.TINY.value}.yaml"


@pytest.mark.filterwarnings("ignore")
def test_an_improved_model_is_read_by_build_sam2(tmp_path: Path) -> None:
    torch.manual_seed(3)
    base = build_sam2(CONFIG, None, device="cpu")
    start = tmp_path / "sam2.1_hiera_tiny.pt"
    torch.save({"model": base.state_dict()}, start)
    tuned = {name: value + 1.0 for name, value in base.named_parameters() if name.startswith("obj_ptr_proj")}
    out = tmp_path / "out" / "model.safetensors"
    out.parent.mkdir()
    Mixer(start, out.parent).write(tuned, 0.5, {"recipe": "improve"}, out)
    read = build_sam2(CONFIG, str(out.with_suffix(".pt")), device="cpu")
    own = sam2_file.load(out)
    before = base.state_dict()
    for name, value in read.state_dict().items():
        expected = before[name] + 0.5 if name in tuned else before[name]
        assert torch.allclose(value, expected, atol=1e-6), name
        assert torch.equal(value, own.state_dict()[name]), name
