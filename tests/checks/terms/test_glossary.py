"""Terms the glossary demands or forbids, and the files they come from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.base import Check
from evalkit.checks.terms.glossary import Glossary, Term, occurrences, read_glossary, words
from evalkit.document import InputError
from tests.builders import pair
from tests.checks.case import CheckCase, Faulty, Sound

TERMS = (
    Term({"en": ("bank",), "bn": ("ব্যাংক",), "pa": ("ਬੈਂਕ",), "hi": ("बैंक",)}),
    Term({"en": ("machine learning",), "bn": ("মেশিন লার্নিং", "যন্ত্রশিক্ষণ")}),
    Term({"en": ("machine",), "bn": ("যন্ত্র",), "de": ("Maschine",)}),
    Term({"en": ("AI",), "bn": ("এআই", "AI"), "pa": ("ਏਆਈ",)}),
    Term(
        {"en": ("open source",), "bn": ("ওপেন সোর্স",), "pa": ("ਓਪਨ ਸੋਰਸ",)},
        {"bn": ("মুক্ত উৎস",), "pa": ("ਖੁੱਲ੍ਹਾ ਸਰੋਤ",)},
    ),
    Term({"source": ("licence",), "target": ("লাইসেন্স",)}),
)


class TestGlossary(CheckCase):
    check = "glossary"
    sound = (
        Sound([("Two banks failed.", "দুটি ব্যাংকের পতন।")], why="an ending"),
        Sound([("The bank's head", "ਬੈਂਕਾਂ ਦਾ ਮੁਖੀ")], "pa"),
        Sound([("A bank", "बैंकों में")], "hi"),
        Sound([("Machine learning grows.", "যন্ত্রশিক্ষণ বাড়ছে।")], why="the second form"),
        Sound([("AI helps", "AIকে সাহায্য"), ("AI-based", "এআই-ভিত্তিক")], why="either script"),
        Sound([("He said so to them", "সে বলেছিল")], why="no term"),
        Sound([("The banker ran", "লোকটি দৌড়াল")], why="another word"),
        Sound([("We aim at it, said ai", "ਅਸੀਂ")], "pa", why="AI in capitals only"),
        Sound([("Open-source work", "ওপেন-সোর্সের কাজ")], why="a hyphen"),
        Sound([("The machine", "Die Maschinen")], "de"),
        Sound([("A bank", "Eine Bank")], "de", why="the glossary has no German for it"),
        Sound([("A licence", "লাইসেন্সগুলি")]),
    )
    faulty = (
        Faulty([("Two banks failed.", "দুটি প্রতিষ্ঠান।")], [(1, None, "banks")], severity="minor"),
        Faulty([("A bank", "ਇੱਕ ਸੰਸਥਾ")], [(1, None, "bank")], "pa"),
        Faulty([("Machine learning", "শেখা")], [(1, None, "Machine learning")], why="not twice"),
        Faulty([("The machine", "Das Gerät")], [(1, None, "machine")], "de"),
        Faulty([("Open source is here", "মুক্ত উৎস এসেছে")],
               [(1, "মুক্ত উৎস", "Open source")], severity="major"),
        Faulty([("Open source is here", "ওপেন সোর্স বা মুক্ত উৎস")],
               [(1, "মুক্ত উৎস", "Open source")], severity="major"),
        Faulty([("Licences", "অনুমতি")], [(1, None, "Licences")]),
    )  # fmt: skip

    def make(self) -> Check:
        return Glossary(TERMS)

    def test_without_terms_there_is_nothing_to_look_at(self) -> None:
        assert not Glossary().applies(pair("A bank", "কিছু"))

    def test_a_forbidden_form_is_found_with_what_to_say(self) -> None:
        (found,) = Glossary(TERMS).find(pair("Open source", "মুক্ত উৎসের কথা, ওপেন সোর্স"))
        assert found.suggestion == "ওপেন সোর্স"
        assert found.message == "The glossary forbids “মুক্ত উৎসের” for “Open source”"


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(["ব্যাংক", "ওপেন সোর্স", "ਬੈਂਕ"]), st.text("ের াকে।", max_size=4))
def test_a_form_is_found_with_any_short_ending(form: str, ending: str) -> None:
    assert list(occurrences(form, words(f"আগে {form}{ending} পরে")))


def test_a_term_said_two_thousand_times_is_told_once() -> None:
    subject = pair("bank " * 2000, "ব " * 5000)
    found = list(Glossary(TERMS).find(subject))
    assert len(found) == 1


TBX_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body><termEntry id="1">
<langSet xml:lang="en"><tig><term>bank</term></tig></langSet>
<langSet xml:lang="bn"><ntig><termGrp><term>ব্যাংক</term></termGrp></ntig>
<tig><term>কোষ</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
</langSet></termEntry></body></text></martif>"""
TBX_3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="en">
<text><body><conceptEntry id="1"><langSec xml:lang="en"><termSec><term>bank</term></termSec>
</langSec><langSec xml:lang="bn"><termSec><term>ব্যাংক</term></termSec><termSec><term>কোষ</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""
BANK = (Term({"en": ("bank",), "bn": ("ব্যাংক",)}, {"bn": ("কোষ",)}),)


class TestReading:
    def read(self, folder: Path, name: str, content: str | bytes) -> Sequence[Term]:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_glossary(path)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("terms.csv", "\ufeffen,bn,forbidden:bn\nbank,ব্যাংক,কোষ\n\n"),
            ("terms.csv", "en;bn;forbidden:bn;note\r\nbank;ব্যাংক;কোষ;a note\r\n"),
            ("terms.tsv", "EN\tbn\tforbidden:bn\nbank\tব্যাংক\tকোষ"),
            ("terms.tbx", TBX_2),
            ("terms.tbx", TBX_3),
        ],
    )
    def test_every_format_holds_the_same_terms(
        self, tmp_path: Path, name: str, content: str
    ) -> None:
        assert self.read(tmp_path, name, content) == BANK

    def test_source_and_target_stand_for_any_languages(self, tmp_path: Path) -> None:
        (term,) = self.read(tmp_path, "t.csv", "source,target,forbidden\nbank|banking,ব্যাংক,কোষ")
        assert term.of("en", "source") == ("bank", "banking")
        assert term.of("bn") == ("ব্যাংক",)
        assert term.forbidden_in("pa") == ("কোষ",)

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("t.csv", "", "the header does not name two languages"),
            ("t.csv", "word,meaning\na,b", "the header does not name two languages"),
            ("t.csv", "en,bn\n", "holds no term"),
            ("t.csv", "en,bn\na,b,c", "line 2: has 3 cells, the header 2"),
            ("t.csv", 'en,bn\n"a,b', "is no table"),
            ("t.csv", b"en,bn\nbank,\xff", "is not UTF-8 at byte 11"),
            ("t.doc", "en,bn\na,b", "unknown kind of glossary '.doc'"),
            ("t.tbx", "<martif><text>", "is not well-formed XML"),
            ("t.tbx", "<martif/>", "holds no term"),
            (
                "t.tbx",
                '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><m><term>&b;</term></m>',
                "declares entities",
            ),
        ],
    )
    def test_what_is_no_glossary_is_refused_in_one_line(
        self, tmp_path: Path, name: str, content: str | bytes, message: str
    ) -> None:
        with pytest.raises(InputError) as caught:
            self.read(tmp_path, name, content)
        assert message in str(caught.value)
        assert str(caught.value).startswith(str(tmp_path / name))
        assert "\n" not in str(caught.value)

    def test_what_cannot_be_opened_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be read"):
            read_glossary(tmp_path / "absent.csv")
        with pytest.raises(InputError, match="is a directory"):
            read_glossary(tmp_path)
