"""Script and language of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.languages import codes
from evalkit.text.language_detection import Detection, detect
from evalkit.text.scripts import script_of, scripts

SENTENCES = {
    "bn": "আমরা আগামীকাল একটি নতুন প্রকল্প শুরু করব।",
    "as": "আমি কাইলৈ এটা নতুন প্ৰকল্প আৰম্ভ কৰিম।",
    "pa": "ਅਸੀਂ ਕੱਲ੍ਹ ਨਵਾਂ ਕੰਮ ਸ਼ੁਰੂ ਕਰਾਂਗੇ।",
    "hi": "हम कल एक नया काम शुरू करेंगे और सब खुश हैं।",
    "mr": "आम्ही उद्या एक नवीन काम सुरू करणार आहोत आणि सगळे आनंदी आहेत.",
    "gu": "અમે કાલે નવું કામ શરૂ કરીશું.",
    "ta": "நாங்கள் நாளை புதிய வேலையைத் தொடங்குவோம்.",
    "te": "మేము రేపు కొత్త పని ప్రారంభిస్తాము.",
    "ml": "ഞങ്ങൾ നാളെ പുതിയ ജോലി തുടങ്ങും.",
    "kn": "ನಾವು ನಾಳೆ ಹೊಸ ಕೆಲಸ ಶುರು ಮಾಡುತ್ತೇವೆ.",
    "ur": "ہم کل ایک نیا کام شروع کریں گے اور سب خوش ہیں۔",
    "ar": "سنبدأ غدا مشروعا جديدا في المدينة مع كل الأصدقاء.",
    "fa": "ما فردا یک کار تازه را در شهر آغاز می‌کنیم و همه خوشحال هستند.",
    "en": "We will begin a new project tomorrow and everyone is happy.",
    "de": "Wir werden morgen ein neues Projekt beginnen und alle sind froh.",
    "fr": "Nous allons commencer un nouveau projet demain et tout le monde est content.",
    "es": "Mañana vamos a empezar un proyecto nuevo y todos están contentos.",
    "pt": "Amanhã vamos começar um projeto novo e todos estão muito contentes.",
    "it": "Domani cominceremo un nuovo progetto e tutti sono molto contenti.",
    "ru": "Завтра мы начнём новый проект, и все очень рады.",
    "zh": "我们明天开始一个新的项目。",
    "ja": "私たちは明日、新しい仕事を始めます。",
    "ko": "우리는 내일 새로운 일을 시작할 것이다.",
}

OTHERS = {
    "cs": "Zítra začneme nový projekt a všichni jsou velmi šťastní, že to tak je.",
    "uk": "Завтра ми почнемо новий проєкт, і всі дуже раді, що так сталося.",
    "be": "Заўтра мы пачнём новы праект, і ўсе вельмі радыя, што так сталася.",
    "sr": "Сутра ћемо започети нови пројекат и сви су веома срећни што је тако.",
    "nb": "I morgen begynner vi på et nytt prosjekt, og alle er veldig glade for det.",
    "da": "I morgen begynder vi på et nyt projekt, og alle er meget glade for det.",
    "sv": "I morgon börjar vi ett nytt projekt, och alla är mycket glada över det.",
    "fi": "Huomenna aloitamme uuden hankkeen, ja kaikki ovat siitä hyvin iloisia.",
    "pl": "Jutro zaczniemy nowy projekt i wszyscy są bardzo zadowoleni, że tak jest.",
    "vi": "Ngày mai chúng tôi sẽ bắt đầu một dự án mới và mọi người đều rất vui.",
    "tr": "Yarın yeni bir projeye başlayacağız ve herkes bundan çok mutlu.",
    "id": "Besok kami akan memulai proyek baru dan semua orang sangat senang.",
    "ne": "भोलि हामी नयाँ परियोजना सुरु गर्नेछौं र सबैजना धेरै खुसी छन्।",
    "th": "พรุ่งนี้เราจะเริ่มโครงการใหม่กับ Red Hat และทุกคนมีความสุขมาก",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_the_nearest_profile_is_not_the_language(text: str) -> None:
    assert detect(text).language == "und"


def test_every_language_with_a_profile_is_asked_for() -> None:
    assert set(SENTENCES) == set(codes())


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    found = detect(text)
    assert found.language == language
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("text", ["", "1984", "—", "🙂", "Red Hat", "InstructLab", "Ꭰ Ꭱ Ꭲ"])
def test_too_little_is_undecided(text: str) -> None:
    assert detect(text).language == "und"
    assert detect(text).confidence == 0.0


def test_a_language_without_profile_is_undecided() -> None:
    assert detect("Holnap új munkát kezdünk Budapesten").language == "und"
    assert detect("שלום לכולם, מה שלומכם היום").language == "und"


def test_names_in_latin_letters_do_not_outweigh_the_sentence() -> None:
    assert detect("Red Hat OpenShift InstructLab আমরা ব্যবহার করি।").language == "bn"
    assert detect("ਅਸੀਂ ਵੇਖੋ https://example.com/the/and/of/with/that ਅਤੇ ਲਿਖੋ").language == "pa"


def test_both_encodings_of_nukta_letters_count_alike() -> None:
    assert detect("वह पढ़ता है") == detect("वह पढ़ता है")


def test_no_text_at_all_names_no_script() -> None:
    assert detect("") == Detection("und", "Zzzz", 0.0)


class TestScripts:
    def test_letters_and_vowel_signs_count_punctuation_and_digits_do_not(self) -> None:
        assert scripts("কি? ১২ 3।") == {"Beng": 2}

    def test_most_comes_first(self) -> None:
        assert list(scripts("ਕ ab কখগ")) == ["Beng", "Latn", "Guru"]

    @pytest.mark.parametrize(
        ("character", "script"),
        [
            ("ä", "Latn"),
            ("ਁ", "Guru"),
            ("ऴ", "Deva"),
            ("が", "Hira"),
            ("ー", "Kana"),
            ("漢", "Hani"),
            ("\u0301", "Zyyy"),
            ("\u200d", "Zyyy"),
            ("।", "Zyyy"),
            ("ª", "Zyyy"),
        ],
    )
    def test_of_a_character(self, character: str, script: str) -> None:
        assert script_of(character) == script

    def test_of_a_long_text(self) -> None:
        counts = scripts("বাংলা ਪੰਜਾਬੀ text " * 50_000)
        assert counts["Latn"] == 4 * 50_000


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    found = detect(text)
    assert found.language in {*codes(), "und"}
    assert 0.0 <= found.confidence <= 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berger, 45, österreichischer Abstammung, politischer Essay, Flugzeugabsturz.",
        "Petra Keller, 71, japanischer Dramatiker, Herzversagen.",
    ],
)
def test_endings_alone_decide_nothing(text: str) -> None:
    assert detect(text).language in {"de", "und"}
