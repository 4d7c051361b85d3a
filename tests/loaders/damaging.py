"""Small whole files of every kind that people hand in, and damage done to them by a seed."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evalkit.checks.terms.glossary_file import read_glossary
from evalkit.cli.evaluation_file import read_evaluation
from evalkit.document import InputError
from evalkit.evaluation import evaluate
from evalkit.loaders import lines, load
from evalkit.loaders.table_stream import Record, Wanted, choose, opened
from evalkit.review import read_decisions
from evalkit.settings import read_settings
from tests.builders import document
from tests.loaders import article

TEXTS = (
    "<",
    ">",
    "&",
    '"',
    "'",
    "\n",
    "\r",
    "\t",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "=",
    "\0",
)
UNICODE = ("\ufeff", "\u2028", "\u0301", "\u200b", "\U0001f600", "é", "ا", "\x1b", "\x85")
MARKUP = (
    *(
        "]]>",
        "<!--",
        "-->",
        "<?x ?>",
        "<a>",
        "</a>",
        "<p>",
        "</p>",
        "<w:p>",
        "</w:p>",
        "<x/>",
        "<br>",
    ),
    *("<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&#0;", "&#xD800;", "&#65;", "&lt;", "<![CDATA["),
    *(
        'xml:lang="xx"',
        'xmlns:w="q"',
        'version="2.0"',
        'version="9"',
        'order="9999999999999999999"',
    ),
    *('translate="no"', '<cp hex="110000"/>', '<cp hex="zz"/>', 'encoding="latin-1"', "<template>"),
)
LINES = (
    *(
        "\n---\n",
        "\n+++\n",
        "\n> ",
        "\n- ",
        "\n| a | b |\n|---|---|\n",
        "\n```\n",
        "\n    x",
        "\n#",
    ),
    *(
        '\nmsgid "x"\n',
        '\nmsgid_plural "y"\n',
        '\nmsgstr "x"\n',
        '\nmsgstr[1] "x"\n',
        '\nmsgctxt "',
    ),
    *(
        '\nmsgstr[99999999999999999999] "x"\n',
        '\n#~ msgid ""\n',
        "\n#, fuzzy\n",
        '\n#| msgid "o"\n',
    ),
    *(
        "\n#. x\n",
        "\n#: x:1\n",
        'msgid ""\nmsgstr ""\n',
        "charset=utf-16\\n",
        "charset=nonsense\\n",
    ),
    *(
        "Language: \\n",
        "X-Source-Language: q\\n",
        "Plural-Forms: nplurals=x\\n",
        '"\\x"\n',
        '"\\400"\n',
    ),
)
VALUES = (
    *("null", "true", "NaN", "1e999", "-9", "[]", "{}", '"\\ud800"', '"\\u0000"', "9" * 5000, "٣"),
    *('{"target": {"a": ["b"]}}', '["x"]', '{"": ""}', "sep=;\n", '"a""b"', "kind", "2024-13-45"),
)
SNIPPETS = (
    *(text.encode() for text in (*TEXTS, *UNICODE, *MARKUP, *LINES, *VALUES)),
    *(b"\xff\xfe", b"\xfe\xff", b"\x80", b"\xed\xa0\x80", b"\x1f\x8b", b"PK\x03\x04", b"PAR1"),
)
NESTED = (b"<a>", b"<p>", b"[", b"{", b'{"a":', b"> ", b"- ", b"(", b'"', b"\\", b"*", b"<w:tbl>")
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Format:
    """What a file of it is called, a whole one, and how it is read."""

    name: str
    whole: bytes
    read: Callable[[Path], object]


def _written(write: Callable[[Path, tuple[str, ...]], Path], name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return write(Path(folder) / name, article.PUNJABI).read_bytes()


def _documents(path: Path) -> None:
    for read in (load, lines):
        document = read(path)
        assert any(text.strip() for text in document.texts)
        assert document.source is None or len(document.source.texts) == len(document.texts)


def _records(path: Path) -> None:
    with opened(path) as stream:
        choose(stream.names, Wanted(), str(path), _sentences)
        for entry in stream.entries:
            if isinstance(entry, Record):
                assert all(
                    value is None or value.encode() for value in entry.cells.values() if value
                )


def _sentences(column: str) -> Sequence[str]:
    return article.PUNJABI if column in ("pa", "target") else article.ENGLISH


def _decisions(path: Path) -> None:
    read_decisions(str(path))


def _kept(path: Path) -> None:
    read_evaluation(str(path))


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = io.BytesIO()
    table = pa.table({"en": article.ENGLISH, "pa": article.PUNJABI, "n": list(range(10))})
    pq.write_table(table, made)
    return made.getvalue()


PO = f"""# A catalogue with all that gettext has.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: pa\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#. a comment
#: page.md:1
#, fuzzy, c-format
#| msgctxt "old"
#| msgid "Old"
msgctxt "menu"
msgid "One book"
msgid_plural "%d books"
msgstr[0] "{article.PUNJABI[4]}"
msgstr[1] "{article.PUNJABI[5]}"

msgid ""
"Two\\n"
"lines \\"quoted\\""
msgstr ""
"{article.PUNJABI[0]}\\n"
"{article.PUNJABI[3]}"

#~ msgid "gone"
#~ msgstr "x"
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="pa">
<file id="f"><group id="g"><unit id="1" translate="yes" xml:space="preserve">
<segment id="a"><source>A <pc id="1">bold</pc> word<ph id="2" equiv="x"/></source>
<target order="3">ਇੱਕ <mrk id="m">ਸ਼ਬਦ</mrk><cp hex="0001"/></target></segment>
<ignorable><source> </source></ignorable>
<segment id="b"><source>Two.</source><target order="1">ਦੋ।</target></segment>
</unit></group></file></xliff>"""
JSONL = "".join(
    json.dumps({"en": a, "pa": b, "reference": [b], "n": 1.5, "meta": {"x": None}}) + "\n"
    for a, b in zip(article.ENGLISH, article.PUNJABI, strict=True)
)


TBX = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><text><body><termEntry id="1">
<langSet xml:lang="en"><tig><term>boat</term></tig></langSet>
<langSet xml:lang="pa"><ntig><termGrp><term>ਬੇੜੀ</term></termGrp></ntig><tig><term>ਨਾਵ</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>"""
DECISION = {"fingerprint": "0123abcd", "version": "pa", "row": 2, "decision": "dismissed"}
DECISIONS = {"format": "evalkit-decisions", "format_version": 1, "reviewer": "Asha"}


def _evaluation() -> bytes:
    versions = [
        document("ਦਰਿਆ 5 ਮੀਟਰ ਚੜ੍ਹਿਆ।", language="pa"),
        document("নদী ৩ মিটার।", language="bn"),
    ]
    made = evaluate(versions, [document("The river rose by 3 metres.")], metrics=["ter"])
    return made.to_json().encode()


def formats() -> Iterator[Format]:
    """Every format that a text is read from, and what else is read, by its name."""
    writers = {
        "txt": article.write_lines,
        "md": article.write_markdown,
        "html": article.write_html,
        "docx": article.write_docx,
        "csv": article.write_table,
        "tsv": article.write_table,
        "jsonl": article.write_table,
        "xliff": article.write_xliff12,
        "xlf": article.write_xliff20,
        "tmx": article.write_tmx,
        "po": article.write_po,
    }
    for suffix, write in writers.items():
        yield Format(f"whole.{suffix}", _written(write, f"x.{suffix}"), _documents)
    yield Format("plural.po", PO.encode(), _documents)
    yield Format("inline.xlf", XLIFF.encode(), _documents)
    for suffix in ("csv", "tsv"):
        yield Format(f"table.{suffix}", _written(article.write_table, f"x.{suffix}"), _records)
    yield Format("table.jsonl", JSONL.encode(), _records)
    yield Format("table.jsonl.gz", gzip.compress(JSONL.encode(), mtime=0), _records)
    yield Format("table.parquet", _parquet(), _records)
    yield Format("glossary.tbx", TBX.encode(), read_glossary)
    yield Format("glossary.csv", "en,pa,forbidden:pa\nboat,ਬੇੜੀ|ਨਾਵ,x\n".encode(), read_glossary)
    table = {
        **DECISIONS,
        "decisions": [DECISION, {**DECISION, "note": "x", "time": "2026-01-02T10:00:00Z"}],
    }
    yield Format("decisions.json", json.dumps(table).encode(), _decisions)
    lines_ = [",".join(DECISION), ",".join(map(str, DECISION.values()))]
    yield Format("decisions.csv", "\n".join(lines_).encode(), _decisions)
    yield Format(
        "settings.toml", b'metrics = ["chrf"]\nmax_size = 3\n[a.b]\nc = 1\n', read_settings
    )
    yield Format("evaluation.json", _evaluation(), _kept)


def damaged(whole: bytes, by: random.Random) -> bytes:
    """The file after one to four things were done to it; inside of an archive as well."""
    if whole[:2] == b"PK" and by.random() < 0.8:
        return _zipped({**_members(whole), **_one_damaged(_members(whole), by)}, by)
    if whole[:2] == b"\x1f\x8b" and by.random() < 0.8:
        return gzip.compress(damaged(gzip.decompress(whole), by), mtime=0)
    for _ in range(by.randint(1, 4)):
        whole = by.choice(ACTS)(whole, by)
    return whole


def _members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_:
        return {name: opened_.read(name) for name in opened_.namelist()}


def _one_damaged(members: Mapping[str, bytes], by: random.Random) -> dict[str, bytes]:
    name = by.choice(sorted(members))
    return {name: damaged(members[name], by)}


def _zipped(members: Mapping[str, bytes], by: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if by.random() > 0.02:
                archive.writestr(name, content)
    return made.getvalue()


def _place(whole: bytes, by: random.Random) -> tuple[int, int]:
    start = by.randrange(len(whole) + 1)
    return start, min(len(whole), start + by.choice((0, 1, 2, 5, 20, 100, 1000)))


def _replaced(whole: bytes, by: random.Random) -> bytes:
    start, end = _place(whole, by)
    return whole[:start] + by.choice(SNIPPETS) + whole[end:]


def _dropped(whole: bytes, by: random.Random) -> bytes:
    start, end = _place(whole, by)
    return whole[:start] + whole[end:]


def _repeated(whole: bytes, by: random.Random) -> bytes:
    start, end = _place(whole, by)
    return whole[:end] + whole[start:end] * by.choice((1, 2, 30)) + whole[end:]


def _swapped(whole: bytes, by: random.Random) -> bytes:
    first, second = sorted((_place(whole, by), _place(whole, by)))
    middle = whole[first[1] : second[0]]
    return (
        whole[: first[0]]
        + whole[slice(*second)]
        + middle
        + whole[slice(*first)]
        + whole[second[1] :]
    )


def _flipped(whole: bytes, by: random.Random) -> bytes:
    made = bytearray(whole)
    for _ in range(by.randint(1, 8) if made else 0):
        made[by.randrange(len(made))] = by.randrange(256)
    return bytes(made)


def _cut(whole: bytes, by: random.Random) -> bytes:
    return whole[: by.randrange(len(whole) + 1)]


def _nested(whole: bytes, by: random.Random) -> bytes:
    start, end = _place(whole, by)
    return whole[:start] + by.choice(NESTED) * by.choice((3, 300, 3_000)) + whole[end:]


def _encoded(whole: bytes, by: random.Random) -> bytes:
    return whole.decode("utf-8", "replace").encode(by.choice(ENCODINGS), "replace")


def _line_moved(whole: bytes, by: random.Random) -> bytes:
    rows = whole.split(b"\n")
    moved = rows.pop(by.randrange(len(rows)))
    rows.insert(by.randrange(len(rows) + 1), moved)
    return b"\n".join(rows)


ACTS = (
    *(_replaced, _replaced, _replaced, _dropped, _repeated, _swapped, _flipped, _cut, _line_moved),
    *(_nested, _encoded),
)


def outcome(format_: Format, content: bytes, folder: Path) -> Exception | None:
    """What comes out of reading a file, where that is neither a text nor a refusal in a line."""
    path = folder / format_.name
    path.write_bytes(content)
    try:
        format_.read(path)
    except InputError as error:
        told = str(error)
        return error if "\n" in told or len(told) > 1_000 else None
    except Exception as error:
        return error
    return None
