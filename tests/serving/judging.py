"""Rules for a scripted server that judges."""

from __future__ import annotations

import json

from tests.serving.scripted import Asked, Reply, errors, said

WRONG = "ভুল"
"""The word by which this judge knows an error, in any version."""


def judge(asked: Asked) -> Reply:
    """Marks the word WRONG where it stands in a translation; prefers the one without it."""
    texts = asked.texts
    if "first" in texts:
        return prefer(texts["first"], texts["second"])
    if WRONG not in texts["translation"]:
        return errors()
    return errors(
        {
            "category": "Accuracy/Mistranslation",
            "severity": "major",
            "source_quote": texts["source"].split()[0],
            "translation_quote": WRONG,
            "reason": "This says something else.",
        }
    )


def prefer(first: str, second: str) -> Reply:
    wrong = [WRONG in text for text in (first, second)]
    better = {(True, False): "second", (False, True): "first"}.get((wrong[0], wrong[1]), "neither")
    return said(json.dumps({"better": better, "reason": "The other has an error."}))


def first_is_better(asked: Asked) -> Reply:
    """A judge that favours whatever it reads first."""
    if "first" in asked.texts:
        return said('{"better": "first", "reason": "It came first."}')
    return errors()
