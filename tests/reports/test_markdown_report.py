"""report.md: what it says, and that no text from outside becomes markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from evalkit.comparison.article_summary import digest
from evalkit.comparison.pooled_batch import Batch
from evalkit.reports import write, write_batch
from evalkit.reports.markdown_report import (
    MOST_FINDINGS,
    batch_markdown,
    code,
    escaped,
    to_markdown,
)
from evalkit.reports.safe_text import visible
from evalkit.result.evaluation import Evaluation
from tests.reports import big, sample

NASTY = (
    "<script>x</script>", "![i](http://x/y.png)", "[a](javascript:alert(1))", "a|b", "`code`",
    "**bold**", "~~gone~~", "&lt;b&gt;", "line\nbreak\n\n# heading", "- item", "$x$", "\\", "``",
    "<!-- -->", "https://example.org/x", "www.example.org", "mailto:a@b.org", "\u202eevil", "_u_",
    "@everybody", "fixes #12", "\x00\ud800", "[x]: http://y", "---", "1. one", "    indented",
)  # fmt: skip
ALLOWED = {
    "heading", "paragraph", "inline", "text", "bullet_list", "list_item", "table", "thead", "tbody",
    "tr", "th", "td", "strong", "code_inline", "text_special",
}  # fmt: skip


def parsed(text: str) -> list[Token]:
    # As GitHub does: tables, strikethrough, HTML; links without brackets want linkify-it.
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def flat(tokens: list[Token]) -> list[Token]:
    return [each for t in tokens for each in (t, *flat(t.children or []))]


def kinds(text: str) -> set[str]:
    return {t.type.removesuffix("_open").removesuffix("_close") for t in flat(parsed(text))}


def said(text: str) -> str:
    """The words of a line of Markdown."""
    return "".join(t.content for t in flat(parsed(text)) if not t.children)


def cells(text: str) -> list[list[str]]:
    """The tables' lines, cell by cell."""
    rows: list[list[str]] = []
    tokens = parsed(text)
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("td_open", "th_open"):
            rows[-1].append("".join(t.content for t in tokens[place + 1].children or []))
    return rows


def items(text: str) -> list[str]:
    tokens = parsed(text)
    return [
        "".join(t.content for t in tokens[place + 2].children or [])
        for place, token in enumerate(tokens)
        if token.type == "list_item_open"
    ]


def hostile(text: str) -> Evaluation:
    """The sample with the text wherever a text from outside can stand."""
    whole = sample.evaluation()
    return replace(
        whole,
        article=text,
        inputs=tuple(replace(i, language_name=text) for i in whole.inputs),
        score_records=tuple(replace(s, reason=text) for s in whole.score_records),
        finding_records=tuple(
            replace(f, message=text, quote=text, source_quote=text, check=f"of-{text}")
            for f in whole.finding_records
        ),
    )


# What it says


def test_versions_come_with_a_verdict_and_their_findings() -> None:
    text = to_markdown(sample.evaluation())
    assert text.startswith("# Translation report: village-library\n")
    assert items(text)[0] == (
        "Bengali (bn): 3 of 20 paragraphs need attention, 3 more have minor findings"
    )
    assert cells(text)[:3] == [
        ["Version", "Critical", "Major", "Minor", "Neutral", "Penalty"],
        ["Bengali (bn)", "1", "2", "4", "1", "26.17 [1.7, 73.6]"],
        ["Punjabi (pa)", "1", "3", "2", "1", "28.19 [1.5, 65.6]"],
    ]


def test_scores_come_with_coverage_or_the_reason_why_there_is_none() -> None:
    found = cells(to_markdown(sample.evaluation()))
    signature = "chrF2|#:1|case:mixed|eff:yes|nc:6|nw:0|space:no|v:2.5.1"
    assert [
        "Punjabi (pa)", "chrF", "61.2 [55.5 to 66.2], 19 of 20 rows", "19 of 20", signature
    ] in found  # fmt: skip
    assert ["Bengali (bn)", "chrF", "unscored: no reference in Bengali", "0 of 20", ""] in found


def test_the_gravest_findings_come_first_with_their_quotes() -> None:
    found = items(to_markdown(sample.evaluation()))
    assert found[2] == (
        "critical paragraph 4, Punjabi (pa), Truncated sentence: The sentence breaks off on a "
        "conjunction; its second half is missing. (version ਅਤੇ, source has forty seats and a quiet "
        "corner for children who want to draw)"
    )


def test_of_many_findings_the_rest_is_counted() -> None:
    whole = big.big(500)
    found = items(to_markdown(whole))
    rest = len(whole.finding_records) - MOST_FINDINGS
    assert f"and {rest} more in findings.csv" in found
    assert sum(" paragraph " in item for item in found) == MOST_FINDINGS


def test_what_was_not_judged_is_said() -> None:
    assert "Checks: Address lost or changed; Glossary term not used: not run" in items(
        to_markdown(sample.evaluation())
    )
    assert "## Not judged" not in to_markdown(sample.quiet())


def test_an_article_without_findings_says_so() -> None:
    text = to_markdown(sample.quiet())
    assert "Nothing found that needs attention in 20 paragraphs" in text
    assert "gravest" not in text


def test_versions_of_one_language_are_compared_in_words() -> None:
    text = to_markdown(big.of_one_language(big.big(40)))
    assert "## Versions compared" in text
    assert any("against" in item and "penalty" in item for item in items(text))


# What it does not become


@pytest.mark.parametrize("text", [*NASTY, sample.HOSTILE])
def test_hostile_text_stays_text(text: str) -> None:
    assert kinds(to_markdown(hostile(text))) <= ALLOWED
    usual = to_markdown(sample.evaluation()).count("\n")
    assert to_markdown(hostile(text)).count("\n") == usual


@pytest.mark.parametrize("text", NASTY)
def test_an_escaped_text_reads_as_it_was(text: str) -> None:
    assert said(f"x {escaped(text)}") == f"x {visible(' '.join(text.split()))}".rstrip()


@example("@@")
@example("@#1 #@1")
@given(st.text(max_size=80))
def test_any_text_reads_as_it_was(text: str) -> None:
    line = visible(" ".join(text.split()))
    assert said(f"x {escaped(text)} x") == f"x {line} x"
    assert said(f"x {code(f'a{text}')} x") == f"x {visible(' '.join(f'a{text}'.split()))} x"


def test_nothing_becomes_a_link_by_itself() -> None:
    """GitHub looks for addresses without brackets: a backslash within them ends the search."""
    assert escaped("https://x.org") == r"https\://x.org"
    assert escaped("www.x.org") == r"www\.x.org"
    assert escaped("mailto:a@b.org") == r"mailto\:a`@`b.org"


def test_nobody_is_called() -> None:
    assert escaped("@everybody and #12") == "`@`everybody and `#`12"


# Where it is written


def test_it_is_written_beside_the_report(tmp_path: Path) -> None:
    (path,) = write(sample.evaluation(), tmp_path, ["md"])
    assert path.name == "report.md"
    assert path.read_text("utf-8") == to_markdown(sample.evaluation())


def test_a_batch_has_a_line_for_each_version(tmp_path: Path) -> None:
    quiet = replace(sample.quiet(), article="quiet|news")
    write_batch(Batch((digest(quiet), digest(sample.evaluation()))), tmp_path)
    found = cells((tmp_path / "report.md").read_text("utf-8"))
    assert [line[:3] for line in found[1:]] == [
        ["all articles", "bn", "1"],
        ["all articles", "pa", "1"],
        ["village-library", "pa", "1"],
        ["village-library", "bn", "1"],
        ["quiet|news", "bn", "0"],
        ["quiet|news", "pa", "0"],
    ]


def test_a_batch_says_what_nobody_looked_for(tmp_path: Path) -> None:
    write_batch(Batch((digest(sample.quiet()), digest(sample.evaluation()))), tmp_path)
    said = (
        "Not looked for: wrong meaning, wrong terms, grammar; readers of Bengali and Punjabi must "
        "still read them."
    )
    for name in ("report.md", "index.html"):
        assert said in (tmp_path / name).read_text("utf-8"), name


def test_a_large_batch_is_cut() -> None:
    records = [
        replace(r, article=f"a{n}") for n in range(80) for r in sample.evaluation().summary_records
    ]
    text = batch_markdown(records)
    assert "And 60 more lines in summary.csv." in text
    assert len(cells(text)) == 101


def test_what_was_not_looked_for_is_said_under_the_verdicts() -> None:
    text = to_markdown(sample.evaluation())
    sentence = (
        "Not looked for: wrong meaning, wrong terms, grammar; readers of Bengali and Punjabi must "
        "still read them."
    )
    assert sentence in text
    assert text.index(sentence) < text.index("| Version |")
