"""Files damaged anywhere load or are refused; nothing else ever happens."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.document import InputError
from evalkit.loaders import load
from tests.loaders import article

WRITERS: dict[str, Callable[[Path, Sequence[str]], Path]] = {
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
SNIPPETS = (
    *(
        "<",
        ">",
        "&",
        '"',
        "\n",
        "]]>",
        "<!--",
        "<?x ?>",
        "<a>",
        "\\",
        "{",
        "---\n",
        "|",
        "> ",
        "\t",
    ),
    *(",", "\ufeff", '#~ msgid ""', "#, fuzzy\n", 'msgstr[1] "x"', "<w:p>", "</w:p>", "-9", "\0"),
)
# Where (as a share of the text), how much goes, and what comes in its place.
Damage = tuple[float, int, str]
DAMAGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(SNIPPETS)),
    min_size=1,
    max_size=3,
)


def damaged(text: str, damages: Sequence[Damage]) -> str:
    for share, length, snippet in damages:
        at = int(share * len(text))
        text = text[:at] + snippet + text[at + length :]
    return text


def load_or_refuse(path: Path) -> None:
    try:
        document = load(path)
    except InputError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 1_000
        return
    assert any(text.strip() for text in document.texts)
    if document.source is not None:
        assert len(document.source.texts) == len(document.texts)


@pytest.mark.parametrize("suffix", sorted(set(WRITERS) - {"docx"}))
def test_damaged_text(suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[suffix](Path(folder) / f"x.{suffix}", article.PUNJABI)
        encoding = "utf-16" if suffix == "tmx" else "utf-8"
        whole = path.read_text(encoding=encoding)

        @settings(max_examples=40, deadline=None)
        @given(DAMAGES)
        def holds(damages: list[Damage]) -> None:
            path.write_text(damaged(whole, damages), encoding=encoding)
            load_or_refuse(path)

        holds()


def test_damaged_parts_of_a_docx() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = article.write_docx(Path(folder) / "x.docx", article.PUNJABI)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}

        @settings(max_examples=40, deadline=None)
        @given(st.sampled_from(sorted(parts)), DAMAGES)
        def holds(name: str, damages: list[Damage]) -> None:
            changed = parts | {name: damaged(parts[name], damages)}
            load_or_refuse(article.zip_parts(path, changed))

        holds()


def test_damaged_bytes_of_a_docx() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = article.write_docx(Path(folder) / "x.docx", article.PUNJABI)
        whole = path.read_bytes()

        @settings(max_examples=40, deadline=None)
        @given(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8))
        def holds(share: float, length: int, patch: bytes) -> None:
            at = int(share * len(whole))
            path.write_bytes(whole[:at] + patch + whole[at + length :])
            load_or_refuse(path)

        holds()
