"""Findings about reading and tidying tables.

FILE: the file and its sheets. TABLE: how a table is laid out. FORM: a form of ours that came back. The checks of its
contents: `tabular_contents.py`.
"""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

FILE_TYPES: tuple[FindingType, ...] = (
    FindingType(
        code="FILE-01",
        severity=Severity.ERROR,
        message=N_("The file is protected by a password."),
        remedy=N_("Open the file, take the password off under File, Info, Protect Workbook, and send it again."),
    ),
    FindingType(
        code="FILE-02",
        severity=Severity.ERROR,
        message=N_("The file or sheet is damaged and cannot be read ({reason})."),
        remedy=N_("Open it in a spreadsheet program, save it as a new .xlsx file, and send that."),
    ),
    FindingType(
        code="FILE-03",
        severity=Severity.ERROR,
        message=N_("The file is empty."),
        remedy=N_("Check that you chose the right file, and send it again."),
    ),
    FindingType(
        code="FILE-04",
        severity=Severity.ERROR,
        message=N_("The file or sheet is larger than allowed ({limit})."),
        remedy=N_("Split it by year or by region, or delete the empty rows and columns behind the table."),
    ),
    FindingType(
        code="FILE-05",
        severity=Severity.ERROR,
        message=N_("The file unpacks to {size}, far more than a table needs, and was not opened."),
        remedy=N_("Copy the table alone into a new workbook and send that."),
    ),
    FindingType(
        code="FILE-06",
        severity=Severity.ERROR,
        message=N_("The file is no table: it is of a kind that cannot be read."),
        remedy=N_("Send the table as .xlsx, .ods or .csv, not as PDF, picture or binary workbook (.xlsb)."),
    ),
    FindingType(
        code="FILE-07",
        severity=Severity.INFO,
        message=N_('The name ends in ".{value}", but the content is {kind}; it was read as what it is.'),
        remedy=N_("Save the file again under the right type, so that others can open it too."),
    ),
    FindingType(
        code="FILE-08",
        severity=Severity.INFO,
        message=N_("The sheet is hidden in the workbook."),
        remedy=N_("Unhide it if it belongs to the data; delete it if it does not."),
    ),
    FindingType(
        code="FILE-09",
        severity=Severity.INFO,
        message=N_("Rows or columns of the table are hidden: {hidden}."),
        remedy=N_("Unhide them, or delete them if they do not belong to the data; hidden cells are published too."),
    ),
    FindingType(
        code="FILE-10",
        severity=Severity.WARNING,
        message=N_("{count} formulas have no stored result, so their cells were read as empty."),
        remedy=N_("Open the file in a spreadsheet program, let it calculate, save it, and send it again."),
    ),
    FindingType(
        code="FILE-11",
        severity=Severity.INFO,
        message=N_("A cell stands far away from the table ({place})."),
        remedy=N_("Delete it if it is left over: it makes the file slow to open."),
    ),
    FindingType(
        code="FILE-12",
        severity=Severity.INFO,
        message=N_("The encoding of the text had to be guessed ({value})."),
        remedy=N_("Check names with special letters; save the file as CSV UTF-8 next time."),
    ),
    FindingType(
        code="FILE-13",
        severity=Severity.ERROR,
        message=N_('The web page names a sheet "{value}" that was not sent with it.'),
        remedy=N_("Open the page in a spreadsheet program and save it as .xlsx, or send a ZIP with its folder."),
    ),
    FindingType(
        code="FILE-14",
        severity=Severity.WARNING,
        message=N_("A file in the archive was skipped."),
        remedy=N_("Send archives inside archives, and what is beyond the limit, as files of their own."),
    ),
    FindingType(
        code="FILE-15",
        severity=Severity.WARNING,
        message=N_("The sheet was not read because the time for this file was used up."),
        remedy=N_("Send the sheets in several files."),
    ),
    FindingType(
        code="FILE-16",
        severity=Severity.ERROR,
        message=N_("Reading the file was stopped, because it took too long or needed too much memory."),
        remedy=N_("Copy the table alone into a new workbook, or split it by year or by region, and upload that."),
    ),
)

TABLE_TYPES: tuple[FindingType, ...] = (
    FindingType(
        code="TABLE-01",
        severity=Severity.INFO,
        message=N_("No table was found in the sheet."),
        remedy=N_("If it holds one, give it a row with a name for each column."),
    ),
    FindingType(
        code="TABLE-02",
        severity=Severity.WARNING,
        message=N_("The table has no row that names its columns."),
        remedy=N_("Put a row above the first record that says what each column holds."),
    ),
    FindingType(
        code="TABLE-03",
        severity=Severity.WARNING,
        message=N_("A column holds values but has no name."),
        remedy=N_("Write in its first row what it holds."),
    ),
    FindingType(
        code="TABLE-04",
        severity=Severity.WARNING,
        message=N_('Two columns have the same name "{value}".'),
        remedy=N_("Give each column a name of its own, for instance with the year or the unit."),
    ),
    FindingType(
        code="TABLE-05",
        severity=Severity.INFO,
        message=N_('A row "dst…" is left over from the form and was skipped.'),
        remedy=N_("Delete the row, or write its figures."),
    ),
    FindingType(
        code="TABLE-06",
        severity=Severity.WARNING,
        message=N_('Figures stand beside "dst…"; the row was skipped, because nobody can tell what they count.'),
        remedy=N_("Delete the row if it is left over from the form, or give each figure a row with its own name."),
    ),
)

FORM_TYPES: tuple[FindingType, ...] = (
    FindingType(
        code="FORM-01",
        severity=Severity.WARNING,
        message=N_("The hidden part of the form was changed, so the file was read like any other spreadsheet."),
        remedy=N_("Check the result below; next time download the form again and fill in the white cells only."),
    ),
    FindingType(
        code="FORM-02",
        severity=Severity.WARNING,
        message=N_('"{value}" is no row of this form and was left out.'),
        remedy=N_("Write its figures into one of the rows of the form, or ask the walidata for a form with this row."),
    ),
    FindingType(
        code="FORM-03",
        severity=Severity.WARNING,
        message=N_('The column "{value}" of the form is not there any more.'),
        remedy=N_("Download the form again and copy your figures into it."),
    ),
    FindingType(
        code="FORM-04",
        severity=Severity.WARNING,
        message=N_('"{value}" stands in the form twice; the first one, in row {first}, counts.'),
        remedy=N_("Delete the row that is not meant."),
    ),
    FindingType(
        code="FORM-05",
        severity=Severity.WARNING,
        message=N_("{count} rows of the form were deleted: {value}."),
        remedy=N_('Download the form again; write "-" in rows where there is none and "…" where it is not available.'),
    ),
    FindingType(
        code="FORM-06",
        severity=Severity.WARNING,
        message=N_("{count} of {total} cells were left blank, the first one here."),
        remedy=N_('Write a number, "-" for none or "…" for not available.'),
    ),
    FindingType(
        code="FORM-07",
        severity=Severity.WARNING,
        message=N_('"{value}" is none of the answers that the form offers, and was left out.'),
        remedy=N_("Choose one of: {choices}."),
    ),
    FindingType(
        code="FORM-08",
        severity=Severity.ERROR,
        message=N_('This is the filled form of another dataset, "{value}".'),
        remedy=N_("Upload it to that dataset; if its figures do belong here, confirm that."),
    ),
)

TYPES: tuple[FindingType, ...] = (*FILE_TYPES, *TABLE_TYPES, *FORM_TYPES)
