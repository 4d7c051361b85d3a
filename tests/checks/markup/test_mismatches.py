"""Placeholders, tags, addresses and list markers: what must come through unchanged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks import load_class
from evalkit.checks.base import PairCheck
from evalkit.checks.markup.mismatches import ListMarkerMismatch, marker
from evalkit.checks.markup.placeholders import lacking, placeholders
from evalkit.document import Paragraph
from tests.builders import pair
from tests.checks.case import CheckCase, Faulty, Sound

IDS = ("placeholder-mismatch", "tag-mismatch", "url-mismatch", "list-marker-mismatch")


class TestPlaceholderMismatch(CheckCase):
    check = "placeholder-mismatch"
    sound = (
        Sound([("Message to %1$s: %2$s", "%2$s বার্তা %1$sকে পাঠান")], why="another order"),
        Sound([("%s of %d", "%2$d এর মধ্যে %1$s")], why="numbered by the translator"),
        Sound([("Hello {name}, {0} new", "{0} নতুন, {name}")]),
        Sound([("%(count)d files in ${dir}, {{ x }}", "${dir} ফোল্ডারে %(count)dটি, {{x}}")]),
        Sound([("Prices rose 50% despite fears; 5% of it", "দাম ৫০% বেড়েছে")], why="percent"),
        Sound([("It costs $5 and $1 million.", "ਇਹ 5 ਡਾਲਰ ਅਤੇ 10 ਲੱਖ ਡਾਲਰ")], "pa", why="money"),
        Sound([("A fee of $5 applies.", "पाँच डॉलर का शुल्क")], "hi", why="no $1: money"),
        Sound([("They pay $5 for it.", "ਉਹ $ 5 ਦਿੰਦੇ ਹਨ।")], "pa", why="spaced money"),
        Sound([("Parameters in $1", "$1 এ প্যারামিটার")]),
        Sound([("{n, plural, one {# file} other {# files}}", "{n,plural, one{#টি} other{#টি}}")]),
        Sound([("See https://example.org/%d%20x", "দেখুন")], why="url-mismatch sees addresses"),
        Sound([("{name} and {name}", "{name} দুজনেই")], why="named ones may be said once"),
        Sound([("100%% sure of %d", "%d নিয়ে 100%% নিশ্চিত")]),
    )
    faulty = (
        Faulty([("Hello %s", "হ্যালো")], [(1, None, "%s")], severity="major"),
        Faulty([("File {0} is open", "ফাইল {০} খোলা")], [(1, "{০}", "{0}")], why="native digit"),
        Faulty([("Call %1$s", "%১$s ਨੂੰ ਕਾਲ".replace("১", "੧"))], [(1, "%੧$s", "%1$s")], "pa"),
        Faulty([("By $1", "$১ দ্বারা")], [(1, "$১", "$1")]),
        Faulty([("Hello {name}", "হ্যালো {নাম}")], [(1, None, "{name}")]),
        Faulty([("Hi {name}", "नमस्ते {nam}")], [(1, "{nam}", "{name}")], "hi"),
        Faulty([("Got %d mails", "% d মেইল")], [(1, "% d", "%d")], why="a space inside"),
        Faulty([("Open ${file}", "Öffne $ {FILE}")], [(1, "$ {FILE}", "${file}")], "de"),
        Faulty([("%s to %s", "%s থেকে")], [(1, None, "%s")], why="one of two"),
        Faulty([("New message", "%d নতুন বার্তা")], [(1, "%d", None)], severity="minor"),
    )


class TestTagMismatch(CheckCase):
    check = "tag-mismatch"
    sound = (
        Sound([("<b>Bold</b> text<br/>", "লেখা <b>গাঢ়</b><br>")]),
        Sound([("a < b and c > d", "ক < খ এবং গ > ঘ")], why="signs"),
        Sound([("Write to <me@example.org>", "লিখুন <me@example.org>")]),
        Sound([("Use `<b>` here", "এখানে `<b>` ব্যবহার করুন")], why="code"),
        Sound([("**Read** and **write**", "**পড়ুন ও লিখুন**")], why="bold, joined"),
        Sound([("2 * 3 ** 4", "২ * ৩ ** ৪")]),
        Sound([('<a href="x">one</a> <i>two</i>', '<i>ਦੋ</i> <a href="y">ਇੱਕ</a>')], "pa"),
        Sound([("<0>One</0>", "<0>এক</0>")]),
    )
    faulty = (
        Faulty([("<b>Bold</b>", "<b>গাঢ়")], [(1, None, "</b>")], severity="major"),
        Faulty([("<small>x</small>", "<ਛੋਟਾ>x</ਛੋਟਾ>")],
               [(1, "<ਛੋਟਾ>", "<small>"), (1, "</ਛੋਟਾ>", "</small>")], "pa"),
        Faulty([("<b>Bold</b> word", "</b>গাঢ়<b> শব্দ")], [(1, "</b>", None)]),
        Faulty([("Plain", "<i>সাদা</i>")], [(1, "<i>", None), (1, "</i>", None)],
               severity="minor"),
        Faulty([("**Do not** push", "**मत धकेलो")], [(1, "**", None)], "hi"),
        Faulty([("**Do not** push", "ঠেলবেন না")], [(1, None, "**Do not**")]),
        Faulty([("Run `make`", "`make চালান")], [(1, "`", None)]),
        Faulty([("One<br>two", "Eins zwei")], [(1, None, "<br>")], "de"),
    )  # fmt: skip


class TestUrlMismatch(CheckCase):
    check = "url-mismatch"
    sound = (
        Sound([("See https://example.org/a.", "দেখুন https://example.org/a।")]),
        Sound([("At https://example.org/a", "https://example.org/a-তে, https://example.org/aতে")]),
        Sound([("Write to a.b@example.org.", "a.b@example.org-ਤੇ ਲਿਖੋ")], "pa"),
        Sound([("http://www.example.org/", "https://example.org")], why="the same place"),
        Sound([("https://en.wikipedia.org/wiki/Help", "https://bn.wikipedia.org/wiki/সাহায্য")]),
        Sound([("https://example.org/en/docs", "https://example.org/hi/docs")], "hi"),
        Sound([("https://example.org/licence", "https://example.org/licence/deed.bn")]),
        Sound([("Visit Example.org today", "আজই দেখুন")], why="a name is no address"),
        Sound([("[t](https://example.org/x)", "[ট](https://example.org/x)")]),
    )
    faulty = (
        Faulty([("See https://example.org/a", "এটি দেখুন")],
               [(1, None, "https://example.org/a")], severity="major"),
        Faulty([("See https://speaking.example/", "ਵੇਖੋ https://peaking.example/")],
               [(1, "https://peaking.example/", "https://speaking.example/")], "pa"),
        Faulty([("Mail info@example.org", "infos@example.org মেইল")],
               [(1, "infos@example.org", "info@example.org")]),
        Faulty([("www.example.org/a?b=1", "www.example.org/a?b=2")],
               [(1, "www.example.org/a?b=2", "www.example.org/a?b=1")], "de"),
        Faulty([("https://example.org/docs/1", "https://example.org/docs/12")],
               [(1, "https://example.org/docs/12", "https://example.org/docs/1")], "hi"),
    )  # fmt: skip


class TestListMarkerMismatch(CheckCase):
    check = "list-marker-mismatch"
    sound = (
        Sound([("- One", "• এক")], why="another bullet"),
        Sound([("3. Third", "৩। তৃতীয়"), ("(2) Two", "২) দুই")], why="by value"),
        Sound([("a) First", "ক) প্রথম")], why="a letter of its alphabet"),
        Sound([("A. Smith said so.", "এ স্মিথ বলেছেন।")], why="an initial"),
        Sound([("2018. That was it.", "সেটা ছিল ২০১৮।")], why="a year"),
        Sound([("– Yes, she said.", "হ্যাঁ, বললেন।")], why="a dash of dialogue"),
        Sound([("5.5 percent", "৫.৫ শতাংশ"), ("3 men", "তিনজন")]),
        Sound([("1. One\n2. Two", "੧. ਇੱਕ\n੨. ਦੋ")], "pa"),
    )
    faulty = (
        Faulty([("- One", "এক")], [(1, None, "-")], severity="minor"),
        Faulty([("3. Third", "৪. তৃতীয়")], [(1, "৪.", "3.")]),
        Faulty([("* One", "1. ਇੱਕ")], [(1, "1.", "*")], "pa"),
        Faulty([("b) Second", "दूसरा")], [(1, None, "b)")], "hi"),
        Faulty([("1. One\n2. Two", "1. Eins\nZwei")], [(1, None, "2.")], "de"),
    )


def test_an_item_by_its_file_s_structure_needs_no_mark() -> None:
    item = replace(pair("- One", "এক"), target_paragraphs=(Paragraph("এক", "list-item", 1),))
    assert not list(ListMarkerMismatch().find(item))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 999), st.sampled_from("০੦०٠0"))
def test_a_number_marker_has_its_value_in_any_digits(value: int, zero: str) -> None:
    digits = "".join(chr(ord(zero) + int(digit)) for digit in str(value))
    found = marker(f"{digits}. x", bullets="-")
    assert found is not None
    assert found.value == value


@settings(deadline=None, max_examples=50)
@given(st.text("%$(){}#s1d,a ", max_size=30))
def test_no_text_lacks_its_own_placeholders(text: str) -> None:
    found = list(placeholders(text))
    assert not lacking(found, found)
    assert all(p.span.of(text) == p.text for p in found)


@settings(deadline=None, max_examples=50)
@given(st.text("<b/>*`-1. @:h%{}$s\n", max_size=40))
def test_a_text_that_faces_itself_has_no_fault(text: str) -> None:
    for check in map(load_class, IDS):
        subject = pair(text, text)
        loaded = check()
        assert isinstance(loaded, PairCheck)
        assert not (loaded.applies(subject) and list(loaded.find(subject)))


@pytest.mark.parametrize("check", IDS)
@pytest.mark.parametrize("piece", ["x", "%", "{", "<", "<a ", "*", "`", "@", "a.", "http://", "**"])
def test_findings_in_long_paragraphs_stay_inside_them(check: str, piece: str) -> None:
    subject = pair(piece * 5000, piece * 4999)
    loaded = load_class(check)()
    assert isinstance(loaded, PairCheck)
    for finding in loaded.find(subject) if loaded.applies(subject) else ():
        assert finding.target is None or finding.target.end <= len(subject.target)
