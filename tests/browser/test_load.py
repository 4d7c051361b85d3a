"""The report opens in a real browser, from its file alone; and the watch over it is awake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.accessibility import axe
from tests.browser.opened import Opened, until

PAGE = "<!doctype html><html lang=en><title>t</title><main><h1>t</h1>{}</main></html>"


def test_the_report_opens_without_a_complaint_or_a_request(
    opened: Opened, sample_report: Path
) -> None:
    page = opened.open(sample_report)
    assert page.locator("#row-2").count() == 1


def test_the_report_opens_at_a_row(opened: Opened, sample_report: Path) -> None:
    page = opened.open(sample_report, "#row-16")
    assert page.evaluate("document.querySelector(':target').id") == "row-16"


def test_what_the_report_does_later_can_be_waited_for(opened: Opened, sample_report: Path) -> None:
    page = opened.open(sample_report)
    page.evaluate("setTimeout(() => { document.title = 'later'; }, 50); null")
    until(page, "() => document.title === 'later'")
    with pytest.raises(AssertionError, match="not within"):
        until(page, "() => document.title === 'never'", 50)


def test_axe_reads_the_report_in_spite_of_its_policy(opened: Opened, sample_report: Path) -> None:
    assert isinstance(axe(opened.open(sample_report)), list)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<script>console.error('torn')</script>", "error on the console: torn"),
        ("<script>undefined.torn</script>", "error in the page: "),
        ("<img alt='' src='http://127.0.0.1:9/a.png'>", "asked for http://127.0.0.1:9/a.png"),
        ("<img alt='' src='beside.png'>", "/beside.png"),
        ("<script>fetch('http://127.0.0.1:9/f')</script>", "asked for http://127.0.0.1:9/f"),
        ("<script>new WebSocket('ws://127.0.0.1:9/w')</script>", "asked for ws://127.0.0.1:9/w"),
    ],
)
def test_a_page_that_complains_or_asks_is_caught(
    opened: Opened, tmp_path: Path, content: str, complaint: str
) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(content), encoding="utf-8")
    opened.open(path)
    for _ in range(50):
        if any(complaint in said for said in opened.complaints):
            break
        opened.page.wait_for_timeout(100)
    else:
        pytest.fail(f"only {opened.complaints}")
    opened.complaints.clear()


def test_pictures_in_the_page_and_files_it_links_to_are_no_requests(
    opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "next.html").write_text(PAGE.format("there"), encoding="utf-8")
    here = tmp_path / "page.html"
    picture = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    content = f"<img alt='' src='{picture}'> <a href='next.html'>on</a>"
    here.write_text(PAGE.format(content), encoding="utf-8")
    opened.open(here).click("a")
    assert opened.page.inner_text("main").endswith("there")


def test_axe_names_rule_place_and_remedy(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format("<input id=q> <button>Go</button>"), encoding="utf-8")
    (line,) = axe(opened.open(path))
    assert line.startswith("label (critical): #q: ")
    assert not axe(opened.page, ["button-name"])
