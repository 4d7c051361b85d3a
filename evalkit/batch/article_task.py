"""What is wanted of every article of a batch, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalkit.batch.article_folders import ArticleFolder
from evalkit.comparison.article_summary import Digest
from evalkit.encoders.resources import Resources
from evalkit.evaluation import DEFAULT_METRICS, Reading
from evalkit.result.records import DecisionRecord
from evalkit.review import Settled
from evalkit.settings import seed


@dataclass(frozen=True, slots=True)
class Task:
    """What is wanted of every article of a batch.

    `decisions` are entries on any of the articles, `reviewers` those whose word goes first.
    `normalise` is the Unicode form that texts are brought to before strings are compared.
    `recorded` says whether who judges an article also records it in the history,
    `back_translate` whether a model translates versions back, `energy` whether what the
    machine uses meanwhile is measured for each, `seed` what limits and tests are drawn from.
    """

    metrics: tuple[str, ...] = DEFAULT_METRICS
    checks: tuple[str, ...] = ()
    formats: tuple[str, ...] | None = None
    reading: Reading = field(default_factory=Reading)
    resources: Resources = field(default_factory=Resources)
    cached: bool = True
    decisions: tuple[DecisionRecord, ...] = ()
    reviewers: tuple[str, ...] = ()
    recorded: bool = True
    back_translate: bool = False
    normalise: Literal["nfc"] | None = None
    energy: bool = False
    seed: int | None = field(default_factory=seed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its digest and what decisions came to, or why there is none.

    `fresh`: everything stood there already; `judged_before`: only what reviewers decided is new.
    `trace` says where an error came from that nobody foresaw.
    """

    folder: ArticleFolder
    digest: Digest | None = None
    settled: Settled | None = None
    fresh: bool = False
    judged_before: bool = False
    error: str = ""
    trace: str = ""
