"""Which writing a text is in, by its tag and by itself."""

from __future__ import annotations

import pytest

from evalkit.text.writing_systems import writing

LATIN, CYRILLIC = "Most je otvoren u martu.", "Мост је отворен у марту."
SIMPLIFIED, TRADITIONAL = "这座桥已经对车辆开放。", "這座橋已經對車輛開放。"


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("sr", LATIN, "Latn"),
        ("sr", CYRILLIC, "Cyrl"),
        ("sr-Latn", CYRILLIC, "Latn"),
        ("zh", SIMPLIFIED, "Hans"),
        ("zh", TRADITIONAL, "Hant"),
        ("zh-HK", SIMPLIFIED, "Hant"),
        ("zh", "中文", ""),
        ("bn", "An English text that nobody translated.", "Beng"),
        ("uz", "12 %", ""),
    ],
)
def test_the_tag_goes_before_the_text(tag: str, text: str, expected: str) -> None:
    assert writing(tag, [text]) == expected
