"""The two ways Unicode has of writing the nukta letters of Indic scripts."""

from __future__ import annotations

import re
import unicodedata

# Unicode excludes these from composition, so NFC takes them apart, while
# keyboards and fonts of the languages produce both: য় (one code point, or two).
FIRST, LAST = 0x0900, 0x0DFF
_TOGETHER = {
    unicodedata.normalize("NFC", chr(code)): chr(code)
    for code in range(FIRST, LAST + 1)
    if unicodedata.normalize("NFC", chr(code)) != chr(code)
}
_APART = re.compile("|".join(_TOGETHER))


def composed(text: str) -> str:
    """The text in NFC, but with its nukta letters as one code point each.

    >>> len(composed("হয়"))
    2
    """
    return _APART.sub(lambda pair: _TOGETHER[pair[0]], unicodedata.normalize("NFC", text))


def encodings(word: str) -> tuple[str, ...]:
    """A word as texts may encode it: in NFC, and with nukta letters composed.

    >>> [len(form) for form in encodings("হয়")], encodings("und")
    ([3, 2], ('und',))
    """
    apart, together = unicodedata.normalize("NFC", word), composed(word)
    return (apart,) if apart == together else (apart, together)
