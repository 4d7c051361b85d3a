"""report.md: an evaluation in a page of Markdown, for a pull request or a job's summary.

Every text from outside goes through `escaped` or `code`: where such pages are
shown, a name in a message could else be a link, a mention or markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evalkit.checks.base import PENALTY
from evalkit.energy import Energy
from evalkit.reports import looked_for, phrases
from evalkit.reports.energy_words import sentence
from evalkit.reports.html import overview
from evalkit.reports.html.comparison_tables import penalty_limits
from evalkit.reports.safe_text import one_line
from evalkit.reports.scorecard import scorecard
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.result.not_looked_for import Unread
from evalkit.result.records import FindingRecord, Input, SummaryRecord

MOST_FINDINGS = 20
MOST_LINES = 100  # of a batch
QUOTE_LENGTH, TEXT_LENGTH = 120, 400
UNIT = "A penalty is MQM points per 100 words of the source, in brackets its 95 % limits."
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$&]")
# What becomes a link by itself: https://…, mailto:…, www.….
_LINKING = re.compile(r":(?=\S)|(?<=www)\.", re.IGNORECASE)
# Mentions and references are found after the markup, but not within code.
_CALLING = re.compile(r"(?:@|\\#(?=\w))+")


def escaped(text: str) -> str:
    r"""A text within a line of Markdown that comes out as it went in.

    >>> print(escaped("<b>*x*</b> & [y](z) a|b"))
    \<b\>\*x\*\</b\> \& \[y\](z) a\|b
    >>> print(escaped("@all see https://x.org and #12"))
    `@`all see https\://x.org and `#`12
    """
    marked = _SPECIAL.sub(r"\\\g<0>", one_line(text, TEXT_LENGTH))
    linked = _LINKING.sub(r"\\\g<0>", marked)
    # Neighbours in one go: two backticks in a row would be one mark.
    return _CALLING.sub(lambda found: f"`{found[0].replace(chr(92), '')}`", linked)


def code(text: str) -> str:
    """A text as code, in more backticks than it has in a row.

    >>> code("300"), code("a `b` c"), code("``")
    ('`300`', '``a `b` c``', '``` `` ```')
    """
    line = one_line(text, QUOTE_LENGTH)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def to_markdown(evaluation: Evaluation) -> str:
    """Verdicts, findings by severity, scores, the gravest findings, and what was not judged."""
    names = {v.version: _name(v) for v in evaluation.versions}
    parts = [f"# Translation report: {escaped(evaluation.article)}"]
    parts.append(
        "\n".join(
            f"- **{names[v.version.version]}**: {escaped(v.sentence)}"
            for v in overview.verdicts(evaluation)
        )
    )
    parts += map(escaped, overview.unread(evaluation))
    if evaluation.checks:
        lines = [[names[s.version], *_counts(s)] for s in evaluation.summary_records]
        parts += [_table(["Version", *_columns()], lines), UNIT]
    parts += _scores(evaluation, names)
    parts += _findings(evaluation, names)
    compared = [
        f"- {names[r.version]} against {names[r.against]}, {escaped(r.metric)}: {escaped(r.words)}"
        for r in evaluation.comparison_records
    ]
    parts += ["## Versions compared", "\n".join(compared)] if compared else []
    unjudged = [f"- {escaped(what)}: {escaped(why)}" for what, why in overview.unjudged(evaluation)]
    parts += ["## Not judged", "\n".join(unjudged)] if unjudged else []
    if judged := overview.judge(evaluation):
        parts += ["## The judge", escaped(judged)]
    if translated := overview.back_translation(evaluation):
        parts += ["## Back-translation", escaped(translated)]
    if used := overview.energy(evaluation):
        parts.append(f"Energy of the run: {escaped(used)}")
    return "\n\n".join(parts) + "\n"


def batch_markdown(
    summaries: Sequence[SummaryRecord],
    whole: Sequence[SummaryRecord] = (),
    energy: Energy | None = None,
    unread: Iterable[Unread] = (),
) -> str:
    """A line per version and article, the gravest first; `whole` are those over all articles.

    `energy` is what this run used, where it was measured, `unread` what nobody looked for.
    """
    articles = len({s.article for s in summaries})
    lines = [["all articles", escaped(s.version), *_counts(s)] for s in whole]
    lines += [[escaped(s.article), escaped(s.version), *_counts(s)] for s in summaries[:MOST_LINES]]
    left_out = len(summaries) - MOST_LINES
    parts = [f"# Translation reports: {phrases.counted(articles, 'article')}"]
    parts.append(_table(["Article", "Version", *_columns()], lines, 2))
    parts += [f"And {left_out} more lines in summary.csv."] if left_out > 0 else []
    parts.append(UNIT)
    parts += [looked_for.DASH] if any(s.penalty is None for s in summaries) else []
    parts += map(escaped, looked_for.unread(unread))
    parts += [f"Energy of this run: {escaped(sentence(energy))}"] if energy else []
    return "\n\n".join(parts) + "\n"


def _columns() -> list[str]:
    return [*(s.capitalize() for s in SEVERITIES), "Penalty"]


def _counts(summary: SummaryRecord) -> list[str]:
    limits = penalty_limits(summary)
    if summary.penalty is None:
        return ["–"] * len(_columns())
    penalty = f"{summary.penalty}{f' {limits}' if limits else ''}"
    return [*(str(getattr(summary, s)) for s in SEVERITIES), escaped(penalty)]


def _scores(evaluation: Evaluation, names: dict[str, str]) -> list[str]:
    lines = []
    for measure in scorecard(evaluation):
        value = measure.score
        if measure.whole.value is None:
            value = f"unscored: {measure.reason}"
        elif measure.limits:
            value = f"{value} [{measure.limits}]"
        if measure.scored and measure.coverage:
            value = f"{value}, {measure.coverage}"
        coverage = f"{measure.scored} of {measure.total}"
        # A bar ends the cell of a table within code too.
        signature = code(measure.whole.signature).replace("|", r"\|") if measure.scored else ""
        lines.append(
            [names[measure.version], escaped(measure.label), escaped(value), coverage, signature]
        )  # fmt: skip
    if not lines:
        return []
    columns = ["Version", "Metric", "Score", "Paragraphs scored", "Signature"]
    return ["## Scores", _table(columns, lines, 2)]


def _findings(evaluation: Evaluation, names: dict[str, str]) -> list[str]:
    ranked = sorted(
        (f for f in evaluation.finding_records if PENALTY[f.severity]),
        key=lambda f: (-PENALTY[f.severity], -f.confidence, f.row, f.version),
    )
    if not ranked:
        return []
    listed = [_finding(f, names) for f in ranked[:MOST_FINDINGS]]
    left_out = len(evaluation.finding_records) - len(listed)
    if left_out:
        listed.append(f"- and {left_out:,} more in findings.csv")
    return ["## The gravest findings", "\n".join(listed)]


def _finding(finding: FindingRecord, names: dict[str, str]) -> str:
    quotes = [
        f"{whose} {code(quote)}"
        for whose, quote in (("version", finding.quote), ("source", finding.source_quote))
        if quote.strip()
    ]
    return (
        f"- **{finding.severity}** paragraph {finding.row}, "
        f"{names.get(finding.version, escaped(finding.version))}, "
        f"{escaped(phrases.check_name(finding.check))}: {escaped(finding.message)}"
        + (f" ({', '.join(quotes)})" if quotes else "")
    )


def _name(version: Input) -> str:
    return f"{escaped(version.language_name)} ({escaped(version.version)})"


def _table(header: Sequence[str], lines: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table, its first columns to the left; a bar within a cell comes escaped."""
    rules = ["---" if n < left else "---:" for n in range(len(header))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rules, *lines))
