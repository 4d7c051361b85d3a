"""Markdown: the block structure read by markdown-it, the text as it stands in the file.

Only soft line breaks become spaces, and attribute lists (`{#id}`) are left out.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from evalkit.document import InputError, Kind, Paragraph
from evalkit.loaders import attributes, web
from evalkit.loaders.content import Content, Request
from evalkit.loaders.decoding import decode
from evalkit.loaders.wrapping import unwrapped

# Blocks nested deeper than this are refused: markdown-it would drop their text.
DEEPEST = 200
FRONT_MATTER = re.compile(
    # A first line that is no key is text under a thematic break.
    r"\A(?P<fence>---|\+\+\+)[ \t]*\r?\n(?=[\w.-]+[ \t]*[:=]|(?P=fence))"
    r"(?P<body>(?:[^\r\n]*\r?\n)*?)(?P=fence)[ \t]*(?:\r?\n|\Z)"
)
FRONT_MATTER_LANGUAGE = re.compile(
    r"""^(?:lang|language|locale)[ \t]*[:=][ \t]*["']?([A-Za-z][\w-]*)""", re.MULTILINE
)
SOFT_BREAK = re.compile(r"(?<!  )(?<!\\)\n")
KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "list_item_open": "list-item",
    "blockquote_open": "quote",
    "th_open": "table-cell",
    "td_open": "table-cell",
}


def read(request: Request) -> Content:
    """Paragraphs with their inline markup; front matter is left out.

    A block of HTML is read as a browser would show it: its text is the
    document's, its tags are not.
    """
    text, encoding = decode(request.data, request.path)
    notes = [f"encoding {encoding}"]
    language = None
    skipped = 0
    front = FRONT_MATTER.match(text)
    if front:
        skipped = front[0].count("\n")
        found = FRONT_MATTER_LANGUAGE.search(front["body"])
        language = found[1] if found else None
        notes.append(f"front matter ({skipped} lines) left out")
        text = text[front.end() :]
    paragraphs = _paragraphs(_parser().parse(text), skipped, request.path)
    return Content("md", tuple(paragraphs), language, tuple(notes))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    # Only blocks are wanted: parsing what is inside them costs most of the time.
    parser.core.ruler.disable("inline")
    return parser


def _paragraphs(tokens: list[Token], skipped: int, path: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    kinds: list[tuple[Kind, int]] = []
    for token in tokens:
        line = skipped + (token.map[0] if token.map else 0) + 1
        place = f"line {line}"
        if token.level >= DEEPEST - 1:
            raise InputError(
                "its blocks are nested too deeply", path=path, place=place, remedy="nest them less"
            )
        if token.type in KINDS:
            kinds.append((KINDS[token.type], _level(token, kinds)))
        elif token.nesting < 0 and f"{token.type.removesuffix('_close')}_open" in KINDS:
            kinds.pop()
        elif token.type == "inline" and token.content.strip():
            kind, level = kinds[-1] if kinds else ("paragraph", 0)
            text = _text(token.content, kind)
            if text.strip():
                found.append(Paragraph(text, kind, level, place))
        elif token.type in ("fence", "code_block") and token.content.strip():
            found.append(Paragraph(token.content.removesuffix("\n"), "code", 0, place))
        elif token.type == "html_block":
            found.extend(web.fragment(token.content, path, line))
    return found


def _text(content: str, kind: Kind) -> str:
    """What a reader reads of a block: attribute lists are markup."""
    if kind == "heading":
        return attributes.of_heading(unwrapped(SOFT_BREAK.split(content)))
    lines = attributes.of_block(SOFT_BREAK.split(content))
    return attributes.in_text(unwrapped(lines)) if lines else ""


def _level(token: Token, kinds: list[tuple[Kind, int]]) -> int:
    if token.type == "heading_open":
        return int(token.tag[1])
    if token.type == "list_item_open":
        return 1 + sum(kind == "list-item" for kind, _ in kinds)
    return 0
