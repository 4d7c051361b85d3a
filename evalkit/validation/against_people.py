"""From files with human judgements to figures: read, choose, judge, measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit import checks as check_registry
from evalkit import metrics as metric_registry
from evalkit.document import InputError
from evalkit.encoders.resources import Resources
from evalkit.store import Memory
from evalkit.validation.figures import Figure, Signed, measure
from evalkit.validation.human_judgement import Judged
from evalkit.validation.labels import unasked
from evalkit.validation.predictions import Progress, judge, sample
from evalkit.validation.sets import find, read
from evalkit.validation.split import everything, held_out

DOCUMENTS: dict[str, Callable[[str], bool]] = {"all": everything, "held-out": held_out}
NAMED = 5
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is measured, and on how much.

    `checks` are words as `--checks` takes them, `labels` the kinds of fault
    (None: all), `limit` the segments of each set and language pair, `documents`
    a name in `DOCUMENTS`.
    """

    metrics: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    labels: tuple[str, ...] | None = None
    limit: int | None = None
    documents: str = "all"


def run(
    data: Sequence[Path],
    choice: Choice,
    *,
    resources: Resources,
    memory: Memory,
    progress: Progress,
    note: Note,
) -> list[Figure]:
    """The figures of every set at the paths, one set and language pair after the other.

    `note` is told which files are no sets, and of how many segments the figures
    are. Raises InputError where nothing is recognised or a line is malformed,
    before anything is judged.
    """
    signed = [_signed(name) for name in choice.metrics]
    checks = tuple(
        c for c in check_registry.select(choice.checks) if c not in unasked(choice.metrics)
    )
    if not signed and not checks:
        raise InputError("nothing to measure", remedy="name a metric with -m, or leave out none")
    groups = _groups(data, choice, note)
    figures: list[Figure] = []
    measured = 0
    for (name, languages), segments in groups.items():
        if not _worth(segments, choice, checks):
            continue
        chosen = sample(segments, choice.limit)
        verdicts = judge(
            chosen, choice.metrics, checks, resources=resources, memory=memory, progress=progress
        )
        note(_counted(name, languages, chosen, len(segments), choice.documents))
        figures += measure(verdicts, signed, checks, choice.labels)
        measured += 1
    if not measured:
        raise InputError(
            "nothing in it has the human judgements that were asked for",
            path=", ".join(map(str, data)),
            remedy=_offer(groups),
        )
    return figures


def _groups(
    data: Sequence[Path], choice: Choice, note: Note
) -> dict[tuple[str, str], list[Judged]]:
    keep = DOCUMENTS[choice.documents]
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for given in data:
        found = find(given)
        if found.others:
            names = ", ".join(str(path.relative_to(given)) for path in found.others[:NAMED])
            more = f" and {len(found.others) - NAMED} more" if len(found.others) > NAMED else ""
            note(f"no sets, left out: {names}{more}")
        for path in found.sets:
            for segment in read(path):
                if keep(segment.cluster):
                    groups[segment.set, segment.languages].append(segment)
    return dict(groups)


def _signed(metric: str) -> Signed:
    return Signed(metric, 1 if metric_registry.load_class(metric).higher_is_better else -1)


def _worth(segments: Sequence[Judged], choice: Choice, checks: Sequence[str]) -> bool:
    """Whether the segments have any judgement that what was chosen is measured against."""
    scored = bool(choice.metrics) and any(s.score is not None for s in segments)
    labelled = any(
        choice.labels is None or kind in choice.labels for s in segments for kind in s.labels
    )
    sound = bool(checks) and choice.labels is None and any(s.sound for s in segments)
    return scored or labelled or sound


def _counted(name: str, languages: str, chosen: Sequence[Judged], of: int, documents: str) -> str:
    clusters = len({segment.cluster for segment in chosen})
    systems = len({segment.system for segment in chosen})
    part = f" of {of:,}" if len(chosen) < of else ""
    kept = "" if documents == "all" else f", {documents} documents"
    named = "documents" if any(segment.document for segment in chosen) else "source segments"
    return (
        f"{name} {languages}: {len(chosen):,}{part} segments, {clusters:,} {named}, "
        f"{systems} {'system' if systems == 1 else 'systems'}{kept}"
    )


def _offer(groups: dict[tuple[str, str], list[Judged]]) -> str:
    kinds = sorted({kind for group in groups.values() for s in group for kind in s.labels})
    if not kinds:
        return "name a metric with -m: people scored these segments and marked no faults"
    return f"labels here are {', '.join(kinds)}"
