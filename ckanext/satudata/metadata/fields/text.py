"""Text: without control characters and HTML, within the length that a field takes.

NUL bytes make PostgreSQL refuse a row, control characters make Solr refuse a document.
"""

from __future__ import annotations

import html
import re

from ckanext.satudata.codes.findings import finding
from ckanext.satudata.metadata.fields.normalised import Normalised, as_text, no_text

__all__ = ["LINE_LIMIT", "TEXT_LIMIT", "lines", "normalise", "without_control_characters", "without_html"]

LINE_LIMIT = 300
"""Characters of a one-line field. Names of OPD and activities stay far below; Solr takes 32,766 bytes."""
TEXT_LIMIT = 20_000
"""Characters of a field with paragraphs."""

# Lone surrogates come from JSON such as "\\ud800" and cannot be written as UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|div|li|tr|h[1-6]|ul|ol|table)\s*>|<br\s*/?>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


def normalise(value: object, *, place: str, limit: int = LINE_LIMIT, multiline: bool = False) -> Normalised:
    r"""The text as it may be stored; `lossy` where it had to be cut.

    >>> normalise("Jumlah\x00 <b>Penduduk</b>", place="notes").value
    'Jumlah Penduduk'
    """
    raw = as_text(value)
    if not raw:
        return no_text(value, place)
    if raw.isprintable() and "<" not in raw and "  " not in raw and len(raw) <= limit:
        return Normalised(value=raw)
    clean = without_control_characters(raw)
    words = without_html(clean) if "<" in clean else clean
    text = _EMPTY_LINES.sub("\n\n", words).strip() if multiline else " ".join(words.split())
    if len(text) > limit:
        cut = text[: limit - 1].rstrip() + "…"
        found = finding("META-06", place=place, value=text, length=len(text), limit=limit)
        return Normalised(value=cut, lossy=True, finding=found)
    if _CONTROL.search(raw):
        return Normalised(value=text or None, finding=finding("META-05", place=place, value=text))
    if words != clean:
        return Normalised(value=text or None, finding=finding("META-07", place=place, value=clean))
    return Normalised(value=text or None)


def lines(value: object, *, place: str, limit: int = LINE_LIMIT) -> Normalised:
    r"""A list of one-line texts, from a list or from one text with a line per entry; repeated entries come once.

    >>> lines("1. Wilayah\n2. Jenis Kelamin", place="klasifikasi").value
    ['1. Wilayah', '2. Jenis Kelamin']
    """
    entries = value.splitlines() if isinstance(value, str) else value
    if not isinstance(entries, (list, tuple)):
        return no_text(value, place)
    kept: dict[str, None] = {}
    found = None
    lossy = False
    for entry in entries:
        clean = normalise(entry, place=place, limit=limit)
        found = found or clean.finding
        lossy = lossy or clean.lossy
        if clean.value:
            kept.setdefault(clean.value)
    return Normalised(value=list(kept) or None, finding=found, lossy=lossy)


def without_control_characters(text: str) -> str:
    """The text without characters that databases and XML refuse; line ends are all line feeds."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_html(text: str) -> str:
    r"""The words of a text with HTML in it; "< 5 tahun" and "a<b" are no HTML.

    >>> without_html("<p>Satu &amp; dua</p><script>alert(1)</script>")
    'Satu & dua\n'
    """
    if not _TAG.search(text):
        return text
    visible = _HIDDEN.sub("", text)
    broken = _BLOCK_END.sub("\n", visible)
    # Entities are read last, so that "&lt;b&gt;" stays the text that it is.
    return _BLANKS.sub(" ", html.unescape(_TAG.sub("", broken)))
