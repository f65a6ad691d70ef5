"""Writing many datasets with the same result as `package_create` and `package_update`.

    with open_writer("auto") as writer:
        outcomes = writer.write(requests)

One bad dataset never spoils the others: it comes back as "refused" with CKAN's own errors. The modes, and what was
measured: docs/decisions/003-bulk-writer.md. What replaces parts of CKAN stands in the folder `fast`, and only there.
"""

from __future__ import annotations

from ckanext.satudata.harvest.writer.opening import open_writer
from ckanext.satudata.harvest.writer.refusals import concerns_all
from ckanext.satudata.harvest.writer.types import Mode, WriteOutcome, Writer, WriteRequest

__all__ = ["Mode", "WriteOutcome", "WriteRequest", "Writer", "concerns_all", "open_writer"]
