"""The report page: everything on it, marked in place, and nothing that runs or loads."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html

from evalkit.reports.html.page import report
from evalkit.result.evaluation import Evaluation
from tests.reports import sample
from tests.reports.reading import find, parse


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return sample.evaluation()


@pytest.fixture(scope="module")
def page(evaluation: Evaluation) -> html.HtmlElement:
    return parse(report(evaluation))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_verdict_stands_in_words(page: html.HtmlElement) -> None:
    said = [words(v) for v in find(page, "//article[@class='verdict']")]
    assert "Bengali 3 of 20 paragraphs need attention, 3 more have minor findings" in said[0]
    assert "1 critical" in said[1]
    assert "3 major" in said[1]


def test_a_reason_that_holds_for_a_whole_version_is_said_once(page: html.HtmlElement) -> None:
    card = scorecard_of(page, 0)
    (glance, _) = find(page, "//article[@class='verdict']")
    assert words(glance).count("no reference in Bengali") == 1
    assert "BLEU and chrF unscored: no reference in Bengali" in card


def scorecard_of(page: html.HtmlElement, version: int) -> str:
    return words(find(page, "//table[contains(@class, 'scorecard')]")[version])


def test_checks_that_were_not_run_are_named(page: html.HtmlElement) -> None:
    (unjudged,) = find(page, "//p[contains(@class, 'not-judged')]")
    assert "Not judged. Checks: Address lost or changed; Glossary term not used: not run" in words(
        unjudged
    )


def test_a_score_stands_with_its_limits_and_its_coverage(page: html.HtmlElement) -> None:
    assert "chrF 61.2 55.5 to 66.2 19 of 20" in scorecard_of(page, 1)


def test_the_policy_lets_in_this_style_and_this_script_only(evaluation: Evaluation) -> None:
    text = report(evaluation)
    page = parse(text)
    (policy,) = find(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(f'<{tag}(?: type="module")?>(.*?)</{tag}>', text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_asks_the_network_and_nothing_is_inline(page: html.HtmlElement) -> None:
    assert not find(page, "//link | //img | //iframe | //object | //embed | //base | //@src")
    assert not find(page, "//@style")
    assert not [a for e in page.iter() for a in e.attrib if str(a).startswith("on")]
    assert all(href.startswith("#") for href in find(page, "//@href"))
    assert not re.search(r"url\((?!#)|@import|https?:", "".join(find(page, "//style/text()")))
    script = "".join(find(page, "//script/text()"))
    assert not re.search(
        r"fetch|XMLHttp|sendBeacon|WebSocket|innerHTML|outerHTML|insertAdjacent|\beval\(|new Function|https?:",
        script,
    )


def test_without_findings_and_scores_the_page_draws_no_chart() -> None:
    page = parse(report(sample.quiet()))
    assert not find(page, "//*[local-name()='svg']")
    assert "Nothing found that needs attention in 20 paragraphs" in words(page)
    assert not find(page, "//div[@class='unjudged'] | //table[contains(@class, 'scorecard')]")


def test_without_checks_nothing_is_called_clean() -> None:
    page = parse(report(replace(sample.quiet(), checks=())))
    assert not find(page, "//table[@class='map']")
    assert "Nothing found" not in words(page)
    assert "Not checked" in words(page)


def test_without_checks_no_count_and_no_penalty_is_shown(evaluation: Evaluation) -> None:
    unchecked = parse(report(replace(evaluation, checks=(), finding_records=())))
    lines = find(unchecked, "//table[contains(@class, 'summary')]/tbody/tr")
    assert lines
    assert all("not checked" in words(line) for line in lines[: len(evaluation.versions)])


def test_equal_evaluations_give_equal_pages(evaluation: Evaluation) -> None:
    assert report(evaluation) == report(sample.evaluation())


def test_a_page_rendered_again_from_its_json_is_the_same(evaluation: Evaluation) -> None:
    assert report(Evaluation.from_json(evaluation.to_json())) == report(evaluation)
