"""YAML, by PyYAML: what InstructLab, lm-evaluation-harness and Kubernetes read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evalkit.document import InputError

BREAKS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
WIDTH = 80
"""Characters after which a line is broken at the next space. InstructLab's taxonomy wants 120 at
most; the last word, an address perhaps, may go over."""


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

    def text(dumper: Dumper, value: str) -> Any:
        style = '"' if BREAKS.search(value) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    made: str = yaml.dump(
        dict(content), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=WIDTH
    )
    # A lone surrogate has no UTF-8.
    return f"---\n{made}".encode("utf-8", "replace")
