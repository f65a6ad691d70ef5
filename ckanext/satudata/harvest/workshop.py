"""What all batches of one run work with; made when the run starts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ckanext.satudata.harvest.mapping import Origin, Target
from ckanext.satudata.harvest.mapping_settings import MappingOptions
from ckanext.satudata.harvest.organizations import Organizations
from ckanext.satudata.harvest.policy import DEFAULT_POLICY, Policy
from ckanext.satudata.harvest.report import Report
from ckanext.satudata.harvest.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The run, its source's options, and the tools."""

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
