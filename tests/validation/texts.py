"""Small articles that damage is done to, and hypothesis strategies for larger ones."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from evalkit.alignment.rows import Version
from tests.builders import version

ENGLISH = (
    "The river rose by 35 metres in one night. Many villages near Khulna had no warning at all. "
    "The engineers have built a new system since then.",
    "Meera Sen wrote the first version of the software with three friends. It ran on a small "
    "computer beside the old bridge. Today everybody in the region may use it free of charge.",
    "The sensors are cheap and run for two years on one battery. Anybody can build them at home "
    "with a few tools. The plans are published together with every mistake that was found.",
    "A storm destroyed 60 sensors in August and the warning came too late. The team changed the "
    "software after that night. There is a second sensor at every bridge now.",
)
BENGALI = (
    "এক রাতে নদীর পানি ৩৫ মিটার বেড়ে গিয়েছিল। খুলনার কাছে অনেক গ্রাম কোনো সতর্কবার্তাই পায়নি। "
    "প্রকৌশলীরা তারপর থেকে একটি নতুন ব্যবস্থা তৈরি করেছেন।",
    "মীরা সেন তিন বন্ধুর সঙ্গে সফটওয়্যারটির প্রথম সংস্করণ লিখেছিলেন। এটি পুরোনো সেতুর পাশে একটি ছোট "
    "কম্পিউটারে চলত। আজ অঞ্চলের সবাই বিনামূল্যে এটি ব্যবহার করতে পারেন।",
    "সেন্সরগুলি সস্তা এবং একটি ব্যাটারিতে দুই বছর চলে। যে কেউ কয়েকটি যন্ত্র দিয়ে বাড়িতে এগুলি বানাতে "
    "পারেন। পাওয়া প্রতিটি ভুলের সঙ্গে নকশাগুলি প্রকাশ করা হয়।",
    "আগস্টে একটি ঝড় ৬০টি সেন্সর ধ্বংস করে, আর সতর্কবার্তা দেরিতে আসে। সেই রাতের পরে দলটি সফটওয়্যার "
    "বদলায়। এখন প্রতিটি সেতুতে একটি দ্বিতীয় সেন্সর আছে।",
)


def article(source: Sequence[str] = ENGLISH, target: Sequence[str] = BENGALI) -> Version:
    return version(list(zip(source, target, strict=True)))


_FRAGMENTS = (
    *(f"{sentence}।" for text in BENGALI for sentence in text.rstrip("।").split("। ")),
    "খুলনায় ৩৫ জন।", "“মীরা সেন” (৬০) ।", "ক, খ , গ।", "https://a.example/b", "এক দুই", "।.", "-", "",
    "সে বলল, “আমি আজ আর কোথাও যাব না, কারণ বৃষ্টি হচ্ছে।”",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_FRAGMENTS), max_size=4).map(" ".join)
_SOURCE = "In Khulna 35 people and Meera Sen saw 60 of them."


def versions() -> st.SearchStrategy[Version]:
    """Bengali of a kind beside English with names and numbers; odd texts among them."""
    texts = st.one_of(_TEXTS, _TEXTS, st.text(max_size=12))
    return st.lists(texts, min_size=1, max_size=8).map(
        lambda found: version([(_SOURCE, text or "।") for text in found])
    )
