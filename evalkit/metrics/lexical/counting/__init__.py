"""What a segment counts: the statistics that BLEU, chrF and TER are functions of.

They are sacrebleu's, to the last count, whoever counts them: the compiled
module `_native` where it is installed, sacrebleu itself where it is not. A C
extension it is, and no compiler at run time, because a command that scores
twenty paragraphs must not wait for one: it is loaded in a millisecond, depends
on nothing, and one build serves every Python from 3.10 on; numba takes half a
second to import, more to compile, and brings LLVM along. What it gains `python
-m benchmarks.speed each` prints.

`engine` is sacrebleu's metric throughout: it says how texts are prepared, and
learns what its signature has to name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import zip_longest
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as Engine
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

Counts: TypeAlias = "list[tuple[float, ...]]"
References: TypeAlias = Sequence[tuple[str, ...]]
"""By segment its references, one or more."""

VARIABLE = -1
"""sacrebleu's number of references where segments have different ones: ``nrefs:var``."""

EDITION = 1
"""What the compiled module has to be; one that was built from older sources is not used."""
MOST_ORDERS = 16
"""Up to this order of n-grams the compiled module counts for chrF."""


@cache
def compiled() -> Any:
    """The compiled module, None where it is missing or was built from other sources."""
    try:
        from evalkit.metrics.lexical.counting import _native
    except ImportError:
        return None
    module: ModuleType = _native
    return module if getattr(module, "EDITION", None) == EDITION else None


def bleu(engine: BLEU, hypotheses: Sequence[str], references: References) -> Counts:
    """Lengths of hypothesis and closest reference, matches and n-grams of orders 1 to 4.

    >>> from sacrebleu.metrics.bleu import BLEU
    >>> bleu(BLEU(), ["The cat sat."], [("The cat sat down.",)])
    [(4, 5, 4, 2, 1, 0, 4, 3, 2, 1)]
    """
    native = compiled()
    if native is None or engine.max_ngram_order != 4:
        return by_sacrebleu(engine, hypotheses, references)
    _tell(engine, references)
    own = engine.tokenizer.signature() == "13a" and not engine.lowercase
    prepared: Callable[[str], str] = _tokens_13a(native) if own else engine._preprocess_segment
    return [
        native.bleu(prepared(ours), tuple(prepared(text) for text in theirs))
        for ours, theirs in zip(hypotheses, references, strict=True)
    ]


def chrf(engine: CHRF, hypotheses: Sequence[str], references: References) -> Counts:
    """By order of n-grams those of the hypothesis, of the reference, and shared.

    Characters first, then words. Of several references the one with the best F-score counts.

    >>> from sacrebleu.metrics.chrf import CHRF
    >>> chrf(CHRF(char_order=2), ["ab c"], [("ab d",)])
    [(3, 3, 2, 2, 2, 1)]
    """
    native = compiled()
    orders = engine.char_order, engine.word_order
    if native is None or engine.whitespace or engine.lowercase or max(orders) > MOST_ORDERS:
        return by_sacrebleu(engine, hypotheses, references)
    _tell(engine, references)
    found = []
    for ours, theirs in zip(hypotheses, references, strict=True):
        each = [native.chrf(ours, text, *orders) for text in theirs]
        found.append(each[0] if len(each) == 1 else max(each, key=engine._compute_f_score))
    return found


def ter(engine: TER, hypotheses: Sequence[str], references: References) -> Counts:
    """The edits to the nearest reference, and the references' mean number of words.

    >>> from sacrebleu.metrics.ter import TER
    >>> ter(TER(), ["on Monday it rained"], [("it rained on Monday",)])
    [(1, 4.0)]
    """
    native = compiled()
    if native is None:
        return by_sacrebleu(engine, hypotheses, references)
    _tell(engine, references)
    found: Counts = []
    for ours, theirs in zip(hypotheses, references, strict=True):
        words = engine._preprocess_segment(ours)
        each = [native.ter(words, text) for text in _reference_words(engine, theirs)]
        nearest = min(edits for edits, _ in each)
        found.append((nearest, sum(length for _, length in each) / len(each)))
    return found


def by_sacrebleu(engine: Engine, hypotheses: Sequence[str], references: References) -> Counts:
    """The same counts by sacrebleu itself: for every metric of it, and slower."""
    # What sacrebleu takes for a reference that a segment does not have is None.
    streams = list(zip_longest(*references))
    return [tuple(counts) for counts in engine._extract_corpus_statistics(hypotheses, streams)]


def _reference_words(engine: TER, references: Sequence[str]) -> list[str]:
    """The words of references, a space between them, as sacrebleu's TER has them.

    It prepares a reference twice, a hypothesis once, and its tokenizer may cut again what it
    has cut: "..1" is two words first and three then.
    """
    prepared = [engine._preprocess_segment(text) for text in references]
    return [engine._preprocess_segment(text) for text in prepared]


def _tell(engine: Engine, references: References) -> None:
    numbers = {len(theirs) for theirs in references}
    engine.num_refs = numbers.pop() if len(numbers) == 1 else VARIABLE


def _tokens_13a(native: Any) -> Callable[[str], str]:
    def tokens(text: str) -> str:
        # What mteval-v13a does before its regular expressions.
        line = text.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
        if "&" in line:
            for entity, mark in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
                line = line.replace(entity, mark)
        made: str = native.tokenize_13a(line)
        return made

    return tokens
