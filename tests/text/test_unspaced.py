"""Languages without spaces: which they are, and how many words a text of theirs has."""

from __future__ import annotations

import pytest

from evalkit.result.penalties import per_hundred_words
from evalkit.text.unspaced import systems, unspaced, words


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("zh", "Hani"), ("zh-Hant", "Hani"), ("yue", "Hani"), ("ja", "Jpan"), ("th", "Thai"),
        ("lo", "Laoo"), ("km", "Khmr"), ("my", "Mymr"), ("bo", "Tibt"), ("dz", "Tibt"),
        ("khb", "Talu"), ("jv-Java", "Java"), ("ii", "Yiii"),
    ],
)  # fmt: skip
def test_the_tag_says_how_a_language_is_written(language: str, code: str) -> None:
    found = unspaced(language)
    assert found is not None and found.code == code


@pytest.mark.parametrize("language", ["en", "bn", "ko", "vi", "jv", "zh-Latn", "th-Latn"])
def test_others_put_spaces(language: str) -> None:
    assert unspaced(language) is None


@pytest.mark.parametrize(
    ("text", "code"), [("ꦲꦏ꧀ꦱꦫꦗꦮ", "Java"), ("ᥖᥭᥰᥘᥫᥴ", "Tale"), ("ᨣᩤᩴᨾᩮᩬᩥᨦ", "Lana")]
)
def test_where_the_tag_is_silent_the_text_tells(text: str, code: str) -> None:
    found = unspaced("und", [text, "42"])
    assert found is not None and found.code == code
    assert unspaced("und", [text, "a long sentence in other letters"]) is None


def test_every_system_says_how_long_its_words_are() -> None:
    assert all(1 < found.letters_per_word < 10 for found in systems().values())


@pytest.mark.parametrize(
    ("text", "english"),
    [
        # The same sentence by hand in each language; English has 9 words.
        ("她昨天在北京的一家书店买了三本书。", 9),
        ("彼女は昨日、北京の書店で本を三冊買った。", 9),
        ("เมื่อวานเธอซื้อหนังสือสามเล่มที่ร้านในปักกิ่ง", 9),
    ],
)
def test_a_text_has_about_as_many_words_as_its_english(text: str, english: int) -> None:
    assert words(text) == pytest.approx(english, abs=3)


def test_seven_chinese_sentences_with_one_fault_are_no_penalty_of_71() -> None:
    sentences = ["这座新桥将在三月向公众开放交通。"] * 7
    total = sum(words(sentence) for sentence in sentences)
    assert per_hundred_words(5, total) < 10


def test_what_is_written_with_spaces_is_counted_by_them() -> None:
    assert words("দলটি গত বছর ৩.৫ মিলিয়ন গাছ লাগিয়েছে ।") == 8
    assert words("Docker 部署 Kubernetes") == 3
    assert words("") == 0
