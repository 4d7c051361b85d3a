"""Plain text: a paragraph a line, or hard-wrapped blocks between blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from evalkit.document import Paragraph
from evalkit.loaders.content import Content, Request
from evalkit.loaders.decoding import decode
from evalkit.loaders.markers import paragraph, starts_with_marker
from evalkit.loaders.wrapping import unwrapped

# A file's lines end as its own do: a carriage return alone ends them where there is no line feed,
# and is text where there is one. So is a line separator.
LINE_BREAK, OLD_LINE_BREAK = re.compile(r"\r?\n"), re.compile(r"\r")

# A text counts as hard-wrapped when most of its lines are full, that is, the next
# word would have stuck out, and a good part of them do not end a sentence.
NARROWEST_WRAP, WIDEST_WRAP = 30, 200
FULL_LINES = 0.7
UNFINISHED_LINES = 0.3
WIDTH_QUANTILE = 0.9
LINE_ENDERS = ".?!:;…।॥|۔؟。？！：；"
CLOSERS = "\"'”’»)]}*_）」』"

Line = tuple[int, str]


def read(request: Request) -> Content:
    """Paragraphs of a plain text; how they are told apart is decided from it and noted."""
    text, encoding = decode(request.data, request.path)
    lines = split_lines(text)
    blocks = _blocks(lines)
    wrapped = _is_wrapped(blocks)
    paragraphs = tuple(_wrapped(blocks)) if wrapped else tuple(_one_a_line(blocks))
    if wrapped:
        note = "hard-wrapped paragraphs between blank lines"
    else:
        blank = any(len(block) == 1 for block in blocks) and len(blocks) > 1
        note = "one paragraph a line" + (", blank lines between" if blank else "")
    notes = (note, f"encoding {encoding}")
    return Content("txt", paragraphs, notes=notes, lines=0 if wrapped else len(lines))


def read_lines(request: Request) -> Content:
    """Every line a paragraph, empty ones included, so that line N can face line N."""
    text, encoding = decode(request.data, request.path)
    lines = tuple(paragraph(line, f"line {number}") for number, line in split_lines(text))
    return Content("txt", lines, notes=("every line is a paragraph", f"encoding {encoding}"))


def split_lines(text: str) -> list[Line]:
    """Lines with their numbers from 1; the break that ends the last line starts no new one."""
    lines = (LINE_BREAK if "\n" in text else OLD_LINE_BREAK).split(text)
    if lines[-1] == "":
        lines.pop()
    return list(enumerate(lines, 1))


def _blocks(lines: list[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if line[1].strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _ends_sentence(line: str) -> bool:
    return line.rstrip().rstrip(CLOSERS).endswith(tuple(LINE_ENDERS))


def _is_wrapped(blocks: list[list[Line]]) -> bool:
    if len(blocks) < 2:
        return False
    several = [block for block in blocks if len(block) > 1]
    joints = [
        (line, following)
        for block in several
        for (_, line), (_, following) in pairwise(block)
        if not starts_with_marker(following)
    ]
    if not joints:
        return False
    widths = sorted(len(line) for block in several for _, line in block)
    width = widths[min(len(widths) - 1, int(WIDTH_QUANTILE * len(widths)))]
    full = sum(len(a) + 1 + len(b.split(None, 1)[0]) > width for a, b in joints)
    unfinished = sum(not _ends_sentence(line) for line, _ in joints)
    return (
        NARROWEST_WRAP <= width <= WIDEST_WRAP
        and full >= FULL_LINES * len(joints)
        and unfinished >= UNFINISHED_LINES * len(joints)
    )


def _one_a_line(blocks: list[list[Line]]) -> Iterator[Paragraph]:
    for block in blocks:
        for number, line in block:
            yield paragraph(line, f"line {number}")


def _wrapped(blocks: list[list[Line]]) -> Iterator[Paragraph]:
    for block in blocks:
        start, held = block[0][0], [block[0][1]]
        for number, line in block[1:]:
            # A dash or "12." may begin a wrapped line of prose: it is a marker only
            # where an item or a finished line stands before it.
            item = starts_with_marker(line) and (
                starts_with_marker(held[0]) or _ends_sentence(held[-1])
            )
            if item:
                yield paragraph(unwrapped(held), f"line {start}")
                start, held = number, []
            held.append(line)
        yield paragraph(unwrapped(held), f"line {start}")
