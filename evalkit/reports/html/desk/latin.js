// A version in Latin letters, sound by sound, for readers without its script.

import { data } from "./data.js";

const letters = data.latin;
const bearing = new Set(letters?.bearing);
const final = new Set(letters?.final);
const vowels = new Set(letters?.vowels);
const mutes = new Set(letters?.mutes);
const doubling = new Set(letters?.doubling);
const INSIDE = /[\p{L}\p{M}]/u;
const JOINER = /[\u200b-\u200d]/;

export const hasLatin = (version) => Boolean(letters?.versions.includes(version));

// For each unit of the text what stands for it, so that a place in one is a place in the other.
export const sounds = (text) => {
  const known = letters.sounds;
  const made = new Array(text.length).fill("");
  let doubled = false;
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at));
    const dotted = known[character + (text[at + character.length] ?? "")];
    const length = character.length + (dotted !== undefined && character in known ? 1 : 0);
    let sound = (length > character.length ? dotted : known[character]) ?? (JOINER.test(character) ? "" : character);
    if (doubling.has(character)) {
      doubled = true;
      at += length;
      continue;
    }
    if (doubled) sound = sound.slice(0, 1) + sound;
    doubled = false;
    if (bearing.has(character)) {
      const next = text[at + length] ?? "";
      const written = vowels.has(next) || mutes.has(next);
      if (!written && (final.has(character) || INSIDE.test(next))) sound += "a";
    }
    made[at] = sound;
    at += length;
  }
  return made;
};

// A document repeats its words.
const WORD = /[\p{L}\p{M}\u200b-\u200d]+/gu;
const latinWords = new Map();
const romanisedWord = (word) => {
  if (!latinWords.has(word)) latinWords.set(word, sounds(word).join(""));
  return latinWords.get(word);
};
export const romanised = (text) => text.replace(WORD, romanisedWord);
