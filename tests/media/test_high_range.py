"""HDR is shown as a standard screen shows it: reference white is white, and darker greys keep their light."""

from pathlib import Path

import av
import numpy as np
import pytest

from app.media.high_range import HLG, PQ
from app.media.opening import open_media

NITS = (0, 5, 20, 50, 100, 203, 1000)
BAR, HEIGHT = 32, 64


def pq(nits: float) -> float:
    """Return the signal of so many nits (SMPTE ST 2084)."""
    power = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(nits: float) -> float:
    """Return the signal that a display of 1000 nits shows so (BT.2100)."""
    scene = (nits / 1000) ** (1 / 1.2)
    return float(np.sqrt(3 * scene) if scene <= 1 / 12 else 0.17883277 * np.log(12 * scene - 0.28466892) + 0.55991073)


def bars(path: Path, signal: list[float], transfer: int, primaries: int = 9, red: int = 512) -> Path:
    """Write bars of a signal, grey or of a red difference, as 10 bits of limited range."""
    width = BAR * len(signal)
    luma = np.repeat([round(64 + 876 * value) for value in signal], BAR).astype(np.uint16)
    planes = (luma, np.full(width // 2, 512), np.full(width // 2, red))
    with av.open(str(path), "w") as sink:
        tags = f"log-level=error:lossless=1:colorprim={primaries}:transfer={transfer}:colormatrix=9:range=limited"
        stream = sink.add_stream("libx265", rate=24, options={"x265-params": tags})
        stream.width, stream.height, stream.pix_fmt = width, HEIGHT, "yuv420p10le"
        for _ in range(3):
            frame = av.VideoFrame(width, HEIGHT, "yuv420p10le")
            for plane, values in zip(frame.planes, planes, strict=True):
                lines = np.zeros((plane.height, plane.line_size // 2), np.uint16)
                lines[:, : len(values)] = values
                plane.update(lines.tobytes())
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return path


def levels(path: Path) -> list[int]:
    """Return the grey of each bar, the same in all channels."""
    image = open_media(path).frame(1)[HEIGHT // 2, BAR // 2 :: BAR].astype(int)
    assert (np.ptp(image, axis=1) <= 2).all()
    return [int(grey) for grey in image[:, 1]]


@pytest.mark.parametrize(("transfer", "signal"), [(PQ, pq), (HLG, hlg)])
def test_reference_white_is_white_and_greys_keep_their_light(tmp_path: Path, transfer: int, signal: object) -> None:
    path = bars(tmp_path / "hdr.mp4", [signal(nits) for nits in NITS], transfer)  # type: ignore[operator]
    found = levels(path)
    expected = [255 * min(1, nits / 203) ** (1 / 2.4) for nits in NITS]
    np.testing.assert_allclose(found, expected, atol=3)
    assert found[5] >= 254
    assert any("HDR" in words for words in open_media(path).info.warnings)


def test_standard_range_is_left_alone(tmp_path: Path) -> None:
    path = bars(tmp_path / "sdr.mp4", [0, 0.5, 1], 1, 1)
    np.testing.assert_allclose(levels(path), [0, 128, 255], atol=2)
    assert open_media(path).info.warnings == ()


def test_red_stays_red(tmp_path: Path) -> None:
    image = open_media(bars(tmp_path / "red.mp4", [0.3, 0.3], PQ, red=700)).frame(0)
    red, green, blue = image[HEIGHT // 2, BAR].astype(int)
    assert red > 2 * max(green, blue)
