"""What evalkit says of segments that people judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evalkit import checks as check_registry
from evalkit.checks.base import PENALTY
from evalkit.document import Document, Paragraph
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, Reading, evaluate
from evalkit.evaluation.encoder_choice import choose_encoder
from evalkit.store import Memory, NoMemory
from evalkit.validation.human_judgement import Judged
from evalkit.validation.split import order

RISKS = ("omission_risk", "addition_risk")
# Where a set names no documents, so many of its segments are judged as one: the length of an
# article, enough for what a text's own habits say.
BLOCK = 40
# Pairs whose words are aligned between two steps of the progress.
AT_ONCE = 256
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What evalkit says of one judged segment.

    `metrics` has a value by metric, the two risks among them, None where it is
    unscored. `fired` has the checks with a finding above neutral, and the
    greatest confidence of those; `worst` is the worst severity of any finding.
    """

    judged: Judged
    metrics: Mapping[str, float | None]
    fired: Mapping[str, float]
    worst: str


def sample(segments: Iterable[Judged], limit: int | None) -> list[Judged]:
    """At most `limit` segments of one set and language, whole documents as far as it goes.

    Documents are taken in an order that their names' hashes give, the segments
    of each as they stand and all systems of a segment together; the last
    document is cut where the limit is reached. The same limit is the same sample.
    """
    chosen = sorted(segments, key=lambda s: (order(s.cluster), s.cluster))
    if limit is None or len(chosen) <= limit:
        return chosen
    kept: list[Judged] = []
    for _, document in groupby(chosen, key=lambda s: s.cluster):
        items: dict[str, list[Judged]] = defaultdict(list)
        for segment in document:
            items[segment.segment].append(segment)
        for item in items.values():
            if kept and len(kept) + len(item) > limit:
                return kept
            kept += item
    return kept


def judge(
    segments: Sequence[Judged],
    metrics: Sequence[str],
    checks: Sequence[str],
    *,
    resources: Resources,
    memory: Memory,
    progress: Progress,
) -> list[Verdict]:
    """What evalkit says of segments of one set and language pair, document by document.

    Every system's text of a document is judged by itself, line by line: other
    systems are no evidence for each other.
    """
    read_ahead(segments, checks, resources, memory, progress)
    verdicts: list[Verdict] = []
    for document in documents(segments):
        verdicts += _of_document(document, metrics, checks, resources, memory)
        progress(
            f"judging: {segments[0].set} {segments[0].languages} {len(verdicts)}/{len(segments)}"
        )
    return verdicts


def read_ahead(
    segments: Sequence[Judged],
    checks: Sequence[str],
    resources: Resources,
    memory: Memory,
    progress: Progress,
) -> None:
    """Have an encoder align the words of many segments at once: document by document takes longer.

    Only where they are remembered, or it would all be done again.
    """
    if not check_registry.encoder_readers(checks) or isinstance(memory, NoMemory):
        return
    meaning = choose_encoder((), checks, resources, memory).of_findings
    if meaning is None:
        return
    pairs = sorted((s.source, s.target) for s in segments if s.source.strip() and s.target.strip())
    for start in range(0, len(pairs), AT_ONCE):
        progress(f"reading: {segments[0].set} {segments[0].languages} {start}/{len(pairs)}")
        meaning.alignments(pairs[start : start + AT_ONCE])


def documents(segments: Iterable[Judged]) -> Iterator[list[Judged]]:
    """The segments as documents of one system each, in blocks where the set knows none.

    A segment that a system has twice, as from two annotators, goes into a
    document of its own turn: no text is made to repeat itself. Segments with
    and without a reference are kept apart: a text has as many in every row.
    """
    groups: dict[tuple[str, str, int, int], list[Judged]] = defaultdict(list)
    seen: dict[tuple[str, tuple[str, str]], int] = defaultdict(int)
    for segment in segments:
        turn = seen[segment.system, segment.item]
        seen[segment.system, segment.item] += 1
        key = (segment.system, segment.document, turn, len(segment.references))
        groups[key].append(segment)
    for (_, name, *_), group in groups.items():
        if name:
            yield group
        else:
            yield from (group[n : n + BLOCK] for n in range(0, len(group), BLOCK))


def _of_document(
    document: Sequence[Judged],
    metrics: Sequence[str],
    checks: Sequence[str],
    resources: Resources,
    memory: Memory,
) -> list[Verdict]:
    first = document[0]
    targets = [s.target for s in document]
    references = [_document([s.source for s in document], first.source_language, document)]
    for n in range(len(first.references)):
        texts = [s.references[n] for s in document]
        # A human translation may be among the systems: it is no reference of itself.
        if texts != targets:
            references.append(_document(texts, first.target_language, document))
    evaluation = evaluate(
        [_document(targets, first.target_language, document)],
        references,
        metrics,
        checks or ["none"],
        article=first.document or first.set,
        reading=Reading(aligned=True),
        resources=resources,
        memory=memory,
    )
    return [_verdict(segment, evaluation, row) for row, segment in enumerate(document, start=1)]


def _document(texts: Sequence[str], language: str, segments: Sequence[Judged]) -> Document:
    paragraphs = tuple(
        Paragraph(text, segment.kind) for text, segment in zip(texts, segments, strict=True)
    )
    return Document(paragraphs, language, name=f"{segments[0].set}.{language}")


def _verdict(segment: Judged, evaluation: Evaluation, row: int) -> Verdict:
    paragraph = evaluation.paragraph_records[row - 1]
    findings = evaluation.findings_by_cell.get((row, paragraph.version), ())
    fired: dict[str, float] = {}
    for finding in findings:
        if PENALTY[finding.severity]:
            fired[finding.check] = max(finding.confidence, fired.get(finding.check, 0.0))
    risks = {name: getattr(paragraph, name) for name in RISKS}
    return Verdict(segment, {**paragraph.metrics, **risks}, fired, paragraph.worst_severity)
