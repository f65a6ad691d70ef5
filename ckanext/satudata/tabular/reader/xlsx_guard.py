"""Looks into the XML of an xlsx before calamine does: hidden parts, formulas without values, cells far away.

Two quirks of real workbooks: a column sum in row 1,048,575 below a table of nineteen rows (a province's yearbook
tables), and a sheet that claims columns up to XFD. Rows that are far apart are moved together and their own numbers
kept; cells beyond the column limit are left out.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO

from lxml import etree  # type: ignore[reportAttributeAccessIssue]  # lxml ships no types

from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.grid import column_letters
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.reader.package import read_member
from ckanext.satudata.tabular.reader.sheet_facts import SheetFacts

__all__ = ["guard_xlsx"]

ROW_GAP = 1_000
SAFE_CELLS = 8_000_000
_ROW = re.compile(rb"<(?:x:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COL = re.compile(rb"<(?:x:)?col\b([^>]*)>")
_MIN_MAX = re.compile(rb'\b(min|max)="(\d+)"')
_VALUE_CELL = re.compile(rb'<(?:x:)?c\b[^>]*?\br="([A-Z]{1,4})(\d+)"[^>]*>\s*<(?:x:)?(?:v|is|f)\b')
_FAR_CELL = re.compile(rb'<(?:x:)?c\b[^>]*?\br="[A-Z]{3,4}\d+"[^>]*?(?:/>|>.*?</(?:x:)?c>)', re.S)
_NO_RESULT = re.compile(
    rb"(?:</(?:x:)?f>|<(?:x:)?f\b[^>]*/>)\s*(?:<(?:x:)?v\s*/>|<(?:x:)?v>\s*</(?:x:)?v>)?\s*</(?:x:)?c>"
)
_NUMBER = rb'(\br=")([A-Z]*)(\d+)(")'


def guard_xlsx(data: bytes, limits: Limits, findings: list[Finding]) -> tuple[bytes, dict[str, SheetFacts]]:
    """The bytes to give to calamine (rewritten only where a sheet was too spread out), and facts by sheet name."""
    facts: dict[str, SheetFacts] = {}
    replaced: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            for sheet, member in _sheets(package):
                if member in names:
                    facts[sheet] = _inspect(sheet, read_member(package, member), limits, findings)
                    replacement = facts[sheet].replacement
                    if replacement is not None:
                        replaced[member] = replacement
            for member in names & {"xl/sharedStrings.xml", "xl/styles.xml"}:
                _inflates_as_declared(package, member)
    except zipfile.BadZipFile as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err
    return (_rewritten(data, replaced) if replaced else data), facts


def _inflates_as_declared(package: zipfile.ZipFile, member: str) -> None:
    # zipfile stops at the declared size and then checks the sum; calamine would go on unpacking.
    read_member(package, member)


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Sheet names with the member that holds each."""
    names = package.namelist()
    book = next((name for name in names if name.endswith("xl/workbook.xml") or name == "workbook.xml"), None)
    if book is None:
        book = next((name for name in names if name.lower().endswith("workbook.xml")), "")
    relations = posixpath.join(posixpath.dirname(book), "_rels", posixpath.basename(book) + ".rels")
    if relations not in names:
        return []
    targets = {
        relation.get("Id"): posixpath.normpath(_target(posixpath.dirname(book), relation.get("Target", "")))
        for relation in _parsed(read_member(package, relations))
    }
    sheets = []
    for element in _parsed(read_member(package, book)).iter("{*}sheet"):
        key = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
        if key in targets:
            sheets.append((element.get("name", ""), targets[key]))
    return sheets


def _target(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(xml, parser)
    if root is None:
        raise UnreadableError("FILE-02", reason="XML")
    return root


def _inspect(sheet: str, xml: bytes, limits: Limits, findings: list[Finding]) -> SheetFacts:
    facts = SheetFacts(hidden_columns=_hidden_columns(xml))
    if b"hidden=" in xml:
        facts.hidden_rows = _hidden_rows(xml)
    unsolved = len(_NO_RESULT.findall(xml)) if b"<f" in xml or b":f" in xml else 0
    if unsolved:
        findings.append(finding("FILE-10", place=sheet, count=unsolved))
    if _cheap_area(xml) > SAFE_CELLS:
        _bring_together(sheet, xml, facts, limits, findings)
    return facts


def _hidden_columns(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    head = xml[: xml.find(b"sheetData")]
    for match in _COL.finditer(head):
        if _HIDDEN.search(match.group(1)):
            ends = {name: int(value) for name, value in _MIN_MAX.findall(match.group(1))}
            # "hide everything to the right" is stored as one range up to column 16,384.
            hidden.update(range(ends.get(b"min", 1) - 1, min(ends.get(b"max", 1), 2_000)))
    return frozenset(hidden)


def _hidden_rows(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for position, match in enumerate(_ROW.finditer(xml)):
        if _HIDDEN.search(match.group(1)):
            number = _ROW_NUMBER.search(match.group(1))
            hidden.add(int(number.group(1)) - 1 if number else position)
    return frozenset(hidden)


def _cheap_area(xml: bytes) -> int:
    """An upper bound for the sheet's bounding box, from the last row and the widest column name in use."""
    last = xml.rfind(b"<row")
    number = _ROW_NUMBER.search(xml, last, last + 400) if last >= 0 else None
    height = int(number.group(1)) if number else xml.count(b"<row") + xml.count(b":row")
    if re.search(rb'\br="[A-Z]{3,4}\d', xml):
        return height * 16_384
    return height * (702 if re.search(rb'\br="[A-Z]{2}\d', xml) else 26)


def _bring_together(sheet: str, xml: bytes, facts: SheetFacts, limits: Limits, findings: list[Finding]) -> None:
    cells = [(letters, int(row)) for letters, row in _VALUE_CELL.findall(xml)]
    if not cells:
        return
    rows = sorted({row for _, row in cells})
    far = [letters for letters, _ in cells if _number(letters) > limits.columns]
    width = min(max(_number(letters) for letters, _ in cells), limits.columns)
    if not far and rows[-1] * width <= SAFE_CELLS:
        return
    numbers = _closed_up(rows)
    if far:
        findings.append(finding("FILE-11", place=f"{sheet}!{far[0].decode()}"))
    if len(numbers) * width > limits.cells:
        findings.append(finding("FILE-04", place=sheet, limit=f"{limits.cells:,} cells"))
        facts.unreadable = True
        facts.replacement = b"<worksheet/>"
        return
    if numbers[-1] != len(numbers):
        findings.append(finding("FILE-11", place=f"{sheet}!{column_letters(0)}{rows[-1]}"))
    facts.row_numbers = numbers
    facts.hidden_rows = frozenset(at for at, number in enumerate(numbers) if number - 1 in facts.hidden_rows)
    facts.replacement = _renumbered(_FAR_CELL.sub(b"", xml) if far else xml, numbers)


def _closed_up(rows: list[int]) -> list[int]:
    """Row numbers to keep: all from 1 on, but of a gap wider than `ROW_GAP` one empty row only."""
    kept: list[int] = []
    before = 0
    for row in rows:
        kept.extend(range(before + 1, row) if row - before <= ROW_GAP else [row - 1])
        kept.append(row)
        before = row
    return kept


def _renumbered(xml: bytes, numbers: list[int]) -> bytes:
    place = {number: at for at, number in enumerate(numbers, 1)}

    def moved(match: re.Match[bytes]) -> bytes:
        at = place.get(int(match.group(3)))
        # Empty formatted rows that were dropped are parked on one far row number that holds no value.
        return match.group(1) + match.group(2) + str(at or len(numbers) + 1).encode() + match.group(4)

    return re.sub(_NUMBER, moved, xml)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _rewritten(data: bytes, replaced: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for member in source.infolist():
            target.writestr(member.filename, replaced.get(member.filename) or read_member(source, member.filename))
    return out.getvalue()
