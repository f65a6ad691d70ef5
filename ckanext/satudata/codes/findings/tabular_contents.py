"""Findings about what a table says: sums, numbering, regions, values and persons; how it is read: `tabular.py`."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

TYPES: tuple[FindingType, ...] = (
    FindingType(
        code="SUM-01",
        severity=Severity.WARNING,
        message=N_('The total in "{column}" says {value}, but its {count} rows add up to {sum}.'),
        remedy=N_("Add the rows up again, and correct the total or the row that was mistyped."),
    ),
    FindingType(
        code="SUM-02",
        severity=Severity.WARNING,
        message=N_('"{column}" says {value}, but the columns it adds up give {sum}.'),
        remedy=N_("Correct the figure, or the column that was mistyped; a formula avoids this."),
    ),
    FindingType(
        code="SUM-03",
        severity=Severity.WARNING,
        message=N_("Two breakdowns of the same thing add up to {other} and {value}."),
        remedy=N_("Find the group in which a figure is missing or counted twice."),
    ),
    FindingType(
        code="SUM-04",
        severity=Severity.WARNING,
        message=N_('"{column}" says {value}, but "{part}" divided by "{whole}" gives {expected}.'),
        remedy=N_("Correct the figure, or one of the two that it comes from; a formula avoids this."),
    ),
    FindingType(
        code="ROW-01",
        severity=Severity.INFO,
        message=N_("The running number is {value} where {expected} was due."),
        remedy=N_("Check whether a row is missing or was copied twice, then number the rows again."),
    ),
    FindingType(
        code="ROW-02",
        severity=Severity.WARNING,
        message=N_('"{value}" stands in two rows with the same labels; the first is row {first}.'),
        remedy=N_("Delete the copy, or add the label that tells the two rows apart."),
    ),
    FindingType(
        code="AREA-01",
        severity=Severity.WARNING,
        message=N_('"{value}" is not the name of a region of this level. Similar: {nearest}.'),
        remedy=N_("Write the official name, or add a column with the Kemendagri code."),
    ),
    FindingType(
        code="AREA-02",
        severity=Severity.WARNING,
        message=N_('"{value}" stands in the table twice; the first time in row {first}.'),
        remedy=N_("Check whether one of the rows belongs to another region."),
    ),
    FindingType(
        code="AREA-03",
        severity=Severity.WARNING,
        message=N_("{present} of {expected} regions of {region} are there. Missing: {value}."),
        remedy=N_('Add the missing rows; write "-" for none and "…" for not available.'),
    ),
    FindingType(
        code="AREA-04",
        severity=Severity.INFO,
        message=N_("Regions of several levels stand in one column: {value}."),
        remedy=N_("Put each level into a column of its own, so that nothing is counted twice."),
    ),
    FindingType(
        code="AREA-05",
        severity=Severity.INFO,
        message=N_('"{value}" is the name of more than one region ({nearest}), so its figures were given to none.'),
        remedy=N_('Write the kind before the name ("Kota Serang"), or add a column with the Kemendagri code.'),
    ),
    FindingType(
        code="AREA-06",
        severity=Severity.WARNING,
        message=N_('"{value}" is not the name of a region of this level, and none is close enough to be proposed.'),
        remedy=N_("Write the official name, or add a column with the Kemendagri code."),
    ),
    FindingType(
        code="VALUE-01",
        severity=Severity.WARNING,
        message=N_("{value} is more than ten times, or less than a tenth of, the {before} of the period before."),
        remedy=N_("Check the figure and its unit; confirm it if it is right."),
    ),
    FindingType(
        code="VALUE-02",
        severity=Severity.WARNING,
        message=N_('The figures in "{column}" have different units: {value}.'),
        remedy=N_("Give all figures in one unit, or put each unit into a column of its own."),
    ),
    FindingType(
        code="VALUE-03",
        severity=Severity.WARNING,
        message=N_("{value} cannot be a figure in {unit}."),
        remedy=N_("Check the figure, the decimal sign and the unit in the header."),
    ),
    FindingType(
        code="VALUE-04",
        severity=Severity.WARNING,
        message=N_('"{value}" stands in a column of numbers and was left out.'),
        remedy=N_('Write a number, "-" for none or "…" for not available; put remarks into a column of their own.'),
    ),
    FindingType(
        code="PRIVACY-01",
        severity=Severity.ERROR,
        message=N_("{count} cells look like a NIK."),
        remedy=N_("Delete the column before you publish; publish counts instead of persons."),
    ),
    FindingType(
        code="PRIVACY-02",
        severity=Severity.ERROR,
        message=N_("{count} cells look like a NIP."),
        remedy=N_("Delete the column or the signature block before you publish."),
    ),
    FindingType(
        code="PRIVACY-03",
        severity=Severity.WARNING,
        message=N_("{count} cells look like mobile telephone numbers."),
        remedy=N_("Delete private numbers; an office's own number may stay."),
    ),
    FindingType(
        code="PRIVACY-04",
        severity=Severity.WARNING,
        message=N_("{count} cells look like private e-mail addresses."),
        remedy=N_("Delete private addresses; an office's own address may stay."),
    ),
    FindingType(
        code="PRIVACY-05",
        severity=Severity.ERROR,
        message=N_('The column "{value}" holds names of persons beside their NIK or NIP.'),
        remedy=N_("Delete both columns before you publish; publish counts instead of persons."),
    ),
    FindingType(
        code="PRIVACY-06",
        severity=Severity.WARNING,
        message=N_("A count of {value} is below {limit}: somebody may recognise the persons counted."),
        remedy=N_("Join small groups, or leave the cell out and mark it as not shown."),
    ),
)
