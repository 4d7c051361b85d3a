"""Damage a user's own versions in every known way, and count how much of it is found.

A report that says nothing of a paragraph says something by that: how much
depends on the language, on the document, on whether an encoder was at hand.
Here it is measured on the document itself: its versions are damaged, a few
paragraphs at a time, and evaluated as `evalkit compare` would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evalkit.alignment import Article, Version
from evalkit.checks import encoder_readers, select
from evalkit.checks.base import PENALTY
from evalkit.document import Document
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, Options, Reading, evaluate_part
from evalkit.evaluation.encoder_choice import choose_encoder
from evalkit.evaluation.reading import read, read_one
from evalkit.evaluation.run import align
from evalkit.result.records import Input
from evalkit.store import Memory, NoMemory
from evalkit.validation.damage import DAMAGES, EVERY, Damaged, copies, named
from evalkit.validation.damage.context import DamageContext
from evalkit.validation.damage_trials import Run, Trial, trials
from evalkit.validation.detected import Tally, tally

ROUNDS = 2
AT_ONCE = 128
"""Damaged paragraphs that are read together."""

Spec = str | Path | Document


@dataclass(frozen=True, slots=True)
class Sound:
    """What the report says of a version as it was given: `findings` counts severities."""

    version: str
    language: str
    paragraphs: int
    findings: Mapping[str, int]

    @property
    def alarms(self) -> int:
        """Findings above neutral."""
        return sum(count for severity, count in self.findings.items() if PENALTY[severity])

    @property
    def grave(self) -> int:
        """Findings that are major or worse."""
        return sum(n for s, n in self.findings.items() if PENALTY[s] >= PENALTY["major"])


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What was found of the damage.

    `tallies` holds one entry per version and kind of damage, `trials` one per
    damage; `versions` are the versions as they were given. `evaluations`
    counts those that were made; with `rounds_in_all` rounds every paragraph
    where a damage makes sense would have its turn. `encoder` is the signature of what
    read the words, None where nothing did, and `without_encoder` then says why.
    """

    inputs: tuple[Input, ...]
    versions: tuple[Sound, ...]
    tallies: tuple[Tally, ...]
    trials: tuple[Trial, ...]
    seed: int
    rounds: int
    evaluations: int
    rounds_in_all: int
    encoder: str | None
    without_encoder: str

    def of(self, version: str) -> tuple[Tally, ...]:
        """The tallies of one version."""
        return tuple(counted for counted in self.tallies if counted.version == version)


def selftest(
    versions: Sequence[Spec],
    references: Sequence[Spec] = (),
    damages: Sequence[str] | None = None,
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
    every: int = EVERY,
    metrics: Sequence[str] = (),
    checks: Sequence[str] | None = None,
    glossary: str | Path | None = None,
    reading: Reading | None = None,
    resources: Resources | None = None,
    memory: Memory | None = None,
    progress: Callable[[str], None] | None = None,
) -> SelfTest:
    """Damage versions, evaluate them as `evaluate` does, and count what is found.

    `damages` names the kinds (None: all), `rounds` how many damaged copies of
    each kind are evaluated at most; in each, one paragraph in `every` of each
    version is damaged. The versions of one copy are damaged in different
    places, so that each stays evidence for the others. The other arguments are
    those of `evaluate`. InputError for anything wrong with what was given.
    """
    report = progress or (lambda _step: None)
    wanted = list(dict.fromkeys(DAMAGES if damages is None else damages))
    for name in wanted:
        named(name)
    reading, resources = reading or Reading(), resources or Resources()
    options = Options(metrics, checks, glossary=glossary, reading=reading, resources=resources)
    memory = _Recalled(memory or NoMemory())
    report("reading and aligning")
    chosen = select(checks or ())
    meaning = choose_encoder((), chosen, resources, memory).of_findings
    sound, given = _gathered(versions, references, reading, meaning)

    def judged(documents: Sequence[Document]) -> Evaluation:
        return evaluate_part(documents, given, {}, options, memory)

    report("judging the versions as they are")
    baseline = judged([_tagged(version, version.document) for version in sound.versions])
    before = {v.id: Run.of(baseline, v.id, sound.source) for v in sound.versions}
    plans = {name: _plan(name, sound.versions, seed, every, reading) for name in wanted}
    if meaning is not None and encoder_readers(chosen):
        _read_ahead(sound.versions, plans.values(), rounds, meaning, report)
    done, total = 0, sum(min(rounds, _longest(plan)) for plan in plans.values())
    made: list[Trial] = []
    for plan in plans.values():
        for turn in range(min(rounds, _longest(plan))):
            report(f"judging damaged copies {done}/{total}")
            now = {v.id: _turn(plan[v.id], turn, n) for n, v in enumerate(sound.versions)}
            evaluation = judged(
                [_tagged(v, _document(now[v.id], v.document)) for v in sound.versions]
            )
            for tag, damaged in now.items():
                if damaged:
                    after = Run.of(evaluation, tag, sound.source)
                    made += trials(before[tag], after, damaged.damages)
            done += 1
    return SelfTest(
        inputs=baseline.inputs,
        versions=tuple(_sound(baseline, version) for version in baseline.versions),
        tallies=tuple(tally(v.id, name, made) for v in sound.versions for name in wanted),
        trials=tuple(made),
        seed=seed,
        rounds=rounds,
        evaluations=total + 1,
        rounds_in_all=max(map(_longest, plans.values()), default=0),
        encoder=baseline.manifest["encoder"],
        without_encoder=baseline.manifest["without_encoder"],
    )


def _gathered(
    versions: Sequence[Spec],
    references: Sequence[Spec],
    reading: Reading,
    meaning: CachedEncoder | None,
) -> tuple[Article, list[Document]]:
    """The article as it was given, and the texts its versions are compared with.

    Every file is read once: one of them may be standard input.
    """
    loaded = [read_one(spec, reading) for spec in versions]
    given = [read_one(spec, reading)[1] for spec in references]
    documents = [replace(document, language=tag) for tag, document in loaded]
    article = align(read(documents, given, {}, reading), Options(reading=reading), meaning)
    # A copy that lost a paragraph no longer faces its own file's source line by line.
    return article, given or [article.source]


Plan = Mapping[str, Sequence[Damaged]]
"""The damaged copies of each version, for one kind of damage."""


def _plan(name: str, versions: Sequence[Version], seed: int, every: int, reading: Reading) -> Plan:
    return {
        version.id: [
            copy
            for copy in copies(name, version, seed=seed, every=every)
            # Where line N faces line N, no line can go.
            if not reading.aligned or _size(copy.document) == _size(version.document)
        ]
        for version in versions
    }


def _read_ahead(
    versions: Sequence[Version],
    plans: Iterable[Plan],
    rounds: int,
    meaning: CachedEncoder,
    report: Callable[[str], None],
) -> None:
    """Have the encoder read all that is damaged at once: copy by copy it takes twice as long."""
    contexts = {version.id: DamageContext(version) for version in versions}
    # Pairs with one source stand together, so that it is read once.
    pairs = sorted(
        (contexts[tag].pair(done.paragraph).source, copy.document.texts[done.now[0]])
        for plan in plans
        for turn in range(rounds)
        for shift, (tag, made) in enumerate(plan.items())
        if (copy := _turn(made, turn, shift))
        for done in copy.damages
        if len(done.now) == 1 and contexts[tag].alone(done.paragraph)
    )
    for start in range(0, len(pairs), AT_ONCE):
        report(f"reading what is damaged {start}/{len(pairs)}")
        meaning.alignments(pairs[start : start + AT_ONCE])


def _size(document: Document) -> int:
    return len(document.paragraphs)


def _longest(plan: Plan) -> int:
    return max(map(len, plan.values()), default=0)


def _turn(made: Sequence[Damaged], turn: int, shift: int) -> Damaged | None:
    """A version's copy for a turn; versions begin at different ones, to be hurt elsewhere."""
    return made[(turn + shift) % len(made)] if turn < len(made) else None


def _document(damaged: Damaged | None, sound: Document) -> Document:
    return damaged.document if damaged else sound


def _tagged(version: Version, document: Document) -> Document:
    """The document under the version's id: two versions may be of one language."""
    return replace(document, language=version.id)


def _sound(baseline: Evaluation, version: Input) -> Sound:
    own = (f.severity for f in baseline.finding_records if f.version == version.version)
    return Sound(version.version, version.language_name, version.paragraphs, dict(Counter(own)))


class _Recalled:
    """A memory for one run, over the one that was given: only what is new is encoded."""

    def __init__(self, given: Memory) -> None:
        self._given = given
        self._known: dict[bytes, bytes] = {}

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        asked = list(keys)
        found = {key: self._known[key] for key in asked if key in self._known}
        found.update(self._given.get([key for key in asked if key not in found]))
        self._known.update(found)
        return found

    def put(self, items: Mapping[bytes, bytes]) -> None:
        self._known.update(items)
        self._given.put(items)
