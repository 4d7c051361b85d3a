"""Letters of another script, characters nobody sees, and what a wrong decoding leaves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.base import PairCheck
from evalkit.checks.surface.characters import BrokenEncoding, ForeignScript, InvisibleCharacter
from evalkit.checks.surface.mojibake import garbled
from tests.builders import pair
from tests.checks.case import CheckCase, Faulty, Sound


def messages(check: PairCheck, target: str, language: str, source: str = "A line.") -> list[str]:
    return [f.message for f in check.find(pair(source, target, language))]


class TestForeignScript(CheckCase):
    check = "foreign-script"
    sound = (
        Sound([("A bank.", "একটি ব্যাংক।")], why="danda is shared by all Indic scripts"),
        Sound([("AI helps.", "AIকে সাহায্য, InstructLab-এর কাজ, Xএর পাতা।")], why="Latin, ending"),
        Sound([("%d files", "%dটি ফাইল, %1$sকে পাঠান, 4kটি")], why="ending on a placeholder"),
        Sound([("The letter क is first.", "প্রথম অক্ষর क।")], why="the source has it"),
        Sound([("The Quran.", "কুরআন (قرآن) পড়ুন।")], why="a gloss in brackets"),
        Sound([("A wave.", "α-রশ্মি আর µm")], "und", why="no profile: the text decides"),
        Sound([("One.", "यह पूरा वाक्य हिन्दी में लिखा गया है।")], why="that is wrong-language"),
        Sound([("Red Hat", "ਰੈੱਡ ਹੈਟ (Red Hat)")], "pa"),
        Sound([("Temperature", "Temperatur: 20 ºC, 5 µm, 3 kΩ")], "de"),
        Sound([("Words", "ソフトウェアの例です。漢字かな")], "ja"),
        Sound([("Messages", "SMSка пришла по Wi-Fi")], "ru"),
        Sound([("Serbian", "Сви људи се рађају слободни")], "sr-Cyrl"),
        Sound([("One.", "ਕੰਮ")], "pa-Guru-IN"),
    )
    faulty = (
        Faulty([("A bank.", "একটি ব্যাंক খোলা।")], [(1, "ं", None)], why="a Devanagari sign"),
        Faulty([("A bank.", "একটি काम আছে, সময় লাগবে।")], [(1, "काम", None)], why="a whole word"),
        Faulty([("He goes home.", "ਉਹ ਘर ਜਾਂਦਾ ਹੈ।")], [(1, "र", None)], "pa"),
        Faulty([("They said so.", "ਉਹਨਾਂ ਨੇ ਕਿਹਾ ਹੈn ਅਤੇ")], [(1, "n", None)], "pa"),
        Faulty([("The sky.", "aকাশ নীল।")], [(1, "a", None)], why="a lone small letter"),
        Faulty([("The bank.", "Die Bаnk schließt.")], [(1, "а", None)], "de", why="Cyrillic а"),
        Faulty([("Moscow.", "Мocква")], [(1, "oc", None)], "ru", why="Latin in a Cyrillic word"),
        Faulty([("Done now.", "কাজ 中国 শেষ হয়েছে।")], [(1, "中国", None)]),
        Faulty([("Two words here.", "এখানে दो शब्द আছে, বাকি সব বাংলা।")], [(1, "दो शब्द", None)]),
    )

    def test_names_the_letter_and_its_script(self) -> None:
        assert messages(ForeignScript(), "ব্যাंক", "bn") == [
            "The letter U+0902 DEVANAGARI SIGN ANUSVARA of the Devanagari script "
            "stands inside a word of another script"
        ]


class TestInvisibleCharacter(CheckCase):
    check = "invisible-character"
    sound = (
        Sound([("Rally", "র\u200d্যালি, শব্দ\u200cটি, আর্ট\u09cd\u200c।")], why="joiners that join"),
        Sound([("Wants", "می\u200cخواهم، PDF\u200cها")], "fa"),
        Sound([("Old chillu", "അവന\u0d4d\u200d വന്നു")], "ml", why="virama and joiner end a word"),
        Sound([("Family", "👨\u200d👩\u200d👧 ❤\ufe0f")], why="emoji"),
        Sound([("Tabs", "এক\tদুই\nতিন\u00a0চার")]),
        Sound([("Left", "نص \u200eABC\u200e هنا")], "ar", why="marks of direction in Arabic"),
        Sound([("Words", "ภาษา\u200bไทย")], "th", why="Thai breaks its lines there"),
        Sound([("Flag", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f")]),
    )
    faulty = (
        Faulty(
            [("Freedom", "বেরোনোর \u200b\u200bস্বাধীনতা")],
            [(1, "\u200b\u200b", None)],
            severity="neutral",
            why="beside a real space it changes nothing",
        ),
        Faulty(
            [("Freedom", "স্বাধী\u200bনতা")],
            [(1, "\u200b", None)],
            severity="minor",
            why="inside a word it hides the word from search",
        ),
        Faulty([("Work", "\ufeffਕੰਮ ਹੈ")], [(1, "\ufeff", None)], "pa"),
        Faulty([("Rail", "Eisen\u00adbahn")], [(1, "\u00ad", None)], "de"),
        Faulty([("Abc", "অ\u202eabc\u202c")], [(1, "\u202e", None), (1, "\u202c", None)],
               severity="major"),
        Faulty([("Bell", "ঘণ্টা\x07 বাজে\x9d")], [(1, "\x07", None), (1, "\x9d", None)]),
        Faulty([("Word", "শব্দ\u200c।")], [(1, "\u200c", None)], why="at the end of a word"),
        Faulty([("Word", "\u200dশব্দ")], [(1, "\u200d", None)], why="at its start"),
        Faulty([("Word", "শব্দ\u200c\u200cটি")], [(1, "\u200c\u200c", None)], why="doubled"),
        Faulty([("Latin", "ab\u200dcd")], [(1, "\u200d", None)], "hi", why="Latin joins nothing"),
        Faulty([("Mark", "ਕੰਮ \u200f ਹੈ")], [(1, "\u200f", None)], "pa"),
    )  # fmt: skip

    def test_names_the_code_point_and_its_neighbours(self) -> None:
        assert messages(InvisibleCharacter(), "এক\u200b দুই", "bn") == [
            "Invisible: U+200B ZERO WIDTH SPACE after “এক”"
        ]


class TestBrokenEncoding(CheckCase):
    check = "broken-encoding"
    sound = (
        Sound([("Fun", "„So ein Spaß“, sagte André – «Café», 20 €")], "de"),
        Sound([("Quote", "« CAFÉ» et «l’été», où l’on “naît”")], "fr"),
        Sound([("Tomorrow", "“AMANHû, SÃO PAULO, Ã")], "pt"),
        Sound([("Time", "সময় ১৯ঃ৩০ মিনিট")], why="visarga for the colon of a time"),
        Sound([("Sign", "চিহ্ন ◌ি, ক\u09c7\u09beন")], why="dotted circle meant; ো decomposed"),
        Sound([("Menu \uf8ff", "ਮੀਨੂ \uf8ff")], "pa", why="the source has it"),
        Sound([("Keys", "কী 1\ufe0f\u20e3 🫠")]),
        Sound([("Files", "%sের ফাইল, AIয়ের কাজ")]),
    )
    faulty = (
        Faulty([("Lost", "বাং\ufffd\ufffdলা")], [(1, "\ufffd\ufffd", None)], severity="major"),
        Faulty([("It’s", "এটি â€™ ভালো")], [(1, "â€™", None)], severity="major"),
        Faulty([("Bengali", "à¦¬à¦¾ à¦")], [(1, "à¦¬à¦¾", None)], why="as Windows-1252 shows it"),
        Faulty([("Coffee", "Der CafÃ© ist Ã¶ffentlich")], [(1, "Ã©", None), (1, "Ã¶", None)], "de"),
        Faulty([("World", "ÐœÐ¸Ñ€")], [(1, "ÐœÐ¸Ñ€", None)], "ru"),
        Faulty([("Icon", "ਮੀਨੂ \ue000")], [(1, "\ue000", None)], "pa"),
        Faulty([("Unassigned", "শব্দ\u0378")], [(1, "\u0378", None)]),
        Faulty([("Copy", "ਕੀਤੀ, ੁਹ ਕਾਪੀ")], [(1, "ੁ", None)], "pa", severity="minor"),
        Faulty([("Role", "ভূুমিকা")], [(1, "ূু", None)], severity="minor"),
    )

    def test_says_what_it_should_read(self) -> None:
        for language, text in (("bn", "বাংলা – “শব্দ”"), ("pa", "ਪੰਜਾਬੀ’"), ("ru", "Мир")):
            broken = text.encode().decode("latin-1")
            found = list(BrokenEncoding().find(pair("A line.", broken, language)))
            repaired = broken
            for finding in reversed(found):
                assert finding.target
                start, end = finding.target.start, finding.target.end
                repaired = repaired[:start] + finding.suggestion + repaired[end:]
            assert repaired == text

    def test_repairs_what_was_broken_twice(self) -> None:
        twice = "’".encode().decode("cp1252").encode().decode("cp1252")
        (found,) = garbled(f"it{twice}s", lambda character: character != "Ã")
        assert found.repaired == "’"


@settings(deadline=None, max_examples=50)
@given(st.text("বাংলা শব্দ ਪੰਜਾਬੀ é—“”’", min_size=1))
def test_text_that_was_never_broken_has_no_mojibake(text: str) -> None:
    assert not any("decoded" in message for message in messages(BrokenEncoding(), text, "bn"))


@pytest.mark.parametrize("check", [ForeignScript(), InvisibleCharacter(), BrokenEncoding()])
@pytest.mark.parametrize("character", ["ক", "Ã", "â", "\u200b", "ি", "\ufffd", "(", "aक"])
def test_findings_in_long_paragraphs_stay_inside_them(check: PairCheck, character: str) -> None:
    long = pair("A line.", character * 5000)
    for finding in check.find(long):
        assert finding.target is None or finding.target.end <= len(long.target)
