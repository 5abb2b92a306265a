"""Keeps what was costly to compute within a number of entries and bytes; the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """A value that knows what it occupies."""

    @property
    def size_bytes(self) -> int:
        """The bytes it occupies, on whatever device."""
        ...


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Sized)


class Kept(Generic[Key, Value]):
    """Values by key, up to `count` entries and `budget` bytes; one value always fits, whatever its size."""

    def __init__(self, budget: int, count: int) -> None:
        self._budget = budget
        self._count = count
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._size = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    @property
    def size_bytes(self) -> int:
        """What all kept values occupy."""
        return self._size

    def get(self, key: Key) -> Value | None:
        """Return what is kept under a key, which makes it the most recently used."""
        found = self._values.get(key)
        if found is not None:
            self._values.move_to_end(key)
        return found

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in place of an earlier one under the same key, and drop what no longer fits."""
        old = self._values.pop(key, None)
        self._size += value.size_bytes - (old.size_bytes if old is not None else 0)
        self._values[key] = value
        while len(self._values) > self._count or (self._size > self._budget and len(self._values) > 1):
            _, dropped = self._values.popitem(last=False)
            self._size -= dropped.size_bytes

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._size = 0
