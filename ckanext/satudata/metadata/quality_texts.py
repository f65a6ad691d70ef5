"""What the quality criteria are called and what each verdict says: msgids, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.satudata.codes.messages import N_

__all__ = ["LABELS", "REASONS", "TITLE_RULES"]

LABELS: Mapping[str, str] = {
    "standar_data": N_("Standar data"),
    "metadata": N_("Metadata"),
    "format_terbuka": N_("Open format"),
    "kode_referensi": N_("Reference codes"),
    "keterangan": N_("Described"),
    "mutakhir": N_("Up to date"),
    "bukan_duplikat": N_("Not a duplicate"),
    "judul": N_("Title"),
}
"""Name of a criterion to its label."""

REASONS: Mapping[str, str] = {
    "standard_complete": N_("The parts of the standar data are filled in."),
    "standard_missing": N_("These parts of the standar data are missing: {fields}."),
    "metadata_complete": N_("All metadata that a publication needs are filled in."),
    "metadata_missing": N_("These fields are still empty: {fields}."),
    "format_open": N_("There is a file in an open format ({format})."),
    "format_closed": N_("No file is in an open format (found: {formats}). Add the data as CSV or JSON."),
    "format_unnamed": N_("The format of the files is not named. Say whether they are CSV, XLSX or something else."),
    "format_not_needed": N_("These data are not open; they need no file here."),
    "format_no_resource": N_("There is no file. Add the data as CSV or JSON."),
    "codes_complete": N_("Region, level and frequency carry reference codes."),
    "codes_missing": N_("These fields need a reference code: {fields}."),
    "notes_good": N_("The description says what the data contain."),
    "notes_missing": N_("There is no description. Say what the data contain and where they come from."),
    "notes_repeat_title": N_(
        "The description says little more than the title. Say where the data come from and what the columns mean."
    ),
    "update_current": N_("The data reach to {last}, as recent as their frequency promises."),
    "update_late": N_("The data end on {last}: by their frequency newer figures should be there."),
    "update_not_due": N_("By their frequency no newer figures are due."),
    "update_no_frequency": N_("Nobody can tell whether the data are up to date: the frequency is missing."),
    "title_unique": N_("No other dataset has this title."),
    "title_repeated": N_("{count} other datasets have the same title. Join them, or say in the title how they differ."),
    "title_good": N_("The title follows the naming rules of INDAH."),
    "title_lint": N_("The title breaks naming rules of INDAH: {rules}."),
}
"""Reason code to the sentence."""

TITLE_RULES: Mapping[str, str] = {
    "empty": N_("it says nothing"),
    "capitals": N_("words begin with a capital letter"),
    "abbreviation": N_("no abbreviations"),
    "leading_ukuran": N_("it does not begin with a measure such as Jumlah"),
    "period": N_("no year or period"),
    "region": N_("no region"),
}
"""Rule of `codes.title_lint` to its words, as they stand behind "The title breaks naming rules of INDAH:"."""
