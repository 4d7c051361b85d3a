"""What compare, score, batch, selftest, validate and doctor are asked in the same words."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from evalkit.cli.decided import Decided, decided
from evalkit.document import InputError
from evalkit.encoders.resources import BUILT_IN, Resources
from evalkit.evaluation import Options, Reading
from evalkit.llm.server import Server
from evalkit.loaders import Columns

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The options of a command that `evalkit.cli.options` shares out, read and checked.

    Those that a command does not have are as if nobody had given them. `limits` are by metric what
    `--fail-under` demands.
    """

    metrics: list[str] | None = None
    checks: list[str] | None = None
    back_translations: Mapping[str, str] = field(default_factory=dict)
    back_translate: bool = False
    normalise: Literal["nfc"] | None = None
    glossary: str | None = None
    reading: Reading = field(default_factory=Reading)
    resources: Resources = field(default_factory=Resources)
    cached: bool = True
    energy: bool = False
    decisions: Decided = field(default_factory=Decided)
    fail_on: str | None = None
    limits: dict[str, float] = field(default_factory=dict)

    def options(self, article: str = "") -> Options:
        """Them as `evaluate` takes them."""
        return Options(
            self.metrics,
            self.checks,
            article,
            self.back_translate,
            self.glossary,
            self.normalise,
            self.reading,
            self.resources,
        )

    def demand_possible(self) -> None:
        """Raise InputError where what the run is to fail on is not looked for, or not scored."""
        from evalkit.cli import thresholds

        computed = thresholds.computed_metrics(self.metrics, self.back_translate)
        thresholds.demand_scored(self.limits, computed)
        demand_looked_for(self.fail_on, self.checks)


def with_common(command: Callable[..., Any], **given: Any) -> Any:
    """What a command gives that is called with its options, those in common as `common`."""
    from evalkit.cli.thresholds import demanded

    take = given.pop
    metrics = chosen_metrics(take("metrics", ()))
    common = Common(
        metrics=metrics,
        checks=listed(take("checks", ())),
        back_translations=by_language(take("back_translations", ())),
        back_translate=take("back_translate", False),
        normalise=take("normalise", None),
        glossary=take("glossary", None),
        reading=Reading(
            # Of a batch's table each version has its own column.
            Columns()
            if "target_columns" in given
            else Columns(take("source_column", None), take("target_column", None)),
            take("max_size", 50) * MEGABYTE,
            take("aligned", False),
        ),
        resources=_resources(given),
        cached=take("cached", True),
        energy=take("energy", False),
        decisions=decided(take("decision_files", ())),
        fail_on=take("fail_on", None),
        limits=demanded(take("fail_under", ())),
    )
    return command(**given, common=common)


def _resources(given: dict[str, Any]) -> Resources:
    """What models may use. Offline holds for every library that would ask a hub."""
    offline = given.pop("offline", False)
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    return Resources(
        encoder=given.pop("encoder", None) or BUILT_IN,
        device=given.pop("device", "auto"),
        precision=given.pop("precision", "float32"),
        offline=offline or os.environ.get("HF_HUB_OFFLINE", "") in ("1", "true", "TRUE"),
        server=_server(given.pop("server", {})),
    )


def _server(given: Mapping[str, Any]) -> Server:
    """A budget holds for the whole call: its processes and articles keep one ledger."""
    made = Server(**given)
    if made.max_calls is None and made.max_tokens is None:
        return made
    folder = tempfile.mkdtemp(prefix="evalkit-budget-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return replace(made, ledger=str(Path(folder) / "spent.sqlite"))


def listed(values: tuple[str, ...]) -> list[str] | None:
    """Words given one by one or joined by commas or spaces; None when there are none.

    >>> listed(("fast,-empty", "glossary")), listed(())
    (['fast', '-empty', 'glossary'], None)
    """
    words = [word for value in values for word in value.replace(",", " ").split()]
    return words or None


def chosen_metrics(values: tuple[str, ...]) -> list[str] | None:
    """Metric names in the order given and as they are listed, `none` clearing what came before.

    >>> chosen_metrics(("chrF", "bleu", "chrf")), chosen_metrics(("none",))
    (['chrf', 'bleu'], [])
    """
    from evalkit.metrics import METRICS, canonical
    from evalkit.registry import is_home

    words = [canonical(word) for word in listed(values) or ()]
    for word in filter(is_home, words):
        METRICS.import_from(word)
    if not words:
        return None
    if "none" in words:
        words = words[len(words) - words[::-1].index("none") :]
    return list(dict.fromkeys(words))


def by_language(values: tuple[str, ...]) -> dict[str, str]:
    """LANG=PATH arguments as a mapping by version id."""
    from evalkit.loaders import version_id

    found: dict[str, str] = {}
    for value in values:
        words, _, path = value.partition("=")
        version = version_id(words)
        if version is None or not path:
            raise InputError(
                f"--back-translation {value}: no language",
                remedy="write LANG=PATH, as in bn=backtranslation.bn.txt",
            )
        found[version] = path
    return found


def demand_looked_for(severity: str | None, words: Sequence[str] | None) -> None:
    """Refuse a --fail-on where no check is run: it could never fail."""
    from evalkit.checks import select

    if severity and not select(words or ()):
        raise InputError(
            f"--fail-on {severity}: no check is run that could find anything",
            remedy="leave out --checks none, or --fail-on",
        )
