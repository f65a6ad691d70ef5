"""Calling the WebAPI of BPS: its lists, its tables, and every refusal of it that was met, by name.

All come with HTTP 200 but the firewall's page: an answer is judged by its words. Documentation:
https://webapi.bps.go.id/documentation/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.secret import Secret
from ckanext.satudata.harvest.errors import SourceError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import FileAnswer, HttpClient

API = "https://webapi.bps.go.id/v1/api"
"""The key goes here and nowhere else: the address is no option of a source."""

SIMDASI = "interoperabilitas/datasource/simdasi/id"

ANSWER_BYTES = 64 * 1024 * 1024

_MOST_YEARS = re.compile(r"maximum allowed number of years for the 'th' parameter is (\d+)")


class Refusal(str, Enum):
    """Why BPS gives no table."""

    NOT_AVAILABLE = "not available"
    """Status OK, and no data: nothing was published for these years."""
    TOO_LARGE = "too large"
    """HTTP 200 with the body `null`: the table has too many cells for one answer."""
    TOO_MANY_YEARS = "too many years"
    """At most 3 years at once for Indonesia, 2 for a province; the answer tells the number."""
    MISSING_YEARS = "missing years"
    """The years were left out, or are no numbers."""
    WRONG_PARAMETER = "wrong parameter"
    """SIMDASI: status OK outside, and an error with HTTP's number 400 inside."""


class RefusedError(UnexpectedAnswerError):
    """Raised for a refusal that concerns one table; the caller asks otherwise or leaves the table out."""

    def __init__(self, refusal: Refusal, reason: str, most_years: int | None = None) -> None:
        self.refusal = refusal
        self.most_years = most_years
        super().__init__(N_("BPS does not give this table ({kind}): {reason}"), kind=refusal.value, reason=reason)


class KeyRefusedError(SourceError):
    """Raised where BPS does not accept the key: no other call will do better."""


class BlockedError(SourceError):
    """Raised where the firewall of BPS answers instead of the API: going on would make it worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bps:
    """The WebAPI as one key sees it."""

    http: HttpClient
    key: Secret

    def listed(self, model: str, **params: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Every entry of a list over all its pages, each with the number of all entries. An empty list gives none."""
        page, pages = 1, 1
        while page <= pages:
            try:
                data = self._call("list", {"model": model, **params, "page": page}).get("data")
            except RefusedError as error:
                if error.refusal is Refusal.NOT_AVAILABLE:
                    return
                raise
            paging, entries = _parted(data, model)
            pages = int(paging.get("pages") or 1)
            for entry in entries:
                if isinstance(entry, Mapping):
                    yield int(paging.get("total") or 0), entry
            page += 1

    def table(self, domain: str, variable: str, years: list[str]) -> Mapping[str, Any]:
        """The answer with the table of a variable for these years (their ids). Raises RefusedError."""
        return self._call("list", {"model": "data", "domain": domain, "var": variable, "th": ";".join(years)})

    def simdasi(self, service: int, **params: str | int) -> Mapping[str, Any]:
        """The inner answer of a service of SIMDASI: facts about the table or list, and `data`. Raises RefusedError."""
        data = self._call(f"{SIMDASI}/{service}/", params).get("data")
        match data:
            case [_, Mapping() as inner] if str(inner.get("condition") or "OK").upper() == "OK":
                return inner
            case [_, Mapping() as inner]:
                raise RefusedError(Refusal.WRONG_PARAMETER, str(inner.get("message") or "?"))
            case _:
                raise RefusedError(Refusal.NOT_AVAILABLE, "data")

    def domains(self) -> Mapping[str, str]:
        """Address of the web site by domain; empty if BPS does not tell."""
        try:
            _, entries = _parted(self._call("domain", {"type": "all"}).get("data"), "domain")
        except UnexpectedAnswerError:
            return {}
        return {
            str(entry.get("domain_id")): str(entry.get("domain_url") or "").rstrip("/")
            for entry in entries
            if isinstance(entry, Mapping)
        }

    def _call(self, path: str, params: Mapping[str, str | int]) -> Mapping[str, Any]:
        secret = {"key": self.key.reveal()}
        with self.key.guard(
            lambda: self.http.get_file(f"{API}/{path}", {**params, **secret}, limit_bytes=ANSWER_BYTES)
        ) as answer:
            return _judged(answer)


def _judged(answer: FileAnswer) -> Mapping[str, Any]:
    """The body of a good answer. The address is left out of all messages: it holds the key."""
    body = answer.file.read()
    if body.lstrip()[:1] == b"<":
        if answer.status == HTTPStatus.FORBIDDEN:
            raise BlockedError(
                N_("The firewall of BPS blocks this server. Wait, then ask BPS to allow it (webapi.bps.go.id).")
            )
        raise UnexpectedAnswerError(N_("BPS answers with a web page (HTTP {status})."), status=answer.status)
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswerError(
            N_("BPS answers with something that is not JSON (HTTP {status})."), status=answer.status
        ) from error
    if payload is None:
        raise RefusedError(Refusal.TOO_LARGE, "null")
    if not isinstance(payload, Mapping):
        raise UnexpectedAnswerError(N_("BPS answers with JSON of another kind (HTTP {status})."), status=answer.status)
    if payload.get("status") != "OK":
        raise _refusal(str(payload.get("message") or "?"))
    if payload.get("data-availability") not in (None, "available"):
        raise RefusedError(Refusal.NOT_AVAILABLE, str(payload["data-availability"]))
    return payload


def _refusal(message: str) -> SourceError:
    most = _MOST_YEARS.search(message)
    if most:
        return RefusedError(Refusal.TOO_MANY_YEARS, message, most_years=int(most[1]))
    if "'th' parameter is required" in message:
        return RefusedError(Refusal.MISSING_YEARS, message)
    if "key" in message.lower():
        return KeyRefusedError(N_("BPS does not accept the key: {reason}"), reason=message)
    return UnexpectedAnswerError(N_("BPS refuses the call: {reason}"), reason=message)


def _parted(data: Any, model: str) -> tuple[Mapping[str, Any], list[Any]]:
    """Paging and entries of `data`, which is a list of these two."""
    match data:
        case [Mapping() as paging, list() as entries]:
            return paging, entries
        case _:
            raise UnexpectedAnswerError(N_("BPS answers without the list “{model}”."), model=model)
