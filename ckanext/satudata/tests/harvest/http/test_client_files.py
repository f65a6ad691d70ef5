"""Documents that are no JSON, or too large to be held in memory."""

from __future__ import annotations

import gzip
from ipaddress import ip_network

import pytest

from ckanext.satudata.harvest.errors import TooLargeError, UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.tests.harvest.servers import LOOPBACK, Reply, crash, serving

QUICK = Limits(retries=0, retry_wait_s=0.01, answer_bytes=100_000, networks=[ip_network(LOOPBACK)])


def test_a_document_of_any_kind_comes_with_its_status_and_type_and_may_be_larger_than_json() -> None:
    xml = b"<a>" + b" " * 200_000 + b"</a>"
    reply = Reply(body=xml, status=404, content_type="text/xml")

    with serving(lambda *_: reply) as url, HttpClient(QUICK) as http, http.get_file(url) as answer:
        assert (answer.status, answer.content_type, answer.file.read() == xml) == (404, "text/xml", True)


def test_a_bomb_is_stopped_on_its_way_to_the_disk() -> None:
    bomb = Reply(body=gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})

    with serving(lambda *_: bomb) as url, HttpClient(QUICK) as http, pytest.raises(TooLargeError):
        http.get_file(url)


def test_an_error_of_the_source_is_no_document() -> None:
    with serving(crash) as url, HttpClient(QUICK) as http, pytest.raises(UnexpectedAnswerError, match="HTTP 500"):
        http.get_file(url)
