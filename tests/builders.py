"""Small builders the tests share: documents, pairs and versions from plain text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evalkit.alignment.rows import Article, Pair, Version
from evalkit.document import Document, Paragraph

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "references" / "flood-warning"
SHARED = ROOT.parent / "shared"

needs_shared_data = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the measuring data (../shared/data) is not here"
)
needs_shared_article = pytest.mark.skipif(
    not (SHARED / "article").is_dir(), reason="the article (../shared/article) is not here"
)


def document(*texts: str | Paragraph, language: str = "en", name: str = "") -> Document:
    return Document(
        tuple(t if isinstance(t, Paragraph) else Paragraph(t) for t in texts),
        language,
        name=name or f"{language}.txt",
    )


def pair(
    source: str,
    target: str,
    language: str = "bn",
    *,
    row: int = 1,
    source_language: str = "en",
    references: tuple[str, ...] = (),
    back_translation: str | None = None,
) -> Pair:
    """One row; an empty string is a side without a paragraph."""
    return Pair(
        row=row,
        version=language,
        language=language,
        source_language=source_language,
        source_paragraphs=(Paragraph(source),) if source else (),
        target_paragraphs=(Paragraph(target),) if target else (),
        references=references,
        back_translation=back_translation,
    )


def version(rows: Sequence[tuple[str, str]], language: str = "bn") -> Version:
    """A version from (source, target) texts, one row each."""
    pairs = tuple(pair(s, t, language, row=n) for n, (s, t) in enumerate(rows, 1))
    return Version(language, document(*(t for _, t in rows if t), language=language), pairs)


def article(source: Sequence[str], **versions: Sequence[str]) -> Article:
    """An article whose versions face the source line by line."""
    return Article(
        "article",
        document(*source),
        tuple(
            version(list(zip(source, texts, strict=True)), language)
            for language, texts in versions.items()
        ),
    )
