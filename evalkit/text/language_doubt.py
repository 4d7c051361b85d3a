"""What a text says against the language it is given out to be in."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.languages import NEUTRAL, codes, language_name, primary
from evalkit.languages.tags import script_name, scripts_of
from evalkit.text.language_detection import ENOUGH, decided_by_script, detect, fit
from evalkit.text.scripts import UNKNOWN, scripts

LATIN = "Latn"
# A few names in other letters are no doubt, nor is a text of a few words.
LEAST_SHARE, LEAST_LETTERS = 0.8, 20
# Nine documents in ten fit their own language so well, and none of NTREX's that have no profile.
CLEAR_FIT = 0.42


def doubt(tag: str, texts: Sequence[str]) -> str:
    """Why texts are hardly in the language of a tag, in words; "" where nothing clear is against.

    They are in letters the language is not written in, or their words are clearly another's.
    Letters alone decide nothing between languages of one script (Cantonese, Chinese), and Latin
    ones nothing at all: names, commands and romanised texts are written in them.

    >>> doubt("cs", ["আমরা একটি নতুন পরিকল্পনা তৈরি করেছি।"])
    'its text reads as Bengali'
    >>> doubt("de", ["We will begin a new project tomorrow, and all of them are happy about it."])
    'its text reads as English'
    >>> doubt("bn", ["আমরা একটি নতুন পরিকল্পনা তৈরি করেছি।"])
    ''
    """
    text = "\n".join(texts)[:ENOUGH]
    counts = scripts(text)
    letters = sum(counts.values())
    if letters < LEAST_LETTERS:
        return ""
    own = scripts_of(tag)
    script, count = next(iter(counts.items()))
    if count < LEAST_SHARE * letters or UNKNOWN in (script, *own) or not own:
        return ""
    found = detect(text).language
    if found in (NEUTRAL, primary(tag)):
        foreign = script not in own and script != LATIN
        return f"its text is in {script_name(script)} script" if foreign else ""
    # What a language without a profile looks like is not known: only what is beyond doubt is said.
    unknown = script in own and primary(tag) not in codes()
    if unknown and (decided_by_script(found) or fit(text, found) < CLEAR_FIT):
        return ""
    return f"its text reads as {language_name(found)}"
