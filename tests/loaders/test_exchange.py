"""XLIFF, TMX and PO: what is text, what is code, what faces what."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from evalkit.document import Document, InputError
from evalkit.loaders import load


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def sides(document: Document) -> list[tuple[str, str]]:
    assert document.source is not None
    return list(zip(document.source.texts, document.texts, strict=True))


def xliff12(*units: str, attributes: str = "") -> str:
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" '
        f'source-language="en" target-language="bn" datatype="html" {attributes}><body><group>'
        + "".join(units)
        + "</group></body></file></xliff>"
    )


def xliff20(*units: str) -> str:
    return (
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" '
        'trgLang="bn"><file id="f"><group id="g">' + "".join(units) + "</group></file></xliff>"
    )


class TestXliff12:
    def read(self, tmp_path: Path, *units: str, attributes: str = "") -> Document:
        return load(write(tmp_path / "x.xlf", xliff12(*units, attributes=attributes)))

    def test_inline_elements(self, tmp_path: Path) -> None:
        unit = (
            '<trans-unit id="1"><source>A <g id="1">bold</g> <x id="2" equiv-text="%s"/> and '
            '<bpt id="3">&lt;a&gt;</bpt>link<ept id="3">&lt;/a&gt;</ept> <ph id="4">{0}</ph>.'
            '</source><target>ক <mrk mtype="term">খ</mrk></target></trans-unit>'
        )
        assert sides(self.read(tmp_path, unit)) == [("A bold %s and link {0}.", "ক খ")]

    def test_other_proposals_are_not_the_target(self, tmp_path: Path) -> None:
        unit = (
            '<trans-unit id="1"><source>A</source><seg-source><mrk mtype="seg">A</mrk></seg-source>'
            "<alt-trans><source>Z</source><target>ঝ</target></alt-trans><target>ক</target>"
            "</trans-unit>"
        )
        assert sides(self.read(tmp_path, unit)) == [("A", "ক")]

    def test_a_unit_without_target(self, tmp_path: Path) -> None:
        units = (
            '<trans-unit id="1"><source>A</source></trans-unit>',
            '<trans-unit id="2"><source>B</source><target>খ</target></trans-unit>',
        )
        assert sides(self.read(tmp_path, *units)) == [("A", ""), ("B", "খ")]

    def test_units_not_to_be_translated(self, tmp_path: Path) -> None:
        units = (
            '<trans-unit id="1" translate="no"><source>A</source></trans-unit>',
            '<trans-unit id="2"><source>B</source><target>খ</target></trans-unit>',
        )
        document = self.read(tmp_path, *units)
        assert sides(document) == [("B", "খ")]
        assert "1 units marked translate=no left out" in document.notes
        assert document.paragraphs[0].place == "unit 2"

    def test_layout_is_no_text_unless_preserved(self, tmp_path: Path) -> None:
        unit = (
            "<trans-unit id='1' {}><source>\n  A  b\n  c </source><target>ক </target></trans-unit>"
        )
        assert sides(self.read(tmp_path, unit.format(""))) == [("A  b c", "ক")]
        kept = self.read(tmp_path, unit.format("xml:space='preserve'"))
        assert sides(kept) == [("\n  A  b\n  c ", "ক ")]

    def test_a_run_of_white_space_takes_no_time(self, tmp_path: Path) -> None:
        text = "a" + " " * 200_000 + "b"
        unit = f"<trans-unit id='1'><source>{text}</source><target>ক</target></trans-unit>"
        assert sides(self.read(tmp_path, unit)) == [(text, "ক")]

    @pytest.mark.parametrize("tag", ["bn", "bn_IN", "bn-in", "ben", "BEN-IN", "und", "", "?"])
    def test_languages_are_written_in_many_ways(self, tag: str, tmp_path: Path) -> None:
        unit = (
            '<trans-unit id="1"><source>The boat is here.</source>'
            "<target>নৌকাটি এখানে এসেছে।</target></trans-unit>"
        )
        text = xliff12(unit).replace('"bn"', f'"{tag}"').replace('"en"', '"en_US"')
        path = write(tmp_path / "x.xlf", text)
        assert load(path).language in {"bn", "bn-IN"}
        assert load(path, "bn").texts == ("নৌকাটি এখানে এসেছে।",)
        assert load(path, "en").texts == ("The boat is here.",)

    def test_several_language_pairs(self, tmp_path: Path) -> None:
        one = xliff12('<trans-unit id="1"><source>A</source><target>ক</target></trans-unit>')
        file = one[one.index("<file") : one.index("</xliff>")]
        other = file.replace('"bn"', '"pa"')
        with pytest.raises(InputError, match="several values of target-language"):
            load(write(tmp_path / "x.xlf", one.replace("</xliff>", other + "</xliff>")))
        both = load(write(tmp_path / "x.xlf", one.replace("</xliff>", file + "</xliff>")))
        assert both.texts == ("ক", "ক")


class TestXliff20:
    def read(self, tmp_path: Path, *units: str) -> Document:
        return load(write(tmp_path / "x.xlf", xliff20(*units)))

    def test_a_unit_of_several_segments_is_one_paragraph(self, tmp_path: Path) -> None:
        unit = (
            '<unit id="1"><segment><source>One.</source><target order="3">এক।</target></segment>'
            "<ignorable><source> </source></ignorable>"
            '<segment><source>Two.</source><target order="1">দুই।</target></segment></unit>'
        )
        assert sides(self.read(tmp_path, unit)) == [("One. Two.", "দুই। এক।")]
        kept = unit.replace("<source> </source>", "<source xml:space='preserve'> </source>")
        assert sides(self.read(tmp_path, kept)) == [("One. Two.", "দুই। এক।")]

    def test_the_space_between_segments_may_be_in_one_of_them(self, tmp_path: Path) -> None:
        unit = (
            '<unit id="1"><segment><source>\n  One. </source><target>এক। </target></segment>'
            "<segment><source>\n  Two.\n  </source><target>দুই।</target></segment></unit>"
        )
        assert sides(self.read(tmp_path, unit)) == [("One. Two.", "এক। দুই।")]

    def test_inline_elements(self, tmp_path: Path) -> None:
        unit = (
            '<unit id="1"><notes><note>no text</note></notes>'
            '<segment><source>A <pc id="1">bold</pc>'
            '<sc id="2"/> <ph id="3" equiv="%s" disp="name"/><ec startRef="2"/>'
            '<cp hex="000B"/> <mrk id="m" type="term">term</mrk></source>'
            "<target>ক</target></segment></unit>"
        )
        assert sides(self.read(tmp_path, unit)) == [("A bold %s\x0b term", "ক")]

    def test_translate_no_is_inherited(self, tmp_path: Path) -> None:
        unit = '<unit id="{}" {}><segment><source>A</source><target>ক</target></segment></unit>'
        text = xliff20(unit.format(1, ""), unit.format(2, 'translate="yes"'))
        path = write(tmp_path / "x.xlf", text.replace('<group id="g">', '<group translate="no">'))
        assert load(path).paragraphs[0].place == "unit 2"


@pytest.mark.parametrize("name", ["x.xlf", "x.tmx"])
def test_plain_units_read_as_translate_toolkit_does(name: str, tmp_path: Path) -> None:
    from translate.storage import factory

    from tests.loaders import article

    write_one = {"x.xlf": article.write_xliff12, "x.tmx": article.write_tmx}[name]
    path = write_one(tmp_path / name, article.PUNJABI, "pa")
    store = factory.getobject(str(path))
    theirs = [(str(unit.source), str(unit.target)) for unit in store.units if unit.source]
    assert sides(load(path)) == theirs


def tmx(*units: dict[str, str], source: str = "en") -> str:
    body = "".join(
        "<tu>"
        + "".join(f'<tuv xml:lang="{k}"><seg>{v}</seg></tuv>' for k, v in unit.items())
        + "</tu>"
        for unit in units
    )
    return f'<tmx version="1.4"><header srclang="{source}"/><body>{body}</body></tmx>'


class TestTmx:
    def test_the_language_asked_for(self, tmp_path: Path) -> None:
        text = tmx({"en-GB": "A", "bn-IN": "ক", "pa": "ਕ"}, {"en-GB": "B", "pa": "ਖ"})
        path = write(tmp_path / "x.tmx", text)
        assert sides(load(path, "bn")) == [("A", "ক"), ("B", "")]
        assert sides(load(path, "pa")) == [("A", "ਕ"), ("B", "ਖ")]
        assert load(path, "en").texts == ("A", "B")
        with pytest.raises(
            InputError, match="there is no hi in it; ask for one of 'en-GB', 'bn-IN', 'pa'"
        ):
            load(path, "hi")
        with pytest.raises(InputError, match="several languages"):
            load(path)

    def test_the_only_other_language(self, tmp_path: Path) -> None:
        document = load(write(tmp_path / "x.tmx", tmx({"BN": "ক", "EN": "A"})))
        assert (document.language, sides(document)) == ("bn", [("A", "ক")])

    def test_any_language_may_be_the_source(self, tmp_path: Path) -> None:
        text = tmx({"bn": "ক", "en": "A"}, source="*all*")
        document = load(write(tmp_path / "x.tmx", text))
        assert (document.language, sides(document)) == ("bn", [("A", "ক")])

    def test_native_code_is_no_text(self, tmp_path: Path) -> None:
        segment = 'A <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> <hi>high</hi>'
        document = load(write(tmp_path / "x.tmx", tmx({"en": segment, "bn": "ক"})))
        assert sides(document) == [("A bold high", "ক")]


PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=ISO-8859-1\n"
"Language: bn\n"

# a note
msgctxt "menu"
msgid ""
"A \"quoted\"\n"
"\tline"
msgstr ""
"ক \"খ\"\n"
"\tগ"

#, fuzzy
#| msgid "Old"
msgid "B"
msgstr "খ"

msgid "%d boat"
msgid_plural "%d boats"
msgstr[0] "%dটি নৌকা"
msgstr[1] "%dটি নৌকাগুলি"

msgid "C"
msgstr ""

#~ msgid "Gone"
#~ msgstr "গেছে"
"""


class TestPo:
    def test_messages(self, tmp_path: Path) -> None:
        document = load(write(tmp_path / "x.po", PO))
        assert sides(document) == [
            ('A "quoted"\n\tline', 'ক "খ"\n\tগ'),
            ("B", "খ"),
            ("%d boat", "%dটি নৌকা"),
            ("%d boats", "%dটি নৌকাগুলি"),
            ("C", ""),
        ]
        assert document.language == "bn"
        assert document.source is not None
        assert document.source.language == "en"
        assert "1 messages marked fuzzy" in document.notes

    def test_a_header_that_names_the_source(self, tmp_path: Path) -> None:
        text = PO.replace(r'"Language: bn\n"', '"Language: bn\\n"\n"X-Source-Language: de\\n"')
        document = load(write(tmp_path / "x.po", text))
        assert document.source is not None
        assert document.source.language == "de"

    @pytest.mark.skipif(which("msgcat") is None, reason="gettext is not installed")
    def test_a_file_of_gettext(self, tmp_path: Path) -> None:
        path = write(tmp_path / "x.po", PO.replace("ISO-8859-1", "UTF-8"))
        expected = sides(load(path))
        wrapped = subprocess.run(
            ["msgcat", "--width=30", str(path)], capture_output=True, check=True
        ).stdout
        (tmp_path / "y.po").write_bytes(wrapped)
        assert sides(load(tmp_path / "y.po")) == expected
