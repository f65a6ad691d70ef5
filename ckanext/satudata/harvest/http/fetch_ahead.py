"""Fetching the next page while the present one is worked on: an iterator moved into a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def fetch_ahead(items: Iterator[T], depth: int = 1) -> Generator[T, None, None]:
    """The same items in the same order, up to `depth` of them already made while the caller works.

    An error of `items` is raised where its item would have come. Closing the generator stops the thread after the item
    that it is making. `items` must touch neither CKAN nor the database.
    """
    ready: queue.Queue[_Item[T] | _End] = queue.Queue(maxsize=depth)
    stopped = threading.Event()
    thread = threading.Thread(target=_make, args=(items, ready, stopped), name="fetch-ahead", daemon=True)
    thread.start()
    try:
        while isinstance(got := ready.get(), _Item):
            yield got.value
        if got.error is not None:
            raise got.error
    finally:
        stopped.set()


def _make(items: Iterator[T], ready: queue.Queue[_Item[T] | _End], stopped: threading.Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            if not _put(ready, _Item(item), stopped):
                return
    except BaseException as raised:  # noqa: BLE001 - handed over to the caller's thread, which raises it
        error = raised
    _put(ready, _End(error), stopped)


def _put(ready: queue.Queue[_Item[T] | _End], entry: _Item[T] | _End, stopped: threading.Event) -> bool:
    """False when nobody will take the entry any more."""
    while not stopped.is_set():
        try:
            ready.put(entry, timeout=POLL_S)
        except queue.Full:
            continue
        return True
    return False
