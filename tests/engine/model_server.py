"""A server of models that breaks connections, lies about sizes and is missing, as real ones are."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.engine.checkpoints.catalog import OFFICIAL

CONTENT = bytes(range(256)) * 6000
MODEL = replace(OFFICIAL[0], size_bytes=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest())

Behavior = Callable[["Handler", int], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the next behavior says, the last one for good; notes where requests wanted to start."""

    def __init__(self, behaviors: list[Behavior], starts: list[int], *args: object) -> None:
        self.behaviors, self.starts = behaviors, starts
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "bytes=0-")
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        self.starts.append(start)
        behavior = self.behaviors.pop(0) if len(self.behaviors) > 1 else self.behaviors[0]
        behavior(self, start)

    def log_message(self, *args: object) -> None:
        pass

    def give(self, start: int, end: int, content: bytes = CONTENT, ranges: bool = True) -> None:
        offset = start if ranges else 0
        self.send_response(206 if offset else 200)
        if offset:
            self.send_header("Content-Range", f"bytes {offset}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - offset))
        self.end_headers()
        self.wfile.write(content[offset:end])
        self.close_connection = True


class Quiet(ThreadingHTTPServer):
    """Clients that hang up are what the tests are about, and nothing to print."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def whole(handler: Handler, start: int) -> None:
    handler.give(start, len(CONTENT))


def cut(handler: Handler, start: int) -> None:
    handler.give(start, start + 400_000)


def without_ranges(handler: Handler, start: int) -> None:
    handler.give(start, len(CONTENT), ranges=False)


def other_content(handler: Handler, start: int) -> None:
    handler.give(start, len(CONTENT), content=bytes(len(CONTENT)))


def other_size(handler: Handler, start: int) -> None:
    handler.give(start, len(CONTENT), content=CONTENT + b"more")


def missing(handler: Handler, start: int) -> None:
    handler.send_error(404)


def broken(handler: Handler, start: int) -> None:
    handler.send_error(503)


Serve = Callable[..., tuple[str, list[int]]]


@contextmanager
def serving() -> Iterator[Serve]:
    """Start a server with behaviors; returns its address and the places its requests started at."""
    servers = []
    with ThreadPoolExecutor() as threads:

        def start(*behaviors: Behavior) -> tuple[str, list[int]]:
            starts: list[int] = []
            server = Quiet(("127.0.0.1", 0), partial(Handler, list(behaviors), starts))
            servers.append(server)
            threads.submit(server.serve_forever, 0.01)
            return f"http://127.0.0.1:{server.server_port}/", starts

        yield start
        for server in servers:
            server.shutdown()
            server.server_close()
