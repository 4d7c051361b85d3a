"""YAML, by PyYAML: what InstructLab, lm-evaluation-harness and Kubernetes read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evalkit.document import InputError

BREAKS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
LONGEST = 120
"""Characters in a line, by the taxonomy of InstructLab; a word that is longer has one to itself."""
WIDTH = 80
"""Characters after which a line is broken at the next space."""
_WORDS = re.compile(r"\n|(?<! ) (?! )")
"""Between what may stand in different lines: YAML breaks no line at several spaces."""


def dumped(content: Mapping[str, Any]) -> bytes:
    """A document that reads back as it was, texts in their own letters.

    >>> print(dumped({"name": "বাংলা", "parts": ["a"]}).decode(), end="")
    ---
    name: বাংলা
    parts:
    - a
    """
    try:
        import yaml
    except ImportError:
        raise InputError(
            "PyYAML is not installed, which writes YAML", remedy="pip install 'evalkit[export]'"
        ) from None

    class Dumper(yaml.SafeDumper):  # type: ignore[misc]
        """Texts with breaks of other kinds than YAML keeps are quoted, those escaped."""

        def process_scalar(self) -> None:
            self.best_width = line_width(self.event.value)
            super().process_scalar()

    def text(dumper: Dumper, value: str) -> Any:
        style = '"' if BREAKS.search(value) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    made: str = yaml.dump(dict(content), Dumper=Dumper, allow_unicode=True, sort_keys=False)
    # A lone surrogate has no UTF-8.
    return f"---\n{made}".encode("utf-8", "replace")


def line_width(text: str) -> int:
    """Characters after which lines of a text are broken, so that none has more than `LONGEST`.

    A line goes on to the end of the word in which it reaches that width, and may end in a quote.

    >>> line_width("The river rose."), line_width(f"See https://desk.example/{'a' * 60} there.")
    (80, 37)
    """
    word = max(map(len, _WORDS.split(text)))
    return max(1, min(WIDTH, LONGEST - len(" '") - word))
