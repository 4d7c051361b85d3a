"""Checks on what is not prose: placeholders, tags, addresses, list markers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, PairCheck, Span
from evalkit.checks.markup.addresses import addresses, data, same
from evalkit.checks.markup.placeholders import Placeholder, lacking, misspelt, placeholders
from evalkit.checks.traits import Traits


def _masked(text: str, spans: Iterator[Span]) -> str:
    """The text with those places blanked, offsets kept."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


class PlaceholderMismatch(PairCheck):
    """Placeholders that the version lost, changed, or made up."""

    id = "placeholder-mismatch"
    traits = Traits(kind="markup", labels=("placeholder",))
    name = "Placeholder lost or changed"
    description = (
        "Placeholders that a program replaces ({0}, {name}, %s, %1$s, ${x}, {{x}}, $1) and that "
        "the version lost, translated, wrote in native digits or made up. Their order may differ. "
        "A plural form that spells the number out is a false alarm."
    )
    category = "Markup"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target_paragraphs) and any(c in pair.source + pair.target for c in "%{$")

    def find(self, pair: Pair) -> Iterator[Finding]:
        source, target = pair.source, pair.target
        wanted = list(placeholders(_masked(source, addresses(source))))
        there = list(placeholders(_masked(target, addresses(target))))
        taken = {p.span for p in there}
        missing = [p for p in lacking(wanted, there) if not _is_money(p, source, target)]
        extra = [p for p in lacking(there, wanted) if not p.text.startswith("$")]
        for placeholder in missing:
            place = misspelt(placeholder, target)
            if place in taken:
                place = None
            changed = extra.pop(0).span if not place and extra else place
            if changed:
                extra = [p for p in extra if not p.span.overlaps(changed)]
                message = f"The placeholder “{placeholder.text}” became “{changed.of(target)}”"
            else:
                message = f"The placeholder “{placeholder.text}” is missing"
            yield self.finding(
                pair,
                message,
                source=placeholder.span,
                target=changed,
                suggestion=placeholder.text if changed else "",
            )
        for placeholder in extra:
            yield self.finding(
                pair,
                f"The source has no placeholder “{placeholder.text}”",
                target=placeholder.span,
                severity="minor",
            )


def _is_money(placeholder: Placeholder, source: str, target: str) -> bool:
    """Whether `$5` is five dollars and no argument.

    Arguments are numbered from 1 without a gap and stand in short messages;
    money has money words after it or its number in the version.
    """
    if not re.fullmatch(r"\$\d", placeholder.text):
        return False
    following = source[placeholder.span.end :].split(maxsplit=1)[:1]
    known = data()["placeholders"]
    if following and following[0].strip(".,").lower() in known["money_words"]:
        return True
    numbers = {int(p.text[1:]) for p in placeholders(source) if re.fullmatch(r"\$\d", p.text)}
    if numbers != set(range(1, len(numbers) + 1)):
        return True
    if len(numbers) == 1 and len(source.split()) >= known["prose_words"]:
        return True
    value = int(placeholder.text[1:])
    has_number = any(c.isdecimal() and int(c) == value for c in target)
    return has_number and not misspelt(placeholder, target)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag or a markdown mark; `key` is equal for those that match."""

    key: str
    span: Span


# A translated name holds vowel signs, which are no word characters to `re`.
_TAG = re.compile(r"<(/?)([^\W_][^\s<>/@.=\"']{0,40})((?:\s[^<>]{0,2000})?)(/?)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,500}(?<!`)\1(?!`)")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)|(?<=\S)\*\*(?![\w*])|(?<=[^\s*])\*\*(?=\w)")


def tags(text: str) -> list[Tag]:
    """The XML and HTML tags of a text outside of comments and code.

    >>> [tag.key for tag in tags("<b>bold</b><br/>")]
    ['<b>', '</b>', '<br>']
    """
    bare = _masked(text, (Span(*m.span()) for p in (_COMMENT, _CODE) for m in p.finditer(text)))
    return [Tag(f"<{m[1]}{m[2].lower()}>", Span(*m.span())) for m in _TAG.finditer(bare)]


class TagMismatch(PairCheck):
    """Tags that the version lost, added, translated or closed in the wrong order."""

    id = "tag-mismatch"
    traits = Traits(kind="markup", labels=("markup",))
    name = "Tag lost or changed"
    description = (
        "XML and HTML tags, markdown's bold marks and code spans that the version lost, added, "
        "translated or left unclosed. Tags are compared by name and number, not by attributes. "
        "Bold that a translator moved or code turned into prose on purpose is a false alarm."
    )
    category = "Markup"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target_paragraphs) and any(c in pair.source + pair.target for c in "<*`")

    def find(self, pair: Pair) -> Iterator[Finding]:
        source, target = pair.source, pair.target
        wanted, there = tags(source), tags(target)
        missing, extra = _difference(wanted, there), _difference(there, wanted)
        for tag in missing:
            renamed = next((t for t in extra if _same_shape(t.key, tag.key)), None)
            if renamed:
                extra.remove(renamed)
                message = f"The tag {tag.key} became {renamed.key}"
            else:
                message = f"The tag {tag.key} is missing"
            yield self.finding(
                pair, message, source=tag.span, target=renamed.span if renamed else None
            )
        for tag in extra:
            yield self.finding(
                pair,
                f"The source has no tag {tag.key} here",
                target=tag.span,
                severity="minor",
            )
        if not missing and not extra and not _misplaced(wanted):
            for tag in _misplaced(there):
                yield self.finding(
                    pair, f"The tag {tag.key} stands before what it closes", target=tag.span
                )
        yield from self._markdown(pair, source, target)

    def _markdown(self, pair: Pair, source: str, target: str) -> Iterator[Finding]:
        wanted, there = list(_STRONG.finditer(source)), list(_STRONG.finditer(target))
        if len(wanted) % 2 == 0 and len(there) % 2:
            yield self.finding(
                pair,
                "A bold mark ** is not closed",
                target=Span(*there[-1].span()),
                severity="minor",
            )
        elif wanted and not there and len(wanted) % 2 == 0:
            yield self.finding(
                pair,
                "Bold text is not bold in the version",
                source=Span(wanted[0].start(), wanted[1].end()),
                severity="minor",
            )
        if source.count("`") % 2 == 0 and target.count("`") % 2:
            last = target.rindex("`")
            yield self.finding(
                pair,
                "A code mark ` is not closed",
                target=Span(last, last + 1),
                severity="minor",
            )


def _difference(tags: list[Tag], others: list[Tag]) -> list[Tag]:
    left = Counter(tag.key for tag in others)
    missing = []
    for tag in tags:
        if left[tag.key]:
            left[tag.key] -= 1
        else:
            missing.append(tag)
    return missing


def _same_shape(one: str, other: str) -> bool:
    return one.startswith("</") == other.startswith("</")


def _misplaced(tags: list[Tag]) -> list[Tag]:
    """Closing tags that come before the tag they close."""
    opened: Counter[str] = Counter()
    names = {tag.key for tag in tags}
    misplaced = []
    for tag in tags:
        if not tag.key.startswith("</"):
            opened[tag.key] += 1
        elif opened[opening := "<" + tag.key[2:]]:
            opened[opening] -= 1
        elif opening in names:
            misplaced.append(tag)
    return misplaced


class UrlMismatch(PairCheck):
    """Web and e-mail addresses that the version lost or changed."""

    id = "url-mismatch"
    traits = Traits(kind="markup", labels=("markup",))
    name = "Address lost or changed"
    description = (
        "Web and e-mail addresses of the source that the version lost or changed. Endings glued "
        "to an address, http for https, and the version's language in place of the source's "
        "(en.wikipedia.org, bn.wikipedia.org) are accepted. A link localised in another way is "
        "a false alarm."
    )
    category = "Markup"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target_paragraphs) and any(addresses(pair.source))

    def find(self, pair: Pair) -> Iterator[Finding]:
        from rapidfuzz import fuzz

        source, target = pair.source, pair.target
        there = list(addresses(target))
        wanted = [span.of(source) for span in addresses(source)]
        kept = {s for s in there if any(same(a, s.of(target), pair) for a in wanted)}
        said: set[str] = set()
        for span in addresses(source):
            address = span.of(source)
            if address in said or any(same(address, s.of(target), pair) for s in there):
                continue
            said.add(address)
            changed = max(
                (s for s in there if s not in kept),
                key=lambda s: fuzz.ratio(address, s.of(target)),
                default=None,
            )
            if changed and fuzz.ratio(address, changed.of(target)) >= data()["urls"]["alike"]:
                yield self.finding(
                    pair,
                    f"The address {address} became {changed.of(target)}",
                    source=span,
                    target=changed,
                    suggestion=address,
                )
            else:
                yield self.finding(pair, f"The address {address} is missing", source=span)


@dataclass(frozen=True, slots=True)
class Marker:
    """What opens a list item: "bullet", "number" or "letter", and a number's value."""

    kind: str
    value: int
    span: Span


def marker(line: str, *, bullets: str, offset: int = 0) -> Marker | None:
    """The list marker at the start of a line.

    >>> marker("৩) তৃতীয়", bullets="-*").value
    3
    """
    stripped = line.lstrip()
    start = offset + len(line) - len(stripped)
    if stripped[:1] and stripped[0] in bullets and stripped[1:2].isspace():
        return Marker("bullet", 0, Span(start, start + 1))
    match = _NUMBERED.match(stripped)
    if not match or match[2][-1] not in data()["lists"]["closers"]:
        return None
    span = Span(start, start + match.end(2))
    if match[1].isdecimal():
        return Marker("number", int(match[1]), span)
    return Marker("letter", 0, span)


_NUMBERED = re.compile(r"[(\[]?(\d{1,3}|[^\W\d_]\w{0,3})(\)?[^\s\w])(?=\s)")


class ListMarkerMismatch(PairCheck):
    """Bullets and numbers at the start of an item that the version lost or changed."""

    id = "list-marker-mismatch"
    traits = Traits(kind="markup")
    name = "List marker lost or changed"
    description = (
        "A bullet, number or letter that opens a list item in the source and is missing or of "
        "another kind in the version, or a number of another value. Native digits, letters of "
        "the version's alphabet and other bullets are accepted. A sentence that begins with a "
        "number and a full stop is a false alarm."
    )
    category = "Markup"
    severity = "minor"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target.strip()) and bool(_source_marker(pair.source.split("\n")[0], 0))

    def find(self, pair: Pair) -> Iterator[Finding]:
        known = data()["lists"]
        accepted = known["bullets"] + known["more_bullets"]
        source, target = _lines(pair.source), _lines(pair.target)
        # Lines that do not face each other can only be compared at their beginning.
        facing = list(zip(source, target, strict=False))
        for (line, at), (other, there) in facing if len(source) == len(target) else facing[:1]:
            wanted = _source_marker(line, at)
            if not wanted or not other.strip():
                continue
            found = marker(other, bullets=accepted, offset=there)
            shown = wanted.span.of(pair.source)
            if found is None:
                if _is_item(pair):
                    continue
                yield self.finding(
                    pair, f"The list marker “{shown}” is missing", source=wanted.span
                )
            elif found.kind != wanted.kind or found.value != wanted.value:
                yield self.finding(
                    pair,
                    f"The list marker “{shown}” became “{found.span.of(pair.target)}”",
                    source=wanted.span,
                    target=found.span,
                )


def _is_item(pair: Pair) -> bool:
    """Whether the version's file says by its structure, not by a mark, that this is an item."""
    return any(p.kind == "list-item" for p in pair.target_paragraphs)


def _lines(text: str) -> list[tuple[str, int]]:
    lines, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((line, offset))
        offset += len(line) + 1
    return lines


def _source_marker(line: str, offset: int) -> Marker | None:
    """A marker that is surely one: letters only in brackets and small (a), b)."""
    found = marker(line, bullets=data()["lists"]["bullets"], offset=offset)
    if found is None or found.kind != "letter":
        return found
    shown = found.span.of(" " * offset + line).lstrip("([")
    sure = len(shown) == 2 and shown[1] == ")" and shown[0].islower()
    return found if sure and unicodedata.category(shown[0]) == "Ll" else None
