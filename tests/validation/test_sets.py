"""Every set's reader: what its columns mean, and one line where something is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.validation.human_judgement import Judged, Marked
from evalkit.validation.sets import find, read
from tests.builders import SHARED, needs_shared_data
from tests.validation import tables
from tests.validation.tables import changed, write, write_lines


def one(path: Path, row: Mapping[str, str]) -> Judged:
    (segment,) = read(write(path / "set.tsv", row))
    return segment


class TestWhatColumnsMean:
    def test_esa(self, tmp_path: Path) -> None:
        spans = '[{"start":0,"end":1,"severity":"minor","text":"एक"},{"missing":true,"severity":"major"}]'
        found = one(tmp_path, changed(tables.ESA, spans=spans, has_missing="1"))
        assert (found.set, found.languages, found.item) == (
            "esa_wmt24-general",
            "en-hi",
            ("doc.1", "7"),
        )
        assert found.score == 80
        assert found.labels == {"omission": True, "major omission": True}
        assert found.spans == (Marked(0, 2, "minor"),)
        assert found.target[0:2] == "एक"

    def test_a_minor_missing_mark_is_no_major_omission(self, tmp_path: Path) -> None:
        spans = '[{"missing":true,"severity":"minor"}]'
        found = one(tmp_path, changed(tables.ESA, spans=spans, has_missing="1"))
        assert found.labels == {"omission": True, "major omission": False}

    def test_indicmt(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.INDICMT)
        assert (found.languages, found.score, found.document) == ("en-hi", 0.6, "")
        assert found.references == (tables.HINDI,)
        assert found.labels == {
            "omission": True,
            "major omission": True,
            "addition": False,
            "untranslated": False,
        }

    def test_a_suspect_reference_is_none(self, tmp_path: Path) -> None:
        assert one(tmp_path, changed(tables.INDICMT, ref_suspect="1")).references == ()

    def test_direct_assessments(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.DIRECT)
        assert (found.set, found.languages, found.score) == ("qe_da", "en-te", -0.7)
        assert one(tmp_path, changed(tables.DIRECT, split="mlqe-dev")).set == "mlqe_pe"

    def test_mqm_points_count_against_a_translation(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.MQM_NEWS)
        assert found.score == -6
        assert found.spans == (Marked(0, 8, "major"),)
        assert found.labels == {}

    def test_mqm_with_categories(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.MQM_TED)
        assert found.labels == {
            "omission": True,
            "major omission": True,
            "addition": False,
            "untranslated": False,
            "punctuation": True,
        }

    def test_hallucinations(self, tmp_path: Path) -> None:
        labels = one(tmp_path, tables.HALLUCINATIONS).labels
        assert [kind for kind, there in labels.items() if there] == ["hallucination"]
        full = one(tmp_path, changed(tables.HALLUCINATIONS, full_unsupport="1")).labels
        assert full["full hallucination"]

    def test_critical_errors(self, tmp_path: Path) -> None:
        assert one(tmp_path, tables.CRITICAL).labels == {"critical": True, "number": True}
        sound = changed(tables.CRITICAL, label="OK")
        assert one(tmp_path, sound).labels == {"critical": False, "number": False}

    def test_coverage(self, tmp_path: Path) -> None:
        labels = one(tmp_path, tables.COVERAGE).labels
        assert [kind for kind, there in labels.items() if there] == ["omission"]

    def test_demetr_damages_one_thing(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.DEMETR)
        assert found.target == "It rose by 5 metres."
        assert [kind for kind, there in found.labels.items() if there] == ["number"]

    def test_demetr_good_translations_are_read_once(self, tmp_path: Path) -> None:
        row = changed(tables.DEMETR, phenomenon="base_id35_reference")
        human, good = read(write(tmp_path / "set.tsv", row))
        assert human.sound
        assert (good.target, good.sound) == ("It rose by 3 metres.", False)
        assert not any(good.labels.values())

    def test_ntrex_is_sound_in_every_language_it_has(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.NTREX)
        assert (found.languages, found.document, found.sound) == ("en-hi", "news.1", True)

    def test_udhr_leaves_out_what_a_language_lacks(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.UDHR)
        assert (found.languages, found.kind, found.sound) == ("en-hi", "heading", True)

    def test_guides(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.GUIDES)
        assert found.source == "- One\n- Two"
        assert (found.kind, found.labels) == ("list-item", {"untranslated": True})
        assert one(tmp_path, changed(tables.GUIDES, untranslated="")).labels == {}

    def test_interface_strings_have_working_placeholders(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.STRINGS)
        assert (found.labels, found.sound) == ({"placeholder": False, "markup": False}, False)

    def test_a_table_of_ones_own(self, tmp_path: Path) -> None:
        found = one(tmp_path, tables.OWN)
        assert (found.set, found.score, found.labels) == ("set", 0.5, {"omission": True})
        assert found.cluster == tables.ENGLISH


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("cells", "problem"),
        [
            ({"esa_score": "good"}, "esa_score is 'good', which is no number"),
            ({"esa_score": "nan"}, "esa_score is 'nan', which is no number"),
            ({"has_missing": "yes"}, "has_missing is 'yes', neither 0 nor 1"),
            ({"spans": "[{"}, "spans is no JSON list"),
            ({"spans": "[3]"}, "spans holds something else than marks"),
            ({"spans": '[{"start":4,"end":2}]'}, "spans has a mark from 4 to 2"),
            ({"source": " "}, "source is blank"),
            ({"lp": "hindi"}, "lp is 'hindi', no language pair as in en-hi"),
            ({"lp": "en-?"}, "lp names no language: '?'"),
        ],
    )
    def test_a_malformed_cell(self, tmp_path: Path, cells: dict[str, str], problem: str) -> None:
        path = write(tmp_path / "set.tsv", tables.ESA, changed(tables.ESA, **cells))
        with pytest.raises(InputError) as error:
            list(read(path))
        assert str(error.value) == (f"{path}, line 3: {problem}; correct the line or take it out")

    def test_a_line_with_a_cell_too_few(self, tmp_path: Path) -> None:
        path = write_lines(tmp_path / "set.tsv", "\t".join(tables.ESA), "en-hi\tx")
        with pytest.raises(InputError, match=r"line 2: 2 cells, and the header names 15"):
            list(read(path))

    def test_an_unknown_phenomenon(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="phenomenon 'other' is not known"):
            one(tmp_path, changed(tables.DEMETR, phenomenon="other"))

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        path = write(tmp_path / "set.tsv", tables.ESA)
        path.write_bytes(path.read_bytes() + b"\xff\xfe")
        with pytest.raises(InputError, match="not UTF-8 at byte"):
            list(read(path))


class TestFinding:
    def test_a_set_is_known_by_its_header_and_not_by_its_name(self, tmp_path: Path) -> None:
        write(tmp_path / "anything.txt", tables.NTREX)
        (tmp_path / "deep").mkdir()
        write(tmp_path / "deep" / "x.tsv", tables.ESA)
        write_lines(tmp_path / "notes.md", "# Notes")
        found = find(tmp_path)
        assert [path.name for path in found.sets] == ["anything.txt", "x.tsv"]
        assert [path.name for path in found.others] == ["notes.md"]

    def test_a_folder_without_a_set(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "a.txt", "One paragraph.")
        with pytest.raises(InputError, match="no file in it is a set with human judgements"):
            find(tmp_path)

    def test_a_text_without_labels_is_refused(self, tmp_path: Path) -> None:
        path = write_lines(tmp_path / "a.txt", "One paragraph.")
        with pytest.raises(InputError, match="no table with a header line"):
            find(path)

    def test_another_table_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="its header line is that of no set"):
            find(write_lines(tmp_path / "a.tsv", "a\tb", "1\t2"))


@pytest.mark.shared
@needs_shared_data
class TestMeasuringData:
    """Counts as the data's README and its publishers give them."""

    def test_every_table_is_recognised(self) -> None:
        found = find(SHARED / "data")
        assert {path.suffix for path in found.others} <= {".md", ".txt"}

    def test_esa_marks_and_spans(self) -> None:
        segments = list(read(SHARED / "data/esa_wmt24/wmt24_esa_enhi.tsv"))
        marked = Counter(kind for s in segments for kind, there in s.labels.items() if there)
        assert marked == {"omission": 143, "major omission": 60}
        assert all(span.end <= len(s.target) for s in segments for span in s.spans)

    def test_ntrex_documents(self) -> None:
        segments = list(read(SHARED / "data/ntrex/ntrex.tsv"))
        assert Counter(s.languages for s in segments) == dict.fromkeys(
            ("en-bn", "en-pa", "en-hi", "en-de"), 1045
        )
        assert all(s.sound for s in segments)
