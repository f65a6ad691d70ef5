"""Words that Indonesian offices use around their tables: in titles, notes, preambles, totals and fillers.

Only the general words of such sheets stand here, in the spellings seen in real files; no title of a certain table.
"""

from __future__ import annotations

import re

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.values.periods import years_in

__all__ = [
    "is_continuation",
    "is_continued_title",
    "is_english_name",
    "is_filler",
    "is_form_title",
    "is_inner_note",
    "is_instruction",
    "is_item_number",
    "is_known_key",
    "is_note",
    "is_signature",
    "is_titleish",
    "total_rest",
]

_KEYS = frozenset(
    ("judul", "judul tabel", "nama tabel", "nama data", "nama dataset", "wilayah", "cakupan wilayah", "tahun",
     "periode", "tahun data", "sumber", "sumber data", "satuan", "unit", "instansi", "opd", "skpd", "nama skpd",
     "nama opd",
     "perangkat daerah", "produsen data", "walidata", "bidang", "urusan", "organisasi", "provinsi", "kabupaten",
     "kabupaten kota", "kecamatan", "desa", "bulan", "semester", "triwulan", "frekuensi", "tanggal", "keterangan",
     "dinas", "unit kerja", "satuan kerja", "kode", "nama")
)  # fmt: skip
_NOTE = re.compile(
    r"\s*(?:sumber|source|catatan|note|notes|keterangan|ket|penjelasan|diunduh|diakses|access time|source url"
    r"|tabel dibuat"
    r"|penanggung jawab|dibuat|updated?|last update|referensi|metodologi|disclaimer)\b\s*(?:data|tabel|url)?"
    r"\s*(?:/\s*[a-z]+\s*)?[:.;]",
    re.IGNORECASE,
)
_NOTE_WORD = re.compile(r"\s*(?:sumber|source|catatan|note|keterangan)\b", re.IGNORECASE)
_MARKED_NOTE = re.compile(r"\s*(?:\*{1,3}\)?|\d{1,2}\s?\)|[¹²³]|\([*a-z\d]\)|[a-z]\))\s*\w", re.IGNORECASE)
_ATTACHED = re.compile(r"\b(?:ter|di)lampir(?:kan)?\b", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:tabel|table|jumlah|banyaknya|persentase|persen|presentase|rata rata|rasio|indeks|angka|luas|daftar|data|laju"
    r"|nilai|produksi|volume|realisasi|rekap\w*|statistik|proporsi|perkembangan|kondisi|lampiran|laporan)\b"
)
_ITEM = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})(?:\.\d{1,2}){0,3}[.)]?", re.IGNORECASE)
_FILLER = re.compile(r"(?:dst|dan seterusnya|dll|etc)\b[\s.…]*$|[.…]{3,}$", re.IGNORECASE)
_CONTINUED_TITLE = re.compile(
    r"\(?\s*(?:lanjutan|sambungan|continued|continuation)\b(?:\s*(?:[^\w\s]|$)|\s+(?:dari\s+|of\s+)?(?:tabel|table)\b)"
    r"|.*\(\s*(?:lanjutan|sambungan|continued)\b",
    re.IGNORECASE,
)
_INNER_NOTE = re.compile(r"\s*\*{1,3}\s*\)?\s*\w")
_CONTINUATION = re.compile(r"(?:dst|dan seterusnya)\b[\s.…]*$", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:grand ?total|sub ?total|sub ?jumlah|sub ?jlh|total|jumlah|jml|jlh|rata rata|rerata|average|mean|rataan)\b"
    r"\s*(.*)"
)
_INSTRUCTION = re.compile(
    r"(?:isi|isikan|tulis|tuliskan|pilih|pilihlah|lingkari|sebutkan|jelaskan|cek|centang|beri tanda|coret|diisi|jika ya"
    r"|jika tidak|khusus untuk)\b"
)
_FORM_TITLE = re.compile(r"\b(?:petunjuk pengisian|formulir|kuesioner|daftar isian|blok i)\b")
_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_SIGNATURE = re.compile(
    rf"\s*(?:mengetahui|menyetujui|nip\b[\s.:]*(?:\d|$|[.…_])|a\.?n\.? (?:bupati|wali ?kota|gubernur|kepala)\b"
    rf"|[a-z][a-z .'-]+,[\s\d.…_]*(?:{_MONTHS})?[\s.…_]*20\d\d\s*$)",
    re.IGNORECASE,
)
_ENGLISH = frozenset(
    ("province", "provinces", "regency", "municipality", "district", "subdistrict", "village", "villages", "total",
     "number", "male", "female", "year", "month", "area", "population", "item", "items", "type", "kind", "kinds",
     "description", "group", "age", "sex", "name", "percentage", "rate", "index", "value", "quantity", "production",
     "category", "level", "commodity", "sector", "density", "household", "households", "indicator", "source")
)  # fmt: skip
LONG_TEXT = 60
TITLE_LENGTH = 45


def is_known_key(text: str) -> bool:
    """Whether a label is one of those that stand before a colon above a table ("Judul Tabel", "Wilayah")."""
    return fold(text) in _KEYS


def is_note(text: str) -> bool:
    """Whether a text in a row of its own is a source, a note, or a footnote.

    >>> is_note("Sumber : Dinas Kesehatan"), is_note("*) angka sementara"), is_note("Sumber Jaya")
    (True, True, False)
    """
    return bool(_NOTE.match(text) or _MARKED_NOTE.match(text) or _ATTACHED.search(text)) or (
        len(text) > LONG_TEXT and bool(_NOTE_WORD.match(text))
    )


def is_inner_note(text: str) -> bool:
    """Whether a text alone in a row is a note even where records follow: a source, or a footnote with a star.

    >>> is_inner_note("*) Angka sementara"), is_inner_note("Catatan : termasuk PPPK"), is_inner_note("a) Perkotaan")
    (True, True, False)
    """
    return bool(_NOTE.match(text) or _INNER_NOTE.match(text))


def is_continued_title(text: str) -> bool:
    """Whether a title says that a table goes on from the page before.

    >>> is_continued_title("Lanjutan Tabel 4.1.3"), is_continued_title("Tabel 2.1 (Lanjutan)")
    (True, True)
    >>> is_continued_title("Lanjutan Program Padat Karya"), is_continued_title("SLTP Lanjutan")
    (False, False)
    """
    return bool(_CONTINUED_TITLE.match(text))


def is_signature(text: str) -> bool:
    """Whether a text opens or closes the block in which officials sign: place and date, "Mengetahui", a NIP.

    >>> is_signature("Serang, 3 Februari 2023"), is_signature("NIP. 19650101 199003 1 001"), is_signature("Nipah")
    (True, True, False)
    """
    return bool(_SIGNATURE.match(text))


def is_titleish(text: str) -> bool:
    """Whether a text reads like the title of a table rather than like the name of a column.

    >>> is_titleish("Jumlah Penduduk Menurut Kecamatan"), is_titleish("Bandara Utama"), is_titleish("2023-01-31")
    (True, False, False)
    """
    folded = fold(text)
    return any(map(str.isalpha, text)) and (
        len(text) > TITLE_LENGTH
        or bool(years_in(text))
        or " menurut " in f" {folded} "
        or (bool(_TITLE.match(folded)) and len(folded.split()) > 1)
    )


def is_item_number(text: str) -> bool:
    """Whether a cell holds the number of a list item: "1.", "2", "a)", "IV."."""
    return bool(_ITEM.fullmatch(text.strip()))


def is_english_name(text: str) -> bool:
    """Whether a text is the English name that publications set under, or beside, the Indonesian one of a column.

    >>> is_english_name("Subdistrict"), is_english_name("Total Population"), is_english_name("Kecamatan")
    (True, True, False)
    """
    return not _ENGLISH.isdisjoint(fold(text).split())


def is_instruction(text: str) -> bool:
    """Whether a cell tells somebody how to fill in a form: "Tuliskan secara lengkap dan jelas"."""
    return bool(_INSTRUCTION.match(fold(text)))


def is_form_title(text: str) -> bool:
    """Whether a title announces a form rather than a table."""
    return bool(_FORM_TITLE.search(fold(text)))


def is_filler(text: str) -> bool:
    """Whether a label is the "dst…" of an upload form.

    >>> is_filler("dst..."), is_filler("Dsterejo")
    (True, False)
    """
    return bool(_FILLER.match(text.strip()))


def is_continuation(text: str) -> bool:
    """Whether a label says "and so on": such a row stands for others, whatever stands beside it.

    >>> is_continuation("dst..."), is_continuation("dll"), is_continuation("…")
    (True, False, False)
    """
    return bool(_CONTINUATION.match(text.strip()))


def total_rest(label: str) -> str | None:
    """What stands behind a total word, folded; None if the label does not start with one.

    >>> total_rest("Jumlah"), total_rest("SUB TOTAL I"), total_rest("Ratawangi"), total_rest("Jumlah Guru")
    ('', 'i', None, 'guru')
    """
    match = _TOTAL.match(fold(label))
    return match[1].strip() if match else None
