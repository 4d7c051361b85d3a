"""Bytes to text: UTF-8, or UTF-16 with a byte order mark; anything else is an error."""

from __future__ import annotations

import codecs

from evalkit.document import InputError

REMEDY = "convert it to UTF-8"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, path: str) -> tuple[str, str]:
    """The text without its byte order mark, and the name of its encoding.

    Raises InputError naming the first byte that does not fit, with its offset
    in the file (from 0) and its line.

    >>> decode("বাংলা".encode("utf-16"), "bn.txt")
    ('বাংলা', 'utf-16')
    >>> decode(b"caf\\xe9", "fr.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    evalkit.document.InputError: fr.txt, line 1: byte 0xE9 at offset 3 is not UTF-8; ...
    """
    mark, encoding = next(
        ((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", "utf-8")
    )
    if not encoding:
        raise InputError(
            f"it is UTF-32 (byte 0x{data[0]:02X} at offset 0)", path=path, remedy=REMEDY
        )
    family = encoding[:6].rstrip("-")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark)
        before = data[len(mark) : offset].decode(encoding, errors="replace")
        raise InputError(
            f"byte 0x{data[offset]:02X} at offset {offset} is not {family.upper()}",
            path=path,
            place=_line(before),
            remedy=REMEDY,
        ) from None
    found = text.find("\0")
    if found >= 0:
        offset = len(mark) + len(text[:found].encode(encoding))
        raise InputError(
            f"byte 0x00 at offset {offset} is a NUL: this is no text, or UTF-16 without its mark",
            path=path,
            place=_line(text[:found]),
            remedy=f"give a text file, or {REMEDY}",
        )
    return text, family + (" with a byte order mark" if mark == codecs.BOM_UTF8 else "")


def _line(before: str) -> str:
    return f"line {before.count(chr(10)) + 1}"
