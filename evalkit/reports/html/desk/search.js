// Texts as a search compares them. One letter may be written in several ways: composed or not (NFC
// settles it, the letters with a dot of Bengali and Gurmukhi among them), with joiners of no width,
// tippi or bindi, ya with its dot, native or Latin digits, curly or straight quotes.

const VARIANTS = {
  "ੰ": "ਂ", "ৎ": "ত্", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " ",
  "৷": "।", "|": "।",
};
const VARIANT = new RegExp(`[${Object.keys(VARIANTS).join("")}]`, "gu");
const DIGIT = /\p{Nd}/gu;
const IGNORED = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const PLAIN = /^[\x00-\x7f]*$/;

const latinDigit = (digit) => {
  // Decimal digits stand in runs of ten, each run at a multiple of ten or sixteen.
  let zero = digit.codePointAt(0);
  const code = zero;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
};
const digits = new Map();
const digitOf = (digit) => {
  if (!digits.has(digit)) digits.set(digit, digit < "\x7f" ? digit : latinDigit(digit));
  return digits.get(digit);
};

const folded = (text) =>
  PLAIN.test(text)
    ? text.toLowerCase()
    : text
        .normalize("NFC")
        .replace(IGNORED, "")
        .replace(DIGIT, digitOf)
        .replace(VARIANT, (letter) => VARIANTS[letter])
        .toLowerCase();

export const normalised = (text) => folded(text).replace(/\s+/g, " ");

const CLUSTER = /[\s\S][\p{M}\u200b-\u200f]*/gu;
// Where a normalised query stands in a text: [start, end] in units of the text.
export const occurrences = (text, query, most = 50) => {
  if (!query || !normalised(text).includes(query)) return [];
  let whole = "";
  const starts = [];
  const ends = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    let made = folded(cluster).replace(/\s+/g, " ");
    if (made === " " && whole.endsWith(" ")) made = "";
    for (let n = 0; n < made.length; n += 1) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
    whole += made;
  }
  const found = [];
  for (let at = whole.indexOf(query); at >= 0 && found.length < most; at = whole.indexOf(query, at + query.length))
    found.push([starts[at], ends[at + query.length - 1]]);
  return found;
};
