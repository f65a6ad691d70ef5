"""The check button: what is at the other end, and what would happen to its organisations. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors import SourceOrganization, SourceReport
from ckanext.satudata.harvest.describing import Described
from ckanext.satudata.harvest.engine import course
from ckanext.satudata.harvest.engine.reading import looked_at
from ckanext.satudata.harvest.errors import HarvestError
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.mapping import settings as mapping_settings
from ckanext.satudata.harvest.mapping.organizations import Organization, Organizations
from ckanext.satudata.harvest.settings import Value

# Somebody waits for the answer.
CHECK_RETRIES = 1
RECOGNISED_BY = {"HARVEST-30": "map", "HARVEST-31": "name", "HARVEST-36": "meaning"}


def check(source: Described) -> dict[str, Any]:
    """The report as a dict, with `ok` and a `message` in words."""
    try:
        with HttpClient(course.limits(CHECK_RETRIES, source.networks)) as http:
            report = looked_at(lambda: source.connector.check(http, source.settings))
    except HarvestError as error:
        return {"ok": False, "message": error.text(tk._)}
    return _answer(report, source.mapping)


def _answer(report: SourceReport, mapping: Mapping[str, Value]) -> dict[str, Any]:
    message = tk._(N_("{software} answers with {datasets} datasets of {organizations} organisations."))
    known = Organizations(mapping_settings.options(mapping))
    return {
        "ok": True,
        "message": message.format(
            software=report.software, datasets=report.datasets, organizations=len(report.organizations)
        ),
        "software": report.software,
        "title": report.title,
        "datasets": report.datasets,
        "licenses": dict(report.licenses) if report.licenses else None,
        "examples": list(report.examples),
        "organizations": [_organization(organization, known) for organization in report.organizations],
    }


def _organization(organization: SourceOrganization, known: Organizations) -> dict[str, Any]:
    found = known.known(organization.name, organization.title)
    proposed = None if found else known.propose(organization.name, organization.title)
    return {
        **asdict(organization),
        "here": _named(found[0]) if found else None,
        "recognised_by": RECOGNISED_BY[found[1]] if found else None,
        "proposal": {**_named(proposed[0]), "likeness": proposed[1]} if proposed else None,
    }


def _named(organization: Organization) -> dict[str, Any]:
    return {"name": organization.name, "title": organization.title}
