"""name-missing: what must be found, and what must stay quiet."""

from __future__ import annotations

from typing import ClassVar

import pytest

from evalkit.alignment.rows import Version
from evalkit.checks.names.name_missing import NameMissing
from tests.builders import SHARED, needs_shared_article, version
from tests.checks.case import CheckCase, Faulty, Sound, run

BN = (
    ("The company hired Karin Lindqvist.", "সংস্থাটি ক্যারিন লিন্ডকভিস্টকে নিয়োগ দিয়েছে।"),
    ("A week later Lindqvist opened the office.", "এক সপ্তাহ পরে লিন্ডকভিস্ট অফিসটি খোলেন।"),
)
FILLER = (("It rained all day.", "সারাদিন বৃষ্টি হয়েছে।"),) * 4


class TestNameMissing(CheckCase):
    check = "name-missing"
    sound: ClassVar = [
        Sound([("We like Red Hat.", "আমরা রেড হ্যাটকে পছন্দ করি।")], "bn", "transliterated"),
        Sound([("We like Red Hat.", "ਸਾਨੂੰ ਰੈੱਡ ਹੈਟ ਪਸੰਦ ਹੈ।")], "pa", "transliterated"),
        Sound([("We like Red Hat.", "আমরা Red Hat-কে পছন্দ করি।")], "bn", "as it stands"),
        Sound([("The best AI of IBM.", "আইবিএমের সেরা এআই।")], "bn", "spelled"),
        Sound([("The best AI of IBM.", "ਆਈ.ਬੀ.ਐਮ. ਦੀ ਸਭ ਤੋਂ ਵਧੀਆ ਏਆਈ।")], "pa", "spelled"),
        Sound([("It grew in India and Egypt.", "এটি ভারত ও মিশরে বেড়েছে।")], "bn", "own words"),
        Sound([("It grew in Greece.", "ਇਹ ਯੂਨਾਨ ਵਿੱਚ ਵਧਿਆ।")], "pa", "own words"),
        Sound([("It uses DeepSeek now.", "এটি এখন ডিপ সিক ব্যবহার করে।")], "bn", "apart"),
        Sound([("We visited New York.", "ਅਸੀਂ ਨਿਊਯਾਰਕ ਗਏ।")], "pa", "together"),
        Sound([("We saw Karin Lindqvist.", "আমরা লিন্ডকভিস্টকে দেখেছি।")], "bn", "surname"),
        Sound([("He spoke in Parliament on Monday.", "তিনি সোমবার সংসদে বলেন।")], "bn", "no name"),
        Sound([("The Open Source Initiative said so.", "মুক্ত উৎস উদ্যোগ তা বলেছে।")], "bn", "office"),
        Sound([("They run vLLM there.", "वे वहाँ vLLM चलाते हैं।")], "hi", "as it stands"),
        Sound([("He went to northern Mexico.", "Er fuhr nach Nordmexiko.")], "de", "a compound"),
        Sound([("It grew in America.", "ਇਹ ਅਮਰਿਕਾ ਵਿੱਚ ਵਧਿਆ।")], "pa", "own word, short vowel"),
        Sound([("They met Anna.", "彼らはアンナに会った。")], "ja", "a script that does not suit"),
        Sound([("Der Hund sah Anna.", "কুকুরটি দেখেছে।")], "xx", "no profile, no judgement"),
        Sound([("", "রেড হ্যাট"), ("Only Karin Lindqvist.", "")], "bn", "an empty side"),
    ]
    faulty: ClassVar = [
        Faulty(
            [
                ("Karin Lindqvist went home.", "ক্যারিন লিন্ডকভিস্ট বাড়ি গেলেন।"),
                ("They gave Lindqvist some water.", "তাকে পানি দেওয়া হয়।"),
                ("Then Lindqvist sat down.", "তারপর লিন্ডকভিস্ট বসেন।"),
                *FILLER,
                ("All saw Lindqvist there.", "সবাই লিন্ডকভিস্টকে দেখেছিল।"),
            ],
            [(2, None, "Lindqvist")],
            "bn",
            "minor",
            "a pronoun may stand for part of a name just given in full",
        ),
        Faulty(
            [("The news about Quantum Bakery spread fast.", "খবরটি দ্রুত ছড়িয়ে পড়ে।")],
            [(1, None, "Quantum Bakery")],
            "bn",
            "minor",
            "several unusual words, nowhere written: lost, or translated",
        ),
        Faulty(
            [("They moved it to PodWeaver last year.", "ਉਨ੍ਹਾਂ ਨੇ ਪਿਛਲੇ ਸਾਲ ਇਸਨੂੰ ਬਦਲਿਆ।")],
            [(1, None, "PodWeaver")],
            "pa",
            "major",
            "a coined name",
        ),
        Faulty(
            [*BN, BN[1], ("A speech by Lindqvist followed.", "এরপর একটি বক্তৃতা হয়।")],
            [(4, None, "Lindqvist")],
            "bn",
            "minor",
            "written before, but a pronoun may do",
        ),
        Faulty(
            [*BN, ("A speech by Lindqvist followed.", "এরপর একটি বক্তৃতা হয়।")],
            [(3, None, "Lindqvist")],
            "bn",
            "neutral",
            "written only once, and a pronoun may do",
        ),
        Faulty(
            [*BN, BN[1], *FILLER, ("A speech by Lindqvist followed.", "এরপর একটি বক্তৃতা হয়।")],
            [(8, None, "Lindqvist")],
            "bn",
            "minor",
            "too far for a pronoun, but the reader meets the name elsewhere",
        ),
        Faulty(
            [("The idea came from Nagano.", "विचार कहीं और से आया।")],
            [(1, None, "Nagano")],
            "hi",
            "minor",
            "a single word",
        ),
    ]

    def test_the_message_names_the_name_and_where_it_is_written(self) -> None:
        rows = [*BN, ("A speech by Lindqvist followed.", "এরপর একটি বক্তৃতা হয়।")]
        (finding,) = run(NameMissing(), version(rows))
        assert finding.message == (
            "The name “Lindqvist” of the source is not in the version, "
            "as it stands or transliterated; row 2 writes it “লিন্ডকভিস্ট”"
        )

    def test_many_names_nowhere_written_make_the_comparison_doubtful(self) -> None:
        lost = [
            (f"The news about {name} spread fast.", "খবরটি দ্রুত ছড়িয়ে পড়ে।")
            for name in ("PodWeaver", "SilverLoom", "HarborQuill", "LunaBrick")
        ]
        alone = run(NameMissing(), version([*BN, lost[0]]))
        many = run(NameMissing(), version([*BN, *lost]))
        assert [f.severity for f in alone] == ["major"]
        assert {f.severity for f in many} == {"minor"}

    def test_a_name_translated_throughout_is_left_alone(self) -> None:
        rows = [
            ("He crossed the Thunder Gate.", "সে বজ্রদ্বার পার হলো।"),
            ("She saw the Thunder Gate.", "সে বজ্রদ্বার দেখেছে।"),
        ]
        assert not run(NameMissing(), version(rows))


def article_version(language: str) -> Version:
    english, other = (
        (SHARED / "article" / f"{code}.txt").read_text(encoding="utf-8").split("\n")
        for code in ("en", language)
    )
    english, other = ([line for line in lines if line.strip()] for lines in (english, other))
    return version(list(zip(english, other, strict=True)), language)


@needs_shared_article
@pytest.mark.shared
@pytest.mark.parametrize(
    ("language", "expected"),
    [("bn", [(17, "Neural Magic")]), ("pa", [(8, "Red Hat"), (17, "Neural Magic")])],
)
def test_the_article_has_lost_these_names(language: str, expected: list[tuple[int, str]]) -> None:
    subject = article_version(language)
    found = [
        (f.row, f.source.of(subject.pairs[f.row - 1].source))
        for f in run(NameMissing(), subject)
        if f.source and f.severity != "neutral"
    ]
    assert found == expected
