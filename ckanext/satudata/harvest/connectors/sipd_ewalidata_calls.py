"""Calling the E-Walidata service of SIPD: its pages of figures, and what its refusals mean.

Met in public programs: `get_dssd` and `get_dssd_final` with `kodepemda`, `tahun`, `limit`, `offset` and a bearer token;
the answer is a list of rows, in some versions under `data`; each row may tell the number of all rows (`rowtotal`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.document_parts import text
from ckanext.satudata.harvest.connectors.secret import Secret
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient

API = "https://{host}/ewalidata/serv"
"""The token goes to SIPD and nowhere else: the address is no option of a source."""
HOST = "sipd.go.id"
PAGE = 1000
MOST_ROWS = 500_000

_SUBDOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LISTS = ("data", "result", "rows")


class TokenRefusedError(SourceError):
    """Raised where SIPD does not accept the token: no other call will do better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows, and the number of all where SIPD tells it."""

    rows: list[Mapping[str, Any]]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sipd:
    """The service as one token sees it."""

    http: HttpClient
    key: Secret
    subdomain: str = ""

    def rows(self, action: str, pemda: str, year: str) -> Iterator[Mapping[str, Any] | Finding]:
        """Every row over all pages. Raises SourceError."""
        received = 0
        previous: list[Mapping[str, Any]] = []
        while received < MOST_ROWS:
            page = self.page(action, pemda, year, received)
            if page.rows and page.rows == previous:
                # A version that knows no `offset` has given all it has, unless it counts more.
                if page.total is not None and page.total > received:
                    yield finding("HARVEST-42", place=action, received=received)
                return
            yield from page.rows
            received += len(page.rows)
            previous = page.rows
            if len(page.rows) < PAGE or page.total == received:
                if page.total is not None and page.total > received:
                    raise UnexpectedAnswerError(
                        N_("SIPD counts {total} figures but gave {received}."), total=page.total, received=received
                    )
                return

    def page(self, action: str, pemda: str, year: str, offset: int) -> Page:
        """One page. Raises TokenRefusedError, and UnexpectedAnswerError for what is no list of figures."""
        params: dict[str, str | int] = {"kodepemda": pemda, "limit": PAGE, "offset": offset}
        if year:
            params["tahun"] = year
        headers = {"Authorization": f"Bearer {self.key.reveal()}"}
        url = f"{API.format(host=self._host())}/{action}"
        answer = self.key.guard(lambda: self.http.get_json(url, params, headers))
        rows = _listed(answer.payload)
        if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise TokenRefusedError(N_("SIPD does not accept the token: {reason}"), reason=_reason(answer.payload))
        if rows is None or answer.status >= HTTPStatus.BAD_REQUEST:
            raise UnexpectedAnswerError(
                N_("SIPD answers without a list of figures (HTTP {status}): {reason}"),
                status=answer.status,
                reason=_reason(answer.payload),
            )
        total = text(rows[0].get("rowtotal")) if rows else ""
        return Page(rows=rows, total=int(total) if total.isdigit() else None)

    def _host(self) -> str:
        if not self.subdomain:
            return HOST
        if not _SUBDOMAIN.fullmatch(self.subdomain):
            raise SourceError(N_("“{name}” is no subdomain of {host}."), name=self.subdomain, host=HOST)
        return f"{self.subdomain}.{HOST}"


def _listed(payload: Any) -> list[Mapping[str, Any]] | None:
    if isinstance(payload, Mapping):
        payload = next((payload[name] for name in _LISTS if isinstance(payload.get(name), list)), None)
    if not isinstance(payload, list):
        return None
    return [row for row in payload if isinstance(row, Mapping)]


def _reason(payload: Any) -> str:
    if isinstance(payload, Mapping):
        payload = payload.get("message") or payload.get("error") or payload.get("msg")
    return str(payload or "?")[:200]
