"""Skills that InstructLab's own schema takes, and that hold what reviewers wrote."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from instructlab.schema.taxonomy import TaxonomyMessageFormat, TaxonomyParser

from evalkit.document import InputError
from evalkit.export import ExportedPair
from evalkit.export.instructlab_skill import FEWEST, Work, too_few, write

WORK = Work("asha", "CC-BY-4.0", revision="2026-11-26")
FOLDER = "compositional_skills/writing/translation/english_to_bengali"
LINT = "{extends: relaxed, rules: {line-length: {max: 120}}}"
"""The form that the taxonomy itself wants; the schema's package leaves the length of lines free."""
ADDRESS = f"https://deltawatch.example/{'data/' * 12}2026"


@pytest.fixture(autouse=True)
def yamllint_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser calls yamllint by its name, and is content where there is none."""
    folder = Path(sys.executable).parent
    assert (folder / "yamllint").is_file()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def pair(n: int, source: str = "", corrected: str = "", language: str = "bn") -> ExportedPair:
    return ExportedPair(
        article="river",
        row=n,
        version=language,
        language=language,
        source_language="en",
        source=source or f"The river rose by {n} metres.",
        target="নদী বেড়েছে।",
        corrected=corrected or f"নদীর পানি {n} মিটার বেড়েছে।",
        checks=("number-mismatch",),
        reviewers=("Asha", "Binta"),
        notes=(),
        changed="",
    )


PAIRS = [pair(n) for n in range(1, FEWEST + 1)]


def problems(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """What InstructLab's parser finds wrong, strictly."""
    found = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.name == "qna.yaml":
            parser = TaxonomyParser(
                yamllint_config=LINT,
                yamllint_strict=True,
                message_format=TaxonomyMessageFormat.STANDARD,
            )
            taxonomy = parser.parse(path)
            if taxonomy.errors or taxonomy.warnings:
                found.append(f"{name}: {taxonomy.errors} errors, {taxonomy.warnings} warnings")
    return found


def test_a_skill_is_valid_under_the_schema(tmp_path: Path) -> None:
    files = write([*PAIRS, *(pair(n, language="pa") for n in range(1, 8))], WORK)
    assert set(files) == {
        f"{FOLDER}/qna.yaml",
        f"{FOLDER}/attribution.txt",
        f"{FOLDER.replace('bengali', 'punjabi')}/qna.yaml",
        f"{FOLDER.replace('bengali', 'punjabi')}/attribution.txt",
    }
    assert problems(files, tmp_path) == []


def test_the_parser_would_see_a_fault(tmp_path: Path) -> None:
    """That it finds nothing above says something."""
    files = write(PAIRS, WORK)
    content = files[f"{FOLDER}/qna.yaml"]
    for wrong in (content.replace(b"created_by", b"made_by"), content + b"trailing:   \n"):
        assert problems({f"{FOLDER}/qna.yaml": wrong}, tmp_path)


def test_the_source_is_the_context_and_the_correction_the_answer() -> None:
    skill = yaml.safe_load(write(PAIRS, WORK)[f"{FOLDER}/qna.yaml"])
    assert (skill["version"], skill["created_by"]) == (3, "asha")
    first = skill["seed_examples"][0]
    assert first == {
        "context": "The river rose by 1 metres.",
        "question": "Translate the text from English into Bengali.",
        "answer": "নদীর পানি 1 মিটার বেড়েছে।",
    }


def test_attribution_says_whose_work_it_is() -> None:
    text = write(PAIRS, replace(WORK, link="https://desk.example/river"))
    assert text[f"{FOLDER}/attribution.txt"].decode().splitlines() == [
        "Title of work: river",
        "Link to work: https://desk.example/river",
        "Revision: 2026-11-26",
        "License of the work: CC-BY-4.0",
        "Creator names: asha, Asha, Binta",
    ]


def test_only_what_was_corrected_goes_in_and_each_once() -> None:
    sound = replace(pair(9), corrected=pair(9).target)
    skill = yaml.safe_load(write([*PAIRS, sound, PAIRS[0]], WORK)[f"{FOLDER}/qna.yaml"])
    assert len(skill["seed_examples"]) == FEWEST


def test_too_few_are_one_line_and_a_language_with_too_few_is_named() -> None:
    with pytest.raises(InputError, match="wants 5 corrected paragraphs of one language") as caught:
        write(PAIRS[:4], WORK)
    assert "there are 4" in str(caught.value)
    mixed = [*PAIRS, pair(1, language="pa")]
    assert set(write(mixed, WORK)) == {f"{FOLDER}/qna.yaml", f"{FOLDER}/attribution.txt"}
    assert too_few(mixed) == {"Punjabi": 1}


def test_languages_of_one_name_are_skills_of_their_own() -> None:
    both = [pair(n, language=tag) for tag in ("pa", "pa-Arab") for n in range(1, FEWEST + 1)]
    files = write(both, WORK)
    punjabi = f"{FOLDER.removesuffix('bengali')}punjabi"
    assert {name for name in files if name.endswith("qna.yaml")} == {
        f"{punjabi}/qna.yaml", f"{punjabi}_pa_arab/qna.yaml",
    }  # fmt: skip
    skill = yaml.safe_load(files[f"{punjabi}_pa_arab/qna.yaml"])
    asked = "Translate the text from English into Punjabi (pa-Arab)."
    assert {example["question"] for example in skill["seed_examples"]} == {asked}


HOSTILE = st.text(
    st.sampled_from("ab \n\t:#-?[]{}&*!|>'\"%@`,\\\u202e\u0000\u0085\u2028ক়়ਸ਼。🙂"),
    min_size=1,
    max_size=160,
)


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=FEWEST, max_size=8, unique=True))
def test_texts_read_back_as_they_were(texts: list[tuple[str, str]]) -> None:
    pairs = [pair(n, source, corrected) for n, (source, corrected) in enumerate(texts, 1)]
    pairs = [replace(p, target=p.corrected + "x") for p in pairs]
    skill = yaml.safe_load(write(pairs, WORK)[f"{FOLDER}/qna.yaml"])
    assert [(e["context"], e["answer"]) for e in skill["seed_examples"]] == texts


@pytest.mark.parametrize(
    ("source", "corrected"),
    [
        (f"The river rose, see {ADDRESS}. " * 9, f"নদীর পানি বেড়েছে {ADDRESS}। " * 9),
        (f"See {ADDRESS * 3} there. " * 3, f"{ADDRESS * 3} দেখুন। " * 3),
        ("The river rose. " * 20, f"{'河水上涨，村民被迫撤离。' * 7} Delta Watch " * 6),
        ("The river rose. " * 20, "แม่น้ำสูงขึ้นชาวบ้านต้องอพยพ" * 20),
        (f"She said: 'it's {ADDRESS}'. " * 9, f"'{ADDRESS}': \u2028নদী " * 9),
    ],
    ids=["addresses", "longer than a line", "Chinese", "Thai", "quoted"],
)
def test_long_words_stay_within_the_line_that_the_taxonomy_wants(
    source: str, corrected: str, tmp_path: Path
) -> None:
    pairs = [pair(n, f"{source}{n}", f"{n} {corrected}") for n in range(FEWEST)]
    files = write(pairs, WORK)
    assert problems(files, tmp_path) == []
    skill = yaml.safe_load(files[f"{FOLDER}/qna.yaml"])
    assert [(e["context"], e["answer"]) for e in skill["seed_examples"]] == [
        (p.source, p.corrected) for p in pairs
    ]


def test_the_parser_would_see_a_line_too_long(tmp_path: Path) -> None:
    content = write(PAIRS, WORK)[f"{FOLDER}/qna.yaml"] + b"# " + b"too long " * 20 + b"end\n"
    assert problems({f"{FOLDER}/qna.yaml": content}, tmp_path)
