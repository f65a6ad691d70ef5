"""Items made in a thread of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from ckanext.satudata.harvest.http.fetch_ahead import fetch_ahead


def ahead_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "fetch-ahead"]


def test_the_items_come_in_order() -> None:
    assert list(fetch_ahead(iter(range(5)))) == [0, 1, 2, 3, 4]


def test_the_next_item_is_made_while_this_one_is_worked_on() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    first = next(fetching := fetch_ahead(items()))
    deadline = time.monotonic() + 5
    while len(made) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)

    assert (first, made[:2]) == (0, [0, 1])
    fetching.close()


def test_an_error_is_raised_where_its_item_would_have_come() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise LookupError("page 2")

    got: list[int] = []
    with pytest.raises(LookupError, match="page 2"):
        got.extend(fetch_ahead(items()))
    fetching = fetch_ahead(items())

    assert next(fetching) == 1
    with pytest.raises(LookupError):
        next(fetching)


def test_a_caller_that_stops_stops_the_thread() -> None:
    fetching = fetch_ahead(iter(range(1000)))
    next(fetching)
    fetching.close()
    deadline = time.monotonic() + 5
    while ahead_threads() and time.monotonic() < deadline:
        time.sleep(0.01)

    assert ahead_threads() == []
