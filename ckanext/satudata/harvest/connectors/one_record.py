"""Around one record of a source: what a connector did not foresee in it stops that record only."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.harvest.connectors import Gathered, Skipped
from ckanext.satudata.harvest.errors import HarvestError

log = logging.getLogger(__name__)


def carefully(make: Callable[[], Gathered], key: str) -> Gathered:
    """What `make` gives, or the record left out with HARVEST-08; `key` stands for it. Our own errors pass."""
    try:
        return make()
    except HarvestError:
        raise
    except Exception as error:  # whatever a source can write into a record must not stop the others
        log.exception("Record %s", key)
        reason = f"{type(error).__name__}: {error}"
        return Skipped(key=key, reason=finding("HARVEST-08", place=key, value=key, reason=reason))
