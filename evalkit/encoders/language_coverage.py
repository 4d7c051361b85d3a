"""Which languages a model's encoder was trained on, and what that means for a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

from evalkit.languages import language_name, primary
from evalkit.package_data import table

DATA = "language_coverage.toml"
LATIN = "Latn"
CHINESE = frozenset({"zh-Hans", "zh-Hant"})


@dataclass(frozen=True, slots=True)
class Family:
    """Encoders trained on the same languages.

    `languages` are the published entries, `count` of them, with their scripts
    ("bn-Beng"); `complete` says whether the list names all of them.
    """

    label: str
    source: str
    languages: frozenset[str]
    count: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a reader must know of a score in these languages.

    `unscored` is why there must be no score, "" where there may be one;
    `detail` is what has to stay with the score, "" where nothing has.
    """

    unscored: str = ""
    detail: str = ""


def family(encoder: str) -> Family | None:
    """The family that a pretrained encoder belongs to, None where it is not known.

    `encoder` is a name on the hub, hparams' `pretrained_model`, or a path that ends in one.

    >>> family("microsoft/infoxlm-large").label, family("Davlan/afro-xlmr-large")
    ('XLM-R', None)
    """
    name = PurePath(encoder).name.lower()
    return next((made for names, made in _families() if name in names), None)


def covered(language: str, encoder: str) -> bool | None:
    """Whether an encoder saw a language, in the tag's script, when it was trained.

    None where that is not known.

    >>> covered("bn", "xlm-roberta-large"), covered("pa-Guru-IN", "xlm-roberta-large")
    (True, True)
    >>> covered("pa-Arab", "xlm-roberta-large"), covered("yo", "xlm-roberta-large")
    (False, False)
    >>> covered("bn", "example/tiny") is None
    True
    """
    known = family(encoder)
    if known is None:
        return None
    language, script = _read(language)
    if f"{language}-{script}" in known.languages:
        return True
    if not known.complete:
        return None
    usual = f"{language}-{_usual_script(language)}"
    if usual in known.languages and _tags()["second_scripts"].get(language) == script:
        return None
    return False


def judge(languages: Iterable[str], encoder: str, model: str) -> Coverage:
    """Whether `model`, made from `encoder`, may judge texts in these languages.

    >>> judge(["en", "yo"], "xlm-roberta-large", "COMET").unscored
    'language not covered: COMET never saw Yoruba'
    >>> judge(["en", "bn"], "example/tiny", "COMET").detail
    'which languages COMET was trained on is not known'
    """
    if family(encoder) is None:
        return Coverage(detail=f"which languages {model} was trained on is not known")
    verdicts = {tag: covered(tag, encoder) for tag in dict.fromkeys(languages)}
    never = [_name(tag) for tag, verdict in verdicts.items() if verdict is False]
    if never:
        return Coverage(unscored=f"language not covered: {model} never saw {' and '.join(never)}")
    unknown = [_name(tag) for tag, verdict in verdicts.items() if verdict is None]
    if unknown:
        return Coverage(detail=f"whether {model} ever saw {' and '.join(unknown)} is not known")
    return Coverage()


def _name(tag: str) -> str:
    name = language_name(tag)
    return name if tag in (name, primary(tag)) else f"{name} ({tag})"


def _read(tag: str) -> tuple[str, str]:
    """A tag's language and script, the latter from its region or as is usual where it is not given.

    Private use and variants do not matter.
    """
    parts = tag.replace("_", "-").split("-")
    language = primary(tag)
    language = _tags()["aliases"].get(language, language)
    script = region = ""
    for part in parts[1:]:
        if len(part) == 1:
            break
        if len(part) == 4 and part.isalpha():
            script = part.title()
        elif len(part) == 2:
            region = part.upper()
    known = _tags()["regions"].get(f"{language}-{region}", "")
    return language, script or known or _usual_script(language)


def _usual_script(language: str) -> str:
    return _scripts().get(language, LATIN)


@cache
def _data() -> dict[str, Any]:
    return table("evalkit.encoders", DATA)


def _tags() -> dict[str, Any]:
    tags: dict[str, Any] = _data()["tags"]
    return tags


@cache
def _scripts() -> dict[str, str]:
    return {
        language: script
        for script, languages in _tags()["scripts"].items()
        for language in languages.split()
    }


@cache
def _families() -> tuple[tuple[frozenset[str], Family], ...]:
    made = []
    for name, listed in _data().items():
        if name == "tags":
            continue
        entries = listed["languages"].split()
        languages = {"-".join(_read(tag)) for tag in entries}
        # A list that says only "Chinese" means both of its scripts.
        if CHINESE & languages:
            languages |= CHINESE
        found = Family(
            listed["label"],
            listed["source"],
            frozenset(languages),
            len(entries),
            listed.get("complete", True),
        )
        made.append((frozenset(listed["encoders"]), found))
    return tuple(made)
