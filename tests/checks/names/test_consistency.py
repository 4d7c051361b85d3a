"""inconsistent-name and inconsistent-spelling: one thing, two ways of writing it."""

from __future__ import annotations

from typing import ClassVar

import pytest

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding
from evalkit.checks.names.consistency import InconsistentName, InconsistentSpelling
from evalkit.document import Document, Paragraph
from tests.builders import needs_shared_article, version
from tests.checks.case import CheckCase, Faulty, Sound, quotes, run
from tests.checks.names.test_name_missing import article_version

NATIVE = ("We use InstructLab daily.", "আমরা প্রতিদিন ইন্সট্রাক্টল্যাব ব্যবহার করি।")
INFLECTED = ("The team of InstructLab grew.", "ইন্সট্রাক্টল্যাবের দল বড় হয়েছে।")
LATIN = ("They tested InstructLab too.", "তারা InstructLab-ও পরীক্ষা করেছে।")
PA_LATIN = ("We trust Red Hat here.", "ਅਸੀਂ ਇੱਥੇ Red Hat 'ਤੇ ਭਰੋਸਾ ਕਰਦੇ ਹਾਂ।")
PA_NATIVE = ("The plan of Red Hat is good.", "ਰੈੱਡ ਹੈਟ ਦੀ ਯੋਜਨਾ ਚੰਗੀ ਹੈ।")


class TestInconsistentName(CheckCase):
    check = "inconsistent-name"
    sound: ClassVar = [
        Sound([NATIVE, INFLECTED, NATIVE], "bn", "an ending is no other spelling"),
        Sound([LATIN, LATIN, LATIN], "bn", "Latin throughout"),
        Sound(
            [NATIVE, ("We use InstructLab.", "আমরা ইন্সট্রাক্টল্যাব (InstructLab) ব্যবহার করি।"), NATIVE],
            "bn",
            "a gloss",
        ),
        Sound(
            [("The AI won.", "এআই জিতেছে।"), ("An AI lost.", "এআই-এর হার হয়েছে।")], "bn", "spelled"
        ),
        Sound(
            [("In India we met.", "ভারতে দেখা হলো।"), ("India won.", "ইন্ডিয়া জিতেছে।")], "bn", "own"
        ),
        Sound([("Nothing here.", "এখানে কিছু নেই।")], "bn", "no name"),
    ]
    faulty: ClassVar = [
        Faulty(
            [NATIVE, INFLECTED, LATIN, NATIVE],
            [(3, "InstructLab", "InstructLab")],
            "bn",
            "minor",
            "Latin among native",
        ),
        Faulty(
            [LATIN, LATIN, NATIVE],
            [(3, "ইন্সট্রাক্টল্যাব", "InstructLab")],
            "bn",
            "minor",
            "native among Latin",
        ),
        Faulty(
            [PA_NATIVE, PA_LATIN, PA_NATIVE, PA_NATIVE, PA_LATIN, PA_NATIVE],
            [(2, "Red Hat", "Red Hat")],
            "pa",
            "minor",
            "two words",
        ),
        Faulty(
            [("The AI won.", "एआई जीता।"), ("An AI lost.", "AI हारा।"), ("Our AI.", "हमारा एआई।")],
            [(2, "AI", "AI")],
            "hi",
            "minor",
            "an acronym",
        ),
        Faulty(
            [PA_NATIVE, PA_LATIN],
            [(2, "Red Hat", "Red Hat")],
            "pa",
            "neutral",
            "too rare to disturb",
        ),
    ]

    def test_the_message_lists_forms_counts_and_rows(self) -> None:
        (finding,) = run(InconsistentName(), version([NATIVE, INFLECTED, LATIN, NATIVE]))
        assert finding.message == (
            "The name “InstructLab” is written in 2 ways: “ইন্সট্রাক্টল্যাব” "
            "(3 times: rows 1, 2, 4) and “InstructLab” (once: row 3)"
        )

    def test_two_native_spellings_are_found(self) -> None:
        rows = [
            ("It was Erlander.", f"তিনি ছিলেন {form}।") for form in ["এরল্যান্ডার"] * 3 + ["আরলান্ডার"] * 3
        ]
        (finding,) = run(InconsistentName(), version(rows))
        assert finding.severity == "minor"
        assert "এরল্যান্ডার" in finding.message
        assert "আরলান্ডার" in finding.message

    def test_a_form_that_only_headings_use_does_not_count(self) -> None:
        rows = [NATIVE, LATIN, NATIVE, NATIVE]
        kinds = ("paragraph", "heading", "paragraph", "paragraph")
        pairs = tuple(
            Pair(n, "bn", "bn", "en", (Paragraph(s),), (Paragraph(t),))
            if kind == "paragraph"
            else Pair(n, "bn", "bn", "en", (Paragraph(s, "heading"),), (Paragraph(t, "heading"),))
            for n, ((s, t), kind) in enumerate(zip(rows, kinds, strict=True), 1)
        )
        document = Document(tuple(Paragraph(t) for _, t in rows), "bn")
        assert not run(InconsistentName(), Version("bn", document, pairs))


def spelled(*texts: str) -> list[tuple[str, str]]:
    return [("A line.", text) for text in texts]


class TestInconsistentSpelling(CheckCase):
    check = "inconsistent-spelling"
    sound: ClassVar = [
        Sound(spelled("সফটওয়্যার ভালো।", "সফটওয়্যারের দাম।", "সফটওয়্যারগুলি নতুন।"), "bn", "endings"),
        Sound(spelled("কি হবে? কী হবে? কি কি?"), "bn", "distinct words"),
        Sound(spelled("ਵਾਲੀਆਂ ਗੱਲਾਂ", "ਵਾਲਿਆਂ ਨੇ", "ਵਾਲੀਆਂ ਚੀਜ਼ਾਂ"), "pa", "inflection"),
        Sound(
            spelled("ভবিষ্যৎ ভালো।", "ভবিষ্যতের কথা।", "ভবিষ্যৎ আসছে।"), "bn", "a rule, not a variant"
        ),
        Sound(spelled("Software software SOFTWARE"), "bn", "Latin words"),
        Sound(spelled("Die Grösse, die Größe, die Grösse."), "de", "no variants are known"),
    ]
    faulty: ClassVar = [
        Faulty(
            spelled(
                "সফটওয়্যার ভালো।",
                "সফ্টওয়্যারের দাম।",
                "সফ্টওয়্যার নতুন।",
                "সফটওয়্যার।",
                "সফটওয়্যার কী?",
                "সফ্টওয়্যার এই।",
                "সফ্টওয়্যার।",
            ),
            [(1, "সফটওয়্যার", None)],
            "bn",
            "minor",
            "a conjunct",
        ),
        Faulty(
            spelled("ਲਾਇਸੈਂਸ ਨਵਾਂ", "ਲਾਇਸੰਸ ਪੁਰਾਣਾ", "ਲਾਇਸੈਂਸਾਂ ਦੀ", "ਲਾਇਸੰਸ, ਲਾਇਸੰਸ", "ਲਾਇਸੈਂਸ"),
            [(2, "ਲਾਇਸੰਸ", None)],
            "pa",
            "minor",
            "a nasal sign",
        ),
        Faulty(
            spelled("स्वतंत्रता मिली।", "स्वतन्त्रता का दिन।", "स्वतंत्रता की बात।"),
            [(2, "स्वतन्त्रता", None)],
            "hi",
            "neutral",
            "too rare to disturb",
        ),
        Faulty(
            spelled(
                "খেলোয়\u09bcাড় এলো।".replace("য়\u09bc", "\u09df"),
                "খেলো\u09af\u09bcাড় গেল।",
                "খেলো\u09dfাড় জিতল।",
            ),
            [(2, "খেলো\u09af\u09bcাড়", None)],
            "bn",
            "neutral",
            "composed and decomposed",
        ),
        Faulty(
            spelled("ওপেন সোর্স ভালো।", "ওপেন-সোর্স প্রকল্প।", "ওপেন সোর্সের কথা।"),
            [(2, "ওপেন-সোর্স", None)],
            "bn",
            "neutral",
            "a hyphen",
        ),
    ]


def described(findings: list[Finding], subject: Version) -> list[tuple[int, str | None]]:
    return [(row, quote) for row, quote, _ in quotes(findings, subject)]


@needs_shared_article
@pytest.mark.shared
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("bn", [(2, "AI"), (10, "Red Hat"), (12, "ইন্সট্রাক্টল্যাব")]),
        ("pa", [(1, "Red Hat"), (5, "ਏਆਈ")]),
    ],
)
def test_the_article_writes_these_names_in_two_ways(
    language: str, expected: list[tuple[int, str]]
) -> None:
    subject = article_version(language)
    assert sorted(described(run(InconsistentName(), subject), subject)) == expected


@needs_shared_article
@pytest.mark.shared
@pytest.mark.parametrize(("language", "stem"), [("bn", "সফটওয়্যার"), ("pa", "ਲਾਇਸੰਸ")])
def test_the_article_spells_this_word_in_two_ways(language: str, stem: str) -> None:
    subject = article_version(language)
    found = [f for f in run(InconsistentSpelling(), subject) if f.severity == "minor"]
    ((_, quote),) = described(found, subject)
    assert quote
    assert quote.startswith(stem)
