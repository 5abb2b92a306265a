"""Large JSON read piece by piece: lists of masks stay in the file, what is around them is decoded as a whole."""

import re
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.bounds import Bound, check_count
from app.interchange.clip import ExportProgress
from app.interchange.encoding.json_files import BOM, LOOKED_AT_TWICE, cannot_read, decode

KeyPath = tuple[bytes | None, ...]
"""Keys from the top of a document to a list: None for any place in a list, ANY for any key."""

ANY: Final = b"*"
MOST_BYTES: Final = 1 << 34
"""Of one file."""
MOST_AROUND: Final = 1 << 28
"""Bytes beside the long lists, which are held at once; and those of one text."""
DEEPEST: Final = 100
"""Lists and objects in each other; formats have seven."""
CHUNK: Final = 1 << 18
"""Bytes that are looked at in one go: more would hold the interpreter for too long."""
PIECE: Final = 1 << 19
"""Bytes of a list that are read at once, about: its elements are not cut."""

_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|\[|\]|\{|\}', re.DOTALL)
"""A text, whose end may not have been read yet, or a bracket. Without a set of characters it is found much sooner."""
_NUMBERS: Final = rb'\[[^][{}"]*+(?:\[[^][{}"]*+\][^][{}"]*+)*+\]'
"""A list of numbers, or of such lists."""
_WITHIN: Final = re.compile(rb'[^][{}"]*+(?:(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"|%s)[^][{}"]*+)*+' % _NUMBERS, re.DOTALL)
"""What of an element can be passed over: numbers, texts and lists of numbers whose ends have been read."""
_QUOTE: Final = ord('"')
_END: Final = ord("]")


class LongList(msgspec.Struct, array_like=True):
    """A list that stays in its file: how many elements it has, and byte offsets between some of them, ascending."""

    count: int
    cuts: list[int]


def around_lists(
    file: Path, lists: Mapping[KeyPath, Bound | None], until: Collection[bytes] = ()
) -> Generator[ExportProgress, None, bytes]:
    """Return a file's JSON with a `LongList` in the place of each list at one of the paths. ImportFileError.

    It is not checked: `decode` does that with what is returned, `elements` with what is left in the file. The elements
    of `lists` with a bound are counted meanwhile, so that a file with too many is refused soon; a path that ends with
    None means those of a list that is no long one. Where lists of all the keys `until` have begun at the top, no more
    is read: null stands in the place of the last one.
    """
    scan = _Scan(file.name, lists, until)
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise ImportFileError(
                "“{name}” is too large: {size} bytes, {most} at most.", name=file.name, size=size, most=MOST_BYTES
            )
        with file.open("rb") as opened:
            scan.begin_at(_after_mark(opened))
            rest = b""
            while read := opened.read(max(CHUNK, len(rest))):  # twice as much each time for a text without an end
                rest = scan.through(rest + read)
                if scan.enough:
                    return bytes(scan.around + b"null}")
                yield ExportProgress(opened.tell(), size, "bytes")
    except (OSError, ValueError) as error:
        raise cannot_read(file, error) from error
    return bytes(scan.around + rest)


def elements(file: Path, found: LongList) -> Iterator[msgspec.Raw]:
    """Yield the elements of a list, undecoded. ImportFileError: the list is damaged, or the file was changed."""
    told = 0
    try:
        with file.open("rb") as opened:
            strict = file.stat().st_size <= LOOKED_AT_TWICE
            for place, (start, end) in enumerate(zip(found.cuts, found.cuts[1:], strict=False)):
                opened.seek(start)
                text = opened.read(end - start).strip()
                if place and text:  # what is between two elements stands before the second
                    text = text[1:] if text[:1] == b"," and text[1:] else b"?"
                part = decode(file, b"[" + text + b"]", list[msgspec.Raw], strict=strict)
                told += len(part)
                if told <= found.count:
                    yield from part
    except OSError as error:
        raise cannot_read(file, error) from error
    if told != found.count:
        raise ImportFileError("“{name}” was changed while it was read.", "Try again.", name=file.name)


def _after_mark(opened: BinaryIO) -> int:
    """Return where the text begins, and go there."""
    return opened.seek(len(BOM) if opened.read(len(BOM)) == BOM else 0)


class _Scan:
    """What is known of a document at the place to which it was read."""

    def __init__(self, name: str, lists: Mapping[KeyPath, Bound | None], until: Collection[bytes]) -> None:
        self.around = bytearray()
        self.enough = False
        """The keys that were waited for have been read."""
        self._name = name
        self._lists = {path: bound for path, bound in lists.items() if path[-1] is not None}
        self._rows = {path: bound for path, bound in lists.items() if path[-1] is None}
        self._told = dict.fromkeys(Bound, 0)
        """How many there were of each kind, without those of the long list that is being read."""
        self._bound: Bound | None = None
        """What that list is counted as."""
        self._awaited = set(until)
        self._waits = bool(until)
        self._offset = 0
        """In the file, of the bytes that `through` is given."""
        self._path: list[bytes | None] = []
        """For each list and object that is open: None, or the text that was read last in it, its key."""
        self._inner = -1
        """How many are open within the long list; -1 outside of one."""
        self._count, self._any, self._cuts = 0, False, list[int]()

    def begin_at(self, offset: int) -> None:
        self._offset = offset

    def through(self, data: bytes) -> bytes:
        """Go through the next bytes and return the rest, which is to come again with more behind it."""
        last = 0
        while token := _TOKEN.search(data, place := self._passed(data, last)):
            start, end = token.span()
            self._between(data, place, start)
            last = start
            if data[start] == _QUOTE and not token[1]:
                break
            if self._inner < 0:
                self._outside(data, start, end)
                if self.enough:
                    return b""
            else:
                self._inside(data[start], start, end)
            last = end
        else:
            self._between(data, place, len(data))
            last = len(data)
        if max(len(self.around), len(data) - last) > MOST_AROUND:
            raise self._damaged("a text in it has no end")
        if self._inner >= 0:
            self._tell(self._bound, self._count, so_far=True)
        self._offset += last
        return data[last:]

    def _passed(self, data: bytes, place: int) -> int:
        """Return where the next text or bracket may be that matters."""
        found = _WITHIN.match(data, place) if self._inner > 0 else None
        return place if found is None else found.end()

    def _between(self, data: bytes, start: int, end: int) -> None:
        """Take what stands between texts and brackets: numbers, words, commas, colons."""
        if self._inner < 0:
            self.around += data[start:end]
        elif self._inner == 0 and start < end:
            self._count += data.count(b",", start, end)
            self._any = self._any or not data[start:end].isspace()
            comma = data.rfind(b",", start, end)
            if comma >= 0:
                self._may_cut(self._offset + comma)

    def _outside(self, data: bytes, start: int, end: int) -> None:
        """Take a text or bracket that is not in a long list."""
        sign = data[start : start + 1]
        path = self._path
        if sign == b'"':
            if path and path[-1] is not None:
                path[-1] = data[start + 1 : end - 1]
        elif sign in b"]}":
            if path:
                path.pop()
        else:
            if sign == b"[" and self._awaited_all(path):
                self.enough = True
                return
            wanted = next((one for one in self._lists if _fits(path, one)), None) if sign == b"[" else None
            if wanted is not None:
                self._inner, self._count, self._any, self._bound = 0, 0, False, self._lists[wanted]
                self._cuts = [self._offset + end]
                return
            self._tell(self._rows.get(tuple(path)), 1)
            path.append(None if sign == b"[" else b"")
            if len(path) > DEEPEST:
                raise self._damaged("lists without end")
        self.around += data[start:end]

    def _awaited_all(self, path: Sequence[bytes | None]) -> bool:
        """Note that a list begins; return whether it is the last one that was waited for."""
        if self._waits and len(path) == 1 and path[0] is not None:
            self._awaited.discard(bytes(path[0]))
        return self._waits and not self._awaited

    def _tell(self, bound: Bound | None, more: int, so_far: bool = False) -> None:
        """Count elements, those of a list that goes on only `so_far`. ImportFileError: they are too many."""
        if bound is not None:
            check_count(bound, self._name, self._told[bound] + more)
            self._told[bound] += 0 if so_far else more

    def _inside(self, sign: int, start: int, end: int) -> None:
        """Take a text or bracket of a long list, or its end."""
        if sign in b"[{":
            self._any = True
            self._inner += 1
        elif sign in b"]}":
            self._inner -= 1
            if self._inner < 0:
                if sign != _END:
                    raise self._damaged("a list ends like an object")
                self._cuts.append(self._offset + start)
                self._tell(self._bound, self._count + self._any)
                self.around += msgspec.json.encode(LongList(self._count + self._any, self._cuts))
            elif self._inner == 0:
                self._may_cut(self._offset + end)
        else:
            self._any = True

    def _damaged(self, reason: str) -> ImportFileError:
        return ImportFileError("“{name}” is damaged: {reason}.", name=self._name, reason=reason)

    def _may_cut(self, offset: int) -> None:
        """Note a place between two elements, when it is far enough from the one before."""
        if offset - self._cuts[-1] >= PIECE:
            self._cuts.append(offset)


def _fits(path: Sequence[bytes | None], wanted: KeyPath) -> bool:
    return len(path) == len(wanted) and all(
        one == key or (one == ANY and key is not None) for key, one in zip(path, wanted, strict=True)
    )
