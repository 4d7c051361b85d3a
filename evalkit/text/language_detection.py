"""Which language a text is in: script first, then words and letters.

Meant to tell apart the languages that have a profile, from a sentence on, and
to say "und" rather than guess: a name or a number is undecided, and so is a
text in a language without a profile, whose words are not those that the
nearest profile knows, or hold letters that its language does not use. A single
line of one that is close (Catalan, Bulgarian) may be taken for it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from evalkit.languages import NEUTRAL, codes, profile
from evalkit.languages.nukta import composed
from evalkit.text.scripts import UNKNOWN, script_of, scripts

# Longer texts are judged by their beginning: the answer does not change.
ENOUGH = 20_000
LEAST_LETTERS = 2
# A script below this share of the letters does not decide the language.
LEAST_SHARE = 0.15
# Evidence needed where several languages share a script. A word or a letter
# that only one of them has counts 1, one that n of them have 1/n each.
LEAST_EVIDENCE = 1.5
# Less will do in a text of some words where hardly anything speaks for another.
WEAK_EVIDENCE, WEAK_WORDS, WEAK_LEAD = 0.75, 4, 3.0
# How much more evidence the best language needs than the next one.
LEAST_LEAD = 1.15
SUFFIX_WEIGHT, SUFFIX_LETTERS = 0.5, 5
# The nearest language is not yet the text's: this share of its words must be that language's
# function words or, as far as those back them up, have its letters and endings; words with
# letters that it does not use weigh against it. In NTREX documents the share is at least 0.39 in
# languages with a profile (Marathi for once 0.20) and at most 0.32 in the fifty without. Less
# will do in few words, as chance would have it.
LEAST_FIT, CHANCE, FOREIGN_WEIGHT = 0.34, 0.75, 3.0
# This share of kana among kana and ideographs makes a text Japanese.
KANA_SHARE = 0.05
KANA = ("Hira", "Kana")
# Scripts that are taken for one language whatever the words.
UNSPACED = frozenset({"Hani", "Jpan"})

# A word with its vowel signs, which `\w` leaves out; dandas lie among them.
_WORD = re.compile(r"[^\W\d_](?:[\w\u0900-\u0963\u0971-\u0dff\u200c\u200d]|['’](?=\w))*")
# Addresses are in no language.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s)>\]]*|[\w.+-]{1,64}@[\w.-]{1,64}|\]\([^)\s]{1,300}\)"
)


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text, the script most of it is in, and how sure (0 to 1).

    `language` is a code with a profile, or "und"; `script` is ISO 15924, with
    "Jpan" for the mixture that Japanese is written in and "Zzzz" for none.
    """

    language: str
    script: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Family:
    """The languages of one script, and what each word and letter says for them."""

    languages: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, tuple[str, ...]]
    suffixes: Mapping[str, tuple[str, ...]]

    @property
    def only(self) -> str:
        """The language that the script alone decides, if there is one."""
        alone = len(self.languages) == 1 and not self.letters
        return self.languages[0] if alone else ""


def detect(text: str) -> Detection:
    """The language of a text among those that have a profile.

    >>> detect("আমরা একটি নতুন পরিকল্পনা তৈরি করেছি।").language
    'bn'
    >>> detect("हम यह काम कल करेंगे।").language, detect("आम्ही हे काम उद्या करू आणि ते सोपे आहे.").language
    ('hi', 'mr')
    >>> detect("1984").language, detect("Red Hat").language
    ('und', 'und')
    """
    text = _ADDRESS.sub(" ", text[:ENOUGH])
    counts = _joined(scripts(text))
    total = sum(counts.values())
    if total < LEAST_LETTERS:
        return Detection(NEUTRAL, next(iter(counts), UNKNOWN), 0.0)
    shares = {script: letters / total for script, letters in counts.items()}
    # Latin letters in a text of another script are names, whatever that text is in.
    decisive = [
        script
        for n, (script, share) in enumerate(shares.items())
        if share >= LEAST_SHARE and (n == 0 or script != "Latn")
    ]
    # Names in Latin letters may outnumber the rest of a sentence and hint at
    # something: what is clear in one script goes before a hint in another.
    for weigh in (_clear, _hinted):
        for script in decisive:
            language, confidence = weigh(text, script)
            if language != NEUTRAL:
                return Detection(language, script, round(confidence * shares[script], 4))
    return Detection(NEUTRAL, next(iter(counts)), 0.0)


def decided_by_script(language: str) -> bool:
    """Whether it takes no more than its letters for a text to count as in this language.

    >>> decided_by_script("gu"), decided_by_script("zh"), decided_by_script("hi")
    (True, True, False)
    """
    script = profile(language).script
    return script in UNSPACED or bool(_families()[script].only)


def _joined(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The counts with kana and the ideographs around them taken as one script."""
    kana = sum(counts.get(script, 0) for script in KANA)
    if not kana:
        return counts
    ideographs = counts.get("Hani", 0)
    rest = {script: n for script, n in counts.items() if script not in KANA}
    if kana >= KANA_SHARE * (kana + ideographs):
        rest.pop("Hani", None)
        rest["Jpan"] = kana + ideographs
    return dict(sorted(rest.items(), key=lambda item: -item[1]))


def _clear(text: str, script: str) -> tuple[str, float]:
    """The language that a script, or plenty of evidence, decides, and how surely."""
    family = _families().get(script)
    if family is None:
        return NEUTRAL, 0.0
    if family.only or script in UNSPACED:
        return family.languages[0], 1.0
    words = _words(text, script)
    language, best, second = _ranked(words, family)
    clear = best >= LEAST_EVIDENCE and best >= second * LEAST_LEAD
    if not clear or not _fits(words, language):
        return NEUTRAL, 0.0
    return language, _confidence(best, second)


def _hinted(text: str, script: str) -> tuple[str, float]:
    """The language for which little speaks, but for others hardly anything."""
    family = _families().get(script)
    words = _words(text, script)
    if family is None or words.total() < WEAK_WORDS:
        return NEUTRAL, 0.0
    language, best, second = _ranked(words, family)
    hinted = best >= WEAK_EVIDENCE and best >= second * WEAK_LEAD
    if not hinted or not _fits(words, language):
        return NEUTRAL, 0.0
    # One word that Hindi and Marathi share, but only one profile lists, is no certainty.
    doubt = min(1.0, best / LEAST_EVIDENCE)
    return language, doubt * _confidence(best, second)


def _fits(words: Counter[str], language: str) -> bool:
    """Whether as many of the words are the language's own as in its texts; few may have fewer."""
    return _fit(words, language) >= LEAST_FIT - CHANCE / math.sqrt(words.total())


def fit(text: str, language: str) -> float:
    """How well the words of a text fit a language that has a profile: see `LEAST_FIT`.

    >>> english = "We will begin a new project tomorrow and everyone is happy."
    >>> fit(english, "en") > 0.5 > fit(english, "de")
    True
    """
    words = _words(_ADDRESS.sub(" ", text[:ENOUGH]), profile(language).script)
    return _fit(words, language) if words else 0.0


def _fit(words: Counter[str], language: str) -> float:
    """The share of the words that are a language's own, less those that cannot be (see above)."""
    known = profile(language)
    listed_words = _own_words(language)
    listed = backing = foreign = 0
    for word, times in words.items():
        if word in listed_words:
            listed += times
        elif any(letter in known.distinctive for letter in word) or (
            len(word) >= SUFFIX_LETTERS and word.endswith(tuple(known.suffixes))
        ):
            backing += times
        if known.letters and any(c.isalpha() and c not in known.letters for c in word):
            foreign += times
    return (listed + min(listed, backing) - FOREIGN_WEIGHT * foreign) / words.total()


@cache
def _own_words(language: str) -> frozenset[str]:
    return frozenset(composed(word) for word in profile(language).function_words)


def _confidence(best: float, second: float) -> float:
    return best / (best + second + 0.1 * LEAST_EVIDENCE)


def _words(text: str, script: str) -> Counter[str]:
    """The words that begin in a script, as often as they occur."""
    found = Counter(_WORD.findall(composed(text).lower()))
    return Counter({w: n for w, n in found.items() if script_of(w[0]) == script})


def _ranked(words: Counter[str], family: _Family) -> tuple[str, float, float]:
    """The language with the most evidence, its evidence, and that of the next."""
    ranked = sorted(((n, code) for code, n in _evidence(words, family).items()), reverse=True)
    best, language = ranked[0] if ranked else (0.0, NEUTRAL)
    return language, best, ranked[1][0] if len(ranked) > 1 else 0.0


def _evidence(words: Counter[str], family: _Family) -> Mapping[str, float]:
    """What speaks for each language; what several have counts in parts.

    Endings back up what a word or a letter says, and say nothing alone: -er
    stands at the end of French words and of German ones.
    """
    scores: dict[str, float] = defaultdict(float)
    backing: dict[str, float] = defaultdict(float)
    for word, times in words.items():
        for language in (known := family.words.get(word, ())):
            scores[language] += times / len(known)
        if len(word) >= SUFFIX_LETTERS:
            for language, suffixes in family.suffixes.items():
                if word.endswith(suffixes):
                    backing[language] += times * SUFFIX_WEIGHT
        for letter in set(word):
            for language in (known := family.letters.get(letter, ())):
                scores[language] += times / len(known)
    return {language: score + backing[language] for language, score in scores.items()}


@cache
def _families() -> Mapping[str, _Family]:
    by_script: dict[str, list[str]] = defaultdict(list)
    for code in codes():
        by_script[profile(code).script].append(code)
    return {script: _family(tuple(languages)) for script, languages in by_script.items()}


def _family(languages: tuple[str, ...]) -> _Family:
    words: dict[str, list[str]] = defaultdict(list)
    letters: dict[str, list[str]] = defaultdict(list)
    for code in languages:
        for word in {composed(word) for word in profile(code).function_words}:
            words[word].append(code)
        for letter in set(profile(code).distinctive):
            letters[letter].append(code)
    return _Family(
        languages,
        {word: tuple(owners) for word, owners in words.items()},
        {letter: tuple(owners) for letter, owners in letters.items()},
        {code: profile(code).suffixes for code in languages if profile(code).suffixes},
    )
