"""The page lands where it points, however one goes there, with motion and without, on any window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import BrowserContext, Page

from evalkit.result.evaluation import Evaluation
from tests.browser import generated
from tests.browser.deciding import ready
from tests.browser.landing import MODES, SIZES, missed, places, wrong
from tests.browser.opened import Opened, until, written

ROWS = 10
TALL = generated.evaluation(ROWS, generated.DENSE)
FIVE = generated.evaluation(ROWS, replace(generated.DENSE, versions=generated.FIVE))
ONE = generated.evaluation(ROWS, replace(generated.DENSE, versions=(generated.BN,)))
LONG = 2000
FINDINGS = [f"finding-{f.fingerprint}" for f in TALL.finding_records]


@contextmanager
def window(
    context: BrowserContext,
    report: Path,
    size: tuple[int, int],
    mode: str = MODES[0],
    fragment: str = "",
) -> Iterator[Page]:
    """The report in a window of that size, as a reader has it who wants that much motion."""
    page = context.pages[0]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion=mode)  # type: ignore[arg-type]
    watched = Opened(page)
    yield ready(watched.open(report, fragment))
    watched.leave()
    assert watched.complaints == []
    page.goto("about:blank")


@pytest.fixture(scope="module")
def tall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(TALL, tmp_path_factory.mktemp("tall"))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(generated.evaluation(LONG), tmp_path_factory.mktemp("long"))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", SIZES)
def test_every_row_and_finding_is_landed_on(
    context: BrowserContext, tall: Path, size: tuple[int, int], mode: str
) -> None:
    with window(context, tall, size, mode) as page:
        assert missed(page, places(TALL)) == []


@pytest.mark.parametrize("judged", [ONE, FIVE], ids=["one version", "five versions"])
@pytest.mark.parametrize("size", SIZES)
def test_with_one_version_and_with_five(
    context: BrowserContext, tmp_path: Path, size: tuple[int, int], judged: Evaluation
) -> None:
    with window(context, written(judged, tmp_path), size) as page:
        assert missed(page, places(judged)[::3]) == []


@pytest.mark.parametrize("size", SIZES)
def test_far_places_of_a_long_document_are_landed_on(
    context: BrowserContext, long: Path, size: tuple[int, int]
) -> None:
    ids = places(generated.evaluation(LONG))
    with window(context, long, size) as page:
        assert missed(page, ids[:: len(ids) // 15]) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_report_opened_at_a_place_shows_it(
    context: BrowserContext, tall: Path, mode: str
) -> None:
    for place in (FINDINGS[-1], FINDINGS[-20], f"row-{ROWS - 1}"):
        with window(context, tall, SIZES[2], mode, f"#{place}") as page:
            assert wrong(page, place) == ""
            page.reload()
            assert wrong(ready(page), place) == ""


@pytest.mark.parametrize("size", SIZES)
def test_links_of_verdict_and_map_lead_there(
    context: BrowserContext, tall: Path, size: tuple[int, int]
) -> None:
    with window(context, tall, size) as page:
        for link in page.locator(".verdict .first a").all():
            place = (link.get_attribute("href") or "").removeprefix("#")
            link.click()
            assert wrong(page, place) == ""
        for row in (ROWS, ROWS // 2):
            page.locator(f"#map a[data-row='{row}']").first.click()
            assert wrong(page, f"row-{row}") == ""
        page.locator("#rows .row.at .context").click()
        assert wrong(page, f"row-{ROWS // 2}") == ""


@pytest.mark.parametrize("size", SIZES)
def test_the_keys_lead_from_finding_to_finding(
    context: BrowserContext, tall: Path, size: tuple[int, int]
) -> None:
    with window(context, tall, size) as page:
        for key in "j" * 9 + "k" * 4:
            page.keyboard.press(key)
            place: str = page.evaluate("document.activeElement.id")
            assert wrong(page, place) == ""


def test_a_tag_in_the_text_leads_to_its_card_and_the_ordinal_back(
    context: BrowserContext, tall: Path
) -> None:
    with window(context, tall, SIZES[2], fragment=f"#{FINDINGS[30]}") as page:
        for selector in (".tag a", ".ordinal"):
            for link in page.locator(f"#rows .row.at {selector}").all()[-4:]:
                place = (link.get_attribute("href") or "").removeprefix("#")
                link.click()
                assert wrong(page, place) == ""


def test_back_and_forward_lead_to_the_places_one_stood_at(
    context: BrowserContext, tall: Path
) -> None:
    first, second = f"#order=risk&at={FINDINGS[-9]}", f"#order=reading&at={FINDINGS[3]}"
    with window(context, tall, SIZES[0], fragment=first) as page:
        page.evaluate("fragment => { location.hash = fragment; }", second)
        assert wrong(page, FINDINGS[3]) == ""
        page.go_back()
        until(page, "() => location.hash.includes('order=risk')")
        assert wrong(page, FINDINGS[-9]) == ""
        page.go_forward()
        until(page, "() => location.hash.includes('order=reading')")
        assert wrong(page, FINDINGS[3]) == ""


def test_a_view_left_is_come_back_to_where_it_was_left(context: BrowserContext, tall: Path) -> None:
    with window(context, tall, SIZES[0]) as page:
        page.mouse.wheel(0, 250)
        until(page, "() => scrollY === 250")
        page.locator(".verdict .chips a").first.click()
        until(page, "() => location.hash.includes('severity')")
        page.go_back()
        until(page, "() => location.hash === '' && scrollY === 250")


@pytest.mark.parametrize("size", SIZES)
def test_filters_orders_and_searches_keep_the_place_one_looks_at(
    context: BrowserContext, tall: Path, size: tuple[int, int]
) -> None:
    majors = [f for f in TALL.finding_records if (f.severity, f.version) == ("major", "bn")]
    found = majors[-1]
    place = f"finding-{found.fingerprint}"
    with window(context, tall, size, fragment=f"#{place}") as page:
        for act in (
            "document.querySelector('#filters input[value=major]').click()",
            "document.querySelector('#filters input[value=bn]').click()",
            "document.querySelector('#filters input[value=pa]').click()",
            "document.querySelector('#romanised').click()",
        ):
            page.evaluate(act)
            assert wrong(page, place) == ""
        page.select_option("#order", "reading", force=True)
        assert wrong(page, place) == ""


def test_what_does_not_fit_a_filter_gives_way_to_its_first_row(
    context: BrowserContext, tall: Path
) -> None:
    with window(context, tall, SIZES[0], fragment=f"#row-{ROWS}") as page:
        page.fill("input[name=q]", "paragraph 2")
        until(page, f"() => !document.querySelector('#row-{ROWS}')")
        top = page.evaluate("document.querySelector('#rows .row').getBoundingClientRect().top")
        assert 0 < top < 400


def test_a_place_stays_though_what_is_above_it_grows(context: BrowserContext, tall: Path) -> None:
    """Fonts that come late, a map that is drawn, cards that open: the same to the window."""
    place = FINDINGS[-5]
    with window(context, tall, SIZES[1], fragment=f"#{place}") as page:
        for act in (
            "document.querySelector('.verdicts').style.paddingTop = '900px'",
            "document.documentElement.style.fontSize = '21px'",
            "document.querySelectorAll('#rows details').forEach(each => { each.open = true; })",
        ):
            page.evaluate(f"() => {{ {act} }}")
            assert wrong(page, place) == ""
        page.set_viewport_size({"width": 700, "height": 600})
        assert wrong(page, place) == ""


def test_who_moves_on_is_let_go(context: BrowserContext, tall: Path) -> None:
    with window(context, tall, SIZES[0], fragment=f"#{FINDINGS[-5]}") as page:
        assert wrong(page, FINDINGS[-5]) == ""
        before = page.evaluate("scrollY")
        page.mouse.move(700, 500)
        page.mouse.wheel(0, -600)
        until(page, f"() => scrollY < {before} - 100")
        page.evaluate("() => { document.querySelector('#about').append('more') }")
        page.wait_for_timeout(200)
        assert page.evaluate("scrollY") < before - 100


def test_a_filter_of_another_version_is_lifted(context: BrowserContext, tall: Path) -> None:
    found = next(f for f in TALL.finding_records if f.version == "pa")
    place = f"finding-{found.fingerprint}"
    with window(context, tall, SIZES[0], fragment="#version=bn") as page:
        page.evaluate("fragment => { location.hash = fragment; }", place)
        assert wrong(page, place) == ""


def test_a_mark_clicked_has_its_card_beside_it(context: BrowserContext, tall: Path) -> None:
    with window(context, tall, SIZES[2], fragment=f"#{FINDINGS[30]}") as page:
        mark = page.locator("#rows .row.at .version .text mark").last
        mark.click()
        lit: str = page.evaluate("document.querySelector('.note.active').id")
        assert wrong(page, lit) == ""


def test_words_behind_the_beginning_of_a_very_long_text_are_shown(
    context: BrowserContext, tmp_path: Path
) -> None:
    judged = generated.evaluation(6, replace(generated.DENSE, paragraph=(6000, 7000)))
    late = [
        f"finding-{f.fingerprint}"
        for f in judged.finding_records
        if (f.start or f.source_start or 0) > 10_000
    ]
    assert late
    with window(context, written(judged, tmp_path), SIZES[0]) as page:
        assert missed(page, late) == []
