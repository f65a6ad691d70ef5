"""Reading from a source over HTTP: one session per run, with retries, time and size limits, and the address guard.

Raises only SourceErrors. Not for requests to this portal itself.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from types import TracebackType
from typing import IO, Any

import requests
from requests import exceptions
from typing_extensions import Self
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.util.retry import Retry

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import FailingSourceError, TooLargeError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.errors import URL_LENGTH, source_error
from ckanext.satudata.harvest.http.guard import Network, guarded_adapter

AGENT = "ckanext-satudata harvester"
BUSY = (429, 500, 502, 503, 504)
MAX_REDIRECTS = 5
MAX_RETRY_WAIT_S = 60
# Decompressed bytes come in steps of up to about a thousand times this: a bomb is stopped early.
CHUNK_BYTES = 16 * 1024
BODY_RETRIES = 2
# What is not held in memory may be larger: the limit of an answer, this many times.
FILE_FACTOR = 8
MEMORY_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost; times in seconds."""

    connect_timeout_s: float = 10
    read_timeout_s: float = 60
    answer_timeout_s: float = 300
    answer_bytes: int = 64 * 1024 * 1024
    retries: int = 4
    retry_wait_s: float = 1
    networks: Sequence[Network] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonAnswer:
    """A JSON document with the status it came with, which is below 500."""

    status: int
    payload: Any
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """A document of any kind with the status it came with, which is below 500; `file` stands at its beginning.

    Use it in a `with` statement: a large document lies on disk until it is closed.
    """

    status: int
    content_type: str
    file: IO[bytes]
    url: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.file.close()


class HttpClient:
    """A session with one source; use it in a `with` statement and from one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._session = requests.Session()
        # Proxies and .netrc from the environment would go around the address guard and could send passwords.
        self._session.trust_env = False
        self._session.max_redirects = MAX_REDIRECTS
        self._session.headers["User-Agent"] = AGENT
        adapter = guarded_adapter(limits.networks, header_timeout_s=limits.answer_timeout_s, max_retries=_retry(limits))
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session.close()

    def another(self) -> HttpClient:
        """A further client with the same limits, for another thread."""
        return HttpClient(self._limits)

    def get_json(
        self, url: str, params: Mapping[str, str | int] | None = None, headers: Mapping[str, str] | None = None
    ) -> JsonAnswer:
        """The JSON document at the URL. An error status below 500 is returned if it comes with JSON.

        A header `Authorization` is left out when the source leads to another host.

        Raises UnreachableError, UnexpectedAnswerError (no JSON, or status 500 and above), TooLargeError,
        AddressRefusedError.
        """
        wanted = {"Accept": "application/json", **(headers or {})}
        with self._get_file(url, params, wanted, self._limits.answer_bytes) as answer:
            return JsonAnswer(
                status=answer.status, payload=_parsed(answer.file.read(), answer.status, answer.url), url=answer.url
            )

    def get_file(
        self,
        url: str,
        params: Mapping[str, str | int] | None = None,
        *,
        accept: str = "*/*",
        limit_bytes: int | None = None,
    ) -> FileAnswer:
        """The document at the URL, whatever it is, read to its end. An error status below 500 is returned as well.

        Raises what `get_json` raises, but never judges the content.
        """
        return self._get_file(url, params, {"Accept": accept}, limit_bytes or FILE_FACTOR * self._limits.answer_bytes)

    def _get_file(
        self, url: str, params: Mapping[str, str | int] | None, headers: Mapping[str, str], limit: int
    ) -> FileAnswer:
        answer = self._get(url, params, headers, limit)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            answer.file.close()
            raise FailingSourceError(
                N_("The source reports an error of its own (HTTP {status}) at {url}. Try again later."),
                status=answer.status,
                url=answer.url,
            )
        return answer

    def _get(
        self, url: str, params: Mapping[str, str | int] | None, headers: Mapping[str, str], limit: int
    ) -> FileAnswer:
        # urllib3 retries until the headers are there; a connection that drops later is for us to try again.
        for _ in range(min(BODY_RETRIES, self._limits.retries)):
            with contextlib.suppress(_BrokenBodyError):
                return self._get_once(url, params, headers, limit)
            time.sleep(self._limits.retry_wait_s)
        try:
            return self._get_once(url, params, headers, limit)
        except _BrokenBodyError as error:
            raise source_error(error, url) from error

    def _get_once(
        self, url: str, params: Mapping[str, str | int] | None, headers: Mapping[str, str], limit: int
    ) -> FileAnswer:
        timeout = (self._limits.connect_timeout_s, self._limits.read_timeout_s)
        try:
            with self._session.get(url, params=params, headers=dict(headers), timeout=timeout, stream=True) as response:
                return FileAnswer(
                    status=response.status_code,
                    content_type=response.headers.get("Content-Type", ""),
                    file=self._body(response, limit),
                    url=response.url[:URL_LENGTH],
                )
        except _BrokenBodyError:
            raise
        except (exceptions.RequestException, HTTPError, HTTPException, ValueError, OSError) as error:
            # requests lets some through as they are: a redirect to "http://[" is a plain ValueError.
            raise source_error(error, url) from error

    def _body(self, response: requests.Response, limit: int) -> IO[bytes]:
        deadline = time.monotonic() + self._limits.answer_timeout_s
        with contextlib.ExitStack() as undo:
            body = undo.enter_context(tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES))
            # What is there, not as much as was asked for: a body that drips must give us back control.
            while chunk := _piece(response):
                body.write(chunk)
                self._check_cost(response, body.tell(), limit, deadline)
            body.seek(0)
            undo.pop_all()
            return body

    def _check_cost(self, response: requests.Response, size: int, limit: int, deadline: float) -> None:
        url = response.url[:URL_LENGTH]
        if size > limit:
            raise TooLargeError(
                N_("The answer of {url} is larger than {limit} MB. Ask for smaller pages."),
                url=url,
                limit=limit // 1024 // 1024,
            )
        if time.monotonic() > deadline:
            raise TooLargeError(
                N_("The answer of {url} was not complete after {limit} seconds. Ask for smaller pages."),
                url=url,
                limit=self._limits.answer_timeout_s,
            )


class _BrokenBodyError(exceptions.ConnectionError):
    """The connection dropped, or fell silent, after the headers."""


def _piece(response: requests.Response) -> bytes:
    try:
        return response.raw.read1(CHUNK_BYTES, decode_content=True)
    except DecodeError as error:
        raise exceptions.ContentDecodingError(error) from error
    except (HTTPError, OSError) as error:
        raise _BrokenBodyError(error) from error


def _retry(limits: Limits) -> Retry:
    return Retry(
        total=limits.retries,
        backoff_factor=limits.retry_wait_s / 2,
        backoff_max=MAX_RETRY_WAIT_S,
        status_forcelist=BUSY,
        allowed_methods={"GET"},
        # The last answer is looked at instead: its status and text say more.
        raise_on_status=False,
        raise_on_redirect=True,
        # A source may ask for hours; our own wait is bounded.
        respect_retry_after_header=False,
    )


def _parsed(body: bytes, status: int, url: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        # Some portals answer 200 with an HTML page (login, maintenance, single-page application): look at the text.
        msgid = (
            N_("{url} answers with a web page (HTTP {status}) instead of JSON. Is the address that of the data portal?")
            if body.lstrip()[:1] == b"<"
            else N_("{url} answers with something that is not JSON (HTTP {status}): {excerpt}")
        )
        excerpt = body[:80].decode("utf-8", "replace")
        raise UnexpectedAnswerError(msgid, url=url, status=status, excerpt=excerpt) from error
