"""Models put to the test: loaded, and asked about one sentence."""

from __future__ import annotations

import time

from evalkit.alignment.rows import Pair
from evalkit.cli import trace
from evalkit.document import InputError, Paragraph
from evalkit.encoders import builtin, language_coverage
from evalkit.encoders.diagnosis import explain
from evalkit.encoders.installation import Fact, Section
from evalkit.encoders.resources import Resources
from evalkit.llm.chat import Chat
from evalkit.metrics import Tools, create
from evalkit.metrics.comet.checkpoints import Checkpoint, resolve
from evalkit.store import Memory, say

SOURCE = "The river rose by three metres in one night."
TARGET = "Der Fluss stieg in einer Nacht um drei Meter."
REFERENCE = "In einer einzigen Nacht ist der Fluss um drei Meter gestiegen."
SCHEMAS = {
    True: "accepted",
    False: "refused: answers are read as they come",
    None: "not known: there was no answer",
}
TRUST = "a checkpoint is a pickle: loading it runs what its maker put in; load what you trust"


def try_encoder(resources: Resources) -> Section:
    """Load the encoder and encode two sentences."""
    name = resources.encoder
    try:
        from evalkit.encoders.encoder import Encoder

        encoder = Encoder(resources)
        start = time.perf_counter()
        vectors = encoder.sentences([SOURCE, TARGET])
        took = time.perf_counter() - start
        damage = builtin.damage() if resources.built_in else ""
    except Exception as error:
        trace()
        return _failed(f"encoder {name}", explain(error, name))
    cosine = float((vectors[0] * vectors[1]).sum())
    facts = [
        Fact("signature", encoder.signature),
        Fact("vectors", f"{vectors.shape[1]} numbers each; a sentence and its translation"
             f" have a cosine of {cosine:.3f}"),
        Fact("time", f"{took:.1f} s, loading included"),
        *_devices(),
    ]  # fmt: skip
    if damage:
        facts.append(Fact("unpacked", f"damaged, {damage}", "broken", f"rm -r {builtin.home()}"))
    return Section(f"encoder {name}: loads", tuple(facts))


def try_checkpoint(name: str, resources: Resources, memory: Memory) -> Section:
    """Find a COMET checkpoint, load it and score a pair of sentences with it."""
    title = f"checkpoint {name}"
    try:
        checkpoint = resolve(name, offline=resources.offline, memory=memory, progress=say)
    except InputError as error:
        trace()
        return _failed(title, error)
    facts = describe(checkpoint)
    try:
        metric = create(f"comet:{name}", Tools(resources=resources, memory=memory, progress=say))
        start = time.perf_counter()
        score = metric.score([_pair()]).rows[0]
        took = time.perf_counter() - start
    except Exception as error:
        trace()
        failed = _failed(title, explain(error, name))
        return Section(failed.title, (*facts, *failed.facts))
    facts += [
        Fact("needs", ", ".join(sorted(metric.needs))),
        Fact("signature", metric.signature()),
        Fact("time", f"{took:.1f} s, loading included"),
    ]
    if score.value is None:
        facts.append(Fact("score", score.reason, "broken"))
        return Section(f"{title}: does not score", tuple(facts))
    facts.append(Fact("score", f"{score.value:.4f}, for a sound translation"))
    return Section(f"{title}: loads and scores", tuple(facts))


def try_judge(resources: Resources) -> Section:
    """Have the model server judge one pair of sentences."""
    server = resources.server
    title = f"model server {server.shown}"
    chat = Chat(server)
    metric = create("judge", Tools(resources=resources, chat=chat))
    try:
        start = time.perf_counter()
        (score,) = metric.score([_pair()]).rows
        took = time.perf_counter() - start
    except InputError as error:
        trace()
        return _failed(title, error, "does not answer")
    finally:
        chat.close()
    spent = chat.spent
    facts = [
        Fact("model", chat.model),
        Fact("verdict", f"{score.value:g}, of a sound sentence")
        if score.value is not None
        else Fact("verdict", f"unscored: {score.reason}", "poor", "ask a larger model"),
        Fact("JSON schema", SCHEMAS[chat.accepts_schemas]),
        Fact("time", f"{took:.1f} s, {spent.calls} calls, {spent.tokens:,} tokens"),
    ]  # fmt: skip
    return Section(f"{title}: answers", tuple(facts))


def describe(checkpoint: Checkpoint) -> list[Fact]:
    """What is known of a checkpoint before it is loaded."""
    seen = language_coverage.family(checkpoint.encoder.name)
    languages = "not known"
    if seen is not None:
        languages = f"{seen.count} ({seen.label}; {seen.source})"
    facts = [
        Fact("file", str(checkpoint.file)),
        Fact("class", checkpoint.class_identifier),
        Fact("encoder", f"{checkpoint.encoder.family}, {checkpoint.encoder.name}"),
        Fact("languages", languages),
        Fact("window", f"{checkpoint.encoder.window} tokens; longer texts are cut into several"),
        Fact("content", checkpoint.content_hash),
        Fact("trust", TRUST),
    ]
    if checkpoint.revision:
        facts.insert(1, Fact("revision", checkpoint.revision))
    return facts


def _pair() -> Pair:
    return Pair(
        row=1,
        version="de",
        language="de",
        source_language="en",
        source_paragraphs=(Paragraph(SOURCE),),
        target_paragraphs=(Paragraph(TARGET),),
        references=(REFERENCE,),
    )


def _devices() -> list[Fact]:
    """What torch finds here, now that it is imported."""
    import torch

    names = [torch.cuda.get_device_name(n) for n in range(torch.cuda.device_count())]
    found = ", ".join(f"cuda:{n} {name}" for n, name in enumerate(names))
    return [
        Fact("devices", f"cpu ({torch.get_num_threads()} threads){', ' + found if found else ''}")
    ]


def _failed(title: str, error: InputError, what: str = "does not load") -> Section:
    where = f"{error.path}: " if error.path else ""
    fact = Fact("problem", f"{where}{error.problem}", "broken", error.remedy)
    return Section(f"{title}: {what}", (fact,))
