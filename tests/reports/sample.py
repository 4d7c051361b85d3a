"""A hand-made evaluation of twenty rows, with a case of everything a report must show."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evalkit.checks import CHECKS
from evalkit.checks.base import Attribution, Severity
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import FindingRecord, Input, RowRecord, ScoreRecord, Target

ARTICLE = "village-library"
METRICS = ("bleu", "chrf")
HOSTILE = (
    "</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} "
    "safe\u202etxt.exe\u202c zero\u200bwidth bell\x07 <!-- ]]> &amp; \"double\" 'single'"
)

# source, Bengali, Punjabi; None: no paragraph on that side.
TEXTS: tuple[tuple[str | None, str | None, str | None], ...] = (
    ("A library comes back to life", "একটি পাঠাগার ফিরে এল", "ਇੱਕ ਲਾਇਬ੍ਰੇਰੀ ਮੁੜ ਜਿਉਂਦੀ ਹੋਈ"),
    (
        "The old library in Sonapur opened again on Monday. More than 300 people came.",
        "সোনাপুরের পুরোনো পাঠাগার সোমবার আবার খুলেছে। ২০০ জনের বেশি মানুষ এসেছিলেন।",
        "ਸੋਨਾਪੁਰ ਦੀ ਪੁਰਾਣੀ ਲਾਇਬ੍ਰੇਰੀ ਸੋਮਵਾਰ ਨੂੰ ਮੁੜ ਖੁੱਲ੍ਹੀ। 300 ਤੋਂ ਵੱਧ ਲੋਕ ਆਏ।",
    ),
    (
        "It had been closed for 3.5 years after a flood.",
        "বন্যার পরে এটি ৩.৫ বছর বন্ধ ছিল।",
        "ਹੜ੍ਹ ਤੋਂ ਬਾਅਦ ਇਹ 3.5 ਸਾਲ ਬੰਦ ਰਹੀ।",
    ),
    (
        "The reading room, built with a grant from Open Shelf, has forty seats and a quiet corner "
        "for children who want to draw.",
        "পাঠকক্ষটি , এর অনুদানে তৈরি, চল্লিশটি আসন আছে।",
        "ਪੜ੍ਹਨ ਵਾਲਾ ਕਮਰਾ , ਦੀ ਮਦਦ ਨਾਲ ਬਣਿਆ ਹੈ ਅਤੇ",
    ),
    ("What is new", "নতুন কী", "ਨਵਾਂ ਕੀ ਹੈ"),
    (
        "● Solar panels on the roof;",
        "● ছাদে সৌর প্যানেল;",
        "● ਛੱਤ ਉੱਤੇ ਸੋਲਰ ਪੈਨਲ;",
    ),
    (
        "● A room for evening classes;",
        "● সন্ধ্যার ক্লাসের জন্য একটি ঘর;",
        None,
    ),
    (
        "● Two computers with free internet.",
        "● বিনামূল্যে ইন্টারনেট সহ দুটি কম্পিউটার।",
        "● Two computers with free internet.",
    ),
    (
        "The roof was mended first.\nThen the walls were painted.",
        "প্রথমে ছাদ মেরামত করা হয়, তারপর দেয়াল রং করা হয়।",
        "ਪਹਿਲਾਂ ਛੱਤ ਦੀ ਮੁਰੰਮਤ ਹੋਈ।\nਫਿਰ ਕੰਧਾਂ ਨੂੰ ਰੰਗ ਕੀਤਾ ਗਿਆ।",
    ),
    (
        "Volunteers carried every book by hand.",
        "স্বেচ্ছাসেবকরা হাতে হাতে প্রতিটি বই বয়ে এনেছেন।।",
        "ਵਲੰਟੀਅਰਾਂ ਨੇ ਹਰ ਕਿਤਾਬ ਹੱਥੀਂ ਚੁੱਕੀ।",
    ),
    (None, None, "ਹੋਰ ਪੜ੍ਹਨ ਲਈ ਇੱਥੇ ਕਲਿੱਕ ਕਰੋ।"),
    (
        "“We missed the silence,” said Mina Roy.",
        "“আমরা নীরবতাটুকু মনে করতাম,” বললেন মীনা রায়।",
        "“ਸਾਨੂੰ ਚੁੱਪ ਦੀ ਘਾਟ ਮਹਿਸੂਸ ਹੋਈ,” ਮੀਨਾ ਰਾਏ ਨੇ ਕਿਹਾ।",
    ),
    (
        "The catalogue runs on Shelfmark 2.0.",
        "ক্যাটালগটি শেলফমার্ক ২.০-এ চলে।",
        "ਕੈਟਾਲਾਗ Shelfmark 2.0 ਉੱਤੇ ਚੱਲਦਾ ਹੈ।",
    ),
    (
        "Shelfmark is free software.",
        "Shelfmark একটি মুক্ত সফটওয়্যার।",
        "ਸ਼ੈਲਫਮਾਰਕ ਮੁਫ਼ਤ ਸਾਫ਼ਟਵੇਅਰ ਹੈ।",
    ),
    ("Opening hours stay the same.", "খোলার সময় একই থাকবে।", "ਖੁੱਲ੍ਹਣ ਦਾ ਸਮਾਂ ਉਹੀ ਰਹੇਗਾ।"),
    ("Membership is free.", "সদস্যপদ বিনামূল্যে।", "ਮੈਂਬਰਸ਼ਿਪ ਮੁਫ਼ਤ ਮੁਫ਼ਤ ਹੈ।"),
    (f"A reader wrote: {HOSTILE}", f"এক পাঠক লিখেছেন: {HOSTILE}", f"ਇੱਕ ਪਾਠਕ ਨੇ ਲਿਖਿਆ: {HOSTILE}"),
    ("=SUM(A1) begins the form.", "=SUM(A1) দিয়ে ফর্মটি শুরু হয়।", " =SUM(A1) ਨਾਲ ਫਾਰਮ ਸ਼ੁਰੂ ਹੁੰਦਾ ਹੈ।"),
    ("Come and read.", "", "ਆਓ ਤੇ ਪੜ੍ਹੋ।"),
    ("The library is open every day.", "পাঠাগার প্রতিদিন খোলা।", "ਲਾਇਬ੍ਰੇਰੀ ਹਰ ਰੋਜ਼ ਖੁੱਲ੍ਹੀ ਹੈ।"),
)  # fmt: skip
KINDS = {1: "heading", 5: "heading", 6: "list-item", 7: "list-item", 8: "list-item"}
SHAPES = {(9, "bn"): "2:1", (9, "pa"): "2:2"}


def evaluation() -> Evaluation:
    """The article judged in Bengali and Punjabi."""
    rows = tuple(_row(n, texts) for n, texts in enumerate(TEXTS, 1))
    return Evaluation(
        article=ARTICLE,
        inputs=(
            _input("source", "en", "English", 19),
            _input("version", "bn", "Bengali", 18),
            _input("version", "pa", "Punjabi", 19, ("a paragraph a line",)),
        ),
        rows=rows,
        metrics=METRICS,
        checks=tuple(check for check in CHECKS if check not in {"glossary", "url-mismatch"}),
        score_records=tuple(_scores(rows)),
        finding_records=tuple(_findings(rows)),
        manifest={"evalkit": "0.0", "python": "3.11", "seconds": {"checks": 0.12}},
    )


def quiet() -> Evaluation:
    """The same article with no findings, no scores and nothing left out."""
    whole = evaluation()
    return replace(whole, metrics=(), score_records=(), finding_records=(), checks=tuple(CHECKS))


def neural() -> Evaluation:
    """The same article scored by an encoder and a COMET checkpoint, as a run with models is."""
    whole = evaluation()
    return replace(
        whole,
        metrics=("chrf", "similarity", COMET, LOCAL),
        score_records=(
            *(s for s in whole.score_records if s.metric == "chrf"),
            *_similarities(whole.rows),
            *_trained(whole.rows),
        ),
        finding_records=(*whole.finding_records, _error_span(whole.rows[1])),
        manifest={
            **whole.manifest,
            "encoder": "multilingual-e5-small-q4:1571fc9827503943|float32",
            "without_encoder": "",
        },
    )


COMET = "comet:Unbabel/wmt22-comet-da"
LOCAL = "comet:/srv/models/desk-2026/checkpoints/model.ckpt"
FAR = "unusually far: 1 in 100 sound translations of this length is this far"
NEIGHBOUR = "closer to row 14's English than to its own"
UNKNOWN = "which languages the model was trained on is not known"
WINDOWED = "3 windows, 92 % of the text covered: nothing faces the rest; worst 0.31 (sentence 2)"


def _similarities(rows: tuple[RowRecord, ...]) -> list[ScoreRecord]:
    found = []
    for version in ("bn", "pa"):
        whole = _score(None, version, "similarity", 54.0, "18 of 20 rows scored", "similarity|e5")
        found.append(replace(whole, low=41.2, high=66.9))
        for row in rows:
            if not (row.source and row.targets[version].text):
                reason = "nothing faces it"
                found.append(_score(row.row, version, "similarity", None, reason, "similarity|e5"))
                continue
            score = _score(row.row, version, "similarity", 30.0 + 3 * row.row, "", "similarity|e5")
            if (row.row, version) in {(4, "bn"), (4, "pa"), (10, "bn")}:
                score = replace(score, value=0.6, detail=FAR)
            elif (row.row, version) == (15, "bn"):
                score = replace(score, value=3.2, detail=NEIGHBOUR)
            found.append(score)
    return found


def _trained(rows: tuple[RowRecord, ...]) -> list[ScoreRecord]:
    found = []
    for metric in (COMET, LOCAL):
        signature = f"{metric}|rev:3f2a|float32|window:512|v:2.2.7"
        for version in ("bn", "pa"):
            if (metric, version) == (COMET, "pa"):
                reason = "language not covered: Punjabi"
                found += [
                    _score(number, version, metric, None, reason, signature)
                    for number in (None, *(r.row for r in rows))
                ]
                continue
            whole = _score(None, version, metric, 0.8312, "", signature)
            found.append(replace(whole, low=0.8015, high=0.8604))
            for row in rows:
                if not (row.source and row.targets[version].text):
                    found.append(
                        _score(row.row, version, metric, None, "nothing faces it", signature)
                    )
                    continue
                score = _score(row.row, version, metric, 0.9 - row.row / 100, "", signature)
                detail = UNKNOWN if metric == LOCAL else ""
                if metric == LOCAL and row.row == 2:
                    score = replace(score, **_windows(row, version))
                    detail = f"{WINDOWED}; {UNKNOWN}"
                found.append(replace(score, detail=detail))
    return found


def _windows(row: RowRecord, version: str) -> dict[str, Any]:
    target = row.targets[version].text
    return {
        "windows": 3,
        "covered": 0.92,
        "worst": 0.31,
        "worst_source_start": row.source.index("More than"),
        "worst_source_end": len(row.source),
        "worst_start": target.index("২০০" if version == "bn" else "300"),
        "worst_end": len(target),
    }


def _error_span(row: RowRecord) -> FindingRecord:
    """A span that XCOMET marks, over part of what number-mismatch marks."""
    quote = "২০০ জনের বেশি"
    start, end = _place(row.targets["bn"].text, quote)
    return FindingRecord(
        fingerprint="e77045ba17c0ffee",
        article=ARTICLE,
        row=row.row,
        version="bn",
        check="error-span",
        category="Accuracy",
        severity="major",
        confidence=0.71,
        message="desk-2026 marks this as a major error.",
        quote=quote,
        start=start,
        end=end,
        source_quote="",
        source_start=None,
        source_end=None,
        also_in=(),
        attribution="version",
    )


def _input(
    role: str, language: str, name: str, paragraphs: int, notes: tuple[str, ...] = ()
) -> Input:
    return Input(
        role=role,
        version=language if role == "version" else "",
        language=language,
        language_name=name,
        name=f"{language}.txt",
        path=f"references/{ARTICLE}/{language}.txt",
        sha256=hashlib.sha256(language.encode()).hexdigest(),
        format="text",
        paragraphs=paragraphs,
        notes=notes,
    )


def _row(number: int, texts: tuple[str | None, str | None, str | None]) -> RowRecord:
    source, *targets = texts
    kind = KINDS.get(number, "paragraph")
    return RowRecord(
        row=number,
        kind=kind,
        level=1 if kind == "heading" else 0,
        source=source or "",
        place="" if source is None else f"line {number}",
        targets={
            version: Target(
                text=target or "",
                alignment=SHAPES.get(
                    (number, version), f"{int(source is not None)}:{int(target is not None)}"
                ),
                kinds=() if target is None else (kind,),
                back_translation="The library is open daily." if number == 20 else None,
            )
            for version, target in zip(("bn", "pa"), targets, strict=True)
        },
    )


def _scores(rows: tuple[RowRecord, ...]) -> list[ScoreRecord]:
    signature = "chrF2|#:1|case:mixed|eff:yes|nc:6|nw:0|space:no|v:2.5.1"
    scores = []
    for row in (None, *(r.row for r in rows)):
        for version, name in (("bn", "Bengali"), ("pa", "Punjabi")):
            no_reference = f"no reference in {name}"
            scores.append(_score(row, version, "bleu", None, no_reference, "BLEU|#:1"))
            if version == "bn":
                scores.append(_score(row, version, "chrf", None, no_reference, signature))
            elif row == 7:
                scores.append(
                    _score(row, version, "chrf", None, "no paragraph faces this row", signature)
                )
            elif row is None:
                whole = _score(row, version, "chrf", 61.234567890123, "", signature)
                scores.append(replace(whole, low=55.5, high=66.25))
            else:
                scores.append(_score(row, version, "chrf", 40.0 + 2.5 * row, "", signature))
    return scores


def _score(
    row: int | None, version: str, metric: str, value: float | None, reason: str, signature: str
) -> ScoreRecord:
    return ScoreRecord(
        article=ARTICLE,
        row=row,
        version=version,
        metric=metric,
        value=value,
        state="unscored" if value is None else "scored",
        reason=reason,
        signature=signature,
    )


def _findings(rows: tuple[RowRecord, ...]) -> list[FindingRecord]:
    by_row: Mapping[int, RowRecord] = {row.row: row for row in rows}

    def found(
        row: int,
        version: str,
        check: str,
        severity: Severity,
        message: str,
        quote: str | None,
        source_quote: str | None,
        *,
        confidence: float = 0.9,
        category: str = "Accuracy/Omission",
        attribution: Attribution = "version",
        **more: Any,
    ) -> FindingRecord:
        target = _place(by_row[row].targets[version].text, quote)
        source = _place(by_row[row].source, source_quote)
        identity = f"{row} {version} {check} {message}"
        return FindingRecord(
            fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
            article=ARTICLE,
            row=row,
            version=version,
            check=check,
            category=category,
            severity=severity,
            confidence=confidence,
            message=message,
            quote=quote or "",
            start=target[0],
            end=target[1],
            source_quote=source_quote or "",
            source_start=source[0],
            source_end=source[1],
            also_in=more.pop("also_in", ()),
            attribution=attribution,
            **more,
        )

    return [
        found(2, "bn", "number-mismatch", "major",
              "The source says 300; Bengali has 200 instead.", "২০০", "300",
              category="Accuracy/Mistranslation", suggestion="৩০০",
              attribution_reason="Punjabi is quiet at this place"),
        found(4, "bn", "link-text-lost", "major",
              "A name was lost with its link: Open Shelf.", " , এর", "Open Shelf",
              attribution="source-or-pipeline", also_in=("pa",),
              attribution_reason="Punjabi has the same fault at the same place",
              symptoms=("A space stands before a comma.", "The name Open Shelf is not there.")),
        found(4, "bn", "truncated-sentence", "minor",
              "The version is shorter than its source would make one expect.",
              "অনুদানে তৈরি, চল্লিশটি আসন আছে।",
              "and a quiet corner for children who want to draw", confidence=0.6),
        found(4, "bn", "dangling-space", "neutral", "A space stands before a comma.",
              "পাঠকক্ষটি ,", None, category="Fluency"),
        found(4, "pa", "truncated-sentence", "critical",
              "The sentence breaks off on a conjunction; its second half is missing.", "ਅਤੇ",
              "has forty seats and a quiet corner for children who want to draw", confidence=0.97),
        found(4, "pa", "link-text-lost", "major",
              "A name was lost with its link: Open Shelf.", " , ਦੀ", "Open Shelf",
              attribution="source-or-pipeline", also_in=("bn",)),
        found(7, "pa", "missing-paragraph", "major",
              "Nothing in Punjabi faces this paragraph.", None, "● A room for evening classes;"),
        found(8, "pa", "untranslated", "major", "The paragraph was left in English.",
              "Two computers with free internet.", "Two computers with free internet.",
              category="Accuracy/Untranslated"),
        found(10, "bn", "doubled-punctuation", "minor", "Two sentence ends in a row.", "।।", None,
              category="Fluency", suggestion="।"),
        found(10, "pa", "length-outlier", "neutral",
              "Rather short for its source, without anything to point at.", None, None,
              confidence=0.3, attribution="unclear"),
        found(11, "pa", "added-paragraph", "minor", "Nothing in English faces this paragraph.",
              "ਹੋਰ ਪੜ੍ਹਨ ਲਈ ਇੱਥੇ ਕਲਿੱਕ ਕਰੋ।", None, category="Accuracy/Addition"),
        found(14, "bn", "inconsistent-name", "minor",
              "Shelfmark is শেলফমার্ক in paragraph 13 and Shelfmark here.", "Shelfmark", "Shelfmark",
              category="Terminology"),
        found(16, "pa", "repeated-word", "minor", "The word ਮੁਫ਼ਤ stands twice.", "ਮੁਫ਼ਤ ਮੁਫ਼ਤ", None,
              category="Fluency"),
        found(17, "bn", "invisible-character", "minor",
              f"Characters that reorder the text: {HOSTILE}", "safe\u202etxt.exe\u202c", None,
              category="Fluency"),
        found(19, "bn", "empty", "critical", "The paragraph is empty.", "", "Come and read."),
    ]  # fmt: skip


def _place(text: str, quote: str | None) -> tuple[int | None, int | None]:
    if quote is None:
        return None, None
    start = text.index(quote)
    return start, start + len(quote)
