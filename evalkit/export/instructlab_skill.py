"""Corrected pairs as skills of an InstructLab taxonomy, by which a model is tuned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.document import InputError
from evalkit.export.grouping import Direction, by_direction, slug
from evalkit.export.pairs import ExportedPair
from evalkit.export.yamltext import dumped

FEWEST = 5
"""Examples that a skill must have, by version 3 of InstructLab's schema."""
VERSION = 3


@dataclass(frozen=True, slots=True)
class Work:
    """Whose work the examples are: what `attribution.txt` has to say.

    `creator` is the contributor's GitHub user name, `licence` an SPDX name or ""; `link` and
    `revision` may be "".
    """

    creator: str
    licence: str
    title: str = ""
    link: str = ""
    revision: str = ""


def write(pairs: Sequence[ExportedPair], work: Work) -> Mapping[str, bytes]:
    """The files of the skills, one for each pair of languages, by their place in a taxonomy.

    A skill is grounded: the source is the context, the corrected translation the answer.
    Directions with fewer than `FEWEST` different examples are left out (see `too_few`);
    InputError where that is all of them.
    """
    files: dict[str, bytes] = {}
    for direction, found in by_direction(pairs).items():
        examples = _examples(found, direction)
        if len(examples) < FEWEST:
            continue
        folder = f"compositional_skills/writing/translation/{_name(direction)}"
        files[f"{folder}/qna.yaml"] = dumped(
            {
                "version": VERSION,
                "created_by": work.creator,
                "task_description": _task(direction),
                "seed_examples": examples,
            }
        )
        files[f"{folder}/attribution.txt"] = _attribution(found, work)
    if not files:
        most = max((len(_examples(f, d)) for d, f in by_direction(pairs).items()), default=0)
        raise InputError(
            f"a skill wants {FEWEST} corrected paragraphs of one language, and there are {most}",
            remedy="give more evaluations, or more reviewers' decisions with corrections",
        )
    return files


def too_few(pairs: Sequence[ExportedPair]) -> Mapping[str, int]:
    """How many examples there are for the languages that have too few for a skill, by name."""
    counts = {d.target_name: len(_examples(f, d)) for d, f in by_direction(pairs).items()}
    return {name: count for name, count in counts.items() if count < FEWEST}


def _examples(pairs: Sequence[ExportedPair], direction: Direction) -> list[Mapping[str, str]]:
    question = f"Translate the text from {direction.source_name} into {direction.target_name}."
    found = {
        (pair.source, pair.corrected): {
            "context": pair.source,
            "question": question,
            "answer": pair.corrected,
        }
        for pair in pairs
        if pair.is_corrected
    }
    return list(found.values())


def _name(direction: Direction) -> str:
    return f"{slug(direction.source_name)}_to_{slug(direction.target_name)}"


def _task(direction: Direction) -> str:
    return (
        f"Translate a paragraph of a news article from {direction.source_name} into "
        f"{direction.target_name}, completely and correctly: every statement, name and number of "
        "the paragraph is in the translation, nothing is added, and it reads as written in "
        f"{direction.target_name}."
    )


def _attribution(pairs: Sequence[ExportedPair], work: Work) -> bytes:
    articles = ", ".join(dict.fromkeys(pair.article for pair in pairs))
    reviewers = dict.fromkeys(name for pair in pairs for name in pair.reviewers)
    lines = {
        "Title of work": work.title or articles,
        "Link to work": work.link or "-",
        "Revision": work.revision or "-",
        "License of the work": work.licence or "not stated",
        "Creator names": ", ".join(dict.fromkeys((work.creator, *reviewers))),
    }
    text = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in lines.items())
    return text.encode("utf-8", "replace")
