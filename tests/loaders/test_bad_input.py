"""Whatever is wrong with a file ends in one line that names it, the place and the remedy."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.loaders import FORMATS, load
from tests.loaders import article
from tests.loaders.article import BENGALI, word_paragraph, word_parts, zip_parts


def refused(path: Path | str, *parts: str, **options: object) -> str:
    """The message, which is one line and holds the name and every part."""
    with pytest.raises(InputError) as caught:
        load(path, **options)  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.remedy
    for part in (Path(path).name, *parts):
        assert part in message, message
    return message


def test_no_such_file(tmp_path: Path) -> None:
    refused(tmp_path / "bn.txt", "no such file")
    refused(tmp_path / "no-suffix", "no such file")
    refused(tmp_path / "bn.txt" / "deeper.txt", "no such file")


def test_a_file_as_directory(tmp_path: Path) -> None:
    (tmp_path / "bn.txt").write_text("x")
    refused(tmp_path / "bn.txt" / "pa.txt", "cannot be read")


def test_a_name_with_a_nul_or_too_long(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load("a\0.txt")
    with pytest.raises(InputError, match="cannot be read"):
        load("a" * 5000 + ".txt")


def test_a_directory(tmp_path: Path) -> None:
    refused(tmp_path, "directory")


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_an_empty_file(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"bn.{suffix}"
    path.write_bytes(b"")
    refused(path, "it is empty")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bn.txt", " \n\t\n\u3000\n"),
        ("bn.md", "---\ntitle: x\n---\n\n<!-- nothing -->\n"),
        ("bn.html", "<html><head><title>x</title></head><body><script>1</script></body></html>"),
        ("bn.html", "<!-- nothing -->"),
        ("bn.html", " "),
        ("bn.csv", "source,target\n"),
        ("bn.csv", "source,target\n,\n"),
        ("bn.csv", "\n\n"),
        ("bn.tsv", "target\n"),
        ("bn.jsonl", "\n\n"),
        ("bn.jsonl", '{"target": ""}\n'),
        ("bn.po", 'msgid ""\nmsgstr "Language: bn\\n"\n'),
        ("bn.tmx", "<tmx version='1.4'><header srclang='en'/><body/></tmx>"),
        (
            "bn.xliff",
            "<xliff version='1.2'><file source-language='en' target-language='bn'>"
            "<body><trans-unit id='1'><source>A</source></trans-unit></body></file></xliff>",
        ),
    ],
)
def test_a_file_without_text(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    refused(path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "en.txt"
    path.write_text("Hello, river.")
    refused(path, "larger than 12 bytes", "--max-size", max_size=12)
    assert load(path, max_size=13).texts == ("Hello, river.",)


def test_standard_input_is_never_read_past_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.write(write, b"x" * 100)
    os.close(write)
    with os.fdopen(read, "rb") as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        with pytest.raises(InputError, match="standard input: it is larger than 10 bytes"):
            load("-", "en", max_size=10)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "en.txt"
    path.write_text("Hello.")
    path.chmod(0)
    refused(path, "may not be read")


def test_permissions_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "en.txt"
    path.write_text("Hello.")

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    refused(path, "may not be read", "permissions")


def test_an_unknown_format(tmp_path: Path) -> None:
    path = tmp_path / "bn.pdf"
    path.write_bytes(b"%PDF-1.7")
    refused(path, "'pdf' is not known", "txt")
    refused(tmp_path / "bn.txt", "'odt' is not known", format="odt")


def test_a_language_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "bn.txt"
    path.write_text("Hello.")
    refused(path, "'!!' is no language tag", language="!!")


class TestEncoding:
    def test_latin_1_names_byte_offset_and_line(self, tmp_path: Path) -> None:
        path = tmp_path / "fr.txt"
        path.write_bytes(b"Un\nd\xe9but.")
        refused(path, "line 2", "byte 0xE9 at offset 4 is not UTF-8", "convert")

    def test_a_cut_character_at_the_end(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.txt"
        path.write_bytes("ক".encode()[:-1])
        refused(path, "byte 0xE0 at offset 0")

    def test_utf_16_cut_in_the_middle(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.txt"
        path.write_bytes("ab".encode("utf-16")[:-1])
        refused(path, "at offset 4 is not UTF-16")

    def test_utf_16_without_its_mark(self, tmp_path: Path) -> None:
        path = tmp_path / "en.txt"
        path.write_bytes("ab\nc".encode("utf-16-le"))
        refused(path, "line 1", "byte 0x00 at offset 1", "NUL")

    def test_utf_32(self, tmp_path: Path) -> None:
        path = tmp_path / "en.txt"
        path.write_bytes("ab".encode("utf-32"))
        refused(path, "UTF-32")

    @pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {"docx"}))
    def test_a_binary_file(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"bn.{suffix}"
        path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
        refused(path, "byte 0x89 at offset 0")

    def test_xml_that_declares_another(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.tmx"
        path.write_text("<?xml version='1.0' encoding='utf-7'?><tmx/>")
        refused(path, "'utf-7'")


ENTITY = '<!DOCTYPE {root} [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    '<!DOCTYPE {root} [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
TMX = (
    '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>A</seg></tuv>'
    '<tuv xml:lang="bn"><seg>{text}</seg></tuv></tu></body></tmx>'
)
XLIFF = (
    '<xliff version="1.2"><file source-language="en" target-language="bn"><body>'
    '<trans-unit id="1"><source>A</source><target>{text}</target></trans-unit>'
    "</body></file></xliff>"
)
XLIFF2 = (
    '<xliff version="2.0" srcLang="en" trgLang="bn"><file id="f"><unit id="1"><segment>'
    "<source>A</source><target>{text}</target></segment></unit></file></xliff>"
)
XML_FILES = pytest.mark.parametrize(
    ("name", "root", "body"),
    [("x.tmx", "tmx", TMX), ("x.xliff", "xliff", XLIFF), ("x.xlf", "xliff", XLIFF2)],
)


@XML_FILES
class TestXml:
    @pytest.mark.parametrize("doctype", [ENTITY, LAUGHS])
    def test_entities_are_refused(
        self, name: str, root: str, body: str, doctype: str, tmp_path: Path
    ) -> None:
        path = tmp_path / name
        entity = "e" if doctype is ENTITY else "i"
        path.write_text(doctype.format(root=root) + body.format(text=f"&{entity};"))
        refused(path, "declares entities", "line 1")

    def test_entities_in_utf_16_are_refused(
        self, name: str, root: str, body: str, tmp_path: Path
    ) -> None:
        path = tmp_path / name
        path.write_text(LAUGHS.format(root=root) + body.format(text="&i;"), encoding="utf-16")
        refused(path, "declares entities")

    def test_a_plain_doctype_is_fine(self, name: str, root: str, body: str, tmp_path: Path) -> None:
        path = tmp_path / name
        path.write_text(f'<!DOCTYPE {root} SYSTEM "no-such.dtd">' + body.format(text="নৌকা"))
        assert load(path).texts == ("নৌকা",)

    def test_an_entity_of_another_file(
        self, name: str, root: str, body: str, tmp_path: Path
    ) -> None:
        path = tmp_path / name
        path.write_text(f'<!DOCTYPE {root} SYSTEM "no-such.dtd">' + body.format(text="a &far; b"))
        refused(path, "'far'")

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
    def test_a_truncated_file(
        self, name: str, root: str, body: str, kept: float, tmp_path: Path
    ) -> None:
        text = body.format(text="নৌকা")
        path = tmp_path / name
        path.write_text(text[: int(kept * len(text))])
        refused(path, "cut off", "line 1")

    def test_another_root(self, name: str, root: str, body: str, tmp_path: Path) -> None:
        path = tmp_path / name
        path.write_text("<html/>")
        refused(path, "'html'", root.upper())

    def test_nested_without_end(self, name: str, root: str, body: str, tmp_path: Path) -> None:
        path = tmp_path / name
        path.write_text(body.format(text="<g>" * 5_000 + "x" + "</g>" * 5_000))
        refused(path)


class TestHtml:
    def test_entities_are_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "en.html"
        path.write_text(f"<?xml version='1.0'?>\n{ENTITY.format(root='html')}<p>&e;</p>")
        refused(path, "declares entities")

    def test_nothing_outside_is_fetched(self, tmp_path: Path) -> None:
        (tmp_path / "other.txt").write_text("SECRET")
        path = tmp_path / "en.html"
        path.write_text(
            '<!DOCTYPE html SYSTEM "other.txt"><p>One.</p><object data="other.txt"></object>'
            '<iframe src="other.txt">frame</iframe><p>&other;</p>'
        )
        assert load(path).texts == ("One.", "&other;")

    def test_nested_without_end(self, tmp_path: Path) -> None:
        path = tmp_path / "en.html"
        path.write_text("<p>a</p>\n" + "<div>" * 20_000 + "deep" + "</div>" * 20_000)
        refused(path, "line 2", "to its end")

    def test_nested_without_end_in_markdown(self, tmp_path: Path) -> None:
        path = tmp_path / "en.md"
        for text in ("- " * 300 + "deep", "> " * 300 + "deep", "<div>" * 20_000 + "deep"):
            path.write_text(f"Text.\n\n{text}\n")
            refused(path, "line 3")


class TestWord:
    def whole(self, tmp_path: Path) -> Path:
        return article.write_docx(tmp_path / "bn.docx", BENGALI)

    @pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
    def test_a_truncated_file(self, kept: float, tmp_path: Path) -> None:
        path = self.whole(tmp_path)
        data = path.read_bytes()
        path.write_bytes(data[: int(kept * len(data))])
        refused(path, "cut off")

    def test_a_damaged_member(self, tmp_path: Path) -> None:
        path = self.whole(tmp_path)
        data = bytearray(path.read_bytes())
        at = len(data) // 2
        data[at : at + 20] = bytes(20)
        path.write_bytes(data)
        refused(path)

    def test_no_archive(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.docx"
        path.write_text("plain text")
        refused(path, "no whole archive")

    @pytest.mark.parametrize(
        "missing",
        ["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
    )
    def test_an_archive_that_lacks_a_part(self, missing: str, tmp_path: Path) -> None:
        parts = word_parts(word_paragraph("Text."))
        del parts[missing]
        refused(zip_parts(tmp_path / "bn.docx", parts), "no whole DOCX")

    @pytest.mark.parametrize("member", ["word/document.xml", "word/styles.xml"])
    @pytest.mark.parametrize("doctype", [ENTITY, LAUGHS])
    def test_entities_are_refused(self, doctype: str, member: str, tmp_path: Path) -> None:
        parts = word_parts(word_paragraph("Text."))
        parts[member] = parts[member].replace("?>", "?>" + doctype.format(root="w:document"), 1)
        refused(zip_parts(tmp_path / "bn.docx", parts), member, "declares entities")

    def test_entities_in_a_part_of_another_name(self, tmp_path: Path) -> None:
        parts = word_parts(word_paragraph("Text."))
        text = parts.pop("word/document.xml")
        parts["word/body.bin"] = text.replace("?>", "?>" + LAUGHS.format(root="w:document"), 1)
        for name in ("[Content_Types].xml", "_rels/.rels"):
            parts[name] = parts[name].replace("word/document.xml", "word/body.bin")
        refused(zip_parts(tmp_path / "bn.docx", parts), "declares entities")

    def test_a_bomb_that_declares_its_size(self, tmp_path: Path) -> None:
        parts = word_parts(word_paragraph("Text.")) | {"word/media/big.bin": "0" * 3_000_000}
        path = zip_parts(tmp_path / "bn.docx", parts)
        assert path.stat().st_size < 10_000
        refused(path, "unpacks to more than 1,000,000 bytes", max_size=1_000_000)

    def test_a_bomb_that_lies_about_its_size(self, tmp_path: Path) -> None:
        parts = word_parts(word_paragraph("Text.")) | {"word/media/big.bin": "0" * 3_000_000}
        path = zip_parts(tmp_path / "bn.docx", parts)
        true, false = (size.to_bytes(4, "little") for size in (3_000_000, 30))
        path.write_bytes(path.read_bytes().replace(true, false))
        refused(path, max_size=1_000_000)

    def test_thousands_of_members(self, tmp_path: Path) -> None:
        path = tmp_path / "bn.docx"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(5_001):
                archive.writestr(f"{number}", "")
        refused(path, "5,001 files")

    def test_encrypted(self, tmp_path: Path) -> None:
        path = self.whole(tmp_path)
        data = bytearray(path.read_bytes())
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = 0
            while (start := data.find(mark, start)) >= 0:
                data[start + at] |= 1
                start += 4
        path.write_bytes(data)
        refused(path, "encrypted")


class TestTables:
    def write(self, tmp_path: Path, name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    @pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
    def test_unequal_columns(self, name: str, tmp_path: Path) -> None:
        text = "source,target\nA,ক\nB,খ,গ\n"
        path = self.write(tmp_path, name, text.replace(",", "\t") if name == "a.tsv" else text)
        refused(path, "line 3", "3 columns where the header has 2")

    def test_an_open_quote(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.csv", 'source,target\nA,ক\nB,"খ\n')
        refused(path, "line 3", "quotes")

    def test_text_behind_a_quote(self, tmp_path: Path) -> None:
        refused(self.write(tmp_path, "a.csv", 'target\n"A" B\n'), "line 2", "quotes")

    def test_two_columns_of_one_name(self, tmp_path: Path) -> None:
        refused(self.write(tmp_path, "a.csv", "target,target\nA,B\n"), "line 1", "'target'")

    def test_no_column_that_fits(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.csv", "id,notes\n1,x\n")
        refused(path, "no column", "'id', 'notes'", "--target-column")

    def test_several_languages(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.csv", "en,bn,pa\nA,ক,ਕ\n")
        refused(path, "several languages", f"bn={path}")

    def test_broken_json(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.jsonl", '{"target": "ক"}\n{"target": "খ"\n')
        refused(path, "line 2", "broken JSON", "column")

    @pytest.mark.parametrize("line", ["[1]", "3", "null", "true"])
    def test_json_that_is_no_object(self, line: str, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.jsonl", f'{{"target": "ক"}}\n{line}\n')
        refused(path, "line 2", "no JSON object")

    def test_a_line_without_the_target(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.jsonl", '{"target": "ক"}\n{"other": "খ"}\n')
        refused(path, "line 2", "no 'target'")

    @pytest.mark.parametrize("value", ["3", "[]", '{"a": 1}', "false"])
    def test_a_target_that_is_no_text(self, value: str, tmp_path: Path) -> None:
        refused(self.write(tmp_path, "a.jsonl", f'{{"target": {value}}}\n'), "line 1", "no text")

    @pytest.mark.parametrize("line", ["[" * 100_000, '{"target": ' + "9" * 5_000 + "}"])
    def test_json_made_to_hurt(self, line: str, tmp_path: Path) -> None:
        refused(self.write(tmp_path, "a.jsonl", line), "line 1")

    def test_half_a_surrogate_pair(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, "a.jsonl", '{"target": "a\\ud83d"}\n')
        refused(path, "line 1", "surrogate", "character 2")


@pytest.mark.parametrize(
    "text", ['msgid "a"\nmsgstr "b\n', 'msgid "a"\nnonsense\n', "msgid a\nmsgstr b\n"]
)
def test_broken_po(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bn.po"
    path.write_text(text)
    refused(path, "no well-formed PO", "line")


@pytest.mark.parametrize(
    ("package", "write"),
    [
        ("docx", lambda folder: article.write_docx(folder / "bn.docx", BENGALI)),
        ("translate.storage.pypo", lambda folder: article.write_po(folder / "bn.po", BENGALI)),
    ],
)
def test_a_package_that_is_missing(
    package: str,
    write: Callable[[Path], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)
    refused(path, "pip install 'evalkit[formats]'")
