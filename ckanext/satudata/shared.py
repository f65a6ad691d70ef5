"""What other extensions and our own features may rely on: the only promised import path.

Inside the project a feature also imports `codes`, `metadata` and `config`; whatever else one needs of another goes
through actions.
"""

from __future__ import annotations

from ckanext.satudata.cli import satudata as satudata_cli
from ckanext.satudata.codes.findings import Finding, FindingType, Severity, finding
from ckanext.satudata.metadata.lenient import Cleaned, clean_dataset
from ckanext.satudata.metadata.organizations import is_pembina, is_walidata, organizations_of_kind
from ckanext.satudata.metadata.provenance import HARVEST_FLAG
from ckanext.satudata.metadata.quality import Criterion, assess

__all__ = [
    "HARVEST_FLAG",
    "Cleaned",
    "Criterion",
    "Finding",
    "FindingType",
    "Severity",
    "assess",
    "clean_dataset",
    "finding",
    "is_pembina",
    "is_walidata",
    "organizations_of_kind",
    "satudata_cli",
]
