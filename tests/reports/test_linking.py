"""The desk's modules put together as one."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from evalkit.reports.html.linking import linked, ordered

DESK = files("evalkit.reports.html").joinpath("desk")
MODULES = {f.name: f.read_text("utf-8") for f in DESK.iterdir() if f.name.endswith(".js")}
LONGEST = 400  # lines
DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:const|let|var|function\*?|class) +(\w+|[{\[][^=]*[}\]])", re.M
)


def test_each_stands_once_after_those_it_imports() -> None:
    texts = {
        "a.js": 'import { b } from "./b.js";\nimport { c } from "./c.js";\n',
        "b.js": 'import { c } from "./c.js";\nexport const b = c;\n',
        "c.js": "export const c = 1;\n",
    }
    assert ordered("a.js", texts.__getitem__) == ["c.js", "b.js", "a.js"]
    assert linked("a.js", texts.__getitem__).count("const c = 1") == 1


def test_a_circle_is_refused() -> None:
    texts = {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}
    with pytest.raises(ValueError, match=re.escape("a.js → b.js → a.js")):
        ordered("a.js", texts.__getitem__)


def test_every_module_is_used_and_nothing_is_left_to_import() -> None:
    assert set(ordered("main.js", MODULES.__getitem__)) == set(MODULES)
    assert not re.search(r"^(?:import|export)\b", linked("main.js", MODULES.__getitem__), re.M)


def test_names_at_the_top_are_declared_once() -> None:
    names = Counter(
        name
        for text in MODULES.values()
        for declared in DECLARED.findall(text)
        for name in re.findall(r"\w+", declared)
    )
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_is_short(name: str) -> None:
    assert MODULES[name].count("\n") <= LONGEST
