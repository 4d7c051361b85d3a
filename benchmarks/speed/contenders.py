"""What is measured, each in a process of its own: `python -m benchmarks.speed.contenders NAME`.

A contender reads its texts, then works against the clock, and prints a line of
JSON: seconds, segments, peak memory in MiB, and what it found, for the
comparison. Imports belong to the work where a user would wait for them too, so
they are told apart: `seconds` has none of them.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from lab.data import SHARED

Texts: TypeAlias = "tuple[list[str], list[str]]"
"""Hypotheses and their references, of the WMT23 paragraphs."""
Found: TypeAlias = "dict[str, Any]"

PERF = "perf/wmt23_ende_{stream}.txt"
RESAMPLES = 1000


def paragraphs() -> Texts:
    """The paragraphs of one system and the reference, without those that are empty."""
    streams = [
        (SHARED / "data" / PERF.format(stream=s)).read_text(encoding="utf-8").split("\n")
        for s in ("online-a", "reference")
    ]
    kept = [pair for pair in zip(*streams, strict=True) if all(pair)]
    return [ours for ours, _ in kept], [theirs for _, theirs in kept]


def _engine(name: str) -> Any:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    engines: dict[str, Callable[[], Any]] = {
        "bleu": lambda: BLEU(force=True),
        "chrf": CHRF,
        "chrf++": lambda: CHRF(word_order=2),
        "ter": TER,
    }
    return engines[name]()


def sacrebleu_corpus(texts: Texts, *names: str) -> Found:
    """sacrebleu's `corpus_score` of each metric, as its command computes it."""
    found = {name: _engine(name).corpus_score(texts[0], [texts[1]]) for name in names}
    return {name: {"value": score.score} for name, score in found.items()}


def sacrebleu_bootstrap(texts: Texts, *names: str) -> Found:
    """The same with 1,000 bootstrap resamples, as `sacrebleu --confidence` computes it."""
    found = {}
    for name in names:
        score = _engine(name).corpus_score(texts[0], [texts[1]], n_bootstrap=RESAMPLES)
        limits = float(score._mean - score._ci), float(score._mean + score._ci)
        found[name] = {"value": score.score, "limits": limits}
    return found


def sacrebleu_sentences(texts: Texts, *names: str) -> Found:
    """sacrebleu's `sentence_score` of every segment."""
    from sacrebleu.metrics.bleu import BLEU

    found = {}
    for name in names:
        engine = BLEU(force=True, effective_order=True) if name == "bleu" else _engine(name)
        rows = [engine.sentence_score(h, [r]).score for h, r in zip(*texts, strict=True)]
        found[name] = {"rows": rows}
    return found


def evalkit_scores(texts: Texts, *names: str) -> Found:
    """evalkit's metrics: every row, the corpus and its limits, from one pass."""
    from evalkit.alignment.rows import Pair
    from evalkit.document import Paragraph
    from evalkit.metrics import create

    pairs = [
        Pair(n, "de", "de", "en", (Paragraph("x"),), (Paragraph(ours),), references=(theirs,))
        for n, (ours, theirs) in enumerate(zip(*texts, strict=True), 1)
    ]
    found = {}
    for name in names:
        scores = create(name).score(pairs)
        found[name] = {
            "value": scores.corpus.value,
            "limits": (scores.corpus.low, scores.corpus.high),
            "rows": [row.value for row in scores.rows],
        }
    return found


def sacrebleu_tokens(texts: Texts) -> Found:
    """sacrebleu's 13a tokenizer over all texts, its cache never of use."""
    from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

    tokenizer: Any = Tokenizer13a()  # type: ignore[no-untyped-call]
    return {"tokens": [tokenizer(text.rstrip()) for side in texts for text in side]}


def evalkit_tokens(texts: Texts) -> Found:
    """evalkit's 13a tokenizer over the same."""
    from evalkit.metrics.lexical import counting

    tokens = counting._tokens_13a(counting.compiled())
    return {"tokens": [tokens(text) for side in texts for text in side]}


def length_rule(texts: Texts) -> Found:
    """A text shorter than six tenths of the other is suspicious: the rule that anybody writes."""
    short = [len(ours) < 0.6 * len(theirs) for ours, theirs in zip(*texts, strict=True)]
    return {"flagged": sum(short)}


def evalkit_length(texts: Texts) -> Found:
    """The one check that rests on the length alone, and both risks of every paragraph."""
    return _checked(texts, ("length-outlier",))


def evalkit_checks(texts: Texts) -> Found:
    """All checks that need no model, attribution and folding with them, and the risks."""
    return _checked(texts, ("fast",))


def _checked(texts: Texts, checks: Sequence[str]) -> Found:
    from evalkit.document import Document, Paragraph
    from evalkit.evaluation import Reading, evaluate

    # The reference stands for the source: it is as long, and in the checks' view a language.
    documents = [Document(tuple(map(Paragraph, side)), "de") for side in texts]
    judged = evaluate(documents[:1], documents[1:], [], checks, reading=Reading(aligned=True))
    return {"flagged": len(judged.finding_records)}


CONTENDERS: dict[str, Callable[..., Found]] = {
    "sacrebleu-corpus": sacrebleu_corpus,
    "sacrebleu-bootstrap": sacrebleu_bootstrap,
    "sacrebleu-sentences": sacrebleu_sentences,
    "sacrebleu-13a": sacrebleu_tokens,
    "evalkit": evalkit_scores,
    "evalkit-13a": evalkit_tokens,
    "length-rule": length_rule,
    "evalkit-length": evalkit_length,
    "evalkit-checks": evalkit_checks,
}


def main() -> None:
    name, *arguments = sys.argv[1:]
    texts = paragraphs()
    contender = CONTENDERS[name]
    # Once with a little, so that what is imported is not measured.
    contender((texts[0][:1], texts[1][:1]), *arguments)
    begun = time.perf_counter()
    found = contender(texts, *arguments)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(
        {"seconds": seconds, "segments": len(texts[0]), "memory": memory, "found": found},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
