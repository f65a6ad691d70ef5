"""Findings about single kinds of sources: geoportals, tables of BPS, lists in a spreadsheet, folders."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

TYPES: tuple[FindingType, ...] = (
    FindingType(
        code="HARVEST-60",
        severity=Severity.ERROR,
        message=N_("The source uses the identifier “{value}” twice, for different datasets. “{title}” was left out."),
        remedy=N_("Give each dataset an identifier of its own at the source."),
    ),
    FindingType(
        code="HARVEST-61",
        severity=Severity.INFO,
        message=N_("{number} entries of the kind “{value}” are no datasets and were left out."),
        remedy=N_("Nothing to do."),
    ),
    FindingType(
        code="HARVEST-62",
        severity=Severity.WARNING,
        message=N_("The source lists “{value}” but does not give its details: {reason}"),
        remedy=N_("Tell the operator of the source. The dataset was taken over with what the list says of it."),
    ),
    FindingType(
        code="HARVEST-63",
        severity=Severity.INFO,
        message=N_("The sheet “{value}” is hidden, or has no column for the names of data, and was left out."),
        remedy=N_("If it lists datasets, head the column “Nama Data”, or name the sheet in the source's options."),
    ),
    FindingType(
        code="HARVEST-64",
        severity=Severity.WARNING,
        message=N_("The row at {place} names no data and was left out. It holds: {value}"),
        remedy=N_("Fill in the name of the data, or remove the row if it is a note or a total."),
    ),
    FindingType(
        code="HARVEST-65",
        severity=Severity.INFO,
        message=N_("Some rows have no identifier; they are recognised by producer and name of the data."),
        remedy=N_("Add a column “ID DDD” or “ID”, so that a dataset stays the same when its name is corrected."),
    ),
    FindingType(
        code="HARVEST-66",
        severity=Severity.WARNING,
        message=N_("The row at {place} belongs to “{title}” too, but differs in: {value}. The first row counts."),
        remedy=N_("Write the same into all rows of a dataset, or give the rows identifiers of their own."),
    ),
    FindingType(
        code="HARVEST-67",
        severity=Severity.WARNING,
        message=N_("BPS lists “{value}” but gives no table of it: {reason}"),
        remedy=N_("Nothing to do: the next run asks again. Ask BPS if the table stays away."),
    ),
    FindingType(
        code="HARVEST-68",
        severity=Severity.INFO,
        message=N_("{place} describes no data but a “{value}”, and was left out."),
        remedy=N_("Nothing to do. If it is data, correct its hierarchy level at the geoportal."),
    ),
    FindingType(
        code="HARVEST-69",
        severity=Severity.ERROR,
        message=N_("The file {value} holds no ISO 19139 metadata that can be read: {reason}"),
        remedy=N_("Correct the file at the source, or remove it from the folder."),
    ),
    FindingType(
        code="HARVEST-70",
        severity=Severity.WARNING,
        message=N_("{number} things in the folder are links, too deep below, or have no readable name: {value}"),
        remedy=N_("Put the files themselves into the folder, at most eight levels deep."),
    ),
    FindingType(
        code="HARVEST-71",
        severity=Severity.WARNING,
        message=N_("The list {value} in the folder cannot be read: {reason}"),
        remedy=N_("Correct the list; until then titles and producers come from the names of files and folders."),
    ),
    FindingType(
        code="HARVEST-72",
        severity=Severity.WARNING,
        message=N_("The list in the folder says something of a file that is not there ({place}): {value}"),
        remedy=N_("Write into “File” the name of the file as it lies in the folder, and a name of the data."),
    ),
    FindingType(
        code="HARVEST-73",
        severity=Severity.WARNING,
        message=N_("“{value}” has two figures for {place}; the later one counts."),
        remedy=N_("Correct the figure in SIPD."),
    ),
)
