"""Sets made to be hard: natural hallucinations, critical errors, coverage, DEMETR's damage."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from evalkit.package_data import table
from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets.lines import Line

HALLUCINATIONS = frozenset(
    {"id", "langpair", "source", "hypothesis", "omission", "repetitions", "named_entities",
     "strong_unsupport", "full_unsupport"}
)  # fmt: skip
CRITICAL = frozenset(
    {"langpair", "index", "label", "source", "hypothesis", "reference",
     "numbers_differ_from_reference"}
)  # fmt: skip
COVERAGE = frozenset(
    {"langpair", "system", "seg_id", "source", "hypothesis", "mqm_omission_any",
     "mqm_omission_majority", "mqm_addition_any", "mqm_addition_majority"}
)  # fmt: skip
DEMETR = frozenset(
    {"id", "phenomenon", "langpair", "source", "good_translation", "incorrect_translation",
     "reference"}
)  # fmt: skip


def hallucinations(line: Line) -> Iterator[Judged]:
    """A natural translation with what an expert found: detached, omitting, looping, renaming."""
    source_language, target_language = line.languages("langpair")
    yield Judged(
        set="hallucinations",
        source_language=source_language,
        target_language=target_language,
        document="",
        segment=line.text("id"),
        system="",
        source=line.text("source"),
        target=line.any_text("hypothesis"),
        references=(line.text("reference"),),
        labels={
            "omission": line.flag("omission"),
            "hallucination": line.flag("strong_unsupport") or line.flag("full_unsupport"),
            "full hallucination": line.flag("full_unsupport"),
            "repetition": line.flag("repetitions"),
            "name": line.flag("named_entities"),
        },
    )


def critical(line: Line) -> Iterator[Judged]:
    """A translation that people call fit or critically wrong; in some the numbers differ."""
    source_language, target_language = line.languages("langpair")
    verdict = line.text("label")
    if verdict not in ("OK", "BAD"):
        raise line.wrong(f"label is {verdict!r}, neither OK nor BAD")
    bad = verdict == "BAD"
    yield Judged(
        set="critical_errors",
        source_language=source_language,
        target_language=target_language,
        document="",
        segment=line.text("index"),
        system="",
        source=line.text("source"),
        target=line.any_text("hypothesis"),
        labels={"critical": bad, "number": bad and line.flag("numbers_differ_from_reference")},
    )


def coverage(line: Line) -> Iterator[Judged]:
    """A translation with MQM verdicts: of any rater, and of most (`agreed`)."""
    source_language, target_language = line.languages("langpair")
    yield Judged(
        set="coverage",
        source_language=source_language,
        target_language=target_language,
        document="",
        segment=line.text("seg_id"),
        system=line.text("system"),
        source=line.text("source"),
        target=line.any_text("hypothesis"),
        labels={
            "omission": line.flag("mqm_omission_any"),
            "agreed omission": line.flag("mqm_omission_majority"),
            "addition": line.flag("mqm_addition_any"),
            "agreed addition": line.flag("mqm_addition_majority"),
        },
    )


def demetr(line: Line) -> Iterator[Judged]:
    """A good translation and the same with one thing damaged.

    What each phenomenon damages stands in demetr.toml. Damaged translations
    are dealt out to systems so that one system has every kind of damage and no
    source twice: judged by itself, a text whose every sentence lacks its full
    stop would be one that does without.
    """
    source_language, target_language = line.languages("langpair")
    phenomenon, number = line.text("phenomenon"), line.text("id")
    known = _phenomena()
    if phenomenon not in known:
        raise line.wrong(f"phenomenon {phenomenon!r} is not known")
    kinds = {kind for found in known.values() for kind in found}
    damaged = known[phenomenon]
    turn = (sum(number.encode()) + list(known).index(phenomenon)) % len(known)
    professional = phenomenon.endswith("_reference")
    yield Judged(
        set="demetr",
        source_language=source_language,
        target_language=target_language,
        document="",
        segment=number,
        system="professional" if professional else f"damaged {turn + 1}",
        source=line.text("source"),
        target=line.any_text("incorrect_translation"),
        references=() if professional else (line.text("reference"),),
        labels={} if professional else {kind: kind in damaged for kind in sorted(kinds)},
        sound=professional,
    )
    if professional:
        # Every source has one such line: its good translation is read once.
        yield Judged(
            set="demetr",
            source_language=source_language,
            target_language=target_language,
            document="",
            segment=number,
            system="good",
            source=line.text("source"),
            target=line.text("good_translation"),
            references=(line.text("reference"),),
            labels=dict.fromkeys(sorted(kinds), False),
        )


@cache
def _phenomena() -> dict[str, list[str]]:
    return table("evalkit.validation.sets", "demetr.toml")
