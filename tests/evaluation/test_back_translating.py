"""An article judged with its versions translated back: what is scored, kept, compared and told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
import sacrebleu

from evalkit.document import BackTranslation, Document, InputError
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, Reading, evaluate
from evalkit.llm.server import Server
from evalkit.store import Memory
from tests.builders import document
from tests.remembering import Remembering
from tests.serving.scripted import MODEL, Asked, Reply, Rule, Scripted, errors, said, silent_port

ENGLISH = ("The river rose by 3 metres.", "Nobody in Khulna was hurt.", "The bridge is open again.")
BENGALI = ("নদীর পানি ৩ মিটার বেড়েছে।", "খুলনায় কেউ আহত হননি।", "সেতুটি আবার খোলা হয়েছে।")
WORDS: Mapping[str, str] = {
    BENGALI[0]: "The river's water rose 3 metres.",
    BENGALI[1]: "No one in Khulna was injured.",
    BENGALI[2]: "The bridge has been opened again.",
    "নদী বেড়েছে।": "The river rose.",
}
SOURCE = document(*ENGLISH)
VERSION = document(*BENGALI, language="bn")


def translator(asked: Asked) -> Reply:
    """Knows a few sentences, and marks no errors where it is asked to judge."""
    if "source" in asked.texts:
        return errors()
    return said(json.dumps({"translation": WORDS[asked.texts["text"]]}))


def judged(
    url: str,
    *versions: Document,
    metrics: tuple[str, ...] = ("bleu", "chrf", "ter"),
    references: tuple[Document, ...] = (),
    memory: Memory | None = None,
    back_translate: bool = True,
    server: Mapping[str, Any] | None = None,
    **given: Any,
) -> Evaluation:
    return evaluate(
        versions or [VERSION],
        [SOURCE, *references],
        metrics=metrics,
        checks=["none"],
        back_translate=back_translate,
        memory=memory,
        resources=Resources(
            encoder="none",
            server=Server(url, **{"model": MODEL, "first_wait": 0.01, **(server or {})}),
        ),
        **given,
    )


def run(rule: Rule, *versions: Document, **given: Any) -> Evaluation:
    with Scripted(rule) as there:
        return judged(there.url, *versions, **given)


def whole(evaluation: Evaluation, version: str = "bn") -> dict[str, float | None]:
    return {
        s.metric: s.value
        for s in evaluation.score_records
        if s.row is None and s.version == version
    }


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return run(translator)


def test_metrics_that_want_a_reference_run_on_the_way_back(evaluation: Evaluation) -> None:
    assert evaluation.metrics == ("bleu", "chrf", "ter", "bt-bleu", "bt-chrf", "bt-ter")
    back = [WORDS[text] for text in BENGALI]
    scores = whole(evaluation)
    assert scores["bt-chrf"] == pytest.approx(sacrebleu.corpus_chrf(back, [ENGLISH]).score)
    assert scores["bt-bleu"] == pytest.approx(sacrebleu.corpus_bleu(back, [ENGLISH]).score)
    assert scores["bt-ter"] == pytest.approx(sacrebleu.corpus_ter(back, [ENGLISH]).score)
    assert scores["bleu"] is None


def test_only_what_was_chosen_and_reads_a_reference_is_added() -> None:
    found = run(translator, metrics=("chrf++", "similarity", "bt-ter"))
    assert found.metrics == ("chrf++", "similarity", "bt-ter", "bt-chrf++")
    assert run(translator, metrics=()).metrics == ()


def test_the_documents_are_at_hand(evaluation: Evaluation) -> None:
    made = evaluation.back_translations["bn"]
    assert made.texts == tuple(WORDS[text] for text in BENGALI)
    assert (made.language, made.model, made.of) == ("en", MODEL, "bn.txt")
    targets = [row.targets["bn"] for row in evaluation.rows]
    assert [t.back_translation for t in targets] == list(made.texts)
    assert {t.back_translated_by for t in targets} == {MODEL}


def test_json_brings_them_back(evaluation: Evaluation) -> None:
    again = Evaluation.from_json(evaluation.to_json())
    assert again == evaluation
    assert again.back_translations == evaluation.back_translations
    table = json.loads(evaluation.to_json())
    del table["back_translations"]
    assert Evaluation.from_json(json.dumps(table)).back_translations == {}


def test_what_went_in_and_what_was_asked_is_told(evaluation: Evaluation) -> None:
    (made,) = [i for i in evaluation.inputs if i.role == "back-translation"]
    assert (made.name, made.version, made.language) == ("backtranslation.bn.txt", "bn", "en")
    assert made.notes[0].startswith('back-translation of "bn.txt" by evalkit')
    told = evaluation.manifest["back_translation"]
    assert {n: told[n] for n in ("model", "versions", "paragraphs", "from_store", "asked", "calls")} == {
        "model": MODEL, "versions": 1, "paragraphs": 3, "from_store": 0, "asked": 3, "calls": 3,
    }  # fmt: skip
    assert (told["failed"], told["left_open"]) == (0, 0)
    assert "judge" not in evaluation.manifest


def test_without_it_nothing_is_different() -> None:
    found = judged("http://127.0.0.1:9/v1", back_translate=False)
    assert found.metrics == ("bleu", "chrf", "ter")
    assert "back_translation" not in found.manifest
    assert found.back_translation_records == ()


def test_one_that_is_given_is_taken_as_it_is() -> None:
    given = document("My own words.", "And more.", "And the last.")
    url = f"http://127.0.0.1:{silent_port()}/v1"
    found = judged(url, back_translations={"bn": given})
    assert whole(found)["bleu"] == whole(found)["bt-bleu"], "a person's, so both names score it"
    assert found.back_translation_records == ()


def test_one_that_a_model_made_before_is_used_without_a_server(evaluation: Evaluation) -> None:
    kept = evaluation.back_translations["bn"]
    url = f"http://127.0.0.1:{silent_port()}/v1"
    found = judged(url, back_translations={"bn": kept})
    assert whole(found) == whole(evaluation)


def test_a_version_in_the_language_of_its_source_is_not_translated() -> None:
    scots = document(*ENGLISH, language="en-GB")
    found = run(translator, VERSION, scots)
    assert [made.version for made in found.back_translation_records] == ["bn"]


def test_a_paragraph_that_could_not_be_translated_is_unscored() -> None:
    def without_the_first(asked: Asked) -> Reply:
        return said("{}") if asked.texts["text"] == BENGALI[0] else translator(asked)

    found = run(without_the_first, metrics=("chrf",))
    rows = [s for s in found.score_records if s.row and s.metric == "bt-chrf"]
    assert [row.state for row in rows] == ["unscored", "scored", "scored"]
    assert rows[0].reason.startswith("not translated back: the answer cannot be read: ")
    assert found.rows[0].targets["bn"].back_translation is None
    expected = sacrebleu.corpus_chrf([WORDS[text] for text in BENGALI[1:]], [ENGLISH[1:]]).score
    assert whole(found)["bt-chrf"] == pytest.approx(expected)
    assert found.manifest["back_translation"]["failed"] == 1


def test_rows_of_several_paragraphs_are_put_together_again() -> None:
    source = document(f"{ENGLISH[0]} {ENGLISH[1]}", ENGLISH[2])
    with Scripted(translator) as there:
        found = evaluate(
            [VERSION], [source], ["chrf"], ["none"], back_translate=True,
            resources=Resources(server=Server(there.url, MODEL)),
        )  # fmt: skip
    first, last = (row.targets["bn"].back_translation for row in found.rows)
    assert first == f"{WORDS[BENGALI[0]]}\n{WORDS[BENGALI[1]]}"
    assert last == WORDS[BENGALI[2]]


def test_line_by_line_an_empty_line_faces_an_empty_one() -> None:
    version = document(BENGALI[0], "", BENGALI[2], language="bn")
    found = run(translator, version, metrics=("chrf",), reading=Reading(aligned=True))
    rows = [s for s in found.score_records if s.row and s.metric == "bt-chrf"]
    assert [(row.state, row.reason) for row in rows] == [
        ("scored", ""), ("omitted", "missing in Bengali"), ("scored", ""),
    ]  # fmt: skip


def test_versions_of_one_language_are_compared_by_the_same_model(evaluation: Evaluation) -> None:
    short = Document((*document("নদী বেড়েছে।").paragraphs, *VERSION.paragraphs[1:]), "bn-x-new")
    found = run(translator, VERSION, short, metrics=("chrf",))
    (record,) = [r for r in found.comparison_records if r.metric == "bt-chrf"]
    new = [WORDS["নদী বেড়েছে।"], *(WORDS[text] for text in BENGALI[1:])]
    scores = [whole(found, version)["bt-chrf"] for version in ("bn", "bn-x-new")]
    assert scores[1] == pytest.approx(sacrebleu.corpus_chrf(new, [ENGLISH]).score)
    assert "people" not in record.words, "what people made of such differences is not known"
    mixed = run(
        translator,
        VERSION,
        short,
        metrics=("chrf",),
        back_translations={"bn": _by_another(evaluation)},
    )
    (record,) = [r for r in mixed.comparison_records if r.metric == "bt-chrf"]
    assert "not scored in the same way" in record.words


def _by_another(evaluation: Evaluation) -> BackTranslation:
    from dataclasses import replace

    return replace(evaluation.back_translations["bn"], model="another")


def test_the_judge_has_its_own_counts() -> None:
    found = run(translator, metrics=("judge", "chrf"))
    assert found.manifest["judge"]["calls"] == 3
    assert found.manifest["judge"]["prompt_tokens"] == 300
    assert found.manifest["back_translation"]["calls"] == 3


def test_both_share_a_budget() -> None:
    found = run(translator, metrics=("judge", "chrf"), server={"max_calls": 4, "concurrency": 1})
    assert found.manifest["back_translation"]["left_open"] == 0
    assert found.manifest["judge"]["left_open"] == 2


def test_a_second_run_makes_no_call_and_is_the_same() -> None:
    memory = Remembering()
    with Scripted(translator) as there:
        first = judged(there.url, memory=memory)
        calls = len(there.asked)
        again = judged(there.url, memory=memory)
        assert (len(there.asked), there.listed) == (calls, 1)
    assert again.score_records == first.score_records
    assert again.back_translation_records == first.back_translation_records
    assert again.edition == first.edition


def test_where_nobody_listens_it_ends_before_anything_is_scored() -> None:
    steps: list[str] = []
    with pytest.raises(InputError, match="no model server answers"):
        judged(f"http://127.0.0.1:{silent_port()}/v1", progress=steps.append)
    assert not any(step.startswith("scoring") for step in steps)
