"""Sentences written for these tests, facing each other in several languages."""

from __future__ import annotations

ENGLISH = (
    "The new bridge over the river was opened on Monday.",
    "It cost 45 million dollars and took three years to build.",
    "Mayor Linda Petersen called it a gift to the next generation.",
    "Not everyone is happy: shopkeepers fear that traffic will pass them by.",
    '"Who will still stop here?" asks the baker Omar Haddad.',
    "The ferry, which carried passengers for 112 years, made its last trip.",
    "Its captain received flowers and a medal.",
    "In Rotterdam, a similar project failed in 1998.",
    "Engineers from Siemens will watch the cables day and night (with 64 sensors).",
    "Anyone who wants to walk across may do so for free until the end of the year.",
)
BENGALI = (
    "সোমবার নদীর উপর নতুন সেতুটি খুলে দেওয়া হয়েছে।",
    "এতে ৪৫ মিলিয়ন ডলার খরচ হয়েছে এবং নির্মাণে তিন বছর লেগেছে।",
    "মেয়র লিন্ডা পিটারসেন এটিকে আগামী প্রজন্মের জন্য উপহার বলেছেন।",
    "সবাই খুশি নন: দোকানদারদের ভয়, যানবাহন তাঁদের পাশ কাটিয়ে চলে যাবে।",
    "“এখানে আর কে থামবে?” প্রশ্ন করেন রুটিওয়ালা ওমর হাদ্দাদ।",
    "যে ফেরি ১১২ বছর ধরে যাত্রী বহন করেছে, সেটি শেষবারের মতো চলল।",
    "তার ক্যাপ্টেন ফুল ও একটি পদক পেলেন।",
    "রটারডামে একই রকম একটি প্রকল্প ১৯৯৮ সালে ব্যর্থ হয়েছিল।",
    "সিমেন্সের প্রকৌশলীরা দিনরাত তারগুলির উপর নজর রাখবেন (৬৪টি সেন্সর দিয়ে)।",
    "যে কেউ বছরের শেষ পর্যন্ত বিনামূল্যে হেঁটে পার হতে পারবেন।",
)
PUNJABI = (
    "ਸੋਮਵਾਰ ਨੂੰ ਦਰਿਆ ਉੱਤੇ ਨਵਾਂ ਪੁਲ ਖੋਲ੍ਹ ਦਿੱਤਾ ਗਿਆ।",
    "ਇਸ ਉੱਤੇ 45 ਮਿਲੀਅਨ ਡਾਲਰ ਖਰਚ ਆਏ ਅਤੇ ਇਸ ਨੂੰ ਬਣਾਉਣ ਵਿੱਚ ਤਿੰਨ ਸਾਲ ਲੱਗੇ।",
    "ਮੇਅਰ ਲਿੰਡਾ ਪੀਟਰਸਨ ਨੇ ਇਸ ਨੂੰ ਅਗਲੀ ਪੀੜ੍ਹੀ ਲਈ ਤੋਹਫ਼ਾ ਕਿਹਾ।",
    "ਹਰ ਕੋਈ ਖੁਸ਼ ਨਹੀਂ ਹੈ: ਦੁਕਾਨਦਾਰਾਂ ਨੂੰ ਡਰ ਹੈ ਕਿ ਆਵਾਜਾਈ ਉਨ੍ਹਾਂ ਕੋਲੋਂ ਲੰਘ ਜਾਵੇਗੀ।",
    '"ਹੁਣ ਇੱਥੇ ਕੌਣ ਰੁਕੇਗਾ?" ਨਾਨਬਾਈ ਉਮਰ ਹੱਦਾਦ ਪੁੱਛਦਾ ਹੈ।',
    "ਕਿਸ਼ਤੀ, ਜਿਸ ਨੇ 112 ਸਾਲ ਮੁਸਾਫ਼ਰ ਢੋਏ, ਆਪਣੇ ਆਖਰੀ ਸਫ਼ਰ ਉੱਤੇ ਗਈ।",
    "ਇਸ ਦੇ ਕਪਤਾਨ ਨੂੰ ਫੁੱਲ ਅਤੇ ਇੱਕ ਤਮਗਾ ਮਿਲਿਆ।",
    "ਰੋਟਰਡੈਮ ਵਿੱਚ ਅਜਿਹਾ ਹੀ ਇੱਕ ਪ੍ਰੋਜੈਕਟ 1998 ਵਿੱਚ ਨਾਕਾਮ ਹੋ ਗਿਆ ਸੀ।",
    "ਸੀਮੈਂਸ ਦੇ ਇੰਜੀਨੀਅਰ ਦਿਨ ਰਾਤ ਤਾਰਾਂ ਉੱਤੇ ਨਜ਼ਰ ਰੱਖਣਗੇ (64 ਸੈਂਸਰਾਂ ਨਾਲ)।",
    "ਜੋ ਕੋਈ ਪੈਦਲ ਪਾਰ ਕਰਨਾ ਚਾਹੇ, ਉਹ ਸਾਲ ਦੇ ਅੰਤ ਤੱਕ ਮੁਫ਼ਤ ਕਰ ਸਕਦਾ ਹੈ।",
)
GERMAN = (
    "Am Montag wurde die neue Brücke über den Fluss eröffnet.",
    "Sie kostete 45 Millionen Dollar, der Bau dauerte drei Jahre.",
    "Bürgermeisterin Linda Petersen nannte sie ein Geschenk an die nächste Generation.",
    "Nicht alle sind froh: Händler fürchten, dass der Verkehr an ihnen vorbeizieht.",
    "„Wer hält hier noch an?“, fragt der Bäcker Omar Haddad.",
    "Die Fähre, die 112 Jahre lang Fahrgäste trug, fuhr zum letzten Mal.",
    "Ihr Kapitän bekam Blumen und einen Orden.",
    "In Rotterdam scheiterte 1998 ein ähnliches Vorhaben.",
    "Ingenieure von Siemens werden die Seile Tag und Nacht überwachen (mit 64 Sensoren).",
    "Wer zu Fuß hinübergehen will, darf das bis zum Jahresende umsonst.",
)
TRANSLATIONS = {"bn": BENGALI, "pa": PUNJABI, "de": GERMAN}
STRANGERS = {
    "bn": "বাজারে এ সপ্তাহে আমের দাম প্রতি কেজি ৮০ টাকায় নেমেছে বলে বিক্রেতারা জানিয়েছেন।",
    "pa": "ਮੰਡੀ ਵਿੱਚ ਇਸ ਹਫ਼ਤੇ ਅੰਬਾਂ ਦਾ ਭਾਅ 80 ਰੁਪਏ ਕਿਲੋ ਤੱਕ ਡਿੱਗ ਗਿਆ, ਵੇਚਣ ਵਾਲਿਆਂ ਨੇ ਦੱਸਿਆ।",
    "de": "Auf dem Markt ist der Preis der Mangos diese Woche auf 80 Rupien das Kilo gefallen.",
}
"""A paragraph that nothing in ENGLISH faces."""
