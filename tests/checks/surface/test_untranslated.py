from evalkit.alignment.rows import Pair
from evalkit.checks.surface.untranslated import Untranslated
from evalkit.document import Paragraph
from tests.checks.case import CheckCase, Faulty, Sound

LEFT = "Nobody has to pay for it, and anybody may change it."

HINDI = "नदी का पानी बढ़ रहा है और कोई नहीं जानता कि क्यों।"
MORE_HINDI = "नदी का पानी अब बहुत तेज़ी से बढ़ रहा है।"
FRENCH = "La rivière monte et personne ne sait pourquoi, mais nous sommes ici."
BENGALI = "এটি একটি বাংলা বাক্য, এবং এটি পরের বাক্যের চেয়ে বেশ খানিকটা লম্বা।"


QUOTING = "The word में means in, and it is put after the noun that it belongs to."
TECHNICAL = (
    (
        "hi", "Deploy the pods to the cluster with the apply command, and then check the logs.",
        "Kubernetes cluster में pods को deploy करने के लिए kubectl apply command use करें और logs check करें।",
    ),
    (
        "hi", "Set a new password in the system and save the account number.",
        "system settings में new password set करें और account number save करें।",
    ),
    (
        "pa", "Push the container image to the registry and restart the backend service.",
        "container image registry backend ਵਿੱਚ push ਕਰੋ ਅਤੇ production service ਨੂੰ manually restart ਕਰੋ।",
    ),
    (
        "ru", "The backend server uses a load balancer to share the traffic.",
        "Сервер backend использует load balancer для distribution of traffic между nodes в cluster.",
    ),
)  # fmt: skip


class TestUntranslated(CheckCase):
    check = "untranslated"
    sound = (
        Sound([("The river is rising.", "নদীর পানি বাড়ছে।")]),
        Sound([("Red Hat Enterprise Linux", "Red Hat Enterprise Linux")], why="names stay"),
        Sound([("RamaLama", "RamaLama")], language="de"),
        Sound(
            [("Run pip install evalkit --upgrade now.", "এখন `pip install evalkit --upgrade` চালান।")]
        ),
        Sound(
            [
                (
                    "See https://a.example/one/two/three/four.",
                    "দেখুন https://a.example/one/two/three/four।",
                )
            ]
        ),
        Sound(
            [("Her book “the wind in the trees” won.", "তাঁর বই “the wind in the trees” জিতেছে।")],
            why="a quoted title may stay",
        ),
        Sound([("Il faut bien le faire.", "Il faut bien le faire.")], why="both quote French"),
        Sound([("The cat sat on the mat.", "The cat sat on the mat.")], language="en"),
        Sound([("2019 2020 2021 2022", "2019 2020 2021 2022")]),
    )
    faulty = (
        Faulty([(LEFT, LEFT)], [(1, LEFT, LEFT)], severity="major"),
        Faulty([(LEFT, LEFT)], [(1, LEFT, LEFT)], language="de"),
        Faulty(
            [
                (
                    "It is free, and anybody may change it at home.",
                    "এটি বিনামূল্যে, and anybody may change it বাড়িতে।",
                )
            ],
            [(1, "and anybody may change it", "and anybody may change it")],
            why="part of the row",
        ),
        Faulty(
            [("What Belongs to the Project", "What Belongs to the Project")],
            [(1, "What Belongs to the Project", "What Belongs to the Project")],
            language="pa",
            why="a heading in capitals is no name where it holds an article",
        ),
    )

    def test_code_is_left_alone(self) -> None:
        code = Paragraph("make a copy of the file", kind="code")
        assert not Untranslated().applies(Pair(1, "bn", "bn", "en", (code,), (code,)))


class TestWrongLanguage(CheckCase):
    check = "wrong-language"
    sound = (
        Sound([("The river is rising.", "নদীর পানি বাড়ছে।")]),
        Sound([("The river is rising.", "ਦਰਿਆ ਦਾ ਪਾਣੀ ਵਧ ਰਿਹਾ ਹੈ।")], language="pa"),
        Sound(
            [("The river is rising.", "Der Fluss steigt, und niemand weiß warum.")], language="de"
        ),
        Sound([("Red Hat, IBM and Podman Desktop", "Red Hat, IBM ও Podman Desktop")]),
        Sound([(LEFT, LEFT)], why="what was copied from the source is untranslated's"),
        *(
            Sound([(source, text)], language=language, why="kept terms; the function words tell")
            for language, source, text in TECHNICAL
        ),
        Sound(
            [
                (
                    "He said “我们明天再来看看这条河的水位吧”.",
                    "তিনি বলেন “我们明天再来看看这条河的水位吧”।",
                )
            ]
        ),
    )
    faulty = (
        Faulty(
            [("The river is rising.", QUOTING)],
            [(1, QUOTING, None)],
            language="hi",
            why="English that names a word of the language is English",
        ),
        Faulty(
            [("The river is rising, and nobody knows why.", HINDI)],
            [(1, HINDI, None)],
            severity="major",
            why="Hindi in a Bengali version",
        ),
        Faulty(
            [("The river is rising.", "The water of our stream has been going up for many hours.")],
            [(1, "The water of our stream has been going up for many hours.", None)],
            language="pa",
            why="English, but not the source's English",
        ),
        Faulty(
            [("The river is rising, and nobody knows why.", FRENCH)],
            [(1, FRENCH, None)],
            language="de",
            why="French in a German version: the words tell",
        ),
        Faulty(
            [("One sentence. The river is rising quickly now.", f"{BENGALI} {MORE_HINDI}")],
            [(1, MORE_HINDI, None)],
            why="one sentence of the row",
        ),
    )
