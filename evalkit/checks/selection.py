"""Which checks there are, and which of them a run is to have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evalkit.checks.base import Check
from evalkit.checks.traits import Traits
from evalkit.document import InputError
from evalkit.registry import Registry, is_home

_FAMILIES: Mapping[str, Mapping[str, str]] = {
    "loss.missing_paragraphs": {
        "missing-paragraph": "MissingParagraph",
        "added-paragraph": "AddedParagraph",
        "empty": "Empty",
    },
    "loss.length": {"length-outlier": "LengthOutlier"},
    "loss.truncation": {"truncated-sentence": "TruncatedSentence"},
    "loss.omission": {"omission": "Omission"},
    "loss.addition": {"addition": "Addition", "hallucination": "Hallucination"},
    "loss.link_text": {"link-text-lost": "LinkTextLost", "dangling-space": "DanglingSpace"},
    "surface.untranslated": {"untranslated": "Untranslated", "wrong-language": "WrongLanguage"},
    "surface.punctuation": {
        "doubled-punctuation": "DoubledPunctuation",
        "final-punctuation": "FinalPunctuation",
        "unbalanced-bracket": "UnbalancedBracket",
        "unbalanced-quote": "UnbalancedQuote",
    },
    "surface.repetition": {
        "repeated-word": "RepeatedWord",
        "repeated-phrase": "RepeatedPhrase",
        "duplicate-paragraph": "DuplicateParagraph",
    },
    "numbers.number_mismatch": {"number-mismatch": "NumberMismatch", "mixed-digits": "MixedDigits"},
    "names.name_missing": {"name-missing": "NameMissing"},
    "names.consistency": {
        "inconsistent-name": "InconsistentName",
        "inconsistent-spelling": "InconsistentSpelling",
    },
    "surface.characters": {
        "foreign-script": "ForeignScript",
        "invisible-character": "InvisibleCharacter",
        "broken-encoding": "BrokenEncoding",
    },
    "markup.mismatches": {
        "placeholder-mismatch": "PlaceholderMismatch",
        "tag-mismatch": "TagMismatch",
        "url-mismatch": "UrlMismatch",
        "list-marker-mismatch": "ListMarkerMismatch",
    },
    "terms.glossary": {"glossary": "Glossary"},
    "marked.error_spans": {"error-span": "MarkedPlace"},
    "marked.judge_errors": {"judged-error": "JudgedErrorFound"},
}

CHECKS = Registry(
    "check",
    "evalkit.checks",
    {
        check: f"evalkit.checks.{module}:{name}"
        for module, family in _FAMILIES.items()
        for check, name in family.items()
    },
    base=Check,
    named="id",
)
"""Checks by id; a check's module is imported when it is asked for."""


def load_class(check: str) -> type[Check]:
    """The class behind a check's id.

    >>> load_class("empty").id
    'empty'
    """
    loaded: Check | type[Check] = CHECKS.load(_known(check))
    return loaded if isinstance(loaded, type) else type(loaded)


def traits_of(check: str) -> Traits:
    """A check's traits; those of a check that is unknown here are the usual ones.

    >>> traits_of("number-mismatch").kind
    'anchor'
    """
    return load_class(check).traits if check in CHECKS else Traits()


def create(check: str) -> Check:
    """The check of that id.

    >>> create("empty").name
    'Empty paragraph'
    """
    loaded: Check | type[Check] = CHECKS.load(_known(check))
    return loaded() if isinstance(loaded, type) else loaded


def encoder_readers(checks: Iterable[str]) -> tuple[str, ...]:
    """Those of the checks whose findings depend on an encoder being at hand.

    >>> encoder_readers(["empty", "addition"])
    ('addition',)
    """
    return tuple(check for check in checks if load_class(check).reads_encoder())


def _known(check: str) -> str:
    if check not in CHECKS:
        raise InputError(
            f"there is no check called {check!r}",
            remedy="evalkit checks lists them all",
        )
    return check


def select(words: Iterable[str | Check | type[Check]]) -> tuple[str, ...]:
    """The ids that `all`, `fast`, `none`, ids and `-id` choose, in registry order.

    Words that only leave out start from all; `fast` is the set that reads no
    encoder, also where one could be had. ``module:Class`` chooses a check of one's own, and so
    does the check itself.

    >>> select(["empty", "glossary"])
    ('empty', 'glossary')
    >>> "empty" in select(["-empty"]), "glossary" in select(["fast", "-empty"])
    (False, True)
    >>> sorted(set(CHECKS) - set(select(["fast"])))  # doctest: +NORMALIZE_WHITESPACE
    ['addition', 'dangling-space', 'hallucination', 'length-outlier', 'link-text-lost',
    'omission', 'truncated-sentence']
    """
    named = [word if isinstance(word, str) else CHECKS.register(word) for word in words]
    chosen: set[str] = set()
    if not named or all(word.startswith("-") for word in named):
        chosen = set(CHECKS)
    for word in named:
        if word == "all":
            chosen |= set(CHECKS)
        elif word == "fast":
            chosen |= set(CHECKS) - set(encoder_readers(CHECKS))
        elif word == "none":
            chosen.clear()
        elif word.startswith("-"):
            chosen.discard(_known(word[1:]))
        elif is_home(word):
            chosen.add(CHECKS.import_from(word))
        else:
            chosen.add(_known(word))
    return tuple(check for check in CHECKS if check in chosen)
