"""The splitter's specification, language by language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.languages import codes
from evalkit.text.sentences import Sentence, split


def sentences(text: str, language: str) -> list[str]:
    return [sentence.of(text) for sentence in split(text, language)]


def cut(text: str) -> tuple[str, list[str]]:
    """A text with its boundaries marked by ¦, and the sentences it should give."""
    return text.replace("¦", ""), [part.strip() for part in text.split("¦")]


CASES = {
    "bn": [
        "আজ বৃষ্টি হচ্ছে।¦ আমরা ঘরে আছি।",
        "দাম ৩.৫ টাকা বাড়ল।¦ সবাই অবাক।",
        "ড. রহমান এলেন।¦ ডা. সেন গেলেন।",
        "এ. পি. জে. আবদুল কালাম বই লিখলেন।¦ বইটি ভালো।",
        "দেশ স্বাধীন হয় ১৯৭১।¦ এরপর নতুন যাত্রা।",
        "এটি একটি।¦আরেকটি এখানে।",
        "কাজ শেষ।.¦ এবার বিশ্রাম।",
        "কাজ শেষ।।¦ এবার বিশ্রাম।",
        "“আমি খুশি।”¦ সবাই হাসল।",
        "“আমি খুশি।” তিনি বলেন।¦ সবাই হাসল।",
        "সে এল (গতকাল।) এবং গেল।¦ শেষ।",
        "১। ভূমিকা লেখা হলো।¦ ২। কাজ শুরু হলো।",
        "কাজ হলো ।¦ সবাই খুশি ।",
        "সে কি এসেছে?!¦ না।",
        "দেখুন https://example.com/পথ।¦ তারপর লিখুন a.b@example.com ঠিকানায়।",
        "গ্রানাইট ৩.০। ¦এটি নতুন।",
        "সে বলল... তারপর চুপ।¦ রাত হলো।",
        "আমরা এলাম |¦ তারা গেল |",
    ],
    "pa": [
        "ਅੱਜ ਮੀਂਹ ਪੈ ਰਿਹਾ ਹੈ।¦ ਅਸੀਂ ਘਰ ਹਾਂ।",
        "ਡਾ. ਸਿੰਘ ਆਏ।¦ ਸ. ਬਲਦੇਵ ਗਏ।",
        "ਜੇ. ਕੇ. ਰੋਲਿੰਗ ਨੇ ਕਿਤਾਬ ਲਿਖੀ।¦ ਉਹ ਚੰਗੀ ਹੈ।",
        "ਉਹ ਘਰ ਗਿਆ ਸੀ.¦ ਅਸੀਂ ਖੁਸ਼ ਹਾਂ.",
        "ਉਹ ਘਰ ਗਿਆ |¦ ਅਸੀਂ ਖੁਸ਼ ਹਾਂ |",
        "ਉਹ ਘਰ ਗਿਆ|¦ਅਸੀਂ ਖੁਸ਼ ਹਾਂ|",
        "ਯੂ.ਐਸ. ਸਰਕਾਰ ਨੇ ਕਿਹਾ।¦ ਕੀਮਤ ੩.੫ ਹੈ।",
        "“ਠੀਕ ਹੈ।”¦ ਸਾਰੇ ਹੱਸੇ।",
        "“ਠੀਕ ਹੈ।” ਉਸ ਨੇ ਕਿਹਾ।¦ ਸਾਰੇ ਹੱਸੇ।",
        "ਘਰ | ਖ਼ਬਰਾਂ | ਖੇਡਾਂ",
        "| ਨਾਂ | ਇਹ ਇੱਕ ਲੰਮਾ ਖਾਨਾ ਹੈ ਜੀ |",
    ],
    "hi": [
        "वह घर गया।¦ हम खुश हैं।",
        "डॉ. वर्मा आए।¦ कीमत ३.५ है।",
        "यू.एस. सरकार ने कहा।¦ सब ठीक है।",
        "क्या हुआ?¦ कुछ नहीं!",
    ],
    "en": [
        "It rains.¦ We stay in.",
        "Mr. Smith met J. K. Rowling.¦ They talked.",
        "He left at 5 p.m. on Monday.¦ She stayed.",
        "He lives in the U.S.¦ The house is old.",
        "The U.S. Senate met.¦ Nobody came.",
        "It costs 3.5 dollars.¦ See example.com for more.",
        "Take v2.0.¦ Then restart.",
        "Tools, e.g. hammers, help.¦ Use them.",
        '"Is it true?" he asked.¦ "Yes."',
        "He said (with a smile.) that it works.¦ Good.",
        "(He left.)¦ She stayed.",
        "1. Open the box.¦ 2. Close it.",
        "Yes?!¦ No.",
        "Well... maybe.¦ Perhaps… Not yet.",
        "It broke\ninto two lines.¦ And on.",
        "A heading without end¦\n\nThen a sentence.",
    ],
    "de": [
        "Am 3. Oktober kam z. B. Dr. Meier.¦ Er blieb.",
        "Im Jahr 2018.¦ Die Zeit verging.",
        "„Wer weiß?“, fragte er.¦ Niemand.",
        "Äpfel, Birnen usw.¦ Die Liste ist lang.",
    ],
    "ur": ["وہ گھر گیا۔¦ ہم خوش ہیں۔¦کیا ہوا؟¦ کچھ نہیں۔"],
    "ar": ["ذهب الولد إلى البيت.¦ هل عاد؟¦ نعم."],
    "zh": ["他来了。¦她走了！¦真的吗？¦好。", "他来了。¦“我去。”他说。¦好。"],
    "ja": ["「行く。」と言った。¦はい。"],
    "ta": ["அவர் வந்தார்.¦ கி.மீ. தூரம் அதிகம்.¦ சரி."],
    "tlh": ["First part here.¦ Second part here.¦ तीसरा।¦ 好。"],
}


@pytest.mark.parametrize(
    ("language", "case"), [(code, case) for code, cases in CASES.items() for case in cases]
)
def test_ends_where_a_reader_would_end_it(language: str, case: str) -> None:
    text, expected = cut(case)
    assert sentences(text, language) == expected


def test_a_dot_ends_sentences_where_the_text_has_no_other_end() -> None:
    """Bengali as some systems write it; beside a danda a dot is no end."""
    assert len(split("আজ বৃষ্টি. আমরা ঘরে আছি.", "bn")) == 2
    assert len(split("আজ অধিক. বৃষ্টি হচ্ছে। আমরা ঘরে।", "bn")) == 2


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split(text, "bn") == ()


def test_marks_alone_are_one_piece() -> None:
    assert sentences("... ।। !", "bn") == ["... ।। !"]


def test_offsets_count_code_points() -> None:
    assert split("🙂 হ্যাঁ। না।", "bn") == (Sentence(0, 8), Sentence(9, 12))


TEXTS = st.text(
    alphabet=st.sampled_from("aZé ক।ি.?!|…\"'“”()[]\n১2ਸ。a ਏ-\u200d@:/🙂"), max_size=80
)


@settings(deadline=None, max_examples=50)
@given(TEXTS, st.sampled_from([*codes(), "und"]))
def test_the_spans_are_ordered_disjoint_and_lose_nothing(text: str, language: str) -> None:
    found = split(text, language)
    at = 0
    for sentence in found:
        assert at <= sentence.start < sentence.end <= len(text)
        assert not text[at : sentence.start].strip()
        assert sentence.of(text) == sentence.of(text).strip()
        at = sentence.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "unit", ["।", ".", "। ", "A. ", "(", "()", '" ', "|", "ক", "http://", "1. "]
)
def test_hostile_repetition_comes_to_an_end(unit: str) -> None:
    text = unit * 50_000
    sentences = split(text, "pa")
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert not sentences or sentences[-1].end <= len(text)
