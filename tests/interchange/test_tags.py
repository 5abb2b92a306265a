"""Tags go where a format has room for them."""

from dataclasses import replace
from pathlib import Path

import msgspec

from app.interchange.export.options import Pictures
from tests.interchange.samples import a_clip, exporting, run_to_end, video_file


def test_coco_has_them_as_attributes(tmp_path: Path) -> None:
    clip = a_clip(video_file(tmp_path / "clip.mp4", 2))
    hard = replace(clip.masklets[0], tags=("thin", "<i>wet</i>"))
    run_to_end(
        exporting("coco", [replace(clip, masklets=(hard, clip.masklets[1]))], tmp_path / "out", pictures=Pictures.NONE)
    )
    rows = msgspec.json.decode((tmp_path / "out" / "instances.json").read_bytes())["annotations"]
    assert [row.get("attributes") for row in rows[:2]] == [
        {"track_id": 1, "thin": True, "<i>wet</i>": True},
        {"track_id": 2},
    ]
