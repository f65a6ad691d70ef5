"""Which column of an inventory means what, by the words of its heading.

Known are the 19 columns of the Daftar Data form (Setda Maluku Utara, letter 000.7/4486/SETDA of 24 July 2026), the keys
of our schema and of other portals, and what offices write above their own lists. A column that nobody knows keeps its
heading as key, so that its values become extra fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum

from ckanext.satudata.codes.folding import fold


class Role(str, Enum):
    """What a column gives to the dataset, apart from the fields that are called by their key."""

    IDENTIFIER = "id"
    TITLE = "title"
    ORGANIZATION = "organization"
    NOTES = "notes"
    NAME = "name"
    TAGS = "tags"
    LICENSE = "license_id"
    CREATED = "metadata_created"
    MODIFIED = "metadata_modified"
    FILE = "file"
    """Address of a file, whatever it looks like."""
    LINK = "link"
    """Address of a file or of a page: its ending tells."""
    FORMAT = "format"
    NUMBER = "number"
    """Running number, without meaning."""


# By role; where two columns have the same role, the one whose heading stands first here is the surer.
_HEADINGS: Mapping[Role, Sequence[str]] = {
    Role.IDENTIFIER: ("identifier", "guid", "id dataset", "id data", "kode dataset", "id"),
    Role.TITLE: (
        "nama data", "judul data", "judul dataset", "nama dataset", "judul", "title", "nama indikator", "uraian data",
    ),
    Role.ORGANIZATION: (
        "produsen data", "organisasi", "organization", "perangkat daerah", "nama opd", "opd", "skpd", "instansi",
        "produsen", "publisher name", "publisher",
    ),
    Role.NOTES: ("deskripsi", "description", "notes", "uraian", "keterangan"),
    Role.NAME: ("name", "slug"),
    Role.TAGS: ("tag", "tags", "kata kunci", "keyword", "keywords"),
    Role.LICENSE: ("lisensi", "license", "licence"),
    Role.CREATED: ("created", "issued", "tanggal dibuat", "dibuat"),
    Role.MODIFIED: ("updated", "modified", "diperbarui", "tanggal diperbarui", "terakhir diperbarui"),
    Role.FILE: (
        "link file", "link unduh", "link unduhan", "link data", "url file", "url data", "berkas", "file", "unduh",
        "downloadurl", "distribution downloadurl",
    ),
    Role.LINK: (
        "link portal daerah", "link portal sdi", "landing page", "landingpage", "link", "url", "tautan", "alamat",
        "link dataset", "tautan data",
    ),
    Role.FORMAT: ("format", "format file", "format data", "distribution format"),
    Role.NUMBER: ("no", "nomor", "no urut", "nomor urut"),
}  # fmt: skip
_ROLE_OF: Mapping[str, tuple[Role, int]] = {
    heading: (role, rank) for role, headings in _HEADINGS.items() for rank, heading in enumerate(headings)
}
# Headings of the Daftar Data form that name one of our fields in other words.
_FIELD_OF: Mapping[str, str] = {
    "klasifikasi data sesuai risiko": "klasifikasi_akses",
    "klasifikasi data": "klasifikasi_akses",
    "kode standar data": "kode_sds",
    "jadwal pemutakhiran": "frekuensi",
    "satuan data": "satuan",
    "periode data": "frekuensi",
}
SHORTEST = 2
"""A row with a title and this many headings in all can be a header."""
_NUMBERING = re.compile(r"\(?(\d{1,2})(?:\.0)?\)?")
# Dumps of other portals write the kind of the thing before each heading ("dataset_title").
_PREFIX = re.compile(r"^dataset (?=\w)")


def columns_of(headings: Sequence[str], wanted: Mapping[str, str]) -> dict[int, Role | str] | None:
    """Role or key by position, None if this row is no header. `wanted` is the source's own map, heading to field.

    >>> columns_of(["No", "Nama Data", "Produsen Data", "Satuan"], {})[3]
    'satuan'
    """
    own = {fold(heading): field for heading, field in wanted.items()}
    found: dict[int, tuple[Role | str, int]] = {}
    for position, heading in enumerate(headings):
        words = fold(heading)
        if words:
            found[position] = _meaning(words, own)
    columns = {position: meaning for position, (meaning, _) in found.items()}
    if Role.TITLE not in columns.values() or len(columns) < SHORTEST:
        return None
    for role in _ONE_ONLY:
        _keep_the_surest(role, found, columns, headings)
    return columns


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether the row below the header only counts the columns: (1) (2) (3).

    >>> is_numbering(["(1)", "(2)", "(3)"]), is_numbering(["1", "Air"])
    (True, False)
    """
    numbers = [_NUMBERING.fullmatch(cell) for cell in cells if cell]
    found = [int(number[1]) for number in numbers if number]
    return len(found) == len(numbers) >= SHORTEST and found == list(range(found[0], found[0] + len(found)))


_ONE_ONLY = (
    Role.IDENTIFIER, Role.TITLE, Role.ORGANIZATION, Role.NOTES, Role.NAME, Role.LICENSE, Role.CREATED, Role.MODIFIED,
    Role.FORMAT,
)  # fmt: skip


def _meaning(words: str, own: Mapping[str, str]) -> tuple[Role | str, int]:
    if words in own:
        field = own[words]
        return (Role(field), -1) if field in _ROLES else (field, -1)
    plain = words if words in _ROLE_OF else _PREFIX.sub("", words)
    return _ROLE_OF.get(plain) or (_FIELD_OF.get(plain) or plain.replace(" ", "_"), 0)


_ROLES = frozenset(role.value for role in Role)


def _keep_the_surest(
    role: Role, found: Mapping[int, tuple[Role | str, int]], columns: dict[int, Role | str], headings: Sequence[str]
) -> None:
    """Other columns of the same role keep their heading as key."""
    positions = sorted((rank, position) for position, (meaning, rank) in found.items() if meaning is role)
    for _, position in positions[1:]:
        columns[position] = fold(headings[position]).replace(" ", "_")
