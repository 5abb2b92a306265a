"""Measures once which precision and how many threads are fastest for a model on a device; keeps it in a file."""

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import torch

from app.engine.hardware.execution import Mode, exhausted
from app.engine.hardware.helper_thread import HelperThread
from app.errors import DAMAGED
from app.whole_file import write_whole

FILE_NAME = "engine-measurements.json"
BUDGET_SECONDS = 4.0
# On a processor a large image could take minutes; which mode is faster shows on a small one. Packed layers are made for
# the size that they see, so a network that takes no larger images is measured with its own.
PROCESSOR_SIZE, LARGEST_OWN = 256, 512
TRIALS = 5
DOUBTFUL_SECONDS, LOOKS = 0.5, 3
# Two at once have to take less than this share of two one after another: on cores of their own they take half. Where
# each has fewer threads than one alone would have, what else is done with fewer has to be made up for as well.
TOGETHER, TOGETHER_WITH_FEWER = 0.8, 0.6


class Measurement(msgspec.Struct, frozen=True):
    """The fastest mode, and the seconds it needs to encode one frame at the size the model runs at.

    `looks`: how often it was measured. `two_at_once`: on a processor on which two frames are encoded side by side in
    clearly less time than one after the other, the threads of each, else 0.
    """

    bfloat16: bool
    threads: int
    encode_seconds: float
    looks: int = 1
    two_at_once: int = 0


def measured(model: Any, key: str, device: torch.device, folder: Path | None) -> Measurement:
    """Return the measurement kept under `key` in `folder` (None: nowhere), or measure now.

    One that came out slow may be that of a busy minute: it is measured again, up to LOOKS times in all, and the fastest
    counts. Takes a few seconds at most. A file that cannot be read or written is not an error.
    """
    path = folder / FILE_NAME if folder is not None else None
    known = _read(path)
    before = known.get(key)
    if before is not None and (before.encode_seconds <= DOUBTFUL_SECONDS or before.looks >= LOOKS):
        return before
    found = measure(model, device)
    if before is not None:
        fastest = min(before, found, key=lambda measurement: measurement.encode_seconds)
        found = msgspec.structs.replace(fastest, looks=before.looks + 1)
    _write(path, {**known, key: found})
    return found


def measure(model: Any, device: torch.device) -> Measurement:
    """Try the modes on the model's image encoder and return the fastest; bfloat16 is tried with the fastest threads."""
    size = int(model.image_size)
    side = PROCESSOR_SIZE if device.type == "cpu" and size > LARGEST_OWN else size
    image = torch.zeros(1, 3, side, side, device=device)
    counts = _threads() if device.type == "cpu" else [0]
    single, _ = _fastest(model, image, [Mode(device, threads=count) for count in counts])
    best, seconds = _fastest(model, image, [single, replace(single, bfloat16=True)])
    if best.threads:
        torch.set_num_threads(best.threads)
    pair = _pair(model, image, best, seconds) if best.threads else 0
    return Measurement(best.bfloat16, best.threads, seconds * (size / side) ** 2, two_at_once=pair)


def _pair(model: Any, image: torch.Tensor, best: Mode, seconds: float) -> int:
    """Return the threads of each of two that encode side by side, 0 where one after the other is as good.

    From three cores on, one is left to the window.
    """
    each = min(best.threads, max(1, (_cores() - 1) // 2))
    if _cores() < 2 * each:
        return 0
    bound = TOGETHER if each == best.threads else TOGETHER_WITH_FEWER
    quick = _together(model, image, replace(best, threads=each)) < bound * 2 * seconds
    best.use_threads()
    return each if quick else 0


def _fastest(model: Any, image: torch.Tensor, modes: Sequence[Mode]) -> tuple[Mode, float]:
    """Return the fastest mode and its shortest time. They run in turn, so that other load slows them all.

    Raises torch.OutOfMemoryError when none of them has enough memory.
    """
    shortest = dict.fromkeys(modes, float("inf"))
    end = time.perf_counter() + BUDGET_SECONDS / 2
    for trial in range(1 + TRIALS if len(modes) > 1 else 0):
        for mode in modes:
            # the first run of each also initializes it; a mode that is far behind in its second is not tried again
            behind = trial > 1 and shortest[mode] >= 3 * min(shortest.values())
            if trial == 0 or (time.perf_counter() < end and not behind):
                shortest[mode] = min(shortest[mode], _seconds(model, image, mode))
    best = min(modes, key=lambda mode: shortest[mode])
    if len(modes) > 1 and shortest[best] == float("inf"):
        raise torch.OutOfMemoryError("out of memory while measuring")
    return best, shortest[best]


def _together(model: Any, image: torch.Tensor, mode: Mode) -> float:
    """Return the shortest time in which two threads encode a frame each."""
    shortest, helper = float("inf"), HelperThread("encoding side by side")
    for _ in range(TRIALS):
        start = time.perf_counter()
        other = helper.submit(partial(_seconds, model, image, mode))
        fits = max(_seconds(model, image, mode), other.result()) < float("inf")
        shortest = min(shortest, time.perf_counter() - start if fits else float("inf"))
    return shortest


def _threads() -> Sequence[int]:
    """Return numbers of threads to try: one core is left to the window; on shared cores fewer may be faster."""
    cores = _cores()
    return sorted({max(1, cores - 1), max(1, cores // 2), 1}, reverse=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _seconds(model: Any, image: torch.Tensor, mode: Mode) -> float:
    """Return how long one run takes; infinity when the device has not enough memory for it."""
    start = time.perf_counter()
    try:
        with mode.entered():
            model.image_encoder(image)
            mode.synchronize()
    except RuntimeError as error:
        if not exhausted(error):
            raise
        return float("inf")
    return time.perf_counter() - start


def _read(path: Path | None) -> dict[str, Measurement]:
    if path is None:
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Measurement])
    except (OSError, *DAMAGED):
        return {}


def _write(path: Path | None, known: dict[str, Measurement]) -> None:
    if path is None:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, msgspec.json.format(msgspec.json.encode(known)))
