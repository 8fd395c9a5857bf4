import { describe, expect, it } from "vitest";
import { apart, sights } from "../test/blindness.ts";
import { contrast, divergingColour, hexColour, luminance, mix, parseColour } from "./colour.ts";
import { colours, palettes, seriesStyle, shadeTurn, themeProperties, themeStyle } from "./theme.ts";
import type { Colours } from "./theme.ts";

const of = (palette: Colours, name: keyof Colours) => parseColour(palette[name]);

it("reads, mixes and compares colours", () => {
  expect(parseColour("#0b61b8")).toEqual([11, 97, 184]);
  expect(hexColour(mix([0, 0, 0], [255, 100, 51], 0.5))).toBe("#80321a");
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
});

for (const [name, palette] of Object.entries(palettes)) {
  describe(name, () => {
    const surface = of(palette, "surface");

    it("has text one can read (WCAG 2.2: 4.5, the main text 7)", () => {
      expect(contrast(of(palette, "ink"), surface)).toBeGreaterThan(7);
      for (const text of ["muted", "blue", "red"] as const) expect(contrast(of(palette, text), surface), text).toBeGreaterThan(4.5);
    });

    it("has lines and bars one can see (WCAG 2.2: 3)", () => {
      for (const line of ["axis", "series0", "series1", "series2", "series3", "series4", "series5"] as const) expect(contrast(of(palette, line), surface), line).toBeGreaterThan(3);
    });

    it("keeps its series and its right and wrong apart for every sight", () => {
      const series = Array.from({ length: 6 }, (_, i) => parseColour(seriesStyle(palette, i).colour));
      for (const [sight, matrix] of Object.entries(sights)) {
        series.forEach((a, i) => {
          for (const b of series.slice(i + 1)) expect(apart(a, b, matrix), `${sight}: ${hexColour(a)} ${hexColour(b)}`).toBeGreaterThan(0.09);
        });
        expect(apart(of(palette, "shadeBlue"), of(palette, "shadeRed"), matrix), sight).toBeGreaterThan(0.12);
        expect(apart(of(palette, "blue"), of(palette, "red"), matrix), sight).toBeGreaterThan(0.12);
      }
    });

    it("has text one can read on every shade", () => {
      for (const full of ["shadeBlue", "shadeRed"] as const) {
        for (let share = 0; share <= 1; share += 0.005) {
          const shade = mix(surface, of(palette, full), share);
          expect(contrast(shade, of(palette, share < shadeTurn ? "onFaint" : "onFull")), `${full} ${share}`).toBeGreaterThan(4.4);
        }
      }
    });
  });
}

it("gives the seventh series the first colour, dashed", () => {
  expect(seriesStyle(palettes.light, 0)).toEqual({ colour: "#0b61b8", dash: undefined });
  expect(seriesStyle(palettes.light, 6)).toEqual({ colour: "#0b61b8", dash: "7 3" });
});

it("follows the reader's setting with auto alone", () => {
  expect(colours("auto").ink).toBe("var(--convscope-ink,#1f2328)");
  expect(themeStyle("dark")).toEqual([]);
  const style = themeStyle("auto")[0]?.markup ?? "";
  expect(style).toContain("--convscope-ink:#1f2328");
  expect(style).toMatch(/prefers-color-scheme:dark\)\{\.convscope\{[^}]*--convscope-ink:#e6edf3/);
});

it("diverges from near-white to equally dark ends", () => {
  expect(hexColour(divergingColour(0))).toBe("#f7f7f7");
  expect(Math.abs(luminance(divergingColour(-1)) - luminance(divergingColour(1)))).toBeLessThan(0.06);
  for (const matrix of Object.values(sights)) expect(apart(divergingColour(-0.3), divergingColour(0.3), matrix)).toBeGreaterThan(0.06);
});

it("gives a page with a switch of its own the colours of each side", () => {
  const declared = themeStyle("auto").map(({ markup }) => markup).join("");
  for (const side of ["light", "dark"] as const) {
    expect(themeProperties(side)).toContain(`--convscope-ink:${palettes[side].ink}`);
    expect(declared).toContain(themeProperties(side));
  }
});
