"""Small HTTP servers on loopback: a CKAN portal that behaves, and the ways in which portals misbehave."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LOOPBACK = "127.0.0.0/8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `declared_length` larger than the body makes the connection drop in the middle."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0
    declared_length: int | None = None


Answer = Callable[[str, dict[str, str]], Reply]
"""From path and query parameters to the reply."""


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server that answers so; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            reply = answer(parts.path, dict(parse_qsl(parts.query)))
            time.sleep(reply.delay_s)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(reply.declared_length or len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            if reply.declared_length:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping(start: bytes, drop: bytes, pause_s: float = 0.05) -> Iterator[str]:
    """A server that sends `start` and then `drop` again and again for as long as somebody listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def drip(line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            line.recv(10_000)
            line.sendall(start)
            while not stopped.wait(pause_s):
                line.sendall(drop)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


class Portal:
    """A CKAN portal with these packages. Change `packages` between two runs, or give a fault for a page.

    `faults` maps the number of a package_search request (from 1 on) to what answers instead; `closed` are the actions
    that are refused. With `filters`, `fq` is obeyed as far as times of change and ids go.
    """

    def __init__(self, packages: list[dict[str, Any]]) -> None:
        self.packages = packages
        self.faults: dict[int, Answer] = {}
        self.before_page: Callable[[int], None] = lambda _number: None
        self.requests: Counter[str] = Counter()
        self.max_rows = 1000
        self.extra_count = 0
        self.closed = {"package_list", "package_show", "current_package_list_with_resources"}
        self.filters = False

    def __call__(self, path: str, params: dict[str, str]) -> Reply:
        action = path.rpartition("/")[2]
        self.requests[action] += 1
        if action in self.closed:
            return failure(403, "Access denied")
        if action == "package_search":
            number = self.requests[action]
            self.before_page(number)
            if number in self.faults:
                return self.faults[number](path, params)
            return success(self._search(params))
        found = self._result(action, params)
        return failure(404, "Not found") if found is None else success(found)

    def _result(self, action: str, params: dict[str, str]) -> Any:
        start, end = int(params.get("offset", 0)), int(params.get("offset", 0)) + int(params.get("limit", 0))
        named = (one for one in self.packages if params.get("id") in (one["id"], one["name"]))
        return {
            "status_show": {"ckan_version": "2.9.5", "site_title": "Portal Uji"},
            "organization_list": [],
            "package_list": [one["name"] for one in self.packages],
            "package_show": next(named, None),
            "current_package_list_with_resources": self.packages[start:end],
        }.get(action)

    def _search(self, params: dict[str, str]) -> dict[str, Any]:
        start, rows = int(params.get("start", 0)), min(int(params.get("rows", 10)), self.max_rows)
        matching = [one for one in self.packages if not self.filters or _matches(one, params.get("fq", ""))]
        found = matching[start : start + rows]
        return {"count": len(matching) + self.extra_count, "results": found, "search_facets": {}}


def _matches(package: Mapping[str, Any], fq: str) -> bool:
    since = re.search(r"metadata_modified:\[(\S+?)Z TO", fq)
    ids = re.search(r"\bid:\((.*)\)", fq)
    if ids and package["id"] not in re.findall(r'"(.*?)"', ids[1]):
        return False
    return not since or package["metadata_modified"] >= since[1]


def success(result: Any) -> Reply:
    """CKAN's envelope around a result."""
    return Reply(body=json.dumps({"success": True, "result": result}).encode())


def failure(status: int, message: str) -> Reply:
    """CKAN's envelope around an error."""
    return Reply(status=status, body=json.dumps({"success": False, "error": {"message": message}}).encode())


def html(_path: str, _params: dict[str, str]) -> Reply:
    """A page for people, with status 200."""
    return Reply(body=b"<!doctype html><title>Satu Data</title>", content_type="text/html")


def crash(_path: str, _params: dict[str, str]) -> Reply:
    """HTTP 500, as CKAN answers when its Solr is gone."""
    return failure(500, "Internal Error")


def package(number: int, **fields: Any) -> dict[str, Any]:
    """A plain package dict; its id is the same for the same number."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"jumlah-data-{number}",
        "title": f"Jumlah Data {number}",
        "notes": "Jumlah data menurut kecamatan.",
        "type": "dataset",
        "state": "active",
        "private": False,
        "license_id": "cc-by",
        "metadata_created": "2024-01-01T00:00:00",
        "metadata_modified": "2024-02-01T00:00:00",
        "organization": {"id": "o1", "name": "dinas-uji", "title": "Dinas Uji"},
        "tags": [{"name": "penduduk"}],
        "groups": [],
        "extras": [],
        "resources": [{"id": f"r{number}", "name": "Data", "url": f"https://x.go.id/{number}.csv", "format": "CSV"}],
        **fields,
    }
