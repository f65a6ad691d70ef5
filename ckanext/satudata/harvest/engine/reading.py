"""What a connector gives, item by item. A connector with a bug counts as a source that cannot be read to its end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ckanext.satudata.codes.findings import Finding
from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import Announced, Gathered, RawRecord, Skipped, SourceReport
from ckanext.satudata.harvest.errors import BrokenConnectorError, HarvestError
from ckanext.satudata.harvest.writer import concerns_all

log = logging.getLogger(__name__)


def read(records: Callable[[], Iterable[Gathered]]) -> Iterator[Gathered]:
    """All items. Raises SourceError, also for any other exception of the connector and for what is no item."""
    with _in_our_words():
        for item in records():
            if not _is_sound(item):
                raise TypeError(type(item).__name__)
            yield item


def looked_at(check: Callable[[], SourceReport]) -> SourceReport:
    """What the check of a connector reports. Raises SourceError as `read` does."""
    with _in_our_words():
        return check()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except HarvestError:
        raise
    except Exception as error:  # somebody else's code: what had come by then is kept
        if concerns_all(error):
            raise
        log.exception("A connector failed")
        reason = f"{type(error).__name__}: {error}"
        raise BrokenConnectorError(N_("The connector failed, which is a bug: {reason}"), reason=reason) from error


def _is_sound(item: Any) -> bool:
    if isinstance(item, RawRecord):
        return isinstance(item.guid, str) and isinstance(item.document, Mapping)
    return isinstance(item, (Announced, Skipped, Finding))
