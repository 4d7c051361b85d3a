"""What the page says in words: verdicts, confidence, reasons; and names of checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.checks import load_class
from evalkit.checks.base import Check
from evalkit.document import InputError
from evalkit.reports.metric_labels import PERCENTILES, metric_class
from evalkit.reports.safe_text import visible
from evalkit.result.evaluation import SEVERITIES

LETTERS = {"critical": "C", "major": "M", "minor": "m", "neutral": "n"}
MEANINGS = {
    "critical": "the reader is misled, or content is gone; do not publish",
    "major": "the meaning is changed or incomplete",
    "minor": "noticeable, the meaning stands",
    "neutral": "worth a look, no penalty",
}
# Least confidence at which each word is used.
CONFIDENCE_WORDS = (
    (0.9, "almost certain"),
    (0.7, "likely"),
    (0.5, "possible"),
    (0.0, "unsure, may be a false alarm"),
)
TITLE_LENGTH = 90
PERCENTILE_MEANS = (
    "61st percentile: closer in meaning to its source than 61 % of sound translations of this "
    "language pair. It says how usual a paragraph is; it is no quality score."
)


def check_class(check: str) -> type[Check] | None:
    """The class behind a check's id; None where this evalkit does not have it."""
    try:
        return load_class(check)
    except (InputError, ImportError, AttributeError):
        return None


def check_name(check: str) -> str:
    """A check's name for people, its id where the check is unknown here.

    >>> check_name("of-another-release")
    'of-another-release'
    """
    known = check_class(check)
    return known.name if known else visible(check)


def check_description(check: str) -> str:
    known = check_class(check)
    return known.description if known else ""


def metric_description(metric: str) -> str:
    """What a metric's numbers say and in which direction; "" where it is unknown here."""
    known = metric_class(metric)
    if known is None:
        return ""
    said = " ".join(known.description.split()).rstrip(".")
    if metric in PERCENTILES:
        return f"{said}. {PERCENTILE_MEANS}"
    return f"{said}. {'Higher' if known.higher_is_better else 'Lower'} is better."


def confidence(value: float) -> str:
    """A confidence from 0 to 1 in words.

    >>> confidence(0.95), confidence(0.5)
    ('almost certain', 'possible')
    """
    return next(words for least, words in CONFIDENCE_WORDS if value >= least)


def counted(number: int, thing: str) -> str:
    """A number with its noun.

    >>> counted(1, "paragraph"), counted(0, "finding"), counted(1200, "row")
    ('1 paragraph', '0 findings', '1,200 rows')
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def severities(found: Iterable[str]) -> str:
    """How many of each severity, worst first.

    >>> severities(["minor", "major", "minor"])
    '1 major, 2 minor'
    """
    counts = Counter(found)
    return ", ".join(f"{counts[s]} {s}" for s in SEVERITIES if counts[s])


def listed(items: Sequence[str]) -> str:
    """A list as a sentence has it.

    >>> listed(["BLEU", "chrF", "TER"]), listed(["BLEU"])
    ('BLEU, chrF and TER', 'BLEU')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def paragraphs(rows: Sequence[int], most: int = 6) -> str:
    """Which paragraphs, or how many where they are many.

    >>> paragraphs([3]), paragraphs([3, 10, 17]), paragraphs(list(range(40)))
    ('paragraph 3', 'paragraphs 3, 10 and 17', '40 paragraphs')
    """
    if len(rows) > most:
        return counted(len(rows), "paragraph")
    return f"paragraph{'s' if len(rows) > 1 else ''} {listed([str(row) for row in rows])}"


def note_anchor(measure: int) -> str:
    """The id under which the page says what holds for all scores of a measure of the card."""
    return f"score-{measure}"


def ranges(rows: Iterable[int]) -> str:
    """Row numbers as an address holds them.

    >>> ranges([1, 2, 3, 7, 9, 8]), ranges([])
    ('1-3,7-9', '')
    """
    found: list[list[int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def title(text: str) -> str:
    """The first words of a text, cut between words.

    >>> title("A short heading")
    'A short heading'
    """
    words = " ".join(text.split())
    if len(words) <= TITLE_LENGTH:
        return words
    return f"{words[:TITLE_LENGTH].rsplit(' ', 1)[0].rstrip(',;:')} …"
