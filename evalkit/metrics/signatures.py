"""What signatures say, in sacrebleu's style: ``key:value``, joined by ``|``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_REFERENCES = re.compile(r"^nrefs:[^|]*")
VARIABLE = "nrefs:var"
"""sacrebleu's word for texts that have different numbers of references."""


def joined(ones: Collection[str], others: Collection[str]) -> tuple[str, ...]:
    """The signatures of two lots of texts together, in order.

    Where each lot was scored in one way and they differ in the number of references only, all
    of it was scored in one way, with ``nrefs:var``.

    >>> joined(["nrefs:1|tok:13a"], ["nrefs:2|tok:13a"]), joined(["tok:zh"], ["tok:13a"])
    (('nrefs:var|tok:13a',), ('tok:13a', 'tok:zh'))
    """
    both = {*ones, *others}
    if len(ones) == len(others) == 1 and len(both) == 2:
        alike = {_REFERENCES.sub(VARIABLE, signature) for signature in both}
        both = alike if len(alike) == 1 else both
    return tuple(sorted(both))


def by_version(signatures: Mapping[str, Mapping[str, str]]) -> dict[str, str | dict[str, str]]:
    """By metric the signature of all versions; where they differ, by version again.

    `signatures` are by version and metric.

    >>> by_version({"de": {"bleu": "tok:13a", "qe": "qe"}, "zh": {"bleu": "tok:zh", "qe": "qe"}})
    {'bleu': {'de': 'tok:13a', 'zh': 'tok:zh'}, 'qe': 'qe'}
    """
    metrics = dict.fromkeys(metric for own in signatures.values() for metric in own)
    found: dict[str, str | dict[str, str]] = {}
    for metric in metrics:
        own = {version: s[metric] for version, s in signatures.items() if metric in s}
        found[metric] = own if len(set(own.values())) > 1 else next(iter(own.values()))
    return found


def preparation(signature: str) -> str:
    """How texts were prepared before they were compared, in words; "" where that is not said.

    >>> preparation("nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp|version:2.6.0")
    'tokenizer zh'
    >>> preparation("nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0|cut:char")
    'tokenizer tercom, cut into characters'
    """
    said = dict(part.partition(":")[::2] for part in signature.split("|"))
    parts = [f"tokenizer {said['tok']}"] if "tok" in said else []
    parts += ["cut into characters"] if "cut" in said or said.get("asian") == "yes" else []
    parts += [f"normalised to {said['unicode'].upper()}"] if "unicode" in said else []
    return ", ".join(parts)
