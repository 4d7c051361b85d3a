"""Small sets in the shapes of the published ones; the sentences are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

ENGLISH = "The river rose by three metres in one night."
HINDI = "एक रात में नदी तीन मीटर बढ़ गई।"
SHORT = "नदी बढ़ गई।"

ESA: Mapping[str, str] = {
    "lp": "en-hi", "testset": "wmt24-general", "domain": "news", "doc_id": "doc.1", "line": "7",
    "system": "A", "annotator": "x", "esa_score": "80", "n_spans": "1", "n_missing": "0",
    "has_missing": "0", "spans": "", "source": ENGLISH, "hypothesis": HINDI, "reference": HINDI,
}  # fmt: skip
INDICMT: Mapping[str, str] = {
    "lang": "hi", "split": "train", "system": "A", "source": ENGLISH, "reference": HINDI,
    "hypothesis": SHORT, "mqm_norm": "0.6", "da_norm": "0.5", "has_omission": "1",
    "has_addition": "0", "has_untranslated": "0", "n_errors": "1",
    "errors": '[{"type":"Accuracy_Omission","severity":"Very High","text":""}]',
    "csv_errors": "", "ref_overlap_best": "1", "ref_suspect": "0",
}  # fmt: skip
DIRECT: Mapping[str, str] = {
    "lp": "en-te", "split": "2023-train", "index": "3", "source": ENGLISH, "hypothesis": HINDI,
    "n_raters": "3", "da_mean": "70", "da_z_mean": "-0.7", "da_scores": "[70]",
    "is_hallucination": "0", "doc": "", "post_edit": "", "hter": "",
}  # fmt: skip
MQM_NEWS: Mapping[str, str] = {
    "lp": "en-de", "testset": "newstest2021", "doc_id": "d", "seg_in_doc": "1", "system": "A",
    "n_raters": "1", "mqm_mean": "6.0", "spans": '[[0,8,"major","rater7"]]', "source": ENGLISH,
    "hypothesis": "Der Fluss stieg.", "reference": "Der Fluss stieg um drei Meter.",
}  # fmt: skip
MQM_TED: Mapping[str, str] = {
    "lp": "zh-en", "testset": "wmt21-ted", "doc_id": "talk.2", "seg_in_doc": "1", "system": "A",
    "n_raters": "1", "mqm_mean": "5.0", "mqm_by_rater": "{}", "has_omission": "1",
    "has_addition": "0", "has_untranslated": "0", "omission_raters": "1", "addition_raters": "0",
    "untranslated_raters": "0",
    "error_categories": "Accuracy/Omission:Major;Fluency/Punctuation:Minor",
    "source": "河水上涨了。", "hypothesis": "The river.", "reference": "The river rose.",
}  # fmt: skip
HALLUCINATIONS: Mapping[str, str] = {
    "id": "3", "langpair": "de-en", "source": "Der Fluss stieg.", "hypothesis": "I like tea.",
    "reference": "The river rose.", "correct": "0", "omission": "0", "repetitions": "0",
    "named_entities": "0", "strong_unsupport": "1", "full_unsupport": "0",
}  # fmt: skip
CRITICAL: Mapping[str, str] = {
    "langpair": "en-de", "index": "6", "label": "BAD", "source": ENGLISH,
    "hypothesis": "Der Fluss stieg um 4 Meter.", "reference": "Der Fluss stieg um 3 Meter.",
    "numbers_differ_from_reference": "1", "length_vs_reference": "1.0",
}  # fmt: skip
COVERAGE: Mapping[str, str] = {
    "langpair": "en-de", "split": "dev", "system": "A.1", "seg_id": "10", "source": ENGLISH,
    "hypothesis": "Der Fluss stieg.", "mqm_omission_any": "1", "mqm_omission_majority": "0",
    "mqm_addition_any": "0", "mqm_addition_majority": "0",
}  # fmt: skip
DEMETR: Mapping[str, str] = {
    "id": "201", "phenomenon": "critical_id10_numbers_replaced", "severity": "critical",
    "description": "", "langpair": "hi-en", "data_source": "WMT", "source": HINDI,
    "good_translation": "It rose by 3 metres.", "incorrect_translation": "It rose by 5 metres.",
    "reference": "The river rose by 3 metres.",
}  # fmt: skip
NTREX: Mapping[str, str] = {
    "line": "17", "doc_id": "news.1", "seg_in_doc": "1", "eng": ENGLISH, "hin": HINDI, "deu": "",
}  # fmt: skip
UDHR: Mapping[str, str] = {
    "section": "1", "block": "0", "kind": "heading", "en": "Article 1", "hi": "अनुच्छेद १", "bn": "",
}  # fmt: skip
GUIDES: Mapping[str, str] = {
    "set": "guide", "doc": "a.md", "lang": "hi", "block": "2", "kind": "list", "untranslated": "1",
    "en": "- One\\n- Two", "translation": "- One\\n- Two",
}  # fmt: skip
STRINGS: Mapping[str, str] = {
    "set": "app", "licence": "MIT", "key": "k", "en": "Hello %1$s", "bn": "হ্যালো %1$s",
}  # fmt: skip
OWN: Mapping[str, str] = {
    "langpair": "en-hi", "source": ENGLISH, "target": HINDI, "score": "0.5", "label:omission": "1",
    "label:addition": "",
}  # fmt: skip


def write(path: Path, *rows: Mapping[str, str]) -> Path:
    """A table with the rows, whose header is the first row's columns."""
    return write_lines(path, "\t".join(rows[0]), *("\t".join(row.values()) for row in rows))


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def changed(row: Mapping[str, str], **cells: str) -> Mapping[str, str]:
    return {**row, **cells}


def esa(scores: Sequence[tuple[str, str, str, str]]) -> list[Mapping[str, str]]:
    """ESA rows of (document, system, target, missing)."""
    return [
        changed(ESA, doc_id=doc, system=system, hypothesis=target, has_missing=missing)
        for doc, system, target, missing in scores
    ]
