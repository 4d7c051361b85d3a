// A search finds a text however its letters are written: composed or not, with joiners of no width,
// tippi or bindi, khanda ta, native or Latin digits, curly or straight quotes. The query becomes one
// expression that reads the texts as they stand, so that nothing is prepared and places need no
// translation.

const SAME = [
  ["ਂ", "ੰ"], ["ত্", "ৎ"], ['"', "“", "”", "„"], ["'", "‘", "’"], ["-", "–", "—", "‑"], ["।", "৷", "|"],
];
const IGNORED = "\\u00ad\\u200b-\\u200f\\u2060\\ufeff";
const EVERY_IGNORED = new RegExp(`[${IGNORED}]`, "gu");
const CLUSTER = /\s+|\P{M}?\p{M}*/gu;
const ATTACHED = new RegExp(`[\\p{M}${IGNORED}]`, "u");
// Letters that normalisation never composes, the dotted ones of Indic scripts among them.
const NEVER_COMPOSED =
  "\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f\u09dc\u09dd\u09df\u0a33\u0a36\u0a59\u0a5a\u0a5b\u0a5e\u0b5c\u0b5d";
const LAST = 0x1fbf9; // the last decimal digit of Unicode 16

// Characters of a query that count: longer expressions are more than a browser compiles.
const MOST = 500;

// Every digit of the same value, as a class: 2, ২, ੨, …
let sameDigits = null;
const digitClasses = () => {
  const found = Array.from({ length: 10 }, () => "");
  const digit = /^\p{Nd}$/u;
  for (let zero = 0x30; zero <= LAST; zero += 1) {
    if (!digit.test(String.fromCodePoint(zero))) continue;
    for (let value = 0; value < 10; value += 1) found[value] += String.fromCodePoint(zero + value);
    zero += 9;
  }
  return new Map(found.flatMap((digits) => Array.from(digits, (one) => [one, `[${digits}]`])));
};

const escaped = (character) => character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const either = (all) => (all.length === 1 ? all[0] : `(?:${all.join("|")})`);
const apart = (text) => Array.from(text, escaped).join(`[${IGNORED}]*`);

const spelled = (cluster) => {
  sameDigits ??= digitClasses();
  if (sameDigits.has(cluster)) return sameDigits.get(cluster);
  const forms = new Set([cluster, cluster.normalize("NFC")]);
  for (const letter of NEVER_COMPOSED) {
    const two = letter.normalize("NFD");
    for (const form of [...forms]) if (form.includes(two)) forms.add(form.replace(two, letter));
  }
  for (const group of SAME)
    for (const one of group)
      for (const form of [...forms])
        if (form.includes(one)) for (const other of group) forms.add(form.replace(one, other));
  return either([...forms].sort((a, b) => b.length - a.length).map(apart));
};

// What a query matches; null for one that says nothing.
export const pattern = (query) => {
  const characters = Array.from(query.replace(EVERY_IGNORED, "").normalize("NFD").trim());
  const said = characters.slice(0, MOST).join("").replaceAll("ৎ", "ত্");
  if (!said) return null;
  const parts = said.match(CLUSTER).filter(Boolean).map((part) => (/^\s/.test(part) ? "\\s+" : spelled(part)));
  return new RegExp(`${parts.join(`[${IGNORED}]*`)}[\\p{M}${IGNORED}]*`, "giu");
};

export const holds = (sought, text) => text.search(sought) >= 0;

// Where it stands in a text: [start, end] in units of the text, signs that hang on a letter with it.
export const occurrences = (text, sought, most = 50) => {
  const found = [];
  if (!sought) return found;
  for (const match of text.matchAll(sought)) {
    let { index: start } = match;
    while (start > 0 && ATTACHED.test(text[start])) start -= 1;
    found.push([start, match.index + match[0].length]);
    if (found.length === most) break;
  }
  return found;
};
