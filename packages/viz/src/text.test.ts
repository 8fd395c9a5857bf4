import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fontWidths } from "../test/ttf.ts";
import { names } from "../test/names.ts";
import { fitText, textWidth, widestText, wrapText } from "./text.ts";

const arimo = (file: string): string => createRequire(import.meta.url).resolve(`@expo-google-fonts/arimo/${file}`);
const dejavu = "/usr/share/fonts/truetype/dejavu/";

describe("textWidth", () => {
  it("adds up the wider of two fonts' advances", () => {
    // Digits: Arimo 556, DejaVu Sans 636.2 thousandths of an em.
    expect(textWidth("100", 10)).toBeCloseTo(19.11, 5);
    expect(textWidth("", 12)).toBe(0);
    expect(textWidth("e\u0301", 10)).toBe(textWidth("e", 10));
    expect(widestText(["i", "W"], 10)).toBe(textWidth("W", 10));
  });

  const files = [
    ["regular", arimo("400Regular/Arimo_400Regular.ttf")],
    ["bold", arimo("700Bold/Arimo_700Bold.ttf")],
    ["regular", `${dejavu}DejaVuSans.ttf`],
    ["bold", `${dejavu}DejaVuSans-Bold.ttf`],
  ] as const;
  for (const [weight, file] of files) {
    it.skipIf(!existsSync(file))(`is never less than ${file.split("/").pop()} takes`, () => {
      const font = fontWidths(readFileSync(file));
      const ranges = [[0x20, 0x7e], [0xa0, 0x17f], [0x391, 0x3c9], [0x400, 0x45f], [0x2010, 0x2027], [0x2190, 0x2193]] as const;
      let known = 0;
      for (const [first, last] of ranges) {
        for (let code: number = first; code <= last; code++) {
          const width = font.width(code);
          if (width === undefined || code === 0xad) continue;
          known++;
          expect(textWidth(`x${String.fromCodePoint(code)}x`, 1000, weight) - textWidth("xx", 1000, weight), String.fromCodePoint(code)).toBeGreaterThan(/\s/.test(String.fromCodePoint(code)) ? 0 : width - 1e-6);
        }
      }
      expect(known).toBeGreaterThan(400);
    });
  }
});

describe("fitText", () => {
  it("cuts between characters as a reader sees them", () => {
    expect(fitText("Pullover", 12, 100)).toBe("Pullover");
    expect(fitText("Pullover", 12, 40)).toBe("Pull…");
    expect(fitText("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 12, 110)).toBe("👩‍👩‍👧‍👦…");
  });

  it("fits whenever an ellipsis does", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 13, max: 200 }), (name, width) => {
        expect(textWidth(fitText(name, 12, width), 12)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("wrapText", () => {
  it("breaks at spaces and ends in an ellipsis", () => {
    expect(wrapText("what a reader sees of it", 12, 90, 2)).toEqual(["what a reader", "sees of it"]);
    expect(wrapText("what a reader sees of a long title", 12, 90, 2)).toEqual(["what a reader", "sees of a lon…"]);
    expect(wrapText("", 12, 80, 2)).toEqual([]);
  });

  it("keeps within lines and width", () => {
    fc.assert(
      fc.property(names, names, fc.integer({ min: 20, max: 200 }), fc.integer({ min: 1, max: 3 }), (a, b, width, lines) => {
        const found = wrapText(`${a} ${b}`, 12, width, lines);
        expect(found.length).toBeLessThanOrEqual(lines);
        expect(widestText(found, 12)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
