"""Several requests at a time: in order, bounded, each with a client of its own."""

from __future__ import annotations

import threading
import time
from ipaddress import ip_network
from typing import Any

import pytest

from ckanext.satudata.harvest.errors import UnexpectedAnswerError
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.harvest.http.fetch_together import fetch_together
from ckanext.satudata.tests.harvest.servers import LOOPBACK, Reply, failure, serving, success

LIMITS = Limits(retries=0, retry_wait_s=0.01, networks=[ip_network(LOOPBACK)])


class Counting:
    """Answers after a moment with the number that was asked for, and notes how many asked at the same time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now, self.most, self.asked = 0, 0, 0

    def __call__(self, path: str, _params: dict[str, str]) -> Reply:
        with self.lock:
            self.now, self.asked = self.now + 1, self.asked + 1
            self.most = max(self.most, self.now)
        time.sleep(0.03)
        with self.lock:
            self.now -= 1
        return failure(500, "x") if path == "/13" else success(int(path[1:]))


def result(url: str, client: HttpClient, number: int) -> Any:
    return client.get_json(f"{url}/{number}").payload["result"]


def test_the_results_come_in_order_and_no_more_than_the_width_are_asked_for_at_a_time() -> None:
    server = Counting()
    with serving(server) as url, HttpClient(LIMITS) as http:
        results = list(fetch_together(http, range(12), lambda client, number: result(url, client, number), width=3))

    assert (results, server.most) == (list(range(12)), 3)


def test_an_error_comes_in_its_place_and_ends_the_rest() -> None:
    server = Counting()
    got: list[int] = []
    with serving(server) as url, HttpClient(LIMITS) as http, pytest.raises(UnexpectedAnswerError):
        got.extend(fetch_together(http, range(10, 100), lambda client, number: result(url, client, number), width=2))

    assert (got, server.asked < 12) == ([10, 11, 12], True)


def test_a_caller_that_stops_leaves_no_thread_behind() -> None:
    server = Counting()
    with serving(server) as url, HttpClient(LIMITS) as http:
        fetching = fetch_together(http, range(100), lambda client, number: result(url, client, number))
        first = next(iter(fetching))
        fetching.close()  # type: ignore[attr-defined]

    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("fetch-together")]
    assert (first, left, server.asked < 20) == (0, [], True)
