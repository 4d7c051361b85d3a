"""One long paragraph of twelve sentences, written for the tests in three languages."""

ENGLISH = (
    "The old library of the town opened its doors again on Monday.",
    "For three years it had stood empty, because rain came through the roof.",
    "The council spent 4.2 million euros on the repair.",
    "Half of that money came from a fund for historic buildings.",
    "Maria Lopez, who leads the library, greeted the first visitors herself.",
    "“We did not lose a single book,” she said.",
    "Volunteers had carried 38,000 volumes to a dry school hall.",
    "Some of them are more than 200 years old.",
    "The new reading room has large windows towards the river.",
    "Children get a floor of their own, with low shelves and soft chairs.",
    "In the evening a small orchestra played in the courtyard.",
    "From next week on the house is open every day except Sunday.",
)
BENGALI = (
    "শহরের পুরোনো গ্রন্থাগারটি সোমবার আবার দরজা খুলেছে।",
    "তিন বছর ধরে এটি খালি পড়ে ছিল, কারণ ছাদ দিয়ে বৃষ্টির জল পড়ত।",
    "মেরামতের জন্য পৌরসভা ৪২ লক্ষ ইউরো খরচ করেছে।",
    "সেই অর্থের অর্ধেক এসেছে ঐতিহাসিক ভবনের একটি তহবিল থেকে।",
    "গ্রন্থাগারের প্রধান মারিয়া লোপেজ নিজেই প্রথম দর্শনার্থীদের স্বাগত জানান।",
    "“আমরা একটি বইও হারাইনি,” তিনি বলেন।",
    "স্বেচ্ছাসেবকেরা ৩৮,০০০ বই একটি শুকনো স্কুলঘরে নিয়ে গিয়েছিলেন।",
    "সেগুলোর কয়েকটির বয়স ২০০ বছরেরও বেশি।",
    "নতুন পাঠকক্ষে নদীর দিকে বড় বড় জানালা আছে।",
    "শিশুরা পেয়েছে নিজেদের একটি তলা, নিচু তাক আর নরম চেয়ারসহ।",
    "সন্ধ্যায় উঠোনে একটি ছোট অর্কেস্ট্রা বাজনা বাজায়।",
    "আগামী সপ্তাহ থেকে ভবনটি রবিবার ছাড়া প্রতিদিন খোলা থাকবে।",
)
PUNJABI = (
    "ਸ਼ਹਿਰ ਦੀ ਪੁਰਾਣੀ ਲਾਇਬ੍ਰੇਰੀ ਨੇ ਸੋਮਵਾਰ ਨੂੰ ਮੁੜ ਆਪਣੇ ਦਰਵਾਜ਼ੇ ਖੋਲ੍ਹੇ।",
    "ਤਿੰਨ ਸਾਲ ਇਹ ਖਾਲੀ ਪਈ ਰਹੀ, ਕਿਉਂਕਿ ਛੱਤ ਵਿੱਚੋਂ ਮੀਂਹ ਦਾ ਪਾਣੀ ਆਉਂਦਾ ਸੀ।",
    "ਕੌਂਸਲ ਨੇ ਮੁਰੰਮਤ ਉੱਤੇ 42 ਲੱਖ ਯੂਰੋ ਖਰਚ ਕੀਤੇ।",
    "ਉਸ ਪੈਸੇ ਦਾ ਅੱਧਾ ਹਿੱਸਾ ਇਤਿਹਾਸਕ ਇਮਾਰਤਾਂ ਦੇ ਇੱਕ ਫੰਡ ਤੋਂ ਆਇਆ।",
    "ਲਾਇਬ੍ਰੇਰੀ ਦੀ ਮੁਖੀ ਮਾਰੀਆ ਲੋਪੇਜ਼ ਨੇ ਪਹਿਲੇ ਪਾਠਕਾਂ ਦਾ ਆਪ ਸੁਆਗਤ ਕੀਤਾ।",
    "“ਸਾਡੀ ਇੱਕ ਵੀ ਕਿਤਾਬ ਨਹੀਂ ਗੁਆਚੀ,” ਉਸ ਨੇ ਕਿਹਾ।",
    "ਸੇਵਾਦਾਰਾਂ ਨੇ 38,000 ਕਿਤਾਬਾਂ ਇੱਕ ਸੁੱਕੇ ਸਕੂਲ ਹਾਲ ਵਿੱਚ ਪਹੁੰਚਾਈਆਂ ਸਨ।",
    "ਉਨ੍ਹਾਂ ਵਿੱਚੋਂ ਕੁਝ 200 ਸਾਲ ਤੋਂ ਵੀ ਪੁਰਾਣੀਆਂ ਹਨ।",
    "ਨਵੇਂ ਪੜ੍ਹਨ ਕਮਰੇ ਦੀਆਂ ਵੱਡੀਆਂ ਖਿੜਕੀਆਂ ਦਰਿਆ ਵੱਲ ਖੁੱਲ੍ਹਦੀਆਂ ਹਨ।",
    "ਬੱਚਿਆਂ ਨੂੰ ਆਪਣੀ ਵੱਖਰੀ ਮੰਜ਼ਿਲ ਮਿਲੀ ਹੈ, ਨੀਵੀਆਂ ਅਲਮਾਰੀਆਂ ਅਤੇ ਨਰਮ ਕੁਰਸੀਆਂ ਨਾਲ।",
    "ਸ਼ਾਮ ਨੂੰ ਵਿਹੜੇ ਵਿੱਚ ਇੱਕ ਛੋਟੇ ਆਰਕੈਸਟਰਾ ਨੇ ਸਾਜ਼ ਵਜਾਏ।",
    "ਅਗਲੇ ਹਫ਼ਤੇ ਤੋਂ ਇਹ ਘਰ ਐਤਵਾਰ ਤੋਂ ਬਿਨਾਂ ਹਰ ਰੋਜ਼ ਖੁੱਲ੍ਹਾ ਰਹੇਗਾ।",
)
