"""What the model is asked, and the translation in its answer."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from evalkit.languages import language_name
from evalkit.llm.exchange import Question
from evalkit.llm.json_answer import OBJECT, UnreadableError, object_in, without_thoughts
from evalkit.package_data import table

FIELD = "translation"
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {FIELD: {"type": "string"}},
    "required": [FIELD],
    "additionalProperties": False,
}
LONGEST, ROOM = 8, 200
"""An answer of more than so many times its text's characters, and some, is no translation: between
no two languages are texts so different in length."""
FENCED = re.compile(r"```[^\n`]*\n(?P<inside>.*)\n```", re.DOTALL)


@cache
def edition() -> str:
    """A hash of all that is asked but the text: another prompt or form is another edition."""
    asked = json.dumps([_system(), SCHEMA], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def question(text: str, language: str, into: str) -> Question:
    """What is asked about a paragraph: it goes in as JSON, which no text can end."""
    system = _system().format(language=language_name(language), into=language_name(into))
    user = json.dumps({"text": text}, ensure_ascii=False)
    # A lone surrogate has no UTF-8.
    user = user.encode("utf-8", "replace").decode("utf-8")
    return Question(system, user, SCHEMA, partial(why_none, text=text))


def translation_in(answer: str, text: str) -> str:
    """The translation of `text` in an answer, in one line; UnreadableError where there is none.

    With a grammar it is the one field of an object. Without one small models
    often give the translation alone: words that hold no object are taken for it.

    >>> translation_in('{"translation": "The bridge\\\\nis open."}', "সেতুটি খোলা।")
    'The bridge is open.'
    >>> translation_in("<think>Hm.</think>The bridge is open.", "সেতুটি খোলা।")
    'The bridge is open.'
    """
    said = without_thoughts(answer)
    if OBJECT.search(said):
        held = object_in(said).get(FIELD)
        if not isinstance(held, str):
            raise UnreadableError("it holds no translation")
        said = held
    elif fenced := FENCED.fullmatch(said):
        said = fenced["inside"]
    line = one_line(said)
    if not any(c.isprintable() and not c.isspace() for c in line):
        raise UnreadableError("it is empty")
    if len(line) > LONGEST * len(text) + ROOM:
        raise UnreadableError(f"it is {len(line):,} characters long, for a text of {len(text):,}")
    return line


def why_none(answer: str, text: str) -> str:
    """What is wrong with an answer that should be a translation; "" where nothing is."""
    try:
        translation_in(answer, text)
    except UnreadableError as error:
        return str(error)
    return ""


def one_line(text: str) -> str:
    """A text as one line that a plain text file holds unchanged.

    White space and control characters become single spaces, what UTF-8 cannot
    write the sign for it.

    >>> one_line(" One\\r\\n two\\x00three \\ud800")
    'One two three \\ufffd'
    """
    return " ".join("".join(map(_plain, text)).split())


def _plain(c: str) -> str:
    category = unicodedata.category(c)
    return " " if category == "Cc" else "\ufffd" if category == "Cs" else c


def _system() -> str:
    return str(table("evalkit.back_translation", "back_translation.toml")["system"]).strip()
