"""Numbers written as text: separators are decided for a whole column, never for one cell.

"1.234" may be 1234 or 1.234. Any cell of the column that can be read in one way only decides; failing that the
table's other columns; failing that the Indonesian way (thousands point, decimal comma).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Evidence", "NumberText", "Separators", "decide", "gather", "read_number_text", "to_number"]

_SPACES = "\\s\u00a0\u2007\u2009\u202f"
_NUMBER_TEXT = re.compile(
    rf"""(?P<open>\()?\s*(?P<currency>(?:Rp|IDR|US\$|\$)\.?\s*)?(?P<sign>[-+−–]\s?)?
    (?P<body>[.,]?\d(?:[\d.,'’{_SPACES}]*\d)?)
    (?P<dash>,-|\.-)?\s*(?P<tail>%|\*{{1,3}}\)?|x{{1,3}}\)?|[re]\)|[^\d\s().,;:/\-–‒¹²³⁴⁵⁶⁷⁸⁹][^\d:;–‒]*?(?:(?<=m)[23])?)?
    (?P<note>(?:\s\d\)|(?<=\d)[¹²³⁴⁵⁶⁷⁸⁹]+))?\s*(?P<close>\))?""",
    re.VERBOSE,
)
_SPACE = re.compile(rf"['’{_SPACES}]+")
_FIGURE_MARKS = frozenset(("*", "**", "***", "r", "e", "x", "xx", "xxx", "r)", "e)", "x)", "*)", "**)"))
THOUSANDS_DIGITS = 3
MAX_DIGITS = 15
"""Longer runs of digits are codes (NIK 16, NIP 18) and would lose digits as a number."""
UNIT_LENGTH = 30


@dataclass(frozen=True, slots=True)
class NumberText:
    """A number as written: digits with separators (blanks taken out), sign, what stands behind it."""

    body: str
    negative: bool
    unit: str
    mark: str


@dataclass(slots=True)
class Evidence:
    """How often a column's cells can only be read in one way."""

    point_decimal: int = 0
    point_thousands: int = 0
    point_open: int = 0
    comma_decimal: int = 0
    comma_thousands: int = 0
    comma_open: int = 0
    plain_large: int = 0
    plain_small: int = 0

    def add(self, other: Evidence) -> None:
        """Counts another column's evidence in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Separators:
    """What an open case means: a point, or a comma, with exactly three digits behind it."""

    point_is_decimal: bool
    comma_is_decimal: bool


@lru_cache(maxsize=65_536)
def read_number_text(text: str) -> NumberText | None:
    """The number in a text; None for anything else: ranges, dates, codes with leading zeros, too many digits.

    >>> read_number_text("2 691,8").body, read_number_text("21 Media").unit, read_number_text("7-12")
    ('2691,8', 'Media', None)
    >>> read_number_text("(1.234)").negative, read_number_text("200 000-299 999"), read_number_text("0012")
    (True, None, None)
    """
    stripped = text.strip()
    if not stripped or not any(char.isdigit() for char in stripped[:12]):
        return None
    match = _NUMBER_TEXT.fullmatch(stripped)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    body = _without_blanks(match["body"])
    if body is None or not _is_number_body(body):
        return None
    unit, mark = (match["tail"] or "").strip(), (match["note"] or "").strip()
    if unit.casefold() in _FIGURE_MARKS:
        unit, mark = "", unit
    elif unit.endswith(("*", "**")):
        unit, mark = unit.rstrip("* "), "*" * (len(unit) - len(unit.rstrip("*")))
    if len(unit) > UNIT_LENGTH:
        return None
    if not unit and match["currency"]:
        unit = "Rp" if match["currency"].strip(". ") in ("Rp", "IDR") else "US$"
    # In brackets without sign: an accountant's minus; "(1)" below a header is a column number and never gets here.
    negative = bool(match["open"]) or (match["sign"] or "+")[0] in "-−–"
    return NumberText(body=body, negative=negative, unit=unit, mark=mark)


def gather(numbers: Iterable[NumberText]) -> Evidence:
    """The evidence of some cells."""
    evidence = Evidence()
    for number in numbers:
        _weigh(number.body, evidence)
    return evidence


def decide(column: Evidence, table: Evidence) -> Separators:
    """What the open cases of a column mean, given the column's and the whole table's evidence."""
    return Separators(point_is_decimal=_point(column, table), comma_is_decimal=_comma(column, table))


def to_number(number: NumberText, separators: Separators) -> int | float:
    """The value. Whole numbers come as int, also "6,00" and "565776.00"."""
    body = _normal(number.body, separators)
    value: int | float = float(body) if "." in body else int(body)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return -value if number.negative else value


def _without_blanks(body: str) -> str | None:
    groups = _SPACE.split(body)
    if len(groups) == 1:
        return body
    # "1 658274" stands in a real table of poultry: blanks may be forgotten, but groups stay multiples of three.
    whole = [re.split(r"[.,]", group)[0] for group in groups[1:]]
    if any(not group or len(group) % THOUSANDS_DIGITS for group in whole) or any(
        "." in group or "," in group for group in groups[:-1]
    ):
        return None
    return "".join(groups)


def _is_number_body(body: str) -> bool:
    digits = body.replace(".", "").replace(",", "")
    if len(digits) > MAX_DIGITS + 5 or (digits == body and len(digits) > MAX_DIGITS):
        return False
    if body[0] == "0" and len(body) > 1 and body[1] not in ".,":
        return False
    points, commas = body.count("."), body.count(",")
    if ".." in body or ",," in body or ".," in body or ",." in body:
        return False
    if points > 1 and commas > 1:
        return False
    return all(_are_groups(body, mark) for mark, count in ((".", points), (",", commas)) if count > 1)


def _are_groups(body: str, mark: str) -> bool:
    other = "," if mark == "." else "."
    head, *groups = body.split(other, maxsplit=1)[0].split(mark)
    return len(head) <= THOUSANDS_DIGITS and bool(head) and all(len(group) == THOUSANDS_DIGITS for group in groups)


def _weigh(body: str, evidence: Evidence) -> None:
    points, commas = body.count("."), body.count(",")
    if points and commas:
        decimal_comma = body.rfind(",") > body.rfind(".")
        evidence.comma_decimal += decimal_comma
        evidence.point_thousands += decimal_comma
        evidence.point_decimal += not decimal_comma
        evidence.comma_thousands += not decimal_comma
    elif points > 1:
        evidence.point_thousands += 1
    elif commas > 1:
        evidence.comma_thousands += 1
    elif points:
        evidence.point_decimal += not _is_open(body, ".")
        evidence.point_open += _is_open(body, ".")
    elif commas:
        evidence.comma_decimal += not _is_open(body, ",")
        evidence.comma_open += _is_open(body, ",")
    elif len(body) > THOUSANDS_DIGITS:
        evidence.plain_large += 1
    else:
        evidence.plain_small += 1


def _is_open(body: str, mark: str) -> bool:
    """Whether the mark may be a thousands sign: one to three digits, not 0, before it and exactly three behind."""
    head, tail = body.split(mark)
    return 1 <= len(head) <= THOUSANDS_DIGITS and head != "0" and len(tail) == THOUSANDS_DIGITS


def _point(column: Evidence, table: Evidence) -> bool:
    if column.point_decimal or column.point_thousands:
        return column.point_decimal > 0 and not column.point_thousands
    if column.comma_decimal:
        return False
    if column.plain_large > column.point_open:
        return True
    if table.point_thousands or table.comma_decimal:
        return False
    return table.point_decimal > 0


def _comma(column: Evidence, table: Evidence) -> bool:
    if column.comma_decimal or column.comma_thousands:
        return column.comma_decimal > 0 and not column.comma_thousands
    if column.point_decimal:
        return False
    if column.plain_large > column.comma_open or column.point_thousands:
        return True
    if table.point_decimal or table.comma_thousands:
        return False
    if table.comma_decimal or table.point_thousands:
        return True
    # "1,234" beside "56" is the English way that Excel writes; one or two such cells alone are read as decimals.
    return not (column.plain_small or column.comma_open >= THOUSANDS_DIGITS)


def _normal(body: str, separators: Separators) -> str:
    points, commas = body.count("."), body.count(",")
    if points and commas:
        thousands = "." if body.rfind(",") > body.rfind(".") else ","
        return body.replace(thousands, "").replace(",", ".")
    if points > 1 or commas > 1:
        return body.replace(".", "").replace(",", "")
    if points and _is_open(body, "."):
        return body if separators.point_is_decimal else body.replace(".", "")
    if commas and _is_open(body, ","):
        return body.replace(",", ".") if separators.comma_is_decimal else body.replace(",", "")
    return body.replace(",", ".")
