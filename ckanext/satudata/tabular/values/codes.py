"""Columns of codes, which stay text even where they look like numbers: told by their name, or by their writing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.satudata.codes.folding import fold
from ckanext.satudata.tabular.values.kinds import as_text
from ckanext.satudata.tabular.values.numbers import NumberText

__all__ = ["are_codes", "is_code_header"]

_CODE_HEADER = re.compile(
    r"(?:kode[a-z]*|code|kd|nik|nip|nisn?|npsn|nuptk|npwp|email|id"
    r"|no(?:mor)? (?:kk|ktp|telp|telepon|hp|wa|rekening|induk|registrasi))(?: |$)"
    r"|.* (?:kode|code)(?: |$)|.* id$"
)
LARGEST_LEVEL = 1_000
_LEADING_ZERO = re.compile(r"0\d+")
_LEVELS = re.compile(r"\d{1,6}(?:\.\d{1,6}){2,6}\.?|0\d*(?:\.\d{1,6})+\.?")


def is_code_header(name: str) -> bool:
    """Whether a column of this name holds codes, which stay text even if they look like numbers.

    >>> is_code_header("Kode Kemendagri"), is_code_header("Jumlah KK")
    (True, False)
    """
    return bool(_CODE_HEADER.match(fold(name)))


def are_codes(texts: Sequence[str], written: Sequence[NumberText], numbers: Sequence[float]) -> bool:
    """Whether a column holds codes, whatever its name: some cells keep a leading zero ("0103" beside 1103), or have
    levels ("1.1.2" beside 1 and 1.1).

    A spreadsheet stores those codes as numbers that can be numbers; one odd cell among figures is a slip. `texts` are
    the cells that are no number, `written` the numbers among texts, `numbers` those that were stored as numbers.
    """
    leading = [text for text in texts if _LEADING_ZERO.fullmatch(text.strip())]
    dotted = [text for text in texts if _LEVELS.fullmatch(text.strip())]
    if not texts or len(leading) + len(dotted) < len(texts):
        return False
    if any(number.unit or number.mark or "," in number.body for number in written):
        return False
    count = len(written) + len(numbers)
    if dotted:
        return len(dotted) > 1 and len(dotted) * 10 >= count and _are_levels(written, numbers)
    widths = {len(text.strip()) for text in leading}
    widths |= {len(number.body) for number in written}
    widths |= {len(as_text(number)) for number in numbers}
    # Of one width all are codes; where widths differ a few zeros in front may be a habit of typing.
    return len(widths) == 1 or (len(leading) > 1 and len(leading) * 5 >= count)


def _are_levels(written: Sequence[NumberText], numbers: Sequence[float]) -> bool:
    """Whether the numbers beside dotted codes are short enough to be their upper levels: 1, 1.1, 12.10."""
    return all(abs(number) < LARGEST_LEVEL for number in numbers) and all(
        len(part) < len(str(LARGEST_LEVEL)) for number in written for part in number.body.split(".")
    )
