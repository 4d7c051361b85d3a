"""Rows: the aligned units that everything after the alignment looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalkit.document import Document, Paragraph
from evalkit.encoders.word_alignment import WordAlignment


@dataclass(frozen=True, slots=True)
class AlignmentUnit:
    """Paragraph indices (from 0) of the source that face those of one version.

    Either side may be empty: an omission (1:0) or an addition (0:1).

    >>> AlignmentUnit((3, 4), (3,)).shape
    '2:1'
    """

    source: tuple[int, ...]
    target: tuple[int, ...]

    @property
    def shape(self) -> str:
        return f"{len(self.source)}:{len(self.target)}"


ErrorSeverity = Literal["minor", "major", "critical"]


@dataclass(frozen=True, slots=True)
class ErrorSpan:
    """A place in the version's text that a model marks as wrong.

    `start` and `end` count code points in the row's target text; `confidence`
    (0 to 1) is the model's own; `model` is the metric's name.
    """

    start: int
    end: int
    severity: ErrorSeverity
    confidence: float
    model: str


@dataclass(frozen=True, slots=True)
class JudgedError:
    """An error that a judge marks and gives a name and a reason.

    `target` and `source` are its places in the row's texts (code points, end
    exclusive), at least one of them known; `category` is one of MQM's, `model`
    the metric's name.
    """

    category: str
    severity: ErrorSeverity
    target: tuple[int, int] | None
    source: tuple[int, int] | None
    reason: str
    model: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One row of one version, as metrics and checks of other packages see it.

    `row` counts from 1 in the reading order of the source. `version` is the version's identifier
    ("bn", "bn-x-system2"), `language` and `source_language` are BCP 47 tags. `hypothesis` is the
    version's text, "" where the version leaves the row out, `source` that of the source, "" where
    the version adds it. `references` are human translations in the version's language, none or
    more. `back_translation` is the hypothesis in the source's language, None where there is none.
    """

    row: int
    version: str
    language: str
    source_language: str
    source: str
    hypothesis: str
    references: tuple[str, ...] = ()
    back_translation: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One row seen from one version: what metrics score and checks read.

    `source` and `target` are the paragraphs' texts joined by a line break;
    offsets of findings refer to them. `references` are the narrow-sense
    references that face this row (texts in the version's own language);
    `back_translation` is the version translated back into the source's
    language, by the model `back_translated_by` ("" where a person or nobody
    says who did); `untranslated` says why that model has no text for the row.
    `row` counts from 1 in the reading order of the source;
    `version` is the version's identifier, a BCP 47 tag ("bn", "bn-x-system2").
    `words` is what an encoder says of its words, None where none was asked;
    `words_elsewhere` what it says of the same row in the article's other versions;
    `unusable` says in words why none of the references that are there can be
    compared with; `error_spans` are what models that were run as metrics marked in the target,
    `judged_errors` what a judge found; `rivals` are the texts of the article's
    other versions in the same language.
    """

    row: int
    version: str
    language: str
    source_language: str
    source_paragraphs: tuple[Paragraph, ...]
    target_paragraphs: tuple[Paragraph, ...]
    references: tuple[str, ...] = ()
    back_translation: str | None = None
    words: WordAlignment | None = None
    words_elsewhere: tuple[WordAlignment, ...] = ()
    error_spans: tuple[ErrorSpan, ...] = ()
    judged_errors: tuple[JudgedError, ...] = ()
    rivals: tuple[str, ...] = ()
    back_translated_by: str = ""
    untranslated: str = ""
    unusable: str = ""

    @property
    def source(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.source_paragraphs)

    @property
    def target(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.target_paragraphs)

    @property
    def segment(self) -> Segment:
        """The row as other packages see it."""
        return Segment(
            row=self.row,
            version=self.version,
            language=self.language,
            source_language=self.source_language,
            source=self.source,
            hypothesis=self.target,
            references=self.references,
            back_translation=self.back_translation,
        )

    @property
    def alignment(self) -> str:
        """The shape of the row, source first: "1:1", "1:0", "2:1"."""
        return f"{len(self.source_paragraphs)}:{len(self.target_paragraphs)}"

    @property
    def kind(self) -> str:
        sides = self.source_paragraphs or self.target_paragraphs
        return sides[0].kind if sides else "paragraph"


@dataclass(frozen=True, slots=True)
class Version:
    """One translation under test, aligned: a pair for every row of the article.

    `id` tells versions of the same language apart; `document` is the file as
    loaded. `known` is what was found out of this version and is asked for again
    (`evalkit.checks.evidence.once`): it is no part of what the version is, and a changed
    version begins without.
    """

    id: str
    document: Document
    pairs: tuple[Pair, ...]
    known: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def language(self) -> str:
        return self.document.language


@dataclass(frozen=True, slots=True)
class Article:
    """One source document with all its aligned versions, row by row.

    `versions[i].pairs[n].row == n + 1` for every version; where the article is a part of a
    longer table, its rows are numbered from where it begins there.
    """

    name: str
    source: Document
    versions: tuple[Version, ...]
