"""Findings about a dataset's metadata.

META-01 to 19: text, names, resources, extras. 20 to 39: one concept each. 40 to 49: what is missing. 50 to 69 (MS-Keg
and MS-Ind): `metadata_rules.py`.
"""

from __future__ import annotations

from ckanext.satudata.codes.findings import metadata_rules
from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_ROWS: tuple[tuple[str, Severity, str, str], ...] = (
    (
        "META-01",
        _ERROR,
        N_("The dataset has no title."),
        N_("Give the dataset a title that names what is counted, without year and region."),
    ),
    (
        "META-02",
        _WARNING,
        N_("The title has {length} characters; at most {limit} are kept."),
        N_("Shorten the title and move details into the description."),
    ),
    (
        "META-04",
        _WARNING,
        N_('The name "{value}" cannot be used as an address; "{name}" is used instead.'),
        N_("Use two to 100 small letters, digits, hyphens and underscores."),
    ),
    (
        "META-05",
        _WARNING,
        N_("The text contains invisible control characters; they were removed."),
        N_("Type the text anew at its source instead of pasting it."),
    ),
    (
        "META-06",
        _WARNING,
        N_("The text has {length} characters; at most {limit} are kept."),
        N_("Shorten the text, or put it into a document of its own."),
    ),
    (
        "META-07",
        _INFO,
        N_("The text contains HTML; only its words were kept."),
        N_("Write plain text or Markdown."),
    ),
    (
        "META-08",
        _WARNING,
        N_('The keyword "{value}" was changed or left out.'),
        N_("Use keywords of 2 to 100 letters, digits, blanks, hyphens, underscores and dots."),
    ),
    (
        "META-09",
        _INFO,
        N_('The extra "{value}" was moved to the field of the same name.'),
        N_("Fill in the field itself at the source."),
    ),
    (
        "META-10",
        _WARNING,
        N_('The extra "{value}" was left out, because the field of the same name has a value already.'),
        N_("Remove the extra at the source."),
    ),
    (
        "META-11",
        _WARNING,
        N_('The extra "{value}" appears more than once; the first value was kept.'),
        N_("Remove the repeated extra at the source."),
    ),
    (
        "META-12",
        _WARNING,
        N_("An extra without a usable key was left out."),
        N_("Give each extra a key of at most 100 characters."),
    ),
    (
        "META-13",
        _WARNING,
        N_("The value is of a kind that this field cannot hold, so it is not taken."),
        N_("Give text where text is asked for, and a list where a list is asked for."),
    ),
    (
        "META-14",
        _WARNING,
        N_("A resource cannot be read; it was left out."),
        N_("Give the resource as an object with at least a link."),
    ),
    (
        "META-15",
        _WARNING,
        N_("The resource has no link to its data."),
        N_("Give the address of the file, or upload it."),
    ),
    (
        "META-16",
        _INFO,
        N_('The format "{value}" is written {format}.'),
        N_("Write the format as {format} at the source."),
    ),
    (
        "META-17",
        _WARNING,
        N_('The format "{value}" is not known.'),
        N_("Give the format of the file, for example CSV, XLSX or PDF."),
    ),
    (
        "META-18",
        _WARNING,
        N_('The link "{value}" is not an address on the web, so it is not taken.'),
        N_("Give an address that begins with https:// or http://."),
    ),
    (
        "META-19",
        _WARNING,
        N_('"{value}" is not an e-mail address.'),
        N_("Write one address such as dinas@serangkab.go.id."),
    ),
    (
        "META-20",
        _WARNING,
        N_('"{value}" is not one of the choices of {place}.'),
        N_("Choose one of: {choices}."),
    ),
    (
        "META-21",
        _WARNING,
        N_('The frequency "{value}" is not known.'),
        N_("Choose how often new figures come, for example tahunan, semesteran, triwulanan or bulanan."),
    ),
    (
        "META-22",
        _WARNING,
        N_('The period "{value}" cannot be read.'),
        N_("Write a year (2023), semester (2023-S1), quarter (2023-Q3), month (2023-05) or day (2023-05-31)."),
    ),
    (
        "META-23",
        _WARNING,
        N_("The first period ({first}) is later than the last period ({last})."),
        N_("Exchange the two periods, or correct the wrong one."),
    ),
    (
        "META-24",
        _WARNING,
        N_('No region has the code or name "{value}".'),
        N_("Write a Kemendagri code such as 36.04 (kabupaten), 36.04.05 (kecamatan) or 36.04.05.2003 (desa)."),
    ),
    (
        "META-25",
        _WARNING,
        N_('"{value}" is not clear. It may mean: {candidates}.'),
        N_("Write the Kemendagri code with dots of the region that is meant."),
    ),
    (
        "META-26",
        _WARNING,
        N_('"{value}" is not a kode SDS.'),
        N_("Write SD, SE, SP, ST or UL, five digits, a dot, two digits, a dot and two digits: SD00316.01.00."),
    ),
    (
        "META-28",
        _INFO,
        N_('The satuan "{value}" is not in the list of known units; it is kept as it is.'),
        N_("Use a usual unit such as Orang, Persen, Unit, Rupiah, Hektare or Ton if one fits."),
    ),
    (
        "META-29",
        _INFO,
        N_('The ukuran "{value}" is not in the list of known measures; it is kept as it is.'),
        N_("Use a usual measure such as Jumlah, Persentase, Rasio, Indeks, Rata-rata or Luas if one fits."),
    ),
    (
        "META-30",
        _WARNING,
        N_("The data are {value}, but no legal ground is given."),
        N_("Name the law or the decision of the Forum Satu Data that restricts access, or make the data terbuka."),
    ),
    (
        "META-31",
        _WARNING,
        N_("The pembina data {value} does not look after {jenis} data."),
        N_("Choose BPS for statistik, BIG for geospasial and Kementerian Keuangan for keuangan."),
    ),
    (
        "META-32",
        _WARNING,
        N_('"{value}" is not the number of a BPS recommendation.'),
        N_("Write it as in the letter: V-, year, office and serial number, such as V-23.3604.004."),
    ),
    (
        "META-33",
        _WARNING,
        N_('"{value}" is not a year of data prioritas.'),
        N_("Write years from 2019 on as four digits, such as 2025."),
    ),
    (
        "META-34",
        _WARNING,
        N_('The licence "{value}" is not known.'),
        N_("Choose a licence from the list, for example cc-by."),
    ),
    (
        "META-35",
        _WARNING,
        N_('"{value}" is not a date.'),
        N_("Write year, month and day: 2024-12-31."),
    ),
    (
        "META-36",
        _WARNING,
        N_('"{value}" is not a number that this field takes.'),
        N_("Write a whole number with digits only."),
    ),
    (
        "META-37",
        _WARNING,
        N_('There is no kegiatan "{value}" in this portal.'),
        N_("Write the last part of the address of the kegiatan's page, or create the kegiatan first."),
    ),
    (
        "META-38",
        _WARNING,
        N_('"{value}" is not a BPS code of a region.'),
        N_("Write 2, 4, 7 or 10 digits without dots, such as 3604220."),
    ),
    (
        "META-40",
        _WARNING,
        N_("This field is empty."),
        N_("Fill it in; Perpres 39/2019 asks for it before data are published."),
    ),
    (
        "META-41",
        _WARNING,
        N_("The dataset has no data: there is no file and no link."),
        N_("Add a file or a link to the data."),
    ),
    (
        "META-42",
        _INFO,
        N_("The dataset has no licence."),
        N_("Say what users may do with the data, for example with the licence cc-by."),
    ),
    (
        "META-43",
        _WARNING,
        N_("Parts of the standar data are missing: {fields}."),
        N_("Fill in konsep, definisi, klasifikasi, ukuran and satuan, or find them by the kode SDS."),
    ),
    (
        "META-44",
        _WARNING,
        N_("Metadata that a publication needs are missing: {fields}."),
        N_("Fill in these fields at the source or in this portal."),
    ),
    (
        "META-45",
        _WARNING,
        N_("The format of the file is not given, and its address does not tell it."),
        N_("Give the format of the file, for example CSV, XLSX or PDF."),
    ),
    (
        "META-46",
        _INFO,
        N_("The format of the file was not given; {format} was taken from its address or type."),
        N_("Write the format as {format} at the source."),
    ),
)

TYPES: tuple[FindingType, ...] = (
    *(FindingType(code=code, severity=kind, message=text, remedy=remedy) for code, kind, text, remedy in _ROWS),
    *metadata_rules.TYPES,
)
