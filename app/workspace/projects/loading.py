"""A project read from its folder into everything a workspace starts with, step by step and on any thread."""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.collector import freeze_heap
from app.project.document import Document
from app.project.storage.step_reader import KeptHistory
from app.project.storage.store import Store
from app.workspace.viewing.frame_states import StateBook

LARGE: Final = 20_000
"""Masks from which the collector is kept from walking over all of them again and again."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """An open store with what is in it. It becomes the main thread's."""

    store: Store
    document: Document
    states: StateBook
    kept: KeptHistory = field(default_factory=KeptHistory)


def load(path: Path) -> Generator[float, None, Loaded]:
    """Open the project given by its folder or file: yields how much of it is read, 0..1. Raises ProjectError.

    When it is closed before its end, the project is free again.
    """
    store = Store.open(path)
    try:
        document = yield from store.loading()
        states = StateBook(document)
        for record in document.all_objects():
            states.of(record.id)
            yield 1.0
        kept = store.history(document)
        masks = sum(int(document.mask_counts(video.id).sum()) for video in document.videos())
        if masks >= LARGE:
            freeze_heap()
    except BaseException:
        store.close()
        raise
    return Loaded(store, document, states, kept)
