"""Downloads a checkpoint: it can be cancelled at any moment, resumes where it stopped, and is verified."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine.checkpoints.catalog import CHUNK, HOST, Checkpoint, DownloadProgress, unfinished, verify
from app.errors import EngineError
from app.phrases import Phrase

if TYPE_CHECKING:
    import http.client

ATTEMPTS = 4
TIMEOUT_SECONDS = 20.0
READ_BYTES = 256 * 1024
_RETRY = "Try again: the download goes on where it stopped."


class _ConnectionLost(Exception):  # never leaves this module: the download is resumed
    """The connection broke before the file was complete."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(str(reason))
        self.reason = reason


def fetch(checkpoint: Checkpoint, folder: Path, host: str = HOST) -> Iterator[DownloadProgress]:
    """Download a checkpoint into `folder`; yields progress and may be closed between two yields.

    Received bytes stay in a .part file, from which the next call resumes. The file gets its name only when size and
    SHA-256 are right. Raises EngineError when the server, the connection, the disk or the file is at fault.
    """
    final = folder / checkpoint.file_name
    part = unfinished(final)
    if final.is_file() and final.stat().st_size == checkpoint.size_bytes:
        yield from verify(final, checkpoint)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        done = _usable(part, checkpoint)
        _check_room(folder, checkpoint.size_bytes - done)
        failures = 0
        while done < checkpoint.size_bytes:
            before = done
            try:
                for progress in _transfer(checkpoint, host + checkpoint.file_name, part, done):
                    done = progress.done
                    yield progress
            except _ConnectionLost as error:
                done = _usable(part, checkpoint)
                failures = 0 if done > before else failures + 1
                if failures >= ATTEMPTS:
                    raise EngineError(
                        "{title} could not be downloaded: {reason}.",
                        _RETRY,
                        title=checkpoint.title,
                        reason=error.reason,
                    ) from error
        yield from _finished(checkpoint, part, final)
    except OSError as error:
        raise EngineError(
            "{title} could not be saved: {reason}.", _RETRY, title=checkpoint.title, reason=error.strerror or error
        ) from error


def _transfer(checkpoint: Checkpoint, url: str, part: Path, start: int) -> Iterator[DownloadProgress]:
    """Append what one connection sends to the part file. Raises _ConnectionLost when it ends too early."""
    with _opened(checkpoint, url, start) as response:
        offset = _offset(response, start, checkpoint)
        done = offset
        with part.open("r+b" if offset else "wb") as file:
            file.seek(offset)
            while done < checkpoint.size_bytes:
                chunk = _read(response, min(READ_BYTES, checkpoint.size_bytes - done))
                if not chunk:
                    raise _ConnectionLost(Phrase("the connection was closed early"))
                file.write(chunk)
                done += len(chunk)
                yield DownloadProgress(done, checkpoint.size_bytes)


def _opened(checkpoint: Checkpoint, url: str, start: int) -> "http.client.HTTPResponse":
    import http.client  # these three take a tenth of a second, which the window need not wait for
    import urllib.error
    import urllib.request

    headers = {"User-Agent": "masklane", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  # the table's addresses are https
    try:
        response: http.client.HTTPResponse = urllib.request.build_opener().open(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code >= 500:
            raise _ConnectionLost(Phrase("the server answered {code}", code=error.code)) from error
        raise EngineError(
            "{title} could not be downloaded: the server answered {code} {reason}.",
            "Get the file from {url} in another way and choose it as a model file.",
            title=checkpoint.title,
            code=error.code,
            reason=error.reason,
            url=url,
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise _ConnectionLost(Phrase("no connection to {host}", host=request.host)) from error
    return response


def _offset(response: "http.client.HTTPResponse", start: int, checkpoint: Checkpoint) -> int:
    """Return where in the file the response begins; checks that it is a file of the right size."""
    total = response.headers.get("Content-Length", "")
    offset = 0
    if response.status == HTTPStatus.PARTIAL_CONTENT:
        span = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", "").strip())
        if span is None or int(span[1]) != start:
            raise _ConnectionLost(Phrase("the server does not say which part it sends"))
        offset, total = start, span[2]
    if total.isdigit() and int(total) != checkpoint.size_bytes:
        raise EngineError(
            "The server offers a file of {total:,} bytes as {title}; it should have {size_bytes:,}.",
            "Nothing was changed. Check whether something between you and the internet replaces downloads.",
            total=int(total),
            title=checkpoint.title,
            size_bytes=checkpoint.size_bytes,
        )
    return offset


def _read(response: "http.client.HTTPResponse", count: int) -> bytes:
    import http.client

    try:
        return response.read(count)
    except (OSError, http.client.HTTPException) as error:
        raise _ConnectionLost(Phrase("the connection broke")) from error


def _usable(part: Path, checkpoint: Checkpoint) -> int:
    """Return from which byte a part file can be resumed; one that is too long is deleted."""
    if not part.is_file():
        return 0
    size = part.stat().st_size
    if size > checkpoint.size_bytes:
        part.unlink()
        return 0
    return size


def _check_room(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise EngineError(
            "There is not enough room in {folder}: {needed} MB are needed, {free} MB free.",
            "Free some disk space, then try again.",
            folder=folder,
            needed=wanted // 1_000_000,
            free=free // 1_000_000,
        )


def _finished(checkpoint: Checkpoint, part: Path, final: Path) -> Iterator[DownloadProgress]:
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            yield DownloadProgress(checkpoint.size_bytes, checkpoint.size_bytes)
    if digest.hexdigest() != checkpoint.sha256:
        part.unlink()
        raise EngineError(
            "What was downloaded is not {title}: its checksum is wrong, so it was deleted.",
            "Try again; if it happens again, something between you and the internet replaces downloads.",
            title=checkpoint.title,
        )
    part.replace(final)
