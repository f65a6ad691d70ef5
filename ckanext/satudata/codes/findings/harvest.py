"""Findings about harvesting any source: its records, its organisations, and the reading itself."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

_RECORD = (
    FindingType(
        code="HARVEST-01",
        severity=Severity.ERROR,
        message=N_("The record was not taken over. {place}: {reason}"),
        remedy=N_("Correct the record at the source; the next run tries it again. A stored dataset stays as it was."),
    ),
    FindingType(
        code="HARVEST-02",
        severity=Severity.WARNING,
        message=N_("The record has no title at the source; it is shown as “{title}”."),
        remedy=N_("Give the dataset a title at the source."),
    ),
    FindingType(
        code="HARVEST-03",
        severity=Severity.ERROR,
        message=N_("The record has lost its title at the source; the dataset stays as it was: “{title}”."),
        remedy=N_("Give the dataset a title at the source again."),
    ),
    FindingType(
        code="HARVEST-04",
        severity=Severity.WARNING,
        message=N_("Another dataset of this portal is already called “{value}”; this one is stored under “{name}”."),
        remedy=N_("See whether both are the same data. If so, leave one of them out of its source."),
    ),
    FindingType(
        code="HARVEST-05",
        severity=Severity.ERROR,
        message=N_("A record has no identifier, so it could not be recognised in the next run. It was left out."),
        remedy=N_("Give the dataset an identifier at the source. It begins with: {value}"),
    ),
    FindingType(
        code="HARVEST-06",
        severity=Severity.WARNING,
        message=N_("The record is no longer at the source, or no longer within its filters."),
        remedy=N_("Ask the producer whether the data was withdrawn. The dataset stays as it is."),
    ),
    FindingType(
        code="HARVEST-07",
        severity=Severity.WARNING,
        message=N_("The dataset of this record was deleted in this portal; it is not brought back."),
        remedy=N_("Restore the dataset here, or leave the record out at the source."),
    ),
    FindingType(
        code="HARVEST-08",
        severity=Severity.ERROR,
        message=N_("The record could not be processed because of an unexpected error: {reason}"),
        remedy=N_("The log of the portal tells more. The other records are not affected."),
    ),
    FindingType(
        code="HARVEST-09",
        severity=Severity.WARNING,
        message=N_("The dataset is stored but the search has not accepted it yet."),
        remedy=N_("Rebuild the search index of this dataset: ckan search-index rebuild {value}"),
    ),
    FindingType(
        code="HARVEST-10",
        severity=Severity.ERROR,
        message=N_("The description of the record has {value} MB, and at most {limit} MB are taken. It was left out."),
        remedy=N_("Put the data into a file at the source, and describe it shortly."),
    ),
    FindingType(
        code="HARVEST-11",
        severity=Severity.ERROR,
        message=N_("The record is nested too deeply, or holds what is no plain text or number. It was left out."),
        remedy=N_("Tell the operator of the source."),
    ),
)

_FIELDS = (
    FindingType(
        code="HARVEST-20",
        severity=Severity.WARNING,
        message=N_("“{place}” comes twice with different values; “{kept}” was kept, “{value}” was left out."),
        remedy=N_("Remove one of the two at the source."),
    ),
    FindingType(
        code="HARVEST-21",
        severity=Severity.INFO,
        message=N_("The group “{value}” does not exist in this portal; the dataset is not put into it."),
        remedy=N_("Create the group here if it is wanted; the next change of the dataset puts it in."),
    ),
    FindingType(
        code="HARVEST-22",
        severity=Severity.WARNING,
        message=N_("An extra field without a name was left out. Its value: {value}"),
        remedy=N_("Give the field a name at the source."),
    ),
    FindingType(
        code="HARVEST-23",
        severity=Severity.WARNING,
        message=N_("{place} has no address and was left out: {value}"),
        remedy=N_("Add the link to the file at the source."),
    ),
    FindingType(
        code="HARVEST-26",
        severity=Severity.WARNING,
        message=N_("{place} is not of the expected kind and was left out: {value}"),
        remedy=N_("Correct the field at the source."),
    ),
    FindingType(
        code="HARVEST-27",
        severity=Severity.WARNING,
        message=N_("The rule of the source for “{place}” makes nothing of “{value}”; the field stayed empty."),
        remedy=N_("Correct the value at the source, or the rule in the options of the source."),
    ),
)

_ORGANIZATIONS = (
    FindingType(
        code="HARVEST-30",
        severity=Severity.INFO,
        message=N_("The organisation “{value}” of the source is “{organization}” here, as the source's map says."),
        remedy=N_("Nothing to do. Change the organisation map of the source if it is wrong."),
    ),
    FindingType(
        code="HARVEST-31",
        severity=Severity.INFO,
        message=N_("The organisation “{value}” of the source was recognised as “{organization}” by its name."),
        remedy=N_("If it is another one, write the right one into the organisation map of the source."),
    ),
    FindingType(
        code="HARVEST-32",
        severity=Severity.INFO,
        message=N_("The organisation “{value}” was not known here and was created as “{organization}”."),
        remedy=N_("If it is an OPD that already exists, write it into the organisation map of the source."),
    ),
    FindingType(
        code="HARVEST-33",
        severity=Severity.WARNING,
        message=N_("The organisation “{value}” is not known here; its datasets go to “{organization}”."),
        remedy=N_("Write the right organisation into the organisation map of the source."),
    ),
    FindingType(
        code="HARVEST-34",
        severity=Severity.ERROR,
        message=N_("The organisation “{value}” is not known here, and the source has no default organisation."),
        remedy=N_("Map the organisation, choose a default one, or allow the source to create organisations."),
    ),
    FindingType(
        code="HARVEST-35",
        severity=Severity.WARNING,
        message=N_("The organisation map says that “{value}” is “{organization}”, which does not exist here."),
        remedy=N_("Create the organisation or correct the organisation map of the source."),
    ),
    FindingType(
        code="HARVEST-36",
        severity=Severity.WARNING,
        message=N_("The organisation “{value}” was taken for “{organization}”, whose name means the same."),
        remedy=N_("If it is another one, write the right one into the organisation map of the source."),
    ),
)

_READING = (
    FindingType(
        code="HARVEST-40",
        severity=Severity.WARNING,
        message=N_("The source says it has {announced} records, but {received} came. Nothing was called missing."),
        remedy=N_("Run the source again. If it stays so, its search index is damaged: tell its operator."),
    ),
    FindingType(
        code="HARVEST-41",
        severity=Severity.WARNING,
        message=N_("The number of records changed from {before} to {after} while the source was read."),
        remedy=N_("Nothing to do: pages were read again where needed."),
    ),
    FindingType(
        code="HARVEST-42",
        severity=Severity.WARNING,
        message=N_("The source gives the same page again and again; reading stopped after {received} records."),
        remedy=N_("Tell the operator of the source that “start” is ignored by its package_search."),
    ),
    FindingType(
        code="HARVEST-43",
        severity=Severity.ERROR,
        message=N_("Reading stopped before the end: {reason}"),
        remedy=N_("What had come was taken over. Run the source again."),
    ),
    FindingType(
        code="HARVEST-44",
        severity=Severity.INFO,
        message=N_("The source does not know the wanted order of records; it was read by {value}."),
        remedy=N_("Nothing to do."),
    ),
    FindingType(
        code="HARVEST-45",
        severity=Severity.WARNING,
        message=N_("An earlier run of this source had been interrupted; this one went over its records again."),
        remedy=N_("Nothing to do."),
    ),
    FindingType(
        code="HARVEST-46",
        severity=Severity.INFO,
        message=N_("Only records that changed since {value} were asked for. Nothing was called missing."),
        remedy=N_("Nothing to do. From time to time all records are compared, as the options of the source say."),
    ),
    FindingType(
        code="HARVEST-47",
        severity=Severity.ERROR,
        message=N_("The source lists “{value}” but does not show it: {reason}"),
        remedy=N_("Tell the operator of the source. The next run asks again."),
    ),
    FindingType(
        code="HARVEST-48",
        severity=Severity.INFO,
        message=N_("The source cannot tell what has changed; all its records were looked through."),
        remedy=N_("Nothing to do. Reading only changes saves less here."),
    ),
    FindingType(
        code="HARVEST-49",
        severity=Severity.INFO,
        message=N_("The search of the source does not answer; its datasets were read one by one. {reason}"),
        remedy=N_("Tell the operator of the source if this is slow: its package_search is switched off or broken."),
    ),
)

TYPES: tuple[FindingType, ...] = (*_RECORD, *_FIELDS, *_ORGANIZATIONS, *_READING)
