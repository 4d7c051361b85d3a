"""UTF-8 that was read as Windows-1252 or Latin-1 and saved again: "â€™", "à¦¬à¦¾"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Windows-1252 leaves five bytes without a character; programs pass them through.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def _byte_of() -> dict[str, int]:
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        if byte not in _UNDEFINED:
            table[bytes([byte]).decode("cp1252")] = byte
    return table


_BYTES = _byte_of()
_RUN = re.compile("[" + re.escape("".join(_BYTES)) + "]{2,}")
_MOST_LAYERS = 3


@dataclass(frozen=True, slots=True)
class Garbled:
    """A garbled place (code points, end exclusive) and what it should read."""

    start: int
    end: int
    repaired: str


def garbled(text: str, believable: Callable[[str], bool]) -> Iterator[Garbled]:
    """The places of a text that decode, once put back into bytes, to believable text.

    `believable` says of a decoded character whether it may stand in the text:
    „Spaß“ happens to hold two valid bytes of N'Ko, and is left alone.

    >>> [found.repaired for found in garbled("itâ€™s", lambda character: True)]
    ['’']
    """
    for run in _RUN.finditer(text):
        data = bytes(_BYTES[character] for character in run[0])
        place = 0
        while place < len(data):
            end, decoded = _decode_from(data, place)
            before = (
                text[run.start() + place - 1 : run.start() + place]
                if place
                else text[max(0, run.start() - 1) : run.start()]
            )
            if (
                decoded
                and all(map(believable, decoded))
                and not _by_chance(data[place:end], before)
            ):
                yield Garbled(run.start() + place, run.start() + end, _repair(decoded))
            place = max(end, place + 1)


def _decode_from(data: bytes, start: int) -> tuple[int, str]:
    """The longest stretch of valid UTF-8 that begins there, and its text."""
    end = start
    while end < len(data) and (length := _sequence_length(data[end])):
        piece = data[end : end + length]
        try:
            piece.decode("utf-8")
        except UnicodeDecodeError:
            break
        end += length
    return end, data[start:end].decode("utf-8")


def _sequence_length(lead: int) -> int:
    return next(
        (
            n
            for low, high, n in ((0xC2, 0xDF, 2), (0xE0, 0xEF, 3), (0xF0, 0xF4, 4))
            if low <= lead <= high
        ),
        0,
    )


def _by_chance(data: bytes, before: str) -> bool:
    """Whether two bytes alone are likelier a capital letter and a quotation mark.

    Only Â, Ã, Ä and Å begin garbled Latin; other letters need a second pair.
    After a capital, "Ã”" is the end of a quoted word in capitals.
    """
    if len(data) != 2:
        return False
    return data[0] > 0xC5 or before.isupper() or (before.isalpha() and data[1] in b"\xbb\xab")


def _repair(decoded: str) -> str:
    """The text behind it, through up to three layers of the same mistake."""
    for _ in range(_MOST_LAYERS):
        if not all(c in _BYTES for c in decoded) or len(decoded) < 2:
            break
        try:
            decoded = bytes(_BYTES[c] for c in decoded).decode("utf-8")
        except UnicodeDecodeError:
            break
    return decoded
