"""Where an improved model comes from, as its file says it."""

from hashlib import sha256
from pathlib import Path

import msgspec

from app.training.improving.scores import Score

RECIPE = "improve"


class Lineage(msgspec.Struct, frozen=True, kw_only=True):
    """A model's base and its hash, what it learned from, how, and how good it was found. `share`: of the tuned weights.

    `material` is a hash of all masks that were learned from and measured on.
    """

    base: str
    base_sha256: str
    projects: tuple[str, ...]
    masklets: int
    held_out_videos: tuple[str, ...]
    material: str
    steps: int
    frames: int
    seed: int
    share: float
    held_out_before: Score
    held_out: Score
    guard_before: Score
    guard: Score | None

    def card(self) -> dict[str, str]:
        """Return it as the short texts of a model file."""
        return {"recipe": RECIPE, "masklane": _version(), "lineage": msgspec.json.encode(self).decode()}


def lineage_of(card: dict[str, str]) -> Lineage | None:
    """Return the lineage in a model file's card, None where there is none."""
    try:
        return msgspec.json.decode(card.get("lineage", ""), type=Lineage)
    except msgspec.MsgspecError:
        return None


def _version() -> str:
    from importlib import metadata  # takes a while, and the window need not wait for it

    try:
        return metadata.version("masklane")
    except metadata.PackageNotFoundError:  # run from a folder, not installed
        return ""


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    digest = sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
