import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenise } from "./tokenise.ts";

test.each<[string, string[]]>([
  ["It's a Great film, isn't it?", ["it", "'s", "a", "great", "film", ",", "is", "n't", "it", "?"]],
  ["We've said they're right; she'd stay, I'll go.", ["we", "'ve", "said", "they", "'re", "right", "she", "'d", "stay", ",", "i", "'ll", "go"]],
  ["can’t (really) stop!!", ["ca", "n't", "(", "really", ")", "stop", "!", "!"]],
  ["two-hour film from 1999 -- 'tis \"fine\"", ["two", "hour", "film", "from", "1999", "tis", "fine"]],
  ["Ein schöner Film über Mädchen, ça va?", ["ein", "schöner", "film", "über", "mädchen", ",", "ça", "va", "?"]],
  ["Хороший фильм", ["хороший", "фильм"]],
  ["o'clock", ["o'clock"]],
  ["  ", []],
])("%j", (text, words) => expect(tokenise(text)).toEqual(words));

test("letters written in one piece or two are the same word", () => expect(tokenise("cafe\u0301")).toEqual(tokenise("café")));

test("words that are joined by spaces are told apart again, and whatever comes in, nothing is white or empty", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 0xd7ff }), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes)), (text) => {
      const words = tokenise(text);
      expect(words.every((word) => /^\S+$/u.test(word))).toBe(true);
      // A contraction's ending loses its apostrophe when it stands alone, so only words without one go round.
      const plain = words.filter((word) => !word.includes("'"));
      expect(tokenise(plain.join(" "))).toEqual(plain);
    }),
  );
});
