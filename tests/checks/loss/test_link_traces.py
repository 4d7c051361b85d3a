from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment.rows import Version
from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import anchors
from evalkit.checks.evidence.length_model import length_model
from evalkit.checks.evidence.sentence_pairs import aligned_sentences, split
from evalkit.checks.loss.link_text import LinkTextLost
from evalkit.checks.loss.link_traces import Loss, loss, probabilities
from tests.builders import version
from tests.checks.aligned import align, with_words
from tests.checks.loss.test_length import ROWS


def evidence(source: str, target: str, mark: str) -> Loss | None:
    """The evidence at the first space before `mark` in the last row of a version."""
    subject: Version = version([*ROWS, (source, target)])
    pair, held, model = subject.pairs[-1], anchors(subject)[-1], length_model(subject)
    at = target.index(f" {mark}")
    facing = aligned_sentences(split(source, "en"), split(target, "bn"), model, held)
    return loss(pair, Span(at, at + 2), facing, model, held)


def odds(source: str, target: str, mark: str) -> float:
    found = evidence(source, target, mark)
    assert found is not None
    return found.odds()


SOURCE = "The engineers measured the river again in the morning."


def test_a_sentence_without_its_verb_has_likely_lost_it() -> None:
    whole = odds(SOURCE, "প্রকৌশলীরা সকালে আবার নদীটি মেপেছেন ।", "।")
    cut = odds(SOURCE, "প্রকৌশলীরা সকালে আবার নদীটি ।", "।")
    assert whole < 0 < cut


def test_a_name_that_stands_before_a_comma_on_both_sides_has_lost_nothing() -> None:
    source = "They use OpenRiver, a sensor for rivers, every day."
    found = evidence(source, "তারা প্রতিদিন OpenRiver , নদীর একটি সেন্সর, ব্যবহার করেন।", ",")
    assert found is not None
    assert found.named
    assert found.odds() < 0


def test_words_that_follow_a_name_only_in_the_source_speak_for_a_loss() -> None:
    source = "They use the OpenRiver server to read the values, and nobody pays for it."
    found = evidence(source, "তারা OpenRiver , এবং কেউ টাকা দেয় না।", ",")
    assert found is not None
    assert found.stranded
    assert any("server to read the values" in symptom for symptom in found.symptoms)


def test_nothing_is_said_of_a_comma_that_ends_the_text() -> None:
    assert evidence(SOURCE, "প্রকৌশলীরা সকালে আবার ,", ",") is None


def test_where_the_words_are_aligned_the_lost_ones_are_shown() -> None:
    target = "প্রকৌশলীরা সকালে আবার নদীটি ।"
    facing = [("The engineers", "প্রকৌশলীরা"), ("again in the morning", "সকালে আবার নদীটি")]
    words = align(SOURCE, target, facing, lost=["measured the river"])
    subject = with_words(version([*ROWS, (SOURCE, target)]), row6=words)
    (found,) = LinkTextLost().find(subject)
    assert found.source is not None
    assert found.source.of(SOURCE) == "measured the river"
    assert "nothing in the version stands for “measured the river”" in found.symptoms
    (unheard,) = LinkTextLost().find(version([*ROWS, (SOURCE, target)]))
    # Where nothing tells which words are lost, none are marked.
    assert unheard.source is None
    assert unheard.within == Span(0, len(SOURCE))
    assert unheard.message.startswith("This sentence is unfinished")


def test_what_the_version_keeps_is_not_among_the_lost_words() -> None:
    source = "The plan was made with a focus on the OpenRiver project and on the open sensors."
    target = "পরিকল্পনাটি OpenRiver এবং উন্মুক্ত সেন্সরের উপর ।"
    facing = [
        ("The plan", "পরিকল্পনাটি"),
        ("OpenRiver", "OpenRiver"),
        ("open sensors", "উন্মুক্ত সেন্সরের"),
    ]
    words = align(source, target, facing, lost=["focus on the", "project"])
    (found,) = LinkTextLost().find(with_words(version([*ROWS, (source, target)]), row6=words))
    assert found.source is not None
    assert found.source.of(source) == "focus on the"
    assert found.message.startswith("Words seem to be lost here, perhaps with a hyperlink: ")


def test_a_clause_faces_the_part_that_it_is_least_short_of() -> None:
    source = (
        "It serves many needs, from the mapping of rivers to the study of weather and the keeping "
        "of records, all under an open license."
    )
    target = "এটি অনেক কাজে লাগে, নদীর মানচিত্র থেকে আবহাওয়ার গবেষণা পর্যন্ত, নথি , সবই উন্মুক্ত লাইসেন্সে।"
    found = evidence(source, target, ",")
    assert found is not None
    assert found.source == found.within
    assert found.within.of(source) == "the keeping of records"


@given(st.lists(st.floats(-20, 20), max_size=12))
@settings(deadline=None, max_examples=50)
def test_probabilities_keep_the_order_of_the_evidence(found: list[float]) -> None:
    probable = probabilities(found, 0.4, 3.0)
    assert len(probable) == len(found)
    assert all(0 <= p <= 1 for p in probable)
    assert sorted(range(len(found)), key=lambda n: (found[n], n)) == sorted(
        range(len(found)), key=lambda n: (probable[n], found[n], n)
    )
