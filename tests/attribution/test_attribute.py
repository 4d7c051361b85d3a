"""What every version lost points to the source; what the others kept, to the one that lost it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from evalkit.alignment.rows import Article, Version
from evalkit.attribution.attribute import attribute
from evalkit.checks.base import Finding, Severity, Span
from evalkit.encoders.word_alignment import Link, WordAlignment, places
from tests.builders import article

SOURCE = "It rained all of the night. The old bridge was closed to traffic. Nobody was hurt there."
SENTENCES = (Span(0, 27), Span(28, 65), Span(66, 88))
TARGET = "এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ"
TWO = {"bn": "Bengali", "pa": "Punjabi"}
THREE = {**TWO, "hi": "Hindi"}


def found(
    version: str,
    check: str = "truncated-sentence",
    *,
    source: Span | None = SENTENCES[1],
    target: Span | None = None,
    severity: Severity = "major",
    row: int = 1,
) -> Finding:
    return Finding(check, "Accuracy/Omission", severity, row, version, "m.", target, source)


def told(lost: Sequence[Span] = (), links: Sequence[tuple[int, int]] = ()) -> WordAlignment:
    """The words of the row, those at the places named without a counterpart."""
    source, target = places(SOURCE), places(TARGET)
    support = tuple(0.05 if any(p.start <= s < p.end for p in lost) else 0.98 for s, _ in source)
    strong = tuple(Link(s, t, 0.9) for s, t in links)
    return WordAlignment(source, target, support, (0.9,) * len(target), strong)


def asked(words: Mapping[str, WordAlignment | None], *, source: str = SOURCE) -> Article:
    """An article of one row whose versions know so much of their words."""
    whole = article([source], **{version: [TARGET] for version in words})
    versions = []
    for version in whole.versions:
        pair = replace(version.pairs[0], words=words[version.id])
        versions.append(Version(version.id, version.document, (pair,)))
    return replace(whole, versions=tuple(versions))


GONE, KEPT = told([SENTENCES[1]]), told()


@pytest.mark.parametrize(
    ("words", "marked", "names", "verdict", "also", "reason"),
    [
        ({"bn": GONE, "pa": KEPT}, ["bn"], TWO, "version", (), "Punjabi keeps the second sentence"),
        (
            {"bn": GONE, "pa": GONE}, ["bn", "pa"], TWO, "source-or-pipeline", ("pa",),
            "the second sentence is incomplete in both",
        ),
        (
            {"bn": GONE, "pa": GONE}, ["bn"], TWO, "source-or-pipeline", ("pa",),
            "the second sentence is incomplete in both, though no check marks it in Punjabi",
        ),
        (
            {"bn": GONE, "pa": KEPT, "hi": KEPT}, ["bn"], THREE, "version", (),
            "Punjabi and Hindi keep the second sentence",
        ),
        (
            {"bn": GONE, "pa": GONE, "hi": KEPT}, ["bn", "pa"], THREE, "unclear", ("pa",),
            "Hindi keeps the second sentence; the second sentence is incomplete in Punjabi too",
        ),
        (
            {"bn": GONE, "pa": GONE, "hi": GONE}, ["bn", "pa", "hi"], THREE, "source-or-pipeline",
            ("pa", "hi"), "the second sentence is incomplete in all 3 versions",
        ),
        ({"bn": GONE}, ["bn"], {"bn": "Bengali"}, "unclear", (), "no other version to ask"),
    ],
)  # fmt: skip
def test_the_other_versions_are_asked_about_the_same_words(
    words: dict[str, WordAlignment | None],
    marked: list[str],
    names: dict[str, str],
    verdict: str,
    also: tuple[str, ...],
    reason: str,
) -> None:
    judged = attribute([found(version) for version in marked], asked(words), names)[0]
    assert (judged.attribution, judged.also_in) == (verdict, also)
    assert judged.attribution_reason == reason


def test_two_versions_that_lost_different_sentences_have_each_their_own_fault() -> None:
    whole = asked({"bn": told([SENTENCES[0]]), "pa": told([SENTENCES[1]])})
    judged = attribute([found("bn", source=SENTENCES[0]), found("pa")], whole, TWO)
    assert [f.attribution for f in judged] == ["version", "version"]
    assert [f.attribution_reason for f in judged] == [
        "Punjabi keeps the first sentence",
        "Bengali keeps the second sentence",
    ]


def test_a_lost_name_is_not_a_lost_sentence() -> None:
    name = found("pa", "name-missing", source=Span(36, 42), severity="minor")
    judged = attribute([found("bn"), name], asked({"bn": GONE, "pa": KEPT}), TWO)[0]
    assert (judged.attribution, judged.also_in) == ("unclear", ())
    assert judged.attribution_reason == (
        "Punjabi keeps only part of the second sentence: “bridge” is lost there"
    )


def test_a_neutral_remark_does_not_part_a_kept_sentence() -> None:
    name = found("pa", "name-missing", source=Span(36, 42), severity="neutral")
    judged = attribute([found("bn"), name], asked({"bn": GONE, "pa": KEPT}), TWO)[0]
    assert judged.attribution == "version"


def test_words_that_are_told_leave_a_guess_about_them_open() -> None:
    both = attribute([found("bn"), found("pa")], asked({"bn": GONE, "pa": KEPT}), TWO)
    assert (both[0].attribution, both[0].also_in) == ("unclear", ())
    assert both[0].attribution_reason == (
        "Punjabi tells words of the second sentence that are lost here, and yet a check marks them"
    )


def test_two_sentences_marked_in_both_may_be_one_of_each() -> None:
    whole = asked({"bn": told([SENTENCES[0]]), "pa": told([SENTENCES[1]])})
    wide = Span(SENTENCES[0].start, SENTENCES[1].end)
    judged = attribute([found(v, source=wide) for v in TWO], whole, TWO)
    assert {f.attribution for f in judged} == {"unclear"}


def test_a_lost_link_is_seen_in_the_text_and_needs_no_words_to_prove_it() -> None:
    marked = [found(version, "link-text-lost") for version in TWO]
    judged = attribute(marked, asked({"bn": GONE, "pa": KEPT}), TWO)
    assert {f.attribution for f in judged} == {"source-or-pipeline"}


def test_a_name_that_one_kept_tells_two_guesses_apart() -> None:
    whole = article([NAMED], bn=["সবাই হাততালি দিল।"], pa=["ਮੀਨਾ ਰਾਏ ਦਾ ਧੰਨਵਾਦ ਕੀਤਾ।"])
    first = Span(0, 36)
    judged = attribute([found(v, source=first) for v in TWO], whole, TWO)
    assert judged[0].attribution == "unclear"


def test_lengths_alone_do_not_prove_one_loss_a_name_that_both_lost_does() -> None:
    sources = [NAMED.replace("Mina Roy", "the helpers").replace(" in 1998", ""), NAMED]
    for source, verdict in zip(sources, ("unclear", "source-or-pipeline"), strict=True):
        whole = article([source], bn=["সবাই হাততালি দিল।"], pa=["ਸਭ ਨੇ ਤਾੜੀਆਂ ਵਜਾਈਆਂ।"])
        guesses = [found(v, source=Span(0, source.index(".") + 1)) for v in TWO]
        assert {f.attribution for f in attribute(guesses, whole, TWO)} == {verdict}


def test_half_told_words_leave_the_verdict_open() -> None:
    half = told([Span(28, 43)])
    judged = attribute([found("bn")], asked({"bn": GONE, "pa": half}), TWO)[0]
    assert judged.attribution == "unclear"
    assert judged.attribution_reason == (
        "Punjabi tells only some words of the second sentence for sure"
    )


def test_a_place_inside_a_sentence_is_quoted() -> None:
    words = {"bn": told([Span(47, 64)]), "pa": KEPT}
    judged = attribute([found("bn", "omission", source=Span(43, 64))], asked(words), TWO)[0]
    assert judged.attribution_reason == "Punjabi keeps “was closed to traffic”"


def test_without_a_paragraph_everything_in_it_is_lost() -> None:
    whole = article([SOURCE], bn=[TARGET], pa=[""])
    judged = attribute([found("bn")], whole, TWO)[0]
    assert (judged.attribution, judged.also_in) == ("source-or-pipeline", ("pa",))


def test_a_row_that_is_no_translation_testifies_to_nothing() -> None:
    english = replace(
        found("pa", "untranslated", source=Span(0, 88), target=Span(0, len(TARGET))),
        category="Accuracy/Untranslated",
    )
    judged = attribute([found("bn"), english], asked({"bn": GONE, "pa": KEPT}), TWO)[0]
    assert judged.attribution == "unclear"
    assert judged.attribution_reason == "Punjabi is no translation in this row"


NAMED = "The museum thanked Mina Roy in 1998. Everybody clapped."


def name_of(version: str) -> Finding:
    return found(version, "name-missing", source=Span(19, 27))


def test_a_name_is_kept_where_it_is_written() -> None:
    whole = article([NAMED], bn=["সবাই হাততালি দিল।"], pa=["ਮੀਨਾ ਰਾਏ ਦਾ ਧੰਨਵਾਦ ਕੀਤਾ।"])
    judged = attribute([name_of("bn")], whole, TWO)[0]
    assert (judged.attribution, judged.attribution_reason) == (
        "version",
        "Punjabi keeps “Mina Roy”",
    )


def test_a_name_is_lost_where_nothing_writes_it_even_if_no_check_says_so() -> None:
    whole = article([NAMED], bn=["সবাই হাততালি দিল।"], pa=["ਸਭ ਨੇ ਤਾੜੀਆਂ ਵਜਾਈਆਂ।"])
    judged = attribute([name_of("bn")], whole, TWO)[0]
    assert (judged.attribution, judged.also_in) == ("source-or-pipeline", ("pa",))
    assert judged.attribution_reason == (
        "“Mina Roy” is lost in both, though no check marks it in Punjabi"
    )


def test_a_figure_that_another_version_kept_testifies_against_this_one() -> None:
    year = found("bn", "number-mismatch", source=Span(31, 35))
    whole = article([NAMED], bn=["সবাই হাততালি দিল।"], pa=["1998 ਵਿੱਚ ਮੀਨਾ ਰਾਏ ਦਾ ਧੰਨਵਾਦ।"])
    assert attribute([year], whole, TWO)[0].attribution_reason == "Punjabi keeps “1998”"


MENDED = ("The roof was mended in 1998 at last.", "ਅਖੀਰ 1998 ਵਿੱਚ ਛੱਤ ਦੀ ਮੁਰੰਮਤ ਕੀਤੀ ਗਈ ਸੀ।")
THANKED = ("Ursula Beck thanked all helpers.", "ਉਰਸੁਲਾ ਬੇਕ ਨੇ ਸਾਰੇ ਸਹਾਇਕਾਂ ਦਾ ਧੰਨਵਾਦ ਕੀਤਾ।")


@pytest.mark.parametrize(
    ("theirs", "verdict", "reason"),
    [
        (f"{MENDED[1]} {THANKED[1]}", "version", "Punjabi keeps the second sentence"),
        (
            MENDED[1],
            "source-or-pipeline",
            "the second sentence is incomplete in both, though no check marks it in Punjabi",
        ),
        (f"{MENDED[1]} ਫਿਰ ਸਭ ਦਾ ਧੰਨਵਾਦ।", "unclear", "Punjabi cannot be asked about the second sentence: "
         "no encoder aligned its words"),
    ],
)  # fmt: skip
def test_without_an_encoder_the_sentences_that_face_a_place_are_asked(
    theirs: str, verdict: str, reason: str
) -> None:
    rows = [f"{MENDED[0]} {THANKED[0]}", *(MENDED[0], THANKED[0]) * 4]
    punjabi = [theirs, *(MENDED[1], THANKED[1]) * 4]
    whole = article(rows, bn=[TARGET] * len(rows), pa=punjabi)
    lost = found("bn", source=Span(len(MENDED[0]) + 1, len(rows[0])))
    judged = attribute([lost], whole, TWO)[0]
    assert (judged.attribution, judged.attribution_reason) == (verdict, reason)


# Word 5 of the version stands for source word 5 ("night"), 9 for 12 ("traffic").
LINKS = told(links=[(5, 4), (12, 8)])


@pytest.mark.parametrize(
    ("theirs", "verdict"),
    [(4, "source-or-pipeline"), (8, "unclear")],
)
def test_faults_of_the_versions_words_are_compared_where_their_source_words_are(
    theirs: int, verdict: str
) -> None:
    words = places(TARGET)
    doubled = [
        found("bn", "repeated-word", source=None, target=Span(*words[4])),
        found("pa", "repeated-word", source=None, target=Span(*words[theirs])),
    ]
    judged = attribute(doubled, asked({"bn": LINKS, "pa": LINKS}), TWO)[0]
    assert judged.attribution == verdict


def test_a_like_fault_counts_as_the_same_where_no_words_tell_its_place() -> None:
    doubled = [found(v, "repeated-word", source=None, target=Span(0, 2)) for v in TWO]
    judged = attribute(doubled, asked({"bn": None, "pa": None}), TWO)[0]
    assert (judged.attribution, judged.also_in) == ("source-or-pipeline", ("pa",))
    assert judged.attribution_reason == "Punjabi has the same fault at the same place"


def test_a_quiet_version_leaves_the_fault_to_the_other() -> None:
    alone = attribute(
        [found("bn", "repeated-word", source=None)], asked({"bn": None, "pa": None}), TWO
    )[0]
    assert (alone.attribution, alone.attribution_reason) == (
        "version",
        "Punjabi is quiet at this place",
    )


def test_marks_of_a_model_without_word_links_are_not_taken_for_the_same_place() -> None:
    marks = [found(v, "error-span", source=None, target=Span(0, 4)) for v in TWO]
    whole = asked({"bn": None, "pa": None})
    for judged in attribute(marks, whole, TWO):
        assert (judged.attribution, judged.also_in) == ("unclear", ())
    assert attribute(marks, whole, TWO)[0].attribution_reason == (
        "Punjabi has a like fault in this row, it may be at another place"
    )


def test_a_versions_own_habits_are_its_own() -> None:
    habits = [found(v, "inconsistent-name", source=Span(0, 2)) for v in TWO]
    judged = attribute(habits, asked({"bn": None, "pa": None}), TWO)
    assert {f.attribution for f in judged} == {"version"}


def unfinished(version: str) -> Finding:
    """A sentence that lost its end: nothing tells which words of the source are lost."""
    return replace(found(version, "link-text-lost", source=None), within=SENTENCES[1])


def test_that_a_sentence_is_unfinished_is_no_word_on_any_of_its_words() -> None:
    lost = found("bn", "omission", source=Span(43, 64))
    whole = asked({"bn": told([Span(43, 64)]), "pa": KEPT})
    judged = attribute([lost, unfinished("pa")], whole, TWO)[0]
    assert (judged.attribution, judged.also_in) == ("version", ())
    assert judged.attribution_reason == "Punjabi keeps “was closed to traffic”"


def test_without_an_encoder_an_unfinished_sentence_leaves_open_which_words_it_lost() -> None:
    lost = found("bn", "omission", source=Span(43, 64))
    judged = attribute([lost, unfinished("pa")], asked({"bn": None, "pa": None}), TWO)[0]
    assert (judged.attribution, judged.also_in) == ("unclear", ())
    assert judged.attribution_reason == (
        "Punjabi may have lost “was closed to traffic” too: nothing tells which words of its "
        "sentence are gone"
    )


def test_a_sentence_unfinished_in_both_is_said_to_be_incomplete() -> None:
    judged = attribute([unfinished(v) for v in TWO], asked({"bn": KEPT, "pa": KEPT}), TWO)
    assert {f.attribution for f in judged} == {"source-or-pipeline"}
    assert judged[0].attribution_reason == "the second sentence is incomplete in both"


def test_a_part_that_another_version_lost_of_an_unfinished_sentence_is_named() -> None:
    lost = found("pa", "omission", source=Span(54, 64))
    whole = asked({"bn": KEPT, "pa": told([Span(54, 64)])})
    judged = attribute([unfinished("bn"), lost], whole, TWO)[0]
    assert (judged.attribution, judged.also_in) == ("unclear", ())
    assert judged.attribution_reason == (
        "Punjabi keeps only part of the second sentence: “to traffic” is lost there"
    )


def test_a_name_of_the_lost_words_that_another_version_writes_speaks_for_it() -> None:
    source = "The sensors went to the museum project, led by Mina Roy, and to the market hall."
    whole = article([source], bn=["সেন্সরগুলি জাদুঘর ও বাজারে গেল।"], pa=["ਸੈਂਸਰ ਮੀਨਾ ਰਾਏ ਦੇ ਅਜਾਇਬ ਘਰ ਗਏ।"])
    place = Span(source.index("project"), source.index(", and"))
    words = [
        told_of(source, pair.target, share)
        for pair, share in zip((v.pairs[0] for v in whole.versions), (0.02, 0.7), strict=True)
    ]
    versions = tuple(
        Version(v.id, v.document, (replace(v.pairs[0], words=w),))
        for v, w in zip(whole.versions, words, strict=True)
    )
    lost = found("bn", "omission", source=place)
    judged = attribute([lost], replace(whole, versions=versions), TWO)[0]
    assert (judged.attribution, judged.also_in) == ("version", ())
    assert judged.attribution_reason == "Punjabi keeps “Mina Roy”"


def told_of(source: str, target: str, support: float) -> WordAlignment:
    """The words of a row, each with the same support."""
    ours, theirs = places(source), places(target)
    return WordAlignment(ours, theirs, (support,) * len(ours), (0.9,) * len(theirs), ())
