import fc from "fast-check";

const awkward = [
  "<script>alert(1)</script>",
  '" onload="alert(1)',
  "]]><b>&amp;</b>",
  "a name that goes on and on and does not end before the margin of the figure does",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "猫と犬の写真の分類",
  "👩‍👩‍👧‍👦 family",
  "e\u0301\u0323\u0308\u0301",
  "قطة",
  "\u202eevil\u0000\ud800",
  "line\nbreak\ttab",
  "",
  " ",
  "WWWWWWWWWWWWWWWW",
];

/** Class names as nobody hopes for, and as everybody has. */
export const names: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: "grapheme", maxLength: 30 }), fc.constantFrom("cat", "dog", "7", "T-shirt/top"));
