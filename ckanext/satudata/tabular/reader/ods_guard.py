"""Measures an ods before calamine expands its repeated rows and columns."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree  # type: ignore[reportAttributeAccessIssue]  # lxml ships no types

from ckanext.satudata.tabular.errors import UnreadableError
from ckanext.satudata.tabular.limits import Limits
from ckanext.satudata.tabular.reader.package import read_member

__all__ = ["check_ods"]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


def check_ods(data: bytes, limits: Limits) -> None:
    """Raises UnreadableError for damaged content, or a sheet whose filled area, repeats counted, is too large."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        if "content.xml" not in package.namelist():
            raise UnreadableError("FILE-02", reason="content.xml")
        content = read_member(package, "content.xml")
    height = width = column = filled_to = 0
    tags = tuple(f"{_TABLE}{name}" for name in ("table-cell", "covered-table-cell", "table-row", "table"))
    try:
        for _, element in etree.iterparse(BytesIO(content), tag=tags, resolve_entities=False, no_network=True):
            if element.tag.endswith("-cell"):
                column += _repeated(element, "number-columns-repeated")
                filled_to = column if element.get(_VALUE) else filled_to
                continue
            if element.tag.endswith("row"):
                height += _repeated(element, "number-rows-repeated")
                width = max(width, filled_to)
                if filled_to and height * width > limits.cells:
                    raise UnreadableError("FILE-05", size=f"{height * width:,} cells")
            else:
                height = width = 0
            column = filled_to = 0
            element.clear()
    except etree.XMLSyntaxError as err:
        raise UnreadableError("FILE-02", reason=str(err)) from err


def _repeated(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdigit() else 1
