"""What a text is once it is loaded: paragraphs in order, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["paragraph", "heading", "list-item", "table-cell", "code", "quote"]
KINDS: tuple[str, ...] = get_args(Kind)


LONGEST_PROBLEM = 240


class InputError(Exception):
    """Something the caller gave is wrong.

    The message is one line that names the file, the place in it and the
    remedy; the command line prints it as it stands and exits with status 2.
    `what` is the line without the remedy.

    >>> str(InputError("it is empty", path="bn.txt", remedy="give a file with text"))
    'bn.txt: it is empty; give a file with text'
    """

    def __init__(self, problem: str, *, path: str = "", place: str = "", remedy: str = "") -> None:
        if len(problem) > LONGEST_PROBLEM:
            # Libraries may quote what they choke on, a whole archive if need be.
            problem = problem[:LONGEST_PROBLEM] + "…"
        self.problem, self.path, self.place, self.remedy = problem, path, place, remedy
        where = ", ".join(part for part in (path, place) if part)
        self.what = f"{where}: {problem}" if where else problem
        super().__init__(" ".join((f"{self.what}; {remedy}" if remedy else self.what).split()))


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: code points, end exclusive.

    >>> Span(0, 2).of("বাংলা")
    'বা'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a place; an empty span lies where it touches."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text, exactly as it stood in the file.

    `text` is never normalised: every offset in evalkit counts Unicode code
    points in it. `level` is a heading's rank (1 to 6) or a list item's depth,
    `place` says where in the file it stood, for people ("line 12", "unit 7").
    """

    text: str
    kind: Kind = "paragraph"
    level: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text in one language.

    `language` is a BCP 47 tag ("bn", "pa", "en-GB"); `notes` records, for the
    manifest, what the loader had to decide, `warnings` what speaks against it;
    `sha256` is that of the file's bytes. A bilingual file (XLIFF, TMX, PO, a table
    with two columns) carries its own `source`, whose paragraph i faces this
    document's paragraph i. `lines` is how many lines a plain text has whose lines
    are paragraphs (their `place` says which), blank ones counted; 0 for others.

    >>> Document((Paragraph("Hello."),), "en").texts
    ('Hello.',)
    """

    paragraphs: tuple[Paragraph, ...]
    language: str
    name: str = ""
    path: str = ""
    sha256: str = ""
    format: str = ""
    notes: tuple[str, ...] = ()
    source: Document | None = None
    lines: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class BackTranslation(Document):
    """A version as a model translated it back into the language of its source.

    Paragraph i faces the version's paragraph i; `untranslated` tells by their
    index those without a text, and why. `of` is the name of the version's file
    and `version_text` a hash of the text it had; `model`, `date` (ISO 8601) and
    `prompt` (a hash) say whose words these are. `remark` is what has happened
    to either text since.
    """

    of: str = ""
    version_text: str = ""
    model: str = ""
    date: str = ""
    prompt: str = ""
    untranslated: tuple[tuple[int, str], ...] = ()
    remark: str = ""

    @property
    def by(self) -> str:
        """Who made it, in words.

        >>> BackTranslation((), "en", model="granite3.3:8b", remark="edited since").by
        'granite3.3:8b (edited since)'
        """
        return f"{self.model} ({self.remark})" if self.remark else self.model
