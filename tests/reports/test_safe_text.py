"""Any text as safe HTML: what cannot be seen is a token."""

from __future__ import annotations

import pytest

from evalkit.reports.safe_text import hidden, shown


@pytest.mark.parametrize(
    "character",
    ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x07", "\x7f", "\x85", "\u3164", "\ud800"],
)
def test_what_cannot_be_seen_is_shown_as_a_token(character: str) -> None:
    assert f"⟦U+{ord(character):04X}⟧" in shown(f"a{character}b")
    assert character not in shown(f"a{character}b")


@pytest.mark.parametrize("text", ["ক্\u200dষ", "ਅ\u200cਬ", "می\u200cخواهم", "👩\u200d🚀", "\u0600١"])
def test_what_a_script_needs_stays(text: str) -> None:
    assert shown(text) == text


def test_a_joiner_is_shown_where_everything_is() -> None:
    assert "⟦U+200D⟧" in shown("ক্\u200dষ", everything=True)


def test_markup_is_text() -> None:
    assert shown("<b>&") == "&lt;b&gt;&amp;"


def test_a_very_long_text_takes_no_time() -> None:
    assert len(shown("\u200b" * 5000)) > 5000
    assert not hidden("a" * 5000, 4999)
