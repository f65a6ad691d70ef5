"""Fetching several things of one source at a time: few enough to be polite, given in the order of asking."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from typing import TypeVar

from ckanext.satudata.harvest.http.client import HttpClient

T = TypeVar("T")
R = TypeVar("R")
WIDTH = 4
"""Requests at a time. CKAN on a small server has two to four workers, and people want to read its pages meanwhile."""


def fetch_together(
    http: HttpClient, items: Iterable[T], fetch: Callable[[HttpClient, T], R], width: int = WIDTH
) -> Iterator[R]:
    """`fetch(client, item)` for each item, in the order of the items; no more than twice `width` wait to be taken.

    An error is raised where its result would have come; what is under way then is waited for, the rest is not begun.
    """
    with ExitStack() as stack:
        clients: SimpleQueue[HttpClient] = SimpleQueue()
        for _ in range(width):
            clients.put(stack.enter_context(http.another()))

        def one(item: T) -> R:
            client = clients.get()
            try:
                return fetch(client, item)
            finally:
                clients.put(client)

        pool = stack.enter_context(ThreadPoolExecutor(max_workers=width, thread_name_prefix="fetch-together"))
        waiting: deque[Future[R]] = deque()
        stack.callback(_drop, waiting)
        for item in items:
            waiting.append(pool.submit(one, item))
            if len(waiting) >= 2 * width:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _drop(waiting: Iterable[Future[R]]) -> None:
    for future in waiting:
        future.cancel()
