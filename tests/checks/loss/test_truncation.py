import pytest

from evalkit.checks.loss.truncation import TruncatedSentence
from tests.builders import version
from tests.checks.aligned import align, with_words
from tests.checks.case import CheckCase, Faulty, Sound
from tests.checks.loss.test_length import BN, DE, EN, ROWS
from tests.checks.loss.test_link_text import PA, SERVER

CUT_BN = "নতুন একটি সেন্সরের দাম ত্রিশ ডলারের কম এবং"
HI = (
    ("The water rose by two metres.", "पानी दो मीटर बढ़ गया है।"),
    (
        "All the villages were warned, and nobody was hurt.",
        "सभी गाँवों को चेतावनी दी गई थी और किसी को चोट नहीं आई।",
    ),
    ("The school, the market and the bridge were closed.", "स्कूल, बाज़ार और पुल बंद कर दिए गए थे।"),
    (
        "The engineers measured the river again in the morning.",
        "इंजीनियरों ने सुबह फिर से नदी का पानी मापा था।",
    ),
    ("They hope that the rain will stop soon.", "उन्हें उम्मीद है कि बारिश जल्दी रुक जाएगी।"),
)  # fmt: skip


class TestTruncatedSentence(CheckCase):
    check = "truncated-sentence"
    sound = (
        Sound(ROWS),
        Sound(list(PA), language="pa"),
        Sound(list(HI), language="hi"),
        Sound(list(zip(EN, DE, strict=True)), language="de"),
        Sound([(s, t.removesuffix("।")) for s, t in ROWS], why="this document has no end marks"),
        Sound(
            [*ROWS, (EN[0], BN[0].removesuffix("।"))],
            why="a missing end mark alone is final-punctuation's",
        ),
        Sound(
            [*ROWS, ("The river at nine places", "নয়টি জায়গায় নদী")], why="a heading needs no verb"
        ),
        Sound([*ROWS, SERVER], why="link-text-lost claims the place"),
        Sound([*ROWS, ("They need:", "তাদের প্রয়োজন:")], why="a colon opens a list"),
    )
    faulty = (
        Faulty(
            [*ROWS, (EN[3], CUT_BN)],
            [(6, CUT_BN, None)],
            severity="major",
            why="it ends on a conjunction, without its end mark",
        ),
        Faulty(
            [*ROWS, (EN[3], CUT_BN + "।")],
            [(6, CUT_BN + "।", None)],
            severity="major",
            why="the end mark was put back",
        ),
        Faulty(
            [*ROWS, (f"{EN[1]} {EN[3]}", f"{BN[1]} {CUT_BN}")],
            [(6, CUT_BN, None)],
            why="the last sentence of a paragraph",
        ),
        Faulty(
            [*ROWS, (EN[0], "প্রকৌশলীরা রাতে নয়টি জায়গায় নদীর পানি মেপেছেন,")],
            [(6, "প্রকৌশলীরা রাতে নয়টি জায়গায় নদীর পানি মেপেছেন,", None)],
            why="it ends on a comma",
        ),
        Faulty(
            [*PA, (PA[1][0], "ਸਾਰੇ ਪਿੰਡਾਂ ਨੂੰ")],
            [(6, "ਸਾਰੇ ਪਿੰਡਾਂ ਨੂੰ", None)],
            language="pa",
            severity="major",
        ),
        Faulty(
            [*HI, (HI[1][0], "सभी गाँवों को चेतावनी")],
            [(6, "सभी गाँवों को चेतावनी", None)],
            language="hi",
            severity="major",
        ),
        Faulty(
            [
                *zip(EN, DE, strict=True),
                (EN[2], "Der Rat will alle Messwerte veröffentlichen, und"),
            ],
            [(6, "Der Rat will alle Messwerte veröffentlichen, und", None)],
            language="de",
            severity="major",
        ),
    )

    def test_the_reader_is_told_why_without_knowing_the_script(self) -> None:
        (found,) = TruncatedSentence().find(version([*ROWS, (EN[3], CUT_BN)]))
        assert "a word that no complete sentence ends on" in found.message
        assert "sentence end is missing" in found.message
        assert len(found.symptoms) >= 2

    def test_more_evidence_gives_more_confidence(self) -> None:
        whole_mark = version([*ROWS, (EN[3], CUT_BN + "।")])
        no_mark = version([*ROWS, (EN[3], CUT_BN)])
        (less,) = TruncatedSentence().find(whole_mark)
        (more,) = TruncatedSentence().find(no_mark)
        assert more.confidence >= less.confidence

    @pytest.mark.parametrize("words", [3, 4, 5])
    def test_a_sentence_cut_short_is_found_with_and_without_its_end_mark(self, words: int) -> None:
        kept = " ".join(BN[0].split()[:words])
        for text in (kept, kept + "।"):
            assert {f.row for f in TruncatedSentence().find(version([*ROWS, (EN[0], text)]))} == {6}

    def test_a_version_that_stops_in_mid_sentence_is_told_once(self) -> None:
        source = f"{EN[1]} {EN[3]} {EN[0]}"
        subject = version([*ROWS, (source, f"{BN[1]} {CUT_BN}")])
        (finding,) = list(TruncatedSentence().find(subject))
        assert finding.target is not None
        assert finding.target.of(subject.pairs[5].target) == CUT_BN
        # What is lost of the sentence that breaks off, nothing tells; the one beside it is gone.
        assert finding.source is not None
        assert finding.source.of(source) == EN[0]
        assert finding.within is not None
        assert finding.within.of(source) == f"{EN[3]} {EN[0]}"
        assert finding.severity == "major"

    def test_a_very_long_paragraph_of_one_character_is_quick(self) -> None:
        rows = [*ROWS, ("a" * 5000, "ক" * 5000), ("a. " * 2000, "ক। " * 2000)]
        assert not list(TruncatedSentence().find(version(rows)))


class TestWithWords:
    """What the check says where an encoder aligned the words of the rows."""

    def test_whole_rows_stay_quiet(self) -> None:
        assert not list(TruncatedSentence().find(with_words(version(ROWS))))

    def test_the_source_span_is_what_nothing_stands_for(self) -> None:
        lost = "works for two years on one battery"
        facing = [("A new sensor costs less than thirty dollars and", CUT_BN)]
        subject = with_words(
            version([*ROWS, (EN[3], CUT_BN + "।")]), row6=align(EN[3], CUT_BN + "।", facing, [lost])
        )
        (found,) = TruncatedSentence().find(subject)
        assert found.source is not None
        assert found.source.of(EN[3]) == lost
        assert f"nothing in the version stands for “{lost}”" in found.message
        assert f"nothing in the version stands for “{lost}”" in found.symptoms
        assert found.target is not None
        assert found.target.of(CUT_BN + "।") == CUT_BN + "।"

    def test_lost_words_decide_and_not_the_length_alone(self) -> None:
        text = "নতুন একটি সেন্সরের দাম ত্রিশ ডলারের কম।"
        rows = version([*ROWS, (EN[3], text)])
        facing = [(EN[3], text)]
        lost = align(EN[3], text, facing, ["works for two years on one battery"])
        (worse,) = TruncatedSentence().find(with_words(rows, row6=lost))
        assert worse.severity == "major"
        assert worse.confidence > 0.8
        assert not list(TruncatedSentence().find(with_words(rows)))

    def test_what_is_left_out_beside_a_broken_sentence_is_quoted(self) -> None:
        source, target = f"{EN[3]} {EN[0]}", CUT_BN
        lost = "works for two years on one battery"
        words = align(source, target, [(EN[3], CUT_BN)], [lost, EN[0]])
        subject = with_words(version([*ROWS, (source, target)]), row6=words)
        (found,) = TruncatedSentence().find(subject)
        assert f"nothing in the version stands for “{lost}" in found.message
        assert "beside it, nothing in the version stands for “The engineers measured" in (
            found.message
        )
        assert found.source is not None
        assert found.source.of(source) == f"{lost}. {EN[0]}"
