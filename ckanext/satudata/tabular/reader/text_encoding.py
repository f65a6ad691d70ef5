"""The encoding of a text file, from its bytes."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

__all__ = ["encoding_of"]

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_BYTES = 64 * 1024
WESTERN = "cp1252"
# What cp1252 text rarely holds: the pages of other alphabets decode to these when the guess is wrong.
_UNLIKELY = frozenset("¤¥¦§¨¬­®¯±¶·¸¹º»¼½¾¿×÷ƒˆ˜†‡‰‹›ŒœŽžŠšŸ")


def encoding_of(data: bytes) -> tuple[str, bool]:
    """(encoding, sure): sure unless it had to be guessed from the frequency of letters.

    >>> encoding_of("Cilegón".encode()), encoding_of("Cilegón; 5 ½".encode("cp1252"))[0]
    (('utf-8', True), 'cp1252')
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return name, True
    if data[1::2].count(0) > len(data) // 4:
        return "utf-16-le", True
    if data[0::2].count(0) > len(data) // 4:
        return "utf-16-be", True
    if _is_utf8(data):
        return "utf-8", True
    return _guessed(data[:SAMPLE_BYTES]), False


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        # The end of a sample may cut a character in two: not final.
        decoder.decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(sample: bytes) -> str:
    # Nine in a hundred CSV files of data.go.id are cp1252; only text that looks wrong in it is guessed further.
    western = sample.decode(WESTERN, "replace")
    special = [char for char in western if not char.isascii()]
    unlikely = sum(char in _UNLIKELY or char == "\ufffd" for char in special)
    if special and unlikely > len(special) // 2:
        best = from_bytes(sample).best()
        if best is not None:
            return best.encoding
    return WESTERN
