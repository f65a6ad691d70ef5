"""What all batches of one run work with; made when the run starts, or when its datasets are looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ckanext.satudata.harvest import config
from ckanext.satudata.harvest.engine.report import Report
from ckanext.satudata.harvest.mapping import settings as mapping_settings
from ckanext.satudata.harvest.mapping.dataset import Origin, Target
from ckanext.satudata.harvest.mapping.organizations import Organizations
from ckanext.satudata.harvest.mapping.settings import MappingOptions
from ckanext.satudata.harvest.mapping.target import target
from ckanext.satudata.harvest.model import Source
from ckanext.satudata.harvest.policy import DEFAULT_POLICY, Policy, policy
from ckanext.satudata.harvest.writer import Writer, open_writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The run, its source's options, and the tools.

    `is_afterwards`: the run has ended, and something is done in its name; that it was cancelled stops nothing now.
    """

    run_id: str
    origin: Origin
    options: MappingOptions
    mapping_version: int
    target: Target
    organizations: Organizations
    session: Session
    report: Report
    writer: Writer
    policy: Policy = DEFAULT_POLICY
    is_afterwards: bool = False


@contextmanager
def open_workshop(
    session: Session, source: Source, run_id: str, report: Report, *, is_afterwards: bool = False
) -> Iterator[Workshop]:
    """The workshop of a run of this source; when it closes, everything written is in the search."""
    options = mapping_settings.options(source.mapping)
    with open_writer(config.writer_mode()) as writer:
        yield Workshop(
            run_id=run_id,
            origin=Origin(id=source.id, title=source.title),
            options=options,
            mapping_version=source.mapping_version,
            target=target(),
            organizations=Organizations(options),
            session=session,
            report=report,
            writer=writer,
            policy=policy(source.mapping),
            is_afterwards=is_afterwards,
        )
