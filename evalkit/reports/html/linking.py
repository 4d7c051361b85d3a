"""The desk's modules as the one inline module that a page may hold.

They are plain ES modules on disk. A page under a strict content policy cannot
import any, so they are put one after the other, each after those it imports,
in one scope: names at the top of a module are the page's only once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"\./([\w-]+\.js)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:const|let|function|class|async) )", re.M)


def linked(entry: str, read: Callable[[str], str]) -> str:
    """The module `entry` with all it imports; `read` gives a module's text by its name.

    >>> texts = {"a.js": 'import { b } from "./b.js";\\nb();\\n', "b.js": "export const b = 1;\\n"}
    >>> print(linked("a.js", texts.__getitem__))
    // b.js
    const b = 1;
    // a.js
    b();
    <BLANKLINE>
    """
    return "".join(
        f"// {name}\n{_EXPORT.sub('', _IMPORT.sub('', read(name)).lstrip())}"
        for name in ordered(entry, read)
    )


def ordered(entry: str, read: Callable[[str], str]) -> list[str]:
    """The names of the modules, each after those it imports; ValueError for a circle."""
    done: list[str] = []
    _visit(entry, read, done, ())
    return done


def _visit(name: str, read: Callable[[str], str], done: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"modules import each other: {' → '.join((*above, name))}")
    if name in done:
        return
    for needed in _needed(read(name)):
        _visit(needed, read, done, (*above, name))
    done.append(name)


def _needed(text: str) -> Iterable[str]:
    return _IMPORT.findall(text)
