"""Words for texts that mean nothing, in three scripts; the first of a list are drawn most often."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH = _words("""
the of a in and to school water teacher village children river morning book road field rain light
garden bridge market letter station window doctor family harvest kitchen evening library mountain
boat winter story lamp neighbour festival bicycle carpenter shore basket meeting answer question
season grain stone tree shadow journey promise clinic seed cloud song thread mirror wall pencil
carries opens brings finds mends counts waits grows follows remembers old small quiet bright new
deep early warm patient whole together often slowly again never behind between without
""")

BENGALI = _words("""
এই ও একটি না থেকে জন্য বিদ্যালয় জল শিক্ষক গ্রাম শিশুরা নদী সকাল বই রাস্তা মাঠ বৃষ্টি আলো বাগান
সেতু বাজার চিঠি স্টেশন জানালা ডাক্তার পরিবার ফসল রান্নাঘর সন্ধ্যা পাঠাগার পাহাড় নৌকা শীত গল্প
প্রদীপ প্রতিবেশী উৎসব সাইকেল কাঠমিস্ত্রি তীর ঝুড়ি সভা উত্তর প্রশ্ন ঋতু শস্য পাথর গাছ ছায়া যাত্রা
প্রতিশ্রুতি বীজ মেঘ গান সুতো আয়না দেয়াল পেনসিল নিয়ে খোলে আনে খুঁজে পায় সারায় গোনে অপেক্ষা করে
বাড়ে মনে রাখে পুরোনো ছোট শান্ত উজ্জ্বল নতুন গভীর উষ্ণ ধৈর্যশীল একসঙ্গে প্রায়ই ধীরে আবার কখনো
পেছনে মাঝখানে ছাড়া
""")

PUNJABI = _words("""
ਇਹ ਅਤੇ ਇੱਕ ਨਹੀਂ ਤੋਂ ਲਈ ਸਕੂਲ ਪਾਣੀ ਅਧਿਆਪਕ ਪਿੰਡ ਬੱਚੇ ਦਰਿਆ ਸਵੇਰ ਕਿਤਾਬ ਸੜਕ ਖੇਤ ਮੀਂਹ ਚਾਨਣ ਬਾਗ਼ ਪੁਲ
ਬਾਜ਼ਾਰ ਚਿੱਠੀ ਸਟੇਸ਼ਨ ਖਿੜਕੀ ਡਾਕਟਰ ਪਰਿਵਾਰ ਫ਼ਸਲ ਰਸੋਈ ਸ਼ਾਮ ਲਾਇਬ੍ਰੇਰੀ ਪਹਾੜ ਕਿਸ਼ਤੀ ਸਰਦੀ ਕਹਾਣੀ ਦੀਵਾ ਗੁਆਂਢੀ
ਮੇਲਾ ਸਾਈਕਲ ਤਰਖਾਣ ਕੰਢਾ ਟੋਕਰੀ ਬੈਠਕ ਜਵਾਬ ਸਵਾਲ ਰੁੱਤ ਦਾਣਾ ਪੱਥਰ ਰੁੱਖ ਛਾਂ ਸਫ਼ਰ ਵਾਅਦਾ ਬੀਜ ਬੱਦਲ ਗੀਤ ਧਾਗਾ
ਸ਼ੀਸ਼ਾ ਕੰਧ ਪੈਨਸਿਲ ਚੁੱਕਦਾ ਖੋਲ੍ਹਦਾ ਲਿਆਉਂਦਾ ਲੱਭਦਾ ਗਿਣਦਾ ਉਡੀਕਦਾ ਵਧਦਾ ਯਾਦ ਰੱਖਦਾ ਪੁਰਾਣਾ ਛੋਟਾ ਸ਼ਾਂਤ ਚਮਕਦਾ
ਨਵਾਂ ਡੂੰਘਾ ਨਿੱਘਾ ਇਕੱਠੇ ਅਕਸਰ ਹੌਲੀ ਫਿਰ ਕਦੇ ਪਿੱਛੇ ਵਿਚਕਾਰ ਬਿਨਾਂ
""")

RARE = "জোনাকি"
"""A Bengali word that stands in one paragraph of a hundred."""

EMOJI = ("📚", "🚲", "🌱", "🪔", "🎒")
"""One code point each, two UTF-16 units."""
