"""Checkpoints of every class give the scores and the errors of unbabel-comet's own `predict`."""

from __future__ import annotations

import logging
import random
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from evalkit.document import InputError
from evalkit.encoders.resources import Resources
from evalkit.metrics.comet import runtime as runtime_module
from evalkit.metrics.comet.checkpoints import resolve
from evalkit.metrics.comet.samples import Sample, Scorer, Verdict
from evalkit.store import NoMemory
from tests.neural.checkpoints import KINDS, WINDOW, checkpoint

pytest.importorskip("comet")
pytestmark = pytest.mark.neural

EXACT = 1e-4
ROUNDING = 1e-5
JOINT = [kind for kind in KINDS if kind.startswith(("unified", "xcomet"))]
SEPARATE = [kind for kind in KINDS if kind not in JOINT]
MARKING = ["unified-words", "xcomet"]
WITH_REFERENCE = [k for k in KINDS if k not in ("referenceless", "unified-source")]
WITHOUT_REFERENCE = [
    k for k in KINDS if not k.startswith("regression") and k != "unified-reference"
]

TEXTS = [
    ("The river rose overnight.", "রাতে নদী ফুলে উঠেছিল।", "রাতে নদীর পানি বেড়ে যায়।"),
    ("Water", "পানি", "জল"),
    ("The council closed the bridge.", "ਕੌਂਸਲ ਨੇ ਪੁਲ ਬੰਦ ਕਰ ਦਿੱਤਾ।", "ਪੁਲ ਬੰਦ ਕੀਤਾ ਗਿਆ।"),
    ("The council closed the bridge.", "পরিষদ সেতু বন্ধ করে দেয়। 😀🏽", "সেতুটি বন্ধ।"),
    ("  Two   spaces here ", "দুই   ফাঁকা  এখানে ", " ফাঁকা"),
    ("Fine weather, 2½ hours", "ﬁne ｗｅａｔｈｅｒ ২½ ঘণ্টা ①", "ভালো আবহাওয়া"),
    ("A bridge, ein Brücke, un pont 桥", "সেতু bridge ਪੁਲ 桥 мост", "সেতু"),
    ("<s>old</s> price <mask>", "<s>পুরনো</s> দাম", "পুরনো দাম"),
    ("One line\nand another", "এক লাইন\nআর এক", "এক\nদুই"),
    ("", "", ""),
    ("", "একা", "একা"),
    ("Alone", "", "একা"),
    ("word " * 18, "নদী সেতু " * 9, "শহর " * 18),
]


def samples(referenced: bool) -> list[Sample]:
    return [Sample(s, t, r if referenced else None) for s, t, r in TEXTS]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def folder(kind: str) -> Path:
        if kind not in made:
            made[kind] = checkpoint(tmp_path_factory.mktemp(kind), kind)
        return made[kind]

    return folder


@pytest.fixture(scope="module")
def scorer(folders: Callable[[str], Path]) -> Callable[[str], Scorer]:
    made: dict[str, Scorer] = {}

    def loaded(kind: str) -> Scorer:
        if kind not in made:
            made[kind] = load(folders(kind))
        return made[kind]

    return loaded


@pytest.fixture(scope="module")
def peer(folders: Callable[[str], Path]) -> Callable[[str], Any]:
    """The checkpoint as unbabel-comet alone loads it."""
    made: dict[str, Any] = {}

    def loaded(kind: str) -> Any:
        import comet

        if kind not in made:
            file = folders(kind) / "checkpoints" / "model.ckpt"
            made[kind] = comet.load_from_checkpoint(str(file), local_files_only=True)
        return made[kind]

    return loaded


def load(folder: Path, **resources: Any) -> Scorer:
    from evalkit.metrics.comet.checkpoint_loading import load

    found = resolve(str(folder), offline=True, memory=NoMemory())
    return load(found, Resources(device="cpu", **resources))


def predicted(model: Any, asked: Sequence[Sample]) -> Any:
    rows = [
        {"src": s.source, "mt": s.target, **({} if s.reference is None else {"ref": s.reference})}
        for s in asked
    ]
    return model.predict(rows, batch_size=4, gpus=0, progress_bar=False)


def verdicts(scorer: Scorer, asked: Sequence[Sample]) -> list[Verdict]:
    found = dict(answer for batch in scorer.score(asked) for answer in batch)
    assert sorted(found) == list(range(len(asked)))
    return [found[n] for n in range(len(asked))]


def values(scorer: Scorer, asked: Sequence[Sample]) -> list[float]:
    return [verdict.value for verdict in verdicts(scorer, asked)]


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scorer], list[int]]:
    """Counts the inputs of every pass through the encoder from now on."""

    def watch(scorer: Scorer) -> list[int]:
        encoder = scorer._runtime.model.encoder  # type: ignore[attr-defined]
        seen: list[int] = []
        forward = encoder.forward

        def counted(input_ids: Any, *args: Any, **more: Any) -> Any:
            seen.append(len(input_ids))
            return forward(input_ids, *args, **more)

        monkeypatch.setattr(encoder, "forward", counted)
        return seen

    return watch


class TestScores:
    """They are those of `predict`, for every class, with a reference and without."""

    @pytest.mark.parametrize("kind", WITH_REFERENCE)
    def test_with_a_reference(
        self, kind: str, scorer: Callable[[str], Scorer], peer: Callable[[str], Any]
    ) -> None:
        asked = samples(referenced=True)
        expected = predicted(peer(kind), asked).scores
        assert values(scorer(kind), asked) == pytest.approx(expected, abs=EXACT)
        assert max(expected) - min(expected) > 100 * EXACT, "scores that all look the same"

    @pytest.mark.parametrize("kind", WITHOUT_REFERENCE)
    def test_without_a_reference(
        self, kind: str, scorer: Callable[[str], Scorer], peer: Callable[[str], Any]
    ) -> None:
        asked = samples(referenced=False)
        expected = predicted(peer(kind), asked).scores
        assert values(scorer(kind), asked) == pytest.approx(expected, abs=EXACT)
        assert max(expected) - min(expected) > 100 * EXACT, "scores that all look the same"

    def test_some_with_and_some_without(
        self, scorer: Callable[[str], Scorer], peer: Callable[[str], Any]
    ) -> None:
        with_one, without = samples(referenced=True), samples(referenced=False)
        mixed = [s for both in zip(with_one, without, strict=True) for s in both]
        found = values(scorer("xcomet"), mixed)
        assert found[::2] == pytest.approx(predicted(peer("xcomet"), with_one).scores, abs=EXACT)
        assert found[1::2] == pytest.approx(predicted(peer("xcomet"), without).scores, abs=EXACT)

    @pytest.mark.parametrize("kind", ["regression", "referenceless", "xcomet"])
    def test_they_do_not_depend_on_the_company(
        self, kind: str, scorer: Callable[[str], Scorer], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = samples(referenced=kind in WITH_REFERENCE)
        together = values(scorer(kind), asked)
        monkeypatch.setattr(runtime_module, "BUDGETS", {"cpu": 1})
        assert values(scorer(kind), asked) == pytest.approx(together, abs=ROUNDING)

    @pytest.mark.parametrize("kind", ["regression", "referenceless", "xcomet"])
    def test_they_do_not_depend_on_the_order(
        self, kind: str, scorer: Callable[[str], Scorer], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runtime_module, "BUDGETS", {"cpu": 64})
        asked = samples(referenced=kind in WITH_REFERENCE)
        order = random.Random(3).sample(range(len(asked)), len(asked))
        shuffled = values(scorer(kind), [asked[n] for n in order])
        inorder = values(scorer(kind), asked)
        assert shuffled == pytest.approx([inorder[n] for n in order], abs=ROUNDING)

    @pytest.mark.parametrize("kind", ["regression", "unified", "xcomet"])
    def test_bfloat16_is_near(self, kind: str, folders: Callable[[str], Path]) -> None:
        asked = samples(referenced=True)[:4]
        try:
            coarse = load(folders(kind), precision="bfloat16")
        except InputError as error:
            assert "bfloat16" in str(error)
            pytest.skip("this processor has no bfloat16")
        assert values(coarse, asked) == pytest.approx(values(load(folders(kind)), asked), abs=0.3)

    def test_nothing_asked_is_nothing_answered(self, scorer: Callable[[str], Scorer]) -> None:
        assert list(scorer("referenceless").score([])) == []
        assert list(scorer("xcomet").score([])) == []


class TestWork:
    """No text goes through the network twice, and what is done is handed over."""

    @pytest.mark.parametrize("kind", SEPARATE)
    def test_a_text_is_encoded_once(
        self,
        kind: str,
        scorer: Callable[[str], Scorer],
        encoded: Callable[[Scorer], list[int]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(runtime_module, "BUDGETS", {"cpu": 40})
        asked = samples(referenced=kind in WITH_REFERENCE) * 2
        sides = {s for sample in asked for s in (sample.source, sample.target, sample.reference)}
        seen = encoded(scorer(kind))
        verdicts(scorer(kind), asked)
        assert sum(seen) == len(sides - {None})

    @pytest.mark.parametrize(
        ("kind", "passes"), [("unified", 3), ("xcomet", 3), ("unified-source", 1)]
    )
    def test_equal_samples_are_read_once(
        self,
        kind: str,
        passes: int,
        scorer: Callable[[str], Scorer],
        encoded: Callable[[Scorer], list[int]],
    ) -> None:
        asked = samples(referenced=True)
        seen = encoded(scorer(kind))
        found = verdicts(scorer(kind), [*asked, *asked])
        assert found[: len(asked)] == found[len(asked) :]
        assert sum(seen) == passes * len(set(asked))

    @pytest.mark.parametrize("kind", ["referenceless", "xcomet"])
    def test_a_batch_is_handed_over_before_the_next(
        self,
        kind: str,
        scorer: Callable[[str], Scorer],
        encoded: Callable[[Scorer], list[int]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(runtime_module, "BUDGETS", {"cpu": 1})
        asked = samples(referenced=False)
        seen = encoded(scorer(kind))
        answers = scorer(kind).score(asked)
        before = len(next(answers))
        assert 0 < before < len(asked)
        passes = len(seen)
        assert passes < len(asked)
        assert before + sum(len(batch) for batch in answers) == len(asked)
        assert len(seen) > passes

    def test_nobody_else_is_silenced_between_batches(
        self, scorer: Callable[[str], Scorer], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runtime_module, "BUDGETS", {"cpu": 1})
        answers = scorer("referenceless").score(samples(referenced=False))
        next(answers)
        assert logging.root.manager.disable == 0
        with pytest.warns(UserWarning, match="heard"):
            warnings.warn("heard", stacklevel=1)

    def test_loading_and_scoring_say_nothing(
        self, folders: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
    ) -> None:
        verdicts(load(folders("xcomet")), samples(referenced=True))
        assert capfd.readouterr() == ("", "")


class TestMarks:
    """XCOMET's errors lie where the model marked them in the text as it was given."""

    @pytest.mark.parametrize("kind", MARKING)
    @pytest.mark.parametrize("referenced", [True, False])
    def test_a_mark_holds_the_tokens_that_were_marked(
        self,
        kind: str,
        referenced: bool,
        scorer: Callable[[str], Scorer],
        peer: Callable[[str], Any],
    ) -> None:
        asked = samples(referenced)
        theirs = predicted(peer(kind), asked).metadata.error_spans
        checked = 0
        for sample, verdict, spans in zip(
            asked, verdicts(scorer(kind), asked), theirs, strict=True
        ):
            # Neither white space nor the tokenizer's own first token is text that can be wrong.
            said = [span["text"].removeprefix("<s>").strip() for span in spans]
            real = [
                span
                for span, words in zip(spans, said, strict=True)
                if sample.target[span["start"] : span["end"]].strip()
                and (words or sample.target.startswith("<s>", span["start"]))
            ]
            assert len(verdict.marks) == len(real)
            for mark, span in zip(verdict.marks, real, strict=True):
                text = sample.target[mark.start : mark.end]
                assert text == text.strip()
                # The tokenizer's own first token may be marked with those that follow.
                readings = (span["text"], span["text"].removeprefix("<s>"))
                assert any(same(words, text) for words in readings), (span, text)
                assert mark.severity == span["severity"]
                assert mark.confidence == pytest.approx(span["confidence"], abs=EXACT)
                checked += 1
        assert checked >= 5, "too few marks to prove anything"

    @pytest.mark.parametrize("kind", MARKING)
    def test_every_alphabet_and_every_severity_is_among_them(
        self, kind: str, scorer: Callable[[str], Scorer]
    ) -> None:
        asked = [sample for shown in (True, False) for sample in samples(shown)]
        found = [
            (sample.target[mark.start : mark.end], mark.severity)
            for sample, verdict in zip(asked, verdicts(scorer(kind), asked), strict=True)
            for mark in verdict.marks
        ]
        marked = "".join(text for text, _ in found)
        assert {severity for _, severity in found} >= {"minor", "major"}
        for script in ("BENGALI", "GURMUKHI"):
            assert any(unicodedata.name(c, "").startswith(script) for c in marked)
        assert unicodedata.normalize("NFKC", marked) != marked

    def test_others_mark_nothing(self, scorer: Callable[[str], Scorer]) -> None:
        asked = samples(referenced=True)
        assert not any(v.marks for v in verdicts(scorer("unified"), asked))


def same(decoded: str, text: str) -> bool:
    """Whether a text is the smallest that holds what a tokenizer's words say.

    A word it has no token for stands for any characters; a ligature is one
    character even where one of its letters is meant.
    """
    pattern = "".join(
        ".+" if part == "<unk>" else re.escape("".join(part.split()))
        for part in re.split("(<unk>)", decoded)
    )

    def holds(part: str) -> bool:
        bare = "".join(unicodedata.normalize("NFKC", part).split())
        return re.search(pattern, bare, re.DOTALL) is not None

    smallest = "<unk>" in decoded or not (holds(text[1:]) or holds(text[:-1]))
    return holds(text) and smallest


def tokens(text: str, count: int) -> str:
    return " ".join([text] * count)


class TestWindow:
    """What `fits` admits is read to its last token; one token more is not."""

    @pytest.mark.parametrize("kind", ["regression", "regression-layer", "referenceless"])
    def test_texts_read_by_themselves(self, kind: str, scorer: Callable[[str], Scorer]) -> None:
        most = WINDOW - 4
        asked = scorer(kind)
        assert asked.fits([most, most, most])
        assert not asked.fits([most, most + 1, most])
        assert not asked.fits([most + 1, 1, 1])
        assert asked.count([tokens("river", most), "", "river water"]) == [most, 0, 2]
        assert last_token_counts(asked, tokens("river", most - 1))
        assert not last_token_counts(asked, tokens("river", most))

    @pytest.mark.parametrize(
        ("kind", "most"), [("unified", 121), ("xcomet", 121), ("unified-source", 123)]
    )
    def test_texts_read_together(
        self, kind: str, most: int, scorer: Callable[[str], Scorer]
    ) -> None:
        asked = scorer(kind)
        third = most // 3
        sizes = [third, third, most - 2 * third]
        if kind == "unified-source":
            sizes = [third, most - third, 1000]
        assert asked.fits(sizes)
        assert not asked.fits([sizes[0] + 1, *sizes[1:]])
        assert not asked.fits([WINDOW, 1])
        source, target, reference = (tokens("river", size - 1) for size in sizes)
        river, water = (
            values(asked, [ending(source, target, kind != "unified-source", reference, last)])[0]
            for last in ("river", "water")
        )
        assert abs(river - water) > EXACT

    def test_a_reference_that_is_not_read_may_be_long(
        self, scorer: Callable[[str], Scorer]
    ) -> None:
        assert scorer("referenceless").fits([5, 5, 1000])

    def test_a_source_that_is_not_read_may_be_long(self, scorer: Callable[[str], Scorer]) -> None:
        assert scorer("unified-reference").fits([1000, 5, 5])


def ending(source: str, target: str, referenced: bool, reference: str, last: str) -> Sample:
    """A sample whose last text ends in a word."""
    if not referenced:
        return Sample(f"{source} {last}", f"{target} river")
    return Sample(f"{source} river", f"{target} river", f"{reference} {last}")


def last_token_counts(scorer: Scorer, text: str) -> bool:
    """Whether one more word at a text's end makes a difference."""
    asked = [Sample(text, f"{text} {word}", text) for word in ("river", "water")]
    river, water = values(scorer, asked)
    return abs(river - water) > EXACT


class TestHostileText:
    @pytest.mark.parametrize("kind", JOINT)
    def test_padding_written_out(self, kind: str, scorer: Callable[[str], Scorer]) -> None:
        asked = [Sample("short", "<pad>" * 40, "short"), Sample("short", "x" * 40, "short")]
        assert len(verdicts(scorer(kind), asked)) == 2

    @pytest.mark.parametrize("kind", ["regression", "xcomet"])
    def test_half_a_character(self, kind: str, scorer: Callable[[str], Scorer]) -> None:
        asked = [Sample("half \ud83d", "আধা \udc00\ud800", "\ud83d"), Sample("half ?", "আধা ??", "?")]
        broken, whole = verdicts(scorer(kind), asked)
        assert broken == whole
        assert scorer(kind).count(["\ud83d"]) == scorer(kind).count(["?"])


class TestLoading:
    def test_weights_that_the_checkpoint_lacks(
        self, tmp_path: Path, folders: Callable[[str], Path]
    ) -> None:
        import torch

        folder = tmp_path / "cut"
        for part in ("hparams.yaml", "checkpoints/model.ckpt"):
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            (folder / part).write_bytes((folders("referenceless") / part).read_bytes())
        file = folder / "checkpoints" / "model.ckpt"
        content = torch.load(file)
        del content["state_dict"]["estimator.ff.0.weight"]
        torch.save(content, file)
        with pytest.raises(InputError, match=r"lacks estimator\.ff\.0\.weight"):
            load(folder)

    def test_weights_of_another_shape(self, tmp_path: Path, folders: Callable[[str], Path]) -> None:
        folder = checkpoint(tmp_path / "wide", "referenceless")
        narrow = checkpoint(tmp_path / "narrow", "referenceless", hidden_sizes=[8, 4])
        import torch

        file = folder / "checkpoints" / "model.ckpt"
        content = torch.load(file)
        content["state_dict"] = torch.load(narrow / "checkpoints" / "model.ckpt")["state_dict"]
        torch.save(content, file)
        with pytest.raises(InputError, match=str(folder)):
            load(folder)

    def test_a_device_that_is_not_there(self, folders: Callable[[str], Path]) -> None:
        from evalkit.metrics.comet.checkpoint_loading import load

        found = resolve(str(folders("unified")), offline=True, memory=NoMemory())
        with pytest.raises(InputError, match="cuda:99"):
            load(found, Resources(device="cuda:99"))

    def test_random_weights_are_made_again_afterwards(self, folders: Callable[[str], Path]) -> None:
        import torch

        load(folders("referenceless"))
        assert torch.nn.Linear(4, 4).weight.std() > 0


def test_the_kernel_gives_the_products_of_torch() -> None:
    import torch

    from evalkit.metrics.comet import packed

    torch.manual_seed(5)
    network = torch.nn.Sequential(torch.nn.Linear(7, 33), torch.nn.GELU(), torch.nn.Linear(33, 5))
    inner = torch.nn.ModuleDict({"deep": torch.nn.ModuleDict({"network": network})})
    texts = [torch.randn(2, 3, 7), torch.randn(1, 1, 7), torch.randn(9, 7)]
    with torch.inference_mode():
        expected = [network(text) for text in texts]
        packed.pack(inner)
        assert any(type(m) is torch.nn.Linear for m in network) != packed.available()
        for text, product in zip(texts, expected, strict=True):
            torch.testing.assert_close(network(text), product)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """unbabel-comet's own predict warns of many things; they are not what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
