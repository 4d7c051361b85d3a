import pytest

from evalkit.checks.loss.link_text import DanglingSpace, LinkTextLost, gaps
from tests.builders import version
from tests.checks.case import CheckCase, Faulty, Sound
from tests.checks.loss.test_length import BN, EN, ROWS

PA = (
    ("The water rose by two metres.", "ਪਾਣੀ ਦੋ ਮੀਟਰ ਵਧ ਗਿਆ ਹੈ।"),
    (
        "All the villages were warned, and nobody was hurt.",
        "ਸਾਰੇ ਪਿੰਡਾਂ ਨੂੰ ਚੇਤਾਵਨੀ ਦਿੱਤੀ ਗਈ, ਅਤੇ ਕੋਈ ਜ਼ਖ਼ਮੀ ਨਹੀਂ ਹੋਇਆ।",
    ),
    ("The school, the market and the bridge were closed.", "ਸਕੂਲ, ਬਾਜ਼ਾਰ ਅਤੇ ਪੁਲ ਬੰਦ ਕਰ ਦਿੱਤੇ ਗਏ।"),
    ("The engineers measured the river again in the morning.", "ਇੰਜੀਨੀਅਰਾਂ ਨੇ ਸਵੇਰੇ ਦਰਿਆ ਨੂੰ ਫਿਰ ਮਾਪਿਆ।"),
    ("They hope that the rain will stop soon.", "ਉਹਨਾਂ ਨੂੰ ਉਮੀਦ ਹੈ ਕਿ ਮੀਂਹ ਛੇਤੀ ਰੁਕ ਜਾਵੇਗਾ।"),
)  # fmt: skip
SERVER = (
    "The groups can then use the OpenRiver server to read those values, helping to warn early.",
    "গোষ্ঠীগুলি তারপর OpenRiver , যা আগেভাগে সতর্ক করতে সাহায্য করে।",
)
KEPT = (
    "The groups can then use the OpenRiver server, helping to warn early.",
    "গোষ্ঠীগুলি তারপর OpenRiver সার্ভার ব্যবহার করতে পারে , যা আগেভাগে সতর্ক করে।",
)


class TestLinkTextLost(CheckCase):
    check = "link-text-lost"
    sound = (
        Sound(ROWS),
        Sound(list(PA), language="pa"),
        Sound([*ROWS, KEPT], why="a space alone takes nothing away"),
        Sound(
            [*ROWS, ("● OpenRiver, a sensor for rivers;", "● ওপেনরিভার , নদীর জন্য একটি সেন্সর;")],
            why="the name stands before the comma on both sides",
        ),
        Sound(
            [(s, t.replace("।", " ।").replace(",", " ,")) for s, t in ROWS],
            why="this document writes a space before its marks",
        ),
        Sound(
            [("It costs 5 euros; that is little.", "Ça coûte 5 euros ; c’est peu !")] * 4,
            language="fr",
            why="French sets its marks apart",
        ),
    )
    faulty = (
        Faulty(
            [*ROWS, SERVER],
            [(6, "OpenRiver ,", "server to read those values")],
            severity="major",
            why="what follows the name in the source has no counterpart",
        ),
        Faulty(
            [
                *ROWS,
                (
                    "The plan rests on open data and on the work of volunteers in every village. "
                    + EN[1],
                    "পরিকল্পনাটি উন্মুক্ত তথ্য এবং প্রতিটি গ্রামের স্বেচ্ছাসেবকদের উপর । " + BN[1],
                ),
            ],
            [(6, "উপর ।", None)],
            why="the sentence ends on a postposition, and nothing tells what is lost",
        ),
        Faulty(
            [
                *PA,
                (
                    "The plan lies in open data together with the work of volunteers. " + EN[0],
                    "ਯੋਜਨਾ ਵਲੰਟੀਅਰਾਂ ਦੇ ਨਾਲ ਖੁੱਲ੍ਹੇ ਅੰਕੜਿਆਂ । ਇੰਜੀਨੀਅਰਾਂ ਨੇ ਰਾਤ ਨੂੰ ਨੌਂ ਥਾਵਾਂ 'ਤੇ ਦਰਿਆ "
                    "ਨੂੰ ਮਾਪਿਆ ਅਤੇ ਦੇਖਿਆ ਕਿ ਪਾਣੀ ਵਧ ਰਿਹਾ ਹੈ।",
                ),
            ],
            [(6, "ਅੰਕੜਿਆਂ ।", None)],
            language="pa",
            why="a noun where the verb should be, in a short sentence",
        ),
    )

    def test_the_symptoms_are_folded_into_one_finding(self) -> None:
        (found,) = LinkTextLost().find(version([*ROWS, SERVER]))
        assert len(found.symptoms) == 3
        assert "space" in found.symptoms[0]
        assert "server to read those values" in found.symptoms[1]


class TestDanglingSpace(CheckCase):
    check = "dangling-space"
    sound = (
        Sound(ROWS),
        Sound([*ROWS, SERVER], why="link-text-lost claims the place"),
        Sound(
            [(s, t.replace("।", " ।").replace(",", " ,")) for s, t in ROWS],
            why="this document writes a space before its marks",
        ),
        Sound([*ROWS, ("Wait ... no", "দাঁড়াও ... না")], why="an ellipsis may stand apart"),
        Sound([*ROWS, ("Use .NET here", "এখানে .NET ব্যবহার করুন")]),
        Sound(
            [*ROWS, ("two- and three-day trips", "দুই- ও তিন-দিনের ভ্রমণ")],
            why="a hyphen may wait for its second half",
        ),
        Sound([("It costs 5 euros; that is little.", "Ça coûte 5 euros ; c’est peu !")] * 4, "fr"),
    )
    faulty = (
        Faulty(
            [*ROWS, ("● OpenRiver, a sensor for rivers;", "● ওপেনরিভার , নদীর জন্য একটি সেন্সর;")],
            [(6, "ওপেনরিভার ,", None)],
            severity="minor",
        ),
        Faulty([*ROWS, (EN[0], BN[0].replace("।", " ।"))], [(6, "বাড়ছে ।", None)], severity="minor"),
        Faulty([*ROWS, ("The role of AI.", "AI- এর ভূমিকা আছে।")], [(6, "AI- এর", None)]),
        Faulty([*PA, (PA[0][0], "ਪਾਣੀ ਦੋ ਮੀਟਰ ਵਧ ਗਿਆ ਹੈ ।")], [(6, "ਹੈ ।", None)], language="pa"),
    )

    def test_it_says_how_to_write_it(self) -> None:
        (found,) = DanglingSpace().find(version([*ROWS, ("The role.", "AI- এর ভূমিকা আছে।")]))
        assert found.suggestion == "AI-এর"

    def test_a_loosely_typed_document_is_told_so_quietly(self) -> None:
        rows = [(s, t.replace("।", " ।") if n % 4 == 0 else t) for n, (s, t) in enumerate(ROWS * 3)]
        assert {f.severity for f in DanglingSpace().find(version(rows))} == {"neutral"}


@pytest.mark.parametrize("mark", [",", "।", ";"])
def test_a_place_is_told_once(mark: str) -> None:
    rows = [*ROWS, (EN[0], f"প্রকৌশলীরা রাতে নদীর উপর {mark} আর সেতু বন্ধ ছিল।")]
    subject = version(rows)
    places = [(g.pair.row, g.place) for g in gaps(subject)]
    told = [*LinkTextLost().find(subject), *DanglingSpace().find(subject)]
    assert len(places) == len(set(places)) == len(told) == 1
