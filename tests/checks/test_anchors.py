from evalkit.checks.anchors import anchors
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
