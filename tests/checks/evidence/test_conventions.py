import pytest

from evalkit.checks.evidence.conventions import conventions, final_mark
from tests.builders import version

ROW = ("It is so.", "এটা, তাই।")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("এটা তাই।", "।"),
        ("এটা তাই।” ", "।"),
        ("(এটা তাই।)", "।"),
        ("ਇਹ ਸਹੀ ਹੈ |", "|"),
        ("یہ ٹھیک ہے۔", "۔"),
        ("তাই কি?", "?"),
        ("তাই:", ""),
        ("তাই", ""),
        ("", ""),
    ],
)
def test_final_mark(text: str, mark: str) -> None:
    assert final_mark(text) == mark


def test_the_usual_end_is_the_document_s_own() -> None:
    rows = [("One.", "ਇੱਕ ਹੈ।")] + [("Two.", "ਦੋ ਹਨ |")] * 3
    habits = conventions(version(rows, "pa"))
    assert habits.usual_end == "|"
    assert (habits.ended, habits.unended) == (4, 0)


def test_headings_of_the_source_are_no_missing_ends() -> None:
    assert conventions(version([("A heading", "একটি শিরোনাম"), ROW])).unended == 0


def test_missing_ends_are_a_smoothed_share() -> None:
    """(0 + 0.5) / (2 + 10) and (2 + 0.5) / (2 + 10), worked by hand."""
    assert conventions(version([ROW, ROW])).missing == pytest.approx(0.5 / 12)
    assert conventions(version([("It is so.", "তাই")] * 2)).missing == pytest.approx(2.5 / 12)


def test_ends_inside_paragraphs_are_counted() -> None:
    habits = conventions(version([("One. Two. Three.", "এক। দুই। তিন।")]))
    assert habits.inside == 2


def test_space_before_a_mark_is_counted_by_mark() -> None:
    rows = [ROW] * 4 + [("It is so.", "এটা , তাই।")]
    habits = conventions(version(rows))
    assert habits.spaced_share(",") == pytest.approx(1 / 5)
    assert habits.spaced_share("।") == 0
    assert habits.spaced_share(",", {",": 1}) == 0


def test_a_rare_mark_is_judged_with_all_others() -> None:
    rows = [("It is so.", "এটা , তাই ।")] * 3 + [("So!", "তাই!")]
    assert conventions(version(rows)).spaced_share("!") == pytest.approx(6 / 7)
