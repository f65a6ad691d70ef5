"""What the client makes of answers, good and bad: each in one of our errors, with words that help."""

from __future__ import annotations

import gzip
import inspect
import re
import time
from dataclasses import replace
from ipaddress import ip_network

import pytest
from requests import exceptions

from ckanext.satudata.harvest.errors import SourceError, TooLargeError, UnexpectedAnswerError, UnreachableError
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.harvest.http.errors import source_error
from ckanext.satudata.tests.harvest.servers import (
    LOOPBACK,
    Answer,
    Reply,
    crash,
    dripping,
    failure,
    html,
    serving,
    success,
)

QUICK = Limits(
    retries=1,
    retry_wait_s=0.01,
    read_timeout_s=0.3,
    answer_timeout_s=2,
    answer_bytes=100_000,
    networks=[ip_network(LOOPBACK)],
)


BOMB = gzip.compress(b"[" + b" " * 50_000_000 + b"]")


def outcome(answer: Answer, limits: Limits = QUICK) -> tuple[str, str]:
    """Kind and words of the error, without the address of the server."""
    with serving(answer) as url, HttpClient(limits) as http:
        try:
            payload = http.get_json(f"{url}/api").payload
        except SourceError as error:
            return type(error).__name__, str(error).replace(url, "URL")
    return "payload", repr(payload)


def test_a_json_document_is_read_with_its_status_also_when_it_is_an_error() -> None:
    with serving(lambda _path, _params: failure(409, "Missing value")) as url, HttpClient(QUICK) as http:
        answer = http.get_json(url)

    assert (answer.status, answer.payload) == (409, {"success": False, "error": {"message": "Missing value"}})


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (html, "UnexpectedAnswerError", "URL/api answers with a web page (HTTP 200) instead of JSON."),
        (lambda *_: Reply(body=b"ok"), "UnexpectedAnswerError", "URL/api answers with something that is not JSON"),
        (lambda *_: Reply(body=b"[" * 100_000), "UnexpectedAnswerError", "URL/api answers with something that is not"),
        (crash, "FailingSourceError", "The source reports an error of its own (HTTP 500) at URL/api."),
        (lambda *_: Reply(delay_s=0.8), "UnreachableError", "URL/api did not answer in time."),
        (lambda *_: Reply(body=b"{", declared_length=50), "UnreachableError", "URL/api cannot be reached"),
        (lambda *_: Reply(body=b"1" * 200_000), "TooLargeError", "The answer of URL/api is larger than 0 MB."),
        (
            lambda *_: Reply(body=BOMB, headers={"Content-Encoding": "gzip"}),
            "TooLargeError",
            "The answer of URL/api is larger than 0 MB. Ask for smaller pages.",
        ),
        (
            lambda *_: Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"}),
            "UnexpectedAnswerError",
            "The compressed answer of URL/api is damaged",
        ),
        (
            lambda path, _params: Reply(status=302, headers={"Location": f"{path}+"}),
            "UnexpectedAnswerError",
            "URL/api sends us in circles (too many redirects).",
        ),
        (
            lambda *_: Reply(status=302, headers={"Location": "http://["}),
            "UnexpectedAnswerError",
            "URL/api is no web address that can be read",
        ),
        (
            lambda *_: Reply(status=302, headers={"Location": "file:///etc/passwd"}),
            "UnexpectedAnswerError",
            "URL/api is no web address that can be read",
        ),
        (
            lambda *_: Reply(body=b"zzz\r\n", headers={"Transfer-Encoding": "chunked"}),
            "UnreachableError",
            "URL/api cannot be reached",
        ),
    ],
    ids=[
        "html", "text", "deep", "500", "slow", "cut", "large", "bomb", "damaged", "circles", "bad redirect",
        "redirect to a file", "bad chunks",
    ],
)  # fmt: skip
def test_each_bad_answer_has_its_words(answer: Answer, kind: str, words: str) -> None:
    got_kind, got_words = outcome(answer)

    assert (got_kind, got_words[: len(words)]) == (kind, words)


@pytest.mark.parametrize(
    ("start", "drop", "words"),
    [
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n[",
            b" ",
            "The answer of URL/api was not complete after 0.4 seconds. Ask for smaller pages.",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\n \r\n",
            "The answer of URL/api was not complete after 0.4 seconds. Ask for smaller pages.",
        ),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", "127.0.0.1 did not begin to answer within 0.4 seconds."),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"H", "127.0.0.1 did not begin to answer within 0.4 seconds."),
    ],
    ids=["body", "chunks", "headers", "status"],
)
def test_an_answer_that_drips_in_is_given_up_in_time(start: bytes, drop: bytes, words: str) -> None:
    limits = replace(QUICK, answer_timeout_s=0.4, read_timeout_s=10)
    began = time.monotonic()

    with dripping(start, drop) as url, HttpClient(limits) as http, pytest.raises(TooLargeError) as late:
        http.get_json(f"{url}/api")

    assert (str(late.value).replace(url, "URL"), time.monotonic() - began < 3) == (words, True)


def test_a_handshake_that_never_ends_is_given_up_in_time() -> None:
    limits = replace(QUICK, answer_timeout_s=0.4, read_timeout_s=10, connect_timeout_s=10)
    record = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xf0"

    with dripping(record, b"\x00") as url, HttpClient(limits) as http, pytest.raises(TooLargeError):
        http.get_json(url.replace("http:", "https:"))


def test_a_server_that_was_only_busy_is_asked_again() -> None:
    answers = [failure(503, "busy"), success("well")]

    assert outcome(lambda *_: answers.pop(0)) == ("payload", "{'success': True, 'result': 'well'}")


def test_a_connection_that_dropped_is_tried_again() -> None:
    whole = success("well")
    answers = [Reply(body=whole.body[:5], declared_length=len(whole.body)), whole]

    assert outcome(lambda *_: answers.pop(0)) == ("payload", "{'success': True, 'result': 'well'}")


def test_without_retries_a_connection_that_dropped_is_not_tried_again() -> None:
    asked: list[str] = []

    def broken(path: str, _params: dict[str, str]) -> Reply:
        asked.append(path)
        return Reply(body=b"{", declared_length=50)

    with serving(broken) as url, HttpClient(replace(QUICK, retries=0)) as http, pytest.raises(UnreachableError):
        http.get_json(f"{url}/api")

    assert asked == ["/api"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:1/", UnreachableError),
        ("http://tidak-ada.invalid/", UnreachableError),
        ("ftp://127.0.0.1/", UnexpectedAnswerError),
        ("http://", UnexpectedAnswerError),
        ("http://a..b/", SourceError),
        ("http://" + "x" * 70 + ".id/", SourceError),
    ],
)
def test_an_address_without_a_server_is_an_error_of_ours(url: str, kind: type[SourceError]) -> None:
    with HttpClient(QUICK) as http, pytest.raises(kind):
        http.get_json(url)


@pytest.mark.parametrize(
    "error",
    [
        kind
        for _, kind in inspect.getmembers(exceptions, inspect.isclass)
        if issubclass(kind, exceptions.RequestException)
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_error_of_requests_has_words(error: type[exceptions.RequestException]) -> None:
    ours = source_error(error.__new__(error, "reason"), "http://x.go.id")

    assert re.search(r"http://x\.go\.id", str(ours))
    assert not isinstance(ours, TooLargeError)
