"""A cache with a byte bound and a count bound; the least recently used value goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class LruCache(Generic[Key, Value]):
    """Values by key, within `budget_bytes` by `size_of` and, unless None, at most `count`. Belongs to one thread.

    A value larger than the whole budget is not kept, unless the cache `keeps_newest`: then it is kept alone.
    """

    def __init__(
        self,
        budget_bytes: int,
        size_of: Callable[[Value], int],
        *,
        count: int | None = None,
        keeps_newest: bool = False,
    ) -> None:
        if budget_bytes < 0 or (count is not None and count < 1):
            raise ValueError("a cache has a budget of no less than 0 bytes and a count of no less than 1")
        self._budget = budget_bytes
        self._size_of = size_of
        self._count = count
        self._keeps_newest = keeps_newest
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._bytes = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    @property
    def bytes_used(self) -> int:
        """What all values occupy."""
        return self._bytes

    def get(self, key: Key) -> Value | None:
        """Return the value, now the most recently used, or None."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value in place of an earlier one under the same key; older ones make room."""
        self._drop(key)
        size = self._size_of(value)
        if size > self._budget and not self._keeps_newest:
            return
        self._values[key] = value
        self._bytes += size
        self._make_room()

    def resize(self, budget_bytes: int) -> None:
        """Keep to another budget from now on."""
        self._budget = budget_bytes
        self._make_room()

    def clear(self) -> None:
        """Drop everything."""
        self._values.clear()
        self._bytes = 0

    def _make_room(self) -> None:
        spared = 1 if self._keeps_newest else 0
        while self._values and (
            (self._count is not None and len(self._values) > self._count)
            or (self._bytes > self._budget and len(self._values) > spared)
        ):
            self._drop(next(iter(self._values)))

    def _drop(self, key: Key) -> None:
        value = self._values.pop(key, None)
        if value is not None:
            self._bytes -= self._size_of(value)
