"""Attribute lists of Markdown (`{#id}`, `{: #id .class }`): markup that no reader sees.

They name a place or a style of what stands before them, in the notations of Pandoc, kramdown
and Python-Markdown. What is no such list stays text: a placeholder has neither a `#` nor a
`.` nor a colon at its beginning, and no value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_VALUE = r"""(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+)"""
_NAMED = rf"(?:[#.][\w:.-]+|[\w:-]+={_VALUE})"
# kramdown's begin with a colon, and may refer to a list that is defined elsewhere.
_OWN = rf"\s*{_NAMED}(?:\s+{_NAMED})*"
_KRAMDOWN = rf":\s*(?:{_NAMED}|[\w-]+)(?:\s+(?:{_NAMED}|[\w-]+))*"
_LIST = rf"(?<![{{$%])\{{(?:{_OWN}|{_KRAMDOWN})\s*\}}(?!\}})"
_ATTRIBUTES = re.compile(_LIST)
_AT_START = re.compile(rf"\s*(?=\{{:){_LIST}\s*")
# Behind a link, an image, an emphasis or a code span, but not inside one.
_BEHIND = re.compile(
    r"(?P<code>(?<!`)(?P<tick>`{1,3})(?!`)[^`\n]{1,500}(?P=tick)(?!`))"
    rf"|(?<=[\])*_`]){_LIST}"
)


def of_heading(text: str) -> str:
    """A heading without its attribute list.

    >>> of_heading("Set up {#setup}"), of_heading("Hello, {name}")
    ('Set up', 'Hello, {name}')
    """
    bare = text.rstrip()
    at = bare.rfind("{")
    if at >= 0 and _ATTRIBUTES.fullmatch(bare, at):
        bare = bare[:at].rstrip()
        # Pandoc has the list behind the marks that close a heading.
        closed = bare.rstrip("#")
        text = closed.rstrip() if closed != closed.rstrip() else bare
    return in_text(text)


def in_text(text: str) -> str:
    """A text without the attribute lists of its links, images and emphases.

    >>> in_text('See [the page](a.md){: .external target="_blank" }.')
    'See [the page](a.md).'
    """
    return _BEHIND.sub(lambda found: found["code"] or "", _without_first(text))


def _without_first(text: str) -> str:
    found = _AT_START.match(text)
    return text[found.end() :] if found else text


def of_block(lines: Sequence[str]) -> list[str]:
    """The lines of a block without those that only hold kramdown's list for all of it.

    >>> of_block(["A paragraph.", "{: .note }"])
    ['A paragraph.']
    """
    return [
        line
        for line in lines
        if not (line.lstrip().startswith("{:") and _ATTRIBUTES.fullmatch(line.strip()))
    ]
