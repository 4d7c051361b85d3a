"""The shape of a language profile; what it holds is data, a TOML file per language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from evalkit.document import InputError
from evalkit.languages.nukta import composed, encodings
from evalkit.package_data import names, parse, table

NEUTRAL = "und"
WORDS = (
    "aliases",
    "abbreviations",
    "final_abbreviations",
    "letter_names",
    "reporting",
    "function_words",
    "borrowed",
    "conjunctions",
    "postpositions",
    "reduplicated",
)


@dataclass(frozen=True, slots=True)
class NumberProfile:
    """How a language writes numbers: the table `[numbers]` of its file.

    `decimal` and `group` list the characters that may separate decimals and
    groups of digits, the usual one first. `words` stand for a value, a
    `multipliers` word multiplies what stands before it (million, লাখ),
    `shifts` change the number after them (সাড়ে adds a half), `tails` the one
    before (and a half). `suffixes` are classifiers and inflections glued to a
    number word, `articles` mean one before a multiplier (a million), `joiners`
    stand inside a number (one hundred and five). `ambiguous` are number words
    that mean something else as often (নয় is nine, and "is not"): alone they may
    answer for a number of the source, but claim none; so do `loans`, the number
    words of English as the language writes them in names (চ্যানেল ফোর), and
    `prefixes`, which begin words that say a number by the way (ত্রিপক্ষীয়).
    `points` stand before decimals said one by one, words that begin as `apart`
    says only look like numbers (শতক). Keys may hold several words.
    """

    digits: str = ""
    decimal: str = "."
    group: str = ","
    words: Mapping[str, float] = field(default_factory=dict)
    multipliers: Mapping[str, float] = field(default_factory=dict)
    shifts: Mapping[str, float] = field(default_factory=dict)
    tails: Mapping[str, float] = field(default_factory=dict)
    ordinals: Mapping[str, float] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    suffixes: Sequence[str] = ()
    articles: Sequence[str] = ()
    joiners: Sequence[str] = ()
    loans: Mapping[str, float] = field(default_factory=dict)
    prefixes: Mapping[str, float] = field(default_factory=dict)
    points: Sequence[str] = ()
    apart: Sequence[str] = ()
    ambiguous: Sequence[str] = ()
    percent: Sequence[str] = ()
    currency: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EndingProfile:
    """How sentences of a language end: the table `[endings]` of its file.

    `final` are endings (suffixes) of words that good sentences end on; one
    that begins with a space is a whole word. `never` are words that no
    complete sentence ends on (conjunctions, postpositions, articles).
    `covered` is the share of good sentences that end on one of `final`,
    `elsewhere` the share of other words that do (`benchmarks.endings` counts
    both); 0 where sentences have no telling endings.
    """

    final: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    covered: float = 0.0
    elsewhere: float = 0.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What evalkit knows about one language.

    `script` is an ISO 15924 code. `aliases` are other names of the language, in
    lower case. `sentence_ends` are the characters that may close a sentence, the
    usual one first. `abbreviations` and `final_abbreviations` stand with their dot;
    only the latter may also end a sentence (Dr., but etc.).
    `letter_names` are the names of Latin letters as initials are written in
    this script (জে. কে.), some of which are also ordinary words.
    `ordinal_dot` says that 3. reads "third". `reporting` are verbs that follow
    a quotation ("…" he said) in languages without capital letters. `distinctive`
    are letters, `suffixes` ends of longer words, that tell the language from
    others of its script. `letters` are all, in lower case, that its words are written
    with, loan words among them: others speak against the language; empty where
    the script has no others.

    `borrowed` are the function words that other languages take over as terms (a
    system, to set): in a text of another script they say nothing of its language.

    `reduplicated` are words whose immediate repetition is grammatical (ধীরে
    ধীরে). Where `reduplication` is "listed" there are no others; where it is
    "productive" any adverb, adjective, numeral, pronoun or participle may be
    doubled, the list holds only the usual ones, and a doubled word outside it
    is a fault for certain only if it is one of the other function words.

    `length_ratio` is the median number of characters that stand for one
    character of English, `length_spread` the standard deviation of its
    logarithm over sentences.

    Words are lower-case; those with a nukta stand in both encodings (য় as one
    code point and as two), so that a plain `in` finds either.
    """

    code: str
    name: str
    script: str
    direction: Literal["ltr", "rtl"] = "ltr"
    aliases: frozenset[str] = frozenset()
    sentence_ends: str = ".?!"
    abbreviations: frozenset[str] = frozenset()
    final_abbreviations: frozenset[str] = frozenset()
    letter_names: frozenset[str] = frozenset()
    ordinal_dot: bool = False
    reporting: frozenset[str] = frozenset()
    quotes: tuple[tuple[str, str], ...] = (("“", "”"), ("‘", "’"))
    function_words: frozenset[str] = frozenset()
    borrowed: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    distinctive: str = ""
    letters: str = ""
    conjunctions: frozenset[str] = frozenset()
    postpositions: frozenset[str] = frozenset()
    reduplication: Literal["listed", "productive"] = "listed"
    reduplicated: frozenset[str] = frozenset()
    length_ratio: float = 1.0
    length_spread: float = 0.35
    numbers: NumberProfile = field(default_factory=NumberProfile)
    endings: EndingProfile = field(default_factory=EndingProfile)


@cache
def codes() -> tuple[str, ...]:
    """The codes of the languages that have a profile, in alphabetical order.

    >>> "bn" in codes() and "pa" in codes()
    True
    """
    found = names("evalkit.languages", ".toml")
    return tuple(name[:-5] for name in found if name != f"{NEUTRAL}.toml")


@cache
def profile(tag: str) -> Profile:
    """The profile of a BCP 47 tag; the neutral one where the language has none.

    >>> profile("bn").name, profile("pa-IN").script, profile("tlh").code
    ('Bengali', 'Guru', 'und')
    """
    code = primary(tag)
    code = code if code in codes() else NEUTRAL
    return _checked(f"{code}.toml", lambda: table("evalkit.languages", f"{code}.toml"))


def primary(tag: str) -> str:
    """The language subtag of a BCP 47 tag.

    >>> primary("zh-Hant-TW")
    'zh'
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def read(file: Path) -> Profile:
    """The profile in a TOML file, named by its language's code.

    Raises InputError, naming the file, where it is no profile.
    """
    return _checked(file.name, lambda: parse(file.read_text(encoding="utf-8")))


def _checked(name: str, read: Callable[[], dict[str, Any]]) -> Profile:
    try:
        found = read()
    except ValueError as error:
        raise InputError(f"no valid TOML: {error}", path=name) from error
    try:
        return _profile(name[: -len(".toml")], found)
    except TypeError as error:
        remedy = "see the fields of evalkit.languages.Profile"
        raise InputError(f"no language profile: {error}", path=name, remedy=remedy) from error


def _profile(code: str, table: dict[str, Any]) -> Profile:
    numbers = table.pop("numbers", {})
    endings = table.pop("endings", {})
    for key in WORDS:
        table[key] = frozenset(both for word in table.get(key, ()) for both in encodings(word))
    table["suffixes"] = tuple(composed(suffix) for suffix in table.get("suffixes", ()))
    for key in ("distinctive", "letters"):
        table[key] = composed(table.get(key, ""))
    if "quotes" in table:
        table["quotes"] = tuple((a, b) for a, b in table["quotes"])
    return Profile(
        code=code,
        numbers=NumberProfile(**numbers),
        endings=EndingProfile(
            final=tuple(endings.get("final", ())),
            never=frozenset(endings.get("never", ())),
            covered=endings.get("covered", 0.0),
            elsewhere=endings.get("elsewhere", 0.0),
        ),
        **table,
    )
