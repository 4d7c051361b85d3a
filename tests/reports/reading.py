"""Reads a rendered page back: texts without what the page added to them."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from typing import Any, cast

from lxml import html


def parse(page: str | bytes) -> html.HtmlElement:
    """The page without its data, which is no text of it."""
    made = cast("html.HtmlElement", html.document_fromstring(page))
    for data in made.xpath("//script[@type='application/json']"):
        data.text = ""
    return made


def find(element: Any, path: str) -> list[Any]:
    return list(element.xpath(path))


TOKEN = re.compile("⟦U\\+([0-9A-F]{4,6})⟧")


def text_of(element: html.HtmlElement) -> str:
    """The text as it was loaded: no tags, no caret, tokens turned back."""
    clean = copy.deepcopy(element)
    clean.tail = None
    for added in clean.xpath(".//sup | .//mark[contains(@class, 'caret')]"):
        added.drop_tree()
    for token in clean.xpath(".//span[@class='token']"):
        (code,) = TOKEN.findall(token.text or "")
        token.text = f"\ue000{code}\ue001"
    return re.sub("\ue000(.*?)\ue001", lambda t: chr(int(t[1], 16)), clean.text_content())


def marks_by_finding(element: html.HtmlElement) -> dict[str, str]:
    """What each finding's marks cover, put together in order."""
    found: dict[str, str] = defaultdict(str)
    for mark in element.iter("mark"):
        inside = "" if "caret" in mark.get("class", "") else text_of(mark)
        for finding in mark.get("data-findings", "").split():
            found[finding] += inside
    return dict(found)
