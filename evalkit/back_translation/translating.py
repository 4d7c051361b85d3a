"""Versions translated back, paragraph by paragraph: from the store what is known, the rest asked.

A paragraph's translation depends on its text, the languages, the model and the
prompt, and on nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evalkit.back_translation import files, prompt
from evalkit.back_translation.outcome import TranslatedBack
from evalkit.document import BackTranslation, Document, Paragraph
from evalkit.llm.calling import SEED
from evalkit.llm.chat import Chat
from evalkit.llm.exchange import Answer
from evalkit.store import Memory, key

READING = 1
"""Raised when the same answer is read in another way."""
BLANK = "there is nothing to translate"
LONGEST_NAME = 200
"""Characters of a model's name that are told."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A paragraph's translation or why there is none, and the day of the answer.

    `limit` is how many tokens an answer might have, `kept` says that it is known
    from an earlier run. One that is `passing` holds for this run alone.
    """

    text: str = ""
    failure: str = ""
    date: str = ""
    limit: int = 0
    passing: bool = False
    kept: bool = False


def translate_back(
    versions: Mapping[str, Document],
    source: Document,
    chat: Chat,
    memory: Memory,
    progress: Callable[[str], None],
) -> TranslatedBack:
    """Every version in the language of the source, as `chat`'s model translates it.

    What is answered is remembered as it comes, and not asked again, nor is what
    could not be answered unless the server's limits say so. Raises InputError
    where nobody listens, or the key or the model is refused.
    """
    documents: dict[str, BackTranslation] = {}
    found: list[Translated] = []
    answers: dict[bytes, Translated] = {}
    asked = 0
    for tag, version in versions.items():
        progress(f"translating back: {tag}")
        sides = version.language, source.language
        pages = {text: _key(chat, *sides, text) for text in version.texts}
        answers |= _known(
            {t: page for t, page in pages.items() if page not in answers}, chat, memory
        )
        missing = [text for text, page in pages.items() if page not in answers]
        asked += len(missing)
        questions = [prompt.question(text, *sides) for text in missing]
        for done, (n, answer) in enumerate(chat.ask(questions), 1):
            page = pages[missing[n]]
            answers[page] = _translated(answer, missing[n], chat.server.answer_tokens)
            if not answer.passing:
                memory.put({page: _encoded(answers[page])})
            progress(f"translating back: {tag} {done}/{len(missing)}")
        translated = [answers[pages[text]] for text in version.texts]
        documents[tag] = _document(version, source.language, translated, chat.model)
        found += translated
    left_open = sum(paragraph.passing for paragraph in found)
    blank = sum(paragraph.failure == BLANK for paragraph in found)
    told = {
        "url": chat.server.shown,
        "model": chat.model[:LONGEST_NAME] if documents else chat.server.model,
        "prompt": prompt.edition(),
        "versions": len(documents),
        "paragraphs": len(found),
        "from_store": sum(paragraph.kept for paragraph in found),
        "asked": asked,
        "failed": sum(bool(p.failure) for p in found) - left_open - blank,
        "left_open": left_open,
        **chat.spent.told(),
    }
    return TranslatedBack(documents, told)


def _key(chat: Chat, language: str, into: str, text: str) -> bytes:
    signature = (
        f"back-translation|model:{chat.model}|prompt:{prompt.edition()}"
        f"|temperature:0|seed:{SEED}|reading:{READING}"
    )
    return key(signature, language, into, text)


def _known(pages: Mapping[str, bytes], chat: Chat, memory: Memory) -> dict[bytes, Translated]:
    """What need not be asked: what has no words, and what is remembered."""
    found: dict[bytes, Translated] = {}
    kept = memory.get(pages.values())
    for text, page in pages.items():
        if not text.strip():
            found[page] = Translated(failure=BLANK)
        elif not any(c.isalnum() for c in text):
            found[page] = Translated(text=prompt.one_line(text))
        elif page in kept and _stands(before := _decoded(kept[page]), chat):
            found[page] = before
    return found


def _stands(before: Translated, chat: Chat) -> bool:
    """Whether an answer of an earlier run still is one: a failure until it may become another."""
    server = chat.server
    return not before.failure or not (server.again or server.answer_tokens != before.limit)


def _translated(answer: Answer, text: str, limit: int) -> Translated:
    made = Translated(date=date.today().isoformat(), limit=limit)
    if answer.failure:
        why = prompt.one_line(answer.failure)
        return replace(made, failure=why, passing=answer.passing)
    return replace(made, text=prompt.translation_in(answer.text, text))


def _document(
    version: Document, language: str, translated: Sequence[Translated], model: str
) -> BackTranslation:
    paragraphs = zip(version.paragraphs, translated, strict=True)
    made = BackTranslation(
        paragraphs=tuple(Paragraph(t.text, p.kind, p.level, p.place) for p, t in paragraphs),
        language=language,
        format="txt",
        of=version.name,
        version_text=files.mark(version.texts),
        model=model[:LONGEST_NAME],
        date=max((t.date for t in translated), default="") or date.today().isoformat(),
        prompt=prompt.edition(),
        untranslated=tuple((n, t.failure) for n, t in enumerate(translated) if t.failure),
    )
    return files.named(made)


def _encoded(answer: Translated) -> bytes:
    told = {"text": answer.text, "failure": answer.failure}
    return json.dumps({**told, "date": answer.date, "limit": answer.limit}).encode()


def _decoded(kept: bytes) -> Translated:
    return Translated(**json.loads(kept), kept=True)
