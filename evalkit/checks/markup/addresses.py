"""Web and e-mail addresses in a text, and when two of them lead to one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Span
from evalkit.languages import primary
from evalkit.package_data import table


@cache
def data() -> dict[str, Any]:
    """What the checks on markup know: `data/markup.toml`."""
    return table("evalkit.checks.markup", "markup.toml")


_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"'“”‘’«»()\[\]{}|\\^`]{1,2000}|(?<![\w.@])www\.[\w-]{1,63}\.[^\s<>\"'“”‘’«»()\[\]{}|\\^`]{1,2000}", re.IGNORECASE)  # fmt: skip  # noqa: E501
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")  # fmt: skip  # noqa: E501


def addresses(text: str) -> Iterator[Span]:
    """Where web and e-mail addresses stand, the punctuation after them left out."""
    for pattern in (_URL, _EMAIL):
        for match in pattern.finditer(text):
            address = match[0].rstrip(data()["urls"]["trailing"])
            yield Span(match.start(), match.start() + len(address))


def same(address: str, other: str, pair: Pair) -> bool:
    """Whether two addresses lead to one place, or to the same in the version's language."""
    one, two = _bare(address), _bare(other)
    if two == one or (two.startswith(one) and not re.match(r"[a-z0-9/?#=&%.@]", two[len(one) :])):
        return True
    if "@" in one:
        return False
    language, languages = primary(pair.language), {primary(pair.language)}
    languages.add(primary(pair.source_language))
    host, other_host = _parts(one.split("/")[0]), _parts(two.split("/")[0])
    if _without(host, languages) != _without(other_host, languages):
        return False
    if language in _parts(two) and language not in _parts(one):
        return True
    return _without(_parts(one), languages) == _without(_parts(two), languages)


def _bare(address: str) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.casefold()).rstrip("/")
    for optional in data()["urls"]["optional"]:
        bare = bare.replace(optional, "")
    return bare


def _parts(address: str) -> list[str]:
    return re.split(r"[/.?#=&:]", address)


def _without(parts: list[str], languages: set[str]) -> list[str]:
    return [part for part in parts if part not in languages]
