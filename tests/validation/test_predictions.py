"""Segments as documents, samples of them, and what evalkit says of each."""

from __future__ import annotations

from dataclasses import replace

from evalkit.checks import select
from evalkit.encoders.resources import NONE, Resources
from evalkit.store import NoMemory
from evalkit.validation.human_judgement import Judged
from evalkit.validation.predictions import BLOCK, Verdict, documents, judge, sample
from tests.validation.tables import ENGLISH, HINDI


def segment(
    number: int, document: str = "d", system: str = "A", target: str = HINDI, source: str = ENGLISH
) -> Judged:
    return Judged("set", "en", "hi", document, str(number), system, source, target)


def judged(segments: list[Judged], metrics: tuple[str, ...] = ()) -> list[Verdict]:
    return judge(
        segments,
        metrics,
        select(["fast"]),
        resources=Resources(encoder=NONE),
        memory=NoMemory(),
        progress=lambda _step: None,
    )


class TestDocuments:
    def test_one_system_each(self) -> None:
        found = list(documents([segment(1), segment(1, system="B"), segment(2)]))
        assert [[(s.system, s.segment) for s in d] for d in found] == [
            [("A", "1"), ("A", "2")],
            [("B", "1")],
        ]

    def test_blocks_where_the_set_names_none(self) -> None:
        found = list(documents([segment(n, document="") for n in range(BLOCK + 1)]))
        assert [len(d) for d in found] == [BLOCK, 1]

    def test_two_annotators_do_not_double_a_text(self) -> None:
        assert [len(d) for d in documents([segment(1), segment(2), segment(1)])] == [2, 1]

    def test_with_and_without_a_reference_apart(self) -> None:
        with_one = replace(segment(1), references=(HINDI,))
        assert [len(d) for d in documents([with_one, segment(2)])] == [1, 1]


class TestSamples:
    def test_documents_come_whole_until_the_limit(self) -> None:
        segments = [segment(n, document=d) for d in "abcdef" for n in range(10)]
        chosen = sample(segments, 25)
        sizes = sorted(sum(s.document == d for s in chosen) for d in {s.document for s in chosen})
        assert sizes == [5, 10, 10]

    def test_all_systems_of_a_segment_stay_together(self) -> None:
        segments = [segment(n, system=s) for s in "AB" for n in range(10)]
        chosen = sample(segments, 7)
        assert [(s.segment, s.system) for s in chosen] == [
            (str(n), s) for n in range(3) for s in "AB"
        ]

    def test_the_same_limit_is_the_same_sample(self) -> None:
        segments = [segment(n, document=str(n)) for n in range(50)]
        assert sample(segments, 10) == sample(segments[::-1], 10)

    def test_no_limit_leaves_out_nothing(self) -> None:
        assert len(sample([segment(n) for n in range(5)], None)) == 5


class TestVerdicts:
    def test_a_finding_is_told_to_its_segment(self) -> None:
        wrong = segment(2, source="The model has 7 layers.", target="मॉडल में 9 परतें हैं।")
        first, second = judged([segment(1), wrong])
        assert "number-mismatch" not in first.fired
        assert 0 < second.fired["number-mismatch"] <= 1
        assert (first.judged, second.judged) == (segment(1), wrong)

    def test_other_systems_are_no_witnesses(self) -> None:
        verdicts = judged([segment(1), segment(1, system="B", target="नदी")])
        assert [v.judged.system for v in verdicts] == ["A", "B"]

    def test_a_metric_has_its_reference(self) -> None:
        with_one = replace(segment(1, target="नदी तीन मीटर बढ़ गई।"), references=(HINDI,))
        (verdict,) = judged([with_one], ("chrf",))
        value = verdict.metrics["chrf"]
        assert value is not None and 20 < value < 100

    def test_a_human_translation_is_no_reference_of_itself(self) -> None:
        (verdict,) = judged([replace(segment(1), references=(HINDI,))], ("chrf",))
        assert verdict.metrics["chrf"] is None

    def test_an_untranslated_segment_fires(self) -> None:
        verdicts = judged([segment(1), segment(2, target=ENGLISH)])
        assert "untranslated" in verdicts[1].fired
        assert verdicts[1].worst in ("major", "critical")
