from evalkit.checks.evidence.anchors import anchors
from tests.builders import version


def test_names_and_figures_that_the_version_kept_are_found_in_its_own_script() -> None:
    subject = version([("In 2018 Reuters asked Nugroho.", "২০১৮ সালে রয়টার্স নুগ্রোহোকে প্রশ্ন করে।")])
    (held,) = anchors(subject)
    assert held.lost == ()
    assert held.kept >= 2


def test_what_is_lost_is_shown_in_the_source() -> None:
    subject = version([("The town of Palu has 340 schools.", "শহরে অনেক বিদ্যালয় আছে।")])
    (held,) = anchors(subject)
    assert [span.of(subject.pairs[0].source) for span in held.lost] == ["Palu", "340"]


def test_grouping_does_not_matter() -> None:
    (held,) = anchors(version([("It cost 2,000,000 here.", "এখানে খরচ ২০,০০,০০০।")]))
    assert (held.lost, held.kept) == ((), 1)


def test_numbers_are_matched_by_value_and_shown_on_both_sides() -> None:
    subject = version([("It cost 3.5 million in 2019.", "২০১৯ সালে এর দাম ছিল ৩৫ লাখ।")])
    (held,) = anchors(subject)
    (pair,) = subject.pairs
    assert held.lost == ()
    assert {(a.source[0].of(pair.source), a.target[0].of(pair.target)) for a in held.others} == {
        ("3.5 million", "৩৫ লাখ"),
        ("2019", "২০১৯"),
    }


def test_latin_words_kept_in_another_script_face_each_other() -> None:
    subject = version([("We use the server vLLM here.", "আমরা এখানে vLLM ব্যবহার করি।")])
    (held,) = anchors(subject)
    assert "vLLM" in {a.target[0].of(subject.pairs[0].target) for a in held.facing}
