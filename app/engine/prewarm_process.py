"""The prewarm process (see hardware/prewarm.py): opens the embedded model and runs it once, on the sample clip.

Only where the disk would be waited for. Linux tells whether a file is in memory, other systems do not.
"""

import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

MANY = 0.25
"""Share of a file that may be missing. Linux moves a few pages of what is in memory at any time."""
_CHUNK = 1 << 20
_SAMPLES = 100


def main() -> None:
    """Load what the engine needs, unless it is in memory. Raises EngineError and MediaError."""
    torch = find_spec("torch")
    places = (torch.submodule_search_locations if torch is not None else None) or ()
    if was_cold([file for place in places for file in Path(place).glob("lib/libtorch_python.so")]):
        use()


def use() -> None:
    """Open the embedded model and run it once. Raises EngineError and MediaError."""
    from app import paths
    from app.engine.loader import open_predictor
    from app.media.opening import open_media
    from app.project.model import Click, FrameIndex, Prompts
    from app.settings import Precision

    predictor = open_predictor(device="cpu", precision=Precision.FLOAT32, threads=1)
    source = open_media(paths.sample_folder() / "pond.mp4")
    middle = Click(source.info.width / 2, source.info.height / 2)
    predictor.preview("", source, FrameIndex(0), Prompts((middle,)))


def was_cold(files: list[Path]) -> bool:
    """Read files and tell whether more than MANY of one came from a disk; they are in memory afterwards.

    False where the system does not tell, and for missing files.
    """
    if not hasattr(os, "RWF_NOWAIT"):
        return False
    missing, chunk = 0.0, bytearray(_CHUNK)
    for file in files:
        with suppress(OSError), file.open("rb", buffering=0) as source:
            missing = max(missing, _missing(source.fileno()))
            while source.readinto(chunk):
                pass
    return missing > MANY


def _missing(file: int) -> float:
    """Return the share of an open file that is not in memory, from samples."""
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_RANDOM)  # or reading one byte reads the next ones ahead
    size, missing = os.fstat(file).st_size, 0
    for i in range(_SAMPLES):
        try:
            os.preadv(file, [bytearray(1)], size * i // _SAMPLES, os.RWF_NOWAIT)
        except BlockingIOError:
            missing += 1
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_SEQUENTIAL)
    return missing / _SAMPLES


if __name__ == "__main__":
    main()
