"""The two ways Unicode has of writing the nukta letters of Indic scripts."""

from __future__ import annotations

import unicodedata

# Unicode excludes these from composition, so NFC takes them apart, while
# keyboards and fonts of the languages produce both: য় (one code point, or two).
FIRST, LAST = 0x0900, 0x0DFF
_EXCLUDED = {
    unicodedata.normalize("NFC", chr(code)): chr(code)
    for code in range(FIRST, LAST + 1)
    if unicodedata.normalize("NFC", chr(code)) != chr(code)
}


def encodings(word: str) -> tuple[str, ...]:
    """A word as texts may encode it: in NFC, and with nukta letters composed.

    >>> [len(form) for form in encodings("হয়")], encodings("und")
    ([3, 2], ('und',))
    """
    apart = unicodedata.normalize("NFC", word)
    together = apart
    for pair, letter in _EXCLUDED.items():
        together = together.replace(pair, letter)
    return (apart,) if apart == together else (apart, together)
