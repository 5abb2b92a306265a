"""Measures once, for a model on a device, which precision and how many threads are fastest, and keeps it in a file."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import torch

from app.engine.runtime import Mode, exhausted

FILE_NAME = "engine-measurements.json"
BUDGET_SECONDS = 4.0
# On a processor a large picture could take minutes; which mode is faster shows on a small one.
PROCESSOR_SIZE = 256
TRIALS = 2


class Measurement(msgspec.Struct, frozen=True):
    """The fastest mode, and the seconds it needs to encode one frame at the size the model runs at."""

    bfloat16: bool
    threads: int
    encode_seconds: float


def measured(model: Any, key: str, device: torch.device, folder: Path | None) -> Measurement:
    """Return what was measured under `key`, measuring now if nothing was. `folder` keeps results (None: nowhere).

    Takes a few seconds at most. A measurement file that cannot be read or written is not needed and not an error.
    """
    path = folder / FILE_NAME if folder is not None else None
    known = _read(path)
    if key in known:
        return known[key]
    found = measure(model, device)
    _write(path, {**known, key: found})
    return found


def measure(model: Any, device: torch.device) -> Measurement:
    """Try the modes on the model's image encoder and return the fastest; bfloat16 only with the threads that won."""
    size = int(model.image_size)
    side = min(size, PROCESSOR_SIZE) if device.type == "cpu" else size
    picture = torch.zeros(1, 3, side, side, device=device)
    end = time.perf_counter() + BUDGET_SECONDS
    singles = [Mode(device, threads=count) for count in _threads()] if device.type == "cpu" else [Mode(device)]
    best, seconds = _fastest(model, picture, singles, float("inf"), end)
    wide = replace(best or singles[0], bfloat16=True)
    other, shorter = _fastest(model, picture, [wide], seconds, end)
    chosen = other or best
    if chosen is None:
        raise torch.OutOfMemoryError("out of memory while measuring")
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    return Measurement(chosen.bfloat16, chosen.threads, min(seconds, shorter) * (size / side) ** 2)


def _fastest(
    model: Any, picture: torch.Tensor, modes: Sequence[Mode], limit: float, end: float
) -> tuple[Mode | None, float]:
    """Return the fastest mode that beats `limit` seconds, and its time; modes left at the time `end` are not tried."""
    best, best_seconds = None, limit
    for mode in modes:
        if best_seconds < float("inf") and time.perf_counter() > end:
            break
        seconds = _seconds(model, picture, mode, best_seconds)
        if seconds < best_seconds:
            best, best_seconds = mode, seconds
    return best, best_seconds


def _threads() -> Sequence[int]:
    """Numbers of threads worth trying: one core is left to the window; on shared cores fewer may be faster."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return sorted({max(1, cores - 1), max(1, cores // 2), 1}, reverse=True)


def _seconds(model: Any, picture: torch.Tensor, mode: Mode, worst: float) -> float:
    """Return the shortest of a few runs. A mode that is far behind after the first run is not tried again."""
    shortest = float("inf")
    try:
        for _ in range(1 + TRIALS):
            start = time.perf_counter()
            with mode.entered():
                model.image_encoder(picture)
                mode.synchronize()
            shortest = min(shortest, time.perf_counter() - start)
            if shortest > 3 * worst:
                break
    except RuntimeError as error:
        if not exhausted(error):
            raise
    return shortest


def _read(path: Path | None) -> dict[str, Measurement]:
    if path is None:
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Measurement])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _write(path: Path | None, known: dict[str, Measurement]) -> None:
    if path is None:
        return
    partial = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(msgspec.json.format(msgspec.json.encode(known)))
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
