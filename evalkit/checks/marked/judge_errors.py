"""Errors that a judge marked and gave a reason for, told as findings."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit.alignment.rows import JudgedError, Pair
from evalkit.checks.base import Finding, PairCheck, Span
from evalkit.checks.traits import Fold, Traits

CONFIDENCE = 0.5
"""Of every mark: a judge has no confidence that could be believed."""


class JudgedErrorFound(PairCheck):
    """A language model that was asked to judge marked this place."""

    id = "judged-error"
    traits = Traits(
        kind="marked",
        folds=(Fold(70, ("error-span",), "place"),),
        labels=(
            "omission",
            "major omission",
            "agreed omission",
            "lost word",
            "addition",
            "agreed addition",
            "hallucination",
            "full hallucination",
            "untranslated",
            "number",
            "name",
            "critical",
        ),
        asked_with="judge",
    )
    name = "Marked by the judge"
    description = (
        "The language model that was asked to judge (-m judge) marks these words and says why; "
        "category and severity are its own. What it quotes stands in the text, or it is not "
        "listed; whether it is an error is another question: such models mark sound wording, the "
        "more so in languages they saw little of, and contradict themselves between models. Its "
        "confidence is always 0.5. Read the reason, then the place. Runs only with -m judge."
    )
    category = "Accuracy/Mistranslation"
    severity = "minor"
    needs = "judge"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.judged_errors)

    def find(self, pair: Pair) -> Iterable[Finding]:
        for error in pair.judged_errors:
            yield Finding(
                check=self.id,
                category=error.category,
                severity=error.severity,
                row=pair.row,
                version=pair.version,
                message=_message(error),
                target=Span(*error.target) if error.target else None,
                source=Span(*error.source) if error.source else None,
                confidence=CONFIDENCE,
            )


def _message(error: JudgedError) -> str:
    """What the judge says, in one sentence that names it as the one who says so.

    >>> _message(JudgedError("Accuracy/Omission", "major", None, (0, 4), "No date.", "judge"))
    'The judge marks a major error, Accuracy/Omission: No date.'
    >>> _message(JudgedError("Other", "minor", (0, 4), None, "", "judge"))
    'The judge marks a minor error, Other, and gives no reason.'
    """
    said = f"The judge marks a {error.severity} error, {error.category}"
    return f"{said}: {error.reason}" if error.reason else f"{said}, and gives no reason."
