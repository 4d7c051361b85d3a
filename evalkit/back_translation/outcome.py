"""What comes of having versions translated back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evalkit.document import BackTranslation


@dataclass(frozen=True, slots=True)
class TranslatedBack:
    """The back-translations by version, and what they took: an entry for the manifest.

    Of the `paragraphs` of `versions` versions, `from_store` were known from
    earlier runs; `asked` counts the questions put to the server, `failed` the
    paragraphs without a translation, `left_open` those for which nobody could be
    asked: the budget was spent, or the server gone.
    """

    documents: Mapping[str, BackTranslation]
    told: Mapping[str, Any]


NOTHING = TranslatedBack({}, {})
"""Nobody wanted anything translated back."""
