"""A small open data portal of several OPD, on loopback: the source that `make demo` harvests.

Answers the read-only part of CKAN's Action API over `catalogue.tsv`, and serves the tables for download. Built for the
demo: everything is read into memory once, and `q` is not searched.
API: https://docs.ckan.org/en/latest/api/
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

HERE = Path(__file__).parent
TITLE = "Portal Data OPD Kabupaten Serang (contoh)"
ORIGIN = "https://opendata.serangkab.go.id/dataset"
LICENSES = {
    "odc-by": "Open Data Commons Attribution License",
    "cc-by": "Creative Commons Attribution",
    "odc-odbl": "Open Data Commons Open Database License (ODbL)",
    "": "",
}
MAX_ROWS = 1000
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, ORIGIN)

Dict = dict[str, Any]


class NotFoundError(LookupError):
    """No object of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All datasets and organisations, as CKAN's API gives them."""

    packages: tuple[Dict, ...]
    organizations: tuple[Dict, ...]

    @classmethod
    def read(cls, path: Path, address: str) -> Catalogue:
        packages: list[Dict] = []
        organizations: dict[str, Dict] = {}
        opd = ""
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                opd = row["opd"] or opd
                organization = organizations.setdefault(opd, _organization(opd))
                organization["package_count"] += 1
                packages.append(_package(row, organization, address))
        return cls(packages=tuple(packages), organizations=tuple(organizations.values()))

    def find(self, fq: str) -> Iterator[Dict]:
        """The datasets that a filter such as `organization:(a OR b) metadata_modified:[… TO …]` lets through."""
        wanted = {field: set(re.findall(r"[\w-]+", values)) - {"OR"} for field, values in _terms(fq)}
        since = re.search(r"metadata_modified:\[(\S+?)Z? TO", fq)
        for package in self.packages:
            values = {"id": package["id"], "name": package["name"], "organization": package["organization"]["name"]}
            is_late = since and package["metadata_modified"] < since.group(1)
            if not is_late and all(values[field] in names for field, names in wanted.items()):
                yield package


def actions(catalogue: Catalogue) -> Mapping[str, Callable[[Mapping[str, str]], Any]]:
    """What the API answers; each takes the parameters and gives the result."""

    def package_search(query: Mapping[str, str]) -> Dict:
        found = list(catalogue.find(query.get("fq") or ""))
        # A stable sort by each key, the last first, is a sort by all.
        for key in reversed((query.get("sort") or "metadata_modified desc").split(",")):
            name, _, direction = key.strip().partition(" ")
            found.sort(key=lambda package: str(package.get(name) or ""), reverse=direction.strip() == "desc")
        start, rows = int(query.get("start") or 0), min(int(query.get("rows") or 10), MAX_ROWS)
        results = found[start : start + rows]
        return {"count": len(found), "sort": query.get("sort"), "results": results, "facets": {}, "search_facets": {}}

    def package_list(query: Mapping[str, str]) -> list[str]:
        start = int(query.get("offset") or 0)
        names = sorted(package["name"] for package in catalogue.packages)
        return names[start : start + int(query["limit"])] if query.get("limit") else names[start:]

    def organization_list(query: Mapping[str, str]) -> list[Any]:
        is_full = (query.get("all_fields") or "").lower() in {"true", "1"}
        return [entry if is_full else entry["name"] for entry in catalogue.organizations]

    return {
        "status_show": lambda _: {"ckan_version": "2.9.5", "site_title": TITLE, "site_url": "", "extensions": []},
        "site_read": lambda _: True,
        "package_search": package_search,
        "package_list": package_list,
        "package_show": lambda query: _named(catalogue.packages, query.get("id")),
        "organization_list": organization_list,
        "organization_show": lambda query: _named(catalogue.organizations, query.get("id")),
        "license_list": lambda _: [{"id": key, "title": title} for key, title in LICENSES.items() if key],
        "group_list": lambda _: [],
        "tag_list": lambda _: [],
    }


class Handler(BaseHTTPRequestHandler):
    """One request; `table` and `api` are set by `serve`."""

    protocol_version = "HTTP/1.1"
    api: ClassVar[Mapping[str, Callable[[Mapping[str, str]], Any]]] = {}

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        table = HERE / "tables" / Path(parts.path).name
        if parts.path.startswith("/berkas/") and table.is_file():
            self._send(HTTPStatus.OK, "text/csv; charset=utf-8", table.read_bytes())
        elif parts.path in {"", "/"}:
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", _page(TITLE, "", []))
        elif parts.path.startswith("/dataset/"):
            self._show(parts.path.removeprefix("/dataset/"))
        else:
            self._answer(parts.path, dict(parse_qsl(parts.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            query = json.loads(body or b"{}")
        except ValueError:
            query = dict(parse_qsl(body.decode("utf-8", "replace")))
        self._answer(urlsplit(self.path).path, {key: str(value) for key, value in query.items()})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's signature; nobody reads it
        pass

    def _answer(self, path: str, query: Mapping[str, str]) -> None:
        action = self.api.get(re.sub(r"^/api(/3)?/action/", "", path.rstrip("/")))
        try:
            if action is None:
                raise NotFoundError
            status, answer = HTTPStatus.OK, {"success": True, "result": action(query)}
        except NotFoundError:
            status = HTTPStatus.NOT_FOUND
            answer = {"success": False, "error": {"__type": "Not Found Error", "message": "Not found"}}
        except ValueError as err:
            status = HTTPStatus.CONFLICT
            answer = {"success": False, "error": {"__type": "Validation Error", "message": str(err)}}
        body = json.dumps({"help": path, **answer}, ensure_ascii=False).encode()
        self._send(status, "application/json; charset=utf-8", body)

    def _show(self, name: str) -> None:
        try:
            package = self.api["package_show"]({"id": name})
        except NotFoundError:
            self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", _page("Tidak ditemukan", name, []))
        else:
            page = _page(package["title"], package["notes"], [resource["url"] for resource in package["resources"]])
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", page)

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(port: int) -> ThreadingHTTPServer:
    """A server on loopback that is ready to run."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    Handler.api = actions(Catalogue.read(HERE / "catalogue.tsv", address))
    return server


def _page(title: str, text: str, links: list[str]) -> bytes:
    """A bare page: what a link "at its source" leads to."""
    items = "".join(f'<li><a href="{escape(link)}">{escape(link)}</a></li>' for link in links)
    head = f'<!doctype html><html lang="id"><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{head}<h1>{escape(title)}</h1><p>{escape(text)}</p><ul>{items}</ul></html>".encode()


def _organization(title: str) -> Dict:
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return {
        "id": str(uuid.uuid5(NAMESPACE, title)),
        "name": name,
        "title": title,
        "type": "organization",
        "description": "",
        "image_url": "",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
        "package_count": 0,
    }


def _package(row: Mapping[str, str], organization: Dict, address: str) -> Dict:
    identifier = str(uuid.uuid5(NAMESPACE, row["name"]))
    modified = f"{row['modified'] or row['created']}T00:00:00.000000"
    return {
        "id": identifier,
        "name": row["name"],
        "title": row["title"],
        "notes": {"=": f"Jumlah {row['title']}", "==": row["title"]}.get(row["notes"], row["notes"]),
        "type": "dataset",
        "state": "active",
        "private": False,
        "license_id": row["license"],
        "license_title": LICENSES[row["license"]],
        "metadata_created": f"{row['created']}T00:00:00.000000",
        "metadata_modified": modified,
        "owner_org": organization["id"],
        "organization": organization,
        "tags": [],
        "groups": [],
        "extras": [{"key": key, "value": value} for key, value in _pairs(row["extras"])],
        "num_resources": 1,
        "resources": [_resource(row, identifier, address)],
    }


def _resource(row: Mapping[str, str], package_id: str, address: str) -> Dict:
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{row['name']}/0")),
        "package_id": package_id,
        "position": 0,
        "name": row["table"] or row["title"],
        "description": "",
        "format": row["format"],
        "url": f"{address}/berkas/{row['table']}" if row["table"] else f"{ORIGIN}/{row['name']}",
        "state": "active",
        "created": f"{row['created']}T00:00:00.000000",
    }


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(key, value) for key, found, value in (pair.partition("=") for pair in text.split(";")) if found]


def _terms(fq: str) -> list[tuple[str, str]]:
    return re.findall(r"\b(id|name|organization):(\([^)]*\)|\"[^\"]*\"|[\w-]+)", fq)


def _named(entries: tuple[Dict, ...], wanted: str | None) -> Dict:
    for entry in entries:
        if wanted in {entry["id"], entry["name"]}:
            return entry
    raise NotFoundError


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5800)
    with serve(parser.parse_args().port) as server:
        print(f"{TITLE}: http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
