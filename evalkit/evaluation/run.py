"""`evaluate`: the one place that knows the whole way from files to an evaluation."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit import checks as check_registry
from evalkit import metrics as metric_registry
from evalkit.alignment import Article, build, build_aligned
from evalkit.checks.base import Check
from evalkit.comparison.versions import with_comparisons
from evalkit.document import Document
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.resources import Resources
from evalkit.evaluation.assembly import assemble
from evalkit.evaluation.checking import check
from evalkit.evaluation.encoder_choice import choose_encoder, with_words
from evalkit.evaluation.manifest import manifest
from evalkit.evaluation.preferences import PREFERENCE, with_preference, with_rivals
from evalkit.evaluation.reading import Reading, Texts, Translate, read
from evalkit.evaluation.run_options import DEFAULT_METRICS, Options
from evalkit.evaluation.scoring import score_all, with_marks
from evalkit.metrics.back_translated_forms import back_translated
from evalkit.metrics.base import Form, Metric, Tools
from evalkit.metrics.signatures import by_version
from evalkit.result.evaluation import Evaluation
from evalkit.result.model_server_use import served
from evalkit.settings import seed
from evalkit.store import Memory, NoMemory

if TYPE_CHECKING:
    from evalkit.llm.chat import Chat

Progress = Callable[[str], None]
Spec = str | Path | Document
"""A path, ``LANG=path``, or a document."""


def evaluate(
    versions: Sequence[Spec],
    references: Sequence[Spec] = (),
    metrics: Sequence[str | Metric | type[Metric]] | None = None,
    checks: Sequence[str | Check | type[Check]] | None = None,
    *,
    article: str = "",
    back_translations: Mapping[str, Spec] | None = None,
    back_translate: bool = False,
    glossary: str | Path | None = None,
    normalise: Form | None = None,
    reading: Reading | None = None,
    resources: Resources | None = None,
    options: Options | None = None,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Align, score and check versions of one article against its references.

    `versions` and `references` are paths, ``LANG=path`` or `Document`s; a
    reference in another language than the versions is their source. `metrics`
    names what to score (None: the lexical metrics and similarity), `checks` chooses as
    ``--checks`` does (None: all); both may also hold metrics and checks of one's own.
    `back_translations` maps a version to its translation back into the source's language;
    `back_translate` has those made that are not given, by the model behind
    `resources.server`, and scored by the metrics' ``bt-`` forms. `normalise` brings texts
    to a Unicode form before strings are compared. `resources` says what models may use.
    `options` says all of this in one, and then nothing of it may be given beside. `memory`
    is what is remembered between runs (None: nothing; see `evalkit.store.open_memory`).
    Raises InputError for anything wrong with what was given.

    >>> from evalkit.document import Document, Paragraph
    >>> english = Document((Paragraph("The model has 7 layers."),), "en", name="en.txt")
    >>> bengali = Document((Paragraph("মডেলটির ৯টি স্তর আছে।"),), "bn", name="bn.txt")
    >>> judged = evaluate([bengali], [english], metrics=[])
    >>> [(f.check, f.source_quote) for f in judged.finding_records]
    [('number-mismatch', '7')]
    """
    given = Options(
        metrics,
        checks,
        article,
        back_translate,
        glossary,
        normalise,
        reading or Reading(),
        resources or Resources(),
    )
    if options is not None and given != Options():
        raise TypeError("evaluate() takes options, or what they say one by one, not both")
    chosen = options or given
    return with_comparisons(
        evaluate_part(versions, references, back_translations or {}, chosen, memory, progress)
    )


def score(
    version: Spec,
    references: Sequence[Spec],
    metrics: Sequence[str | Metric | type[Metric]] | None = None,
    **options: Any,
) -> dict[str, float | None]:
    """The scores of one version by metric; None where one has nothing to compare with.

    The arguments are those of `evaluate`; nothing is checked.

    >>> from evalkit.document import Document, Paragraph
    >>> english = Document((Paragraph("The model has 7 layers."),), "en", name="en.txt")
    >>> score(english, [english], ["chrf"])
    {'chrf': 100.0}
    """
    judged = evaluate([version], references, metrics, ["none"], **options)
    return {s.metric: s.value for s in judged.score_records if s.row is None}


def evaluate_part(
    versions: Sequence[Spec],
    references: Sequence[Spec],
    back_translations: Mapping[str, Spec],
    options: Options,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """What `evaluate` gives, its versions not yet compared with each other.

    That takes the whole text: who judges a part of it compares when all parts are there.
    """
    report, memory = progress or (lambda _step: None), memory or NoMemory()
    clock, drawn_from = _Clock(), seed()
    names = tuple(
        map(
            metric_registry.named,
            DEFAULT_METRICS if options.metrics is None else options.metrics,
        )
    )
    selected = check_registry.select(options.checks or ())
    encoder = choose_encoder(names, selected, options.resources, memory)
    chat = _chat(names, options)
    tools = Tools(
        encoder.meaning,
        encoder.missing,
        options.resources,
        memory,
        report,
        chat,
        options.normalise or "",
    )
    metrics = _metrics(names, tools, options.back_translate)
    checks = [_create(id, options.glossary) for id in selected]

    report("reading and aligning")
    translate = _translate(chat, memory, report) if chat and options.back_translate else None
    texts = read(versions, references, back_translations, options.reading, translate)
    article = align(texts, options, encoder.of_findings, memory)
    clock.lap("reading and alignment")

    metrics, article = _with_preference(metrics, article, tools)
    scored = score_all(metrics, article, memory, report, clock.lap)
    if chat:
        chat.close()

    marked = with_marks(article, scored)
    if encoder.of_findings and any(each.reads_encoder() for each in checks):
        report("aligning words")
        marked = with_words(marked, encoder.of_findings)
        clock.lap("word alignment")
    report("checking")
    checked = check(checks, marked)
    clock.lap("checks")

    judged = scored.judged_rows
    return assemble(
        texts,
        article,
        scored,
        checked,
        selected,
        manifest(
            texts.inputs,
            scored.metrics,
            selected,
            options,
            drawn_from,
            by_version({v.id: scored.signatures(v.id) for v in article.versions}),
            clock.laps,
            encoder,
            served(chat, judged, texts.made.told) if chat and judged else None,
            texts.made.told,
        ),
    )


def align(
    texts: Texts,
    options: Options,
    meaning: CachedEncoder | None = None,
    memory: Memory | None = None,
) -> Article:
    """The article whose versions face the source row by row, or line by line where so wanted."""
    built = (
        partial(build_aligned, first_row=options.reading.first_row)
        if options.reading.aligned
        else partial(build, meaning=meaning, memory=memory)
    )
    return built(
        options.article,
        texts.source,
        texts.versions,
        references=texts.references,
        unusable=texts.unusable,
        back_translations=texts.back_translations,
    )


def _metrics(names: Sequence[str], tools: Tools, back_translate: bool) -> list[Metric]:
    """The metrics; where versions are translated back, also what is scored on that."""
    metrics = [metric_registry.create(name, tools) for name in names]
    added = back_translated(metrics) if back_translate else ()
    return [*metrics, *(metric_registry.create(name, tools) for name in added)]


def _with_preference(
    metrics: list[Metric], article: Article, tools: Tools
) -> tuple[list[Metric], Article]:
    """Metrics and article with what a judge needs to hold versions of one language together."""
    names = [metric.name for metric in metrics]
    found = with_preference(names, (version.language for version in article.versions))
    if list(found) != names:
        metrics = [metric_registry.create(name, tools) for name in found]
    return metrics, with_rivals(article) if PREFERENCE in found else article


def _translate(chat: Chat, memory: Memory, report: Progress) -> Translate:
    """Who translates versions back."""
    from evalkit.back_translation.translating import translate_back

    return partial(translate_back, chat=chat, memory=memory, progress=report)


def _chat(metrics: Sequence[str], options: Options) -> Chat | None:
    """Who asks the model server, where anything that was chosen needs one."""
    judges = any("server" in metric_registry.load_class(name).needs for name in metrics)
    if not (judges or options.back_translate):
        return None
    from evalkit.llm.chat import Chat

    return Chat(options.resources.server)


class _Clock:
    """Wall seconds per step, in the order they were taken."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._since, 3)
        self._since = now


def _create(check: str, glossary: str | Path | None) -> Check:
    if check == "glossary" and glossary is not None:
        from evalkit.checks.terms.glossary import Glossary, read_glossary

        return Glossary(read_glossary(str(glossary)))
    return check_registry.create(check)
