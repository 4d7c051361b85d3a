from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.evidence.length_model import LengthModel, length_model
from evalkit.checks.loss.length import LengthOutlier
from tests.builders import version
from tests.checks.aligned import align, with_words
from tests.checks.case import CheckCase, Faulty, Sound

EN = (
    "The engineers measured the river at nine places during the night and found it rising.",
    "Nobody was hurt, but the bridge near the market stayed closed until the next morning.",
    "The council wants to publish all measurements, so that anyone can check the warning.",
    "A new sensor costs less than thirty dollars and works for two years on one battery.",
    "Teachers, fishermen and students take part, and most of them live close to the water.",
)
BN = (
    "প্রকৌশলীরা রাতে নয়টি জায়গায় নদীর পানি মেপেছেন এবং দেখেছেন যে পানি বাড়ছে।",
    "কেউ আহত হননি, তবে বাজারের কাছের সেতুটি পরদিন সকাল পর্যন্ত বন্ধ ছিল।",
    "পরিষদ সব পরিমাপ প্রকাশ করতে চায়, যাতে যে কেউ সতর্কবার্তাটি যাচাই করতে পারে।",
    "নতুন একটি সেন্সরের দাম ত্রিশ ডলারের কম এবং এক ব্যাটারিতে এটি দুই বছর চলে।",
    "শিক্ষক, জেলে ও ছাত্ররা এতে অংশ নেন, আর তাঁদের বেশিরভাগই পানির কাছে থাকেন।",
)
DE = (
    "Die Ingenieure maßen den Fluss in der Nacht an neun Stellen und sahen, dass er stieg.",
    "Niemand wurde verletzt, aber die Brücke am Markt blieb bis zum nächsten Morgen gesperrt.",
    "Der Rat will alle Messwerte veröffentlichen, damit jeder die Warnung überprüfen kann.",
    "Ein neuer Sensor kostet weniger als dreißig Dollar und läuft zwei Jahre mit einer Batterie.",
    "Lehrer, Fischer und Studenten machen mit, und die meisten wohnen nahe am Wasser.",
)
ROWS = list(zip(EN, BN, strict=True))


class TestLengthOutlier(CheckCase):
    check = "length-outlier"
    sound = (
        Sound(ROWS),
        Sound(list(zip(EN, DE, strict=True)), language="de"),
        Sound([("Yes.", "হ্যাঁ, অবশ্যই।")], why="short rows say nothing"),
        Sound([(EN[0], "")], why="a missing paragraph is another check's"),
    )
    faulty = (
        Faulty(
            [*ROWS, (" ".join(EN), BN[0] + " " + BN[1])],
            [(6, BN[0] + " " + BN[1], " ".join(EN))],
            severity="major",
        ),
        Faulty(
            [*ROWS, (EN[0], " ".join(BN))],
            [(6, " ".join(BN), EN[0])],
            why="far too long is said too",
        ),
        Faulty(
            [*zip(EN, DE, strict=True), (EN[1], "Niemand wurde verletzt.")],
            [(6, "Niemand wurde verletzt.", EN[1])],
            language="de",
        ),
    )

    def test_too_short_is_an_omission_and_too_long_an_addition(self) -> None:
        short = version([*ROWS, (" ".join(EN), BN[0])])
        long = version([*ROWS, (EN[0], " ".join(BN))])
        (found,) = LengthOutlier().find(short)
        assert found.category == "Accuracy/Omission"
        assert "of the length its source leads one to expect" in found.message
        (found,) = LengthOutlier().find(long)
        assert found.category == "Accuracy/Addition"

    def test_confidence_grows_with_the_distance(self) -> None:
        far = version([*ROWS, (" ".join(EN), BN[0])])
        near = version([*ROWS, (" ".join(EN), " ".join(BN[:3]))])
        (sure,) = LengthOutlier().find(far)
        (unsure,) = LengthOutlier().find(near)
        assert sure.confidence > unsure.confidence


class TestWithWords:
    """What the check says where an encoder aligned the words of the rows."""

    def test_a_row_too_short_shows_what_nothing_stands_for(self) -> None:
        source, gone = " ".join(EN), " ".join(EN[1:4])
        target = f"{BN[0]} {BN[4]}"
        words = align(source, target, [(EN[0], BN[0]), (EN[4], BN[4])], [gone])
        subject = with_words(version([*ROWS, (source, target)]), row6=words)
        (found,) = LengthOutlier().find(subject)
        assert found.source is not None
        assert found.source.of(source) == gone.removesuffix(".")
        assert "nothing in the version stands for “Nobody was hurt" in found.message
        assert found.severity == "major"

    def test_a_row_too_long_shows_what_was_added(self) -> None:
        source, more = EN[0], " ".join(BN[1:3])
        target = f"{BN[0]} {more}"
        words = align(source, target, [(EN[0], BN[0])], added=[more])
        subject = with_words(version([*ROWS, (source, target)]), row6=words)
        (found,) = LengthOutlier().find(subject)
        assert found.target is not None
        assert found.target.of(target) in more
        assert found.category == "Accuracy/Addition"
        assert found.severity != "neutral"

    def test_where_every_word_is_told_it_is_at_most_neutral(self) -> None:
        subject = version([*ROWS, (EN[1], "কেউ আহত হননি, সেতুটি সকাল পর্যন্ত বন্ধ।")])
        (unheard,) = LengthOutlier().find(subject)
        (heard,) = LengthOutlier().find(with_words(subject))
        assert unheard.severity != "neutral"
        assert heard.severity == "neutral"
        assert heard.confidence < unheard.confidence
        assert "its words seem to have their counterparts" in heard.message


class TestLengthModel:
    def test_the_document_teaches_its_own_ratio(self) -> None:
        """Twice as long throughout is this document's measure, not twelve outliers."""
        rows = [(EN[n % 5], f"{BN[n % 5]} {BN[n % 5]}") for n in range(12)]
        assert not list(LengthOutlier().find(version(rows)))

    def test_a_third_of_truncated_rows_does_not_become_the_norm(self) -> None:
        rows = ROWS * 2 + [(" ".join(EN), BN[n]) for n in range(5)]
        assert {f.row for f in LengthOutlier().find(version(rows))} == {11, 12, 13, 14, 15}

    def test_an_unknown_language_is_judged_by_the_document_alone(self) -> None:
        """One row of an unknown language says nothing about that language."""
        lone = version([(EN[0], "x" * 300)], "tlh")
        assert length_model(lone).uncertainty > 0.1

    @given(source=st.floats(1, 5000), target=st.floats(1, 5000), factor=st.floats(1.01, 3))
    @settings(deadline=None, max_examples=50)
    def test_longer_targets_never_get_a_lower_z(
        self, source: float, target: float, factor: float
    ) -> None:
        model = LengthModel(0.0, 0.05, 0.15)
        assert model.z(source, target * factor) > model.z(source, target)

    @given(ratio=st.floats(0.2, 0.8))
    @settings(deadline=None, max_examples=50)
    def test_the_same_ratio_weighs_more_in_a_longer_text(self, ratio: float) -> None:
        model = LengthModel(0.0, 0.05, 0.15)
        assert model.z(400, 400 * ratio) < model.z(40, 40 * ratio)
