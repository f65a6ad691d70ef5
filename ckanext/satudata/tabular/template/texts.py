"""The words of a form, for the people who fill it in; English msgids, translated when the form is written."""

from __future__ import annotations

from ckanext.satudata.codes.messages import N_

__all__ = ["CODE", "INSTRUCTIONS", "NOTE", "STATUSES"]

CODE = N_("Region code")
NOTE = N_("Note")
AREA, PERIOD, PRODUCER, STATUS, FILLED_BY = (
    N_("Region"), N_("Period"), N_("Producer of the data"), N_("Status of the figures"), N_("Filled in by")
)  # fmt: skip
FORM_SHEET, HELP_SHEET = N_("Form"), N_("How to fill in")
HELP_TITLE = N_("How to fill in this form")
WRONG_NUMBER = N_("Write a number, “-” for none, or “…” for not available.")
WRONG_CHOICE = N_("Choose one of the answers in the list.")
WRONG_INPUT = N_("Please check")

STATUSES = (N_("Final"), N_("Provisional"), N_("Very provisional"))

INSTRUCTIONS = (
    N_("Fill in the white cells only. The grey cells are locked, because the portal finds your figures by them."),
    N_("Write numbers with or without separators: 1250, 1.250 and 12,5 are all understood."),
    N_("Write “-” where there is none, “…” where the figure is not available. Leave no cell blank without a reason."),
    N_("Each row is one region with its official code. Do not add or delete rows; you may sort them."),
    N_("Write no totals: the portal adds the rows up."),
    N_("What has to be explained belongs into the column for notes at the end of the row."),
    N_("Write no names, NIK, NIP or telephone numbers of persons. The portal refuses such files."),
    N_("Save the file as .xlsx and upload it at the dataset, or send it to the walidata."),
)
