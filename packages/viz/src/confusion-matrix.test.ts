import { describe, expect, it } from "vitest";
import { textBoxes } from "../test/layout.ts";
import { confusionMatrix } from "./confusion-matrix.ts";
import { confusion, mistakeInWords } from "./confusion.ts";

const cats = { matrix: [[480, 20], [3, 497]], classes: ["cat", "dog"] };
const opacities = (svg: string): number[] => Array.from(svg.matchAll(/width="45" height="45"[^>]*fill-opacity="([\d.]+)"/g), ([, share]) => Number(share));

describe("confusion", () => {
  it("works out shares and mistakes", () => {
    const found = confusion("f", cats);
    expect(found.shares).toEqual([[0.96, 0.04], [0.006, 0.994]]);
    expect([found.samples, found.right]).toEqual([1000, 977]);
    expect(found.mistakes.map((mistake) => mistakeInWords(cats, mistake))).toEqual(["cat taken for dog: 20 of 500", "dog taken for cat: 3 of 500"]);
  });

  it("gives a class without samples shares of zero", () => {
    expect(confusion("f", { ...cats, matrix: [[0, 0], [0, 0]] }).shares).toEqual([[0, 0], [0, 0]]);
  });

  it("refuses matrices that are none", () => {
    expect(() => confusion("confusionMatrix", { matrix: [[1]], classes: ["a"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: there must be at least two classes. Received 1.]`);
    expect(() => confusion("confusionMatrix", { matrix: [[1, 2]], classes: ["a", "b"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: the matrix must have a row for each class. Received 1 rows for 2 classes.]`);
    expect(() => confusion("confusionMatrix", { matrix: [[1, 2], [3]], classes: ["a", "b"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: row 1 must have a count for each class. Received 1 counts for 2 classes.]`);
    expect(() => confusion("confusionMatrix", { matrix: [[1, 2], [3, -4]], classes: ["a", "b"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: counts must be numbers from zero. Received -4 at row 1, column 1.]`);
  });
});

describe("confusionMatrix", () => {
  it("shades the right by their share, mistakes on a scale of their own", () => {
    expect(opacities(confusionMatrix(cats))).toEqual([0.96, 1, 0.22, 0.99]);
  });

  it("shades mistakes on one scale with the matrices it stands among", () => {
    const worse = { ...cats, matrix: [[300, 200], [3, 497]] };
    const among = [cats, worse];
    // 0.08 + 0.92 · 0.04 / 0.4, and the other way round its own largest.
    expect(among.map((data) => opacities(confusionMatrix(data, { among })))).toEqual([[0.96, 0.17, 0.09, 0.99], [0.6, 1, 0.09, 0.99]]);
    expect(among.map((data) => confusionMatrix(data, { among }).includes("40.0\u00a0% of the row"))).toEqual([true, true]);
    expect(confusionMatrix(cats, { among: [cats] })).toBe(confusionMatrix(cats));
    expect(() => confusionMatrix(cats, { among: [{ matrix: [[1]], classes: ["a"] }] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: there must be at least two classes. Received 1.]`);
  });

  it("says in words what it shows", () => {
    expect(/<desc>(.*)<\/desc>/.exec(confusionMatrix(cats))?.[1]).toMatchInlineSnapshot(`"2 classes; 977 of 1,000 samples right, 97.70 %. Most frequent mistakes: cat taken for dog: 20 of 500; dog taken for cat: 3 of 500."`);
    expect(/<desc>(.*)<\/desc>/.exec(confusionMatrix({ ...cats, matrix: [[0, 0], [0, 0]] }))?.[1]).toMatchInlineSnapshot(`"2 classes; no samples. No mistakes."`);
  });

  it("tells a page what each cell counts, and leads where it is told to", () => {
    const cellsOf = (svg: string): string[] => Array.from(svg.matchAll(/(<a href="[^"]*">\n)?<g (data-true[^>]*)>\n<title>([^<]*)/g), ([, link = "", data = "", words = ""]) => `${link.trim()}${data} ${words}`);
    expect(cellsOf(confusionMatrix({ ...cats, matrix: [[480, 20], [0, 500]] }))).toMatchInlineSnapshot(`
      [
        "data-true="0" data-predicted="0" data-count="480" cat right: 480 of 500",
        "data-true="0" data-predicted="1" data-count="20" cat taken for dog: 20 of 500",
        "data-true="1" data-predicted="1" data-count="500" dog right: 500 of 500",
      ]
    `);
    const linked = confusionMatrix(cats, { link: ({ truth, predicted, count }) => (count < 100 ? `#${truth}-${predicted}` : undefined) });
    expect(cellsOf(linked).map((cell) => cell.split(" ")[1])).toMatchInlineSnapshot(`
      [
        "data-predicted="0"",
        "href="#0-1">data-true="0"",
        "href="#1-0">data-true="1"",
        "data-predicted="1"",
      ]
    `);
    // An image hides its links from those who cannot see.
    expect([linked, confusionMatrix(cats)].map((svg) => /role="(\w+)"/.exec(svg)?.[1])).toEqual(["group", "img"]);
    expect(() => confusionMatrix(cats, { link: () => " javascript:alert(1)" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: link must give an address on the web or a place such as #4-9. Received " javascript:alert(1)".]`);
  });

  it("writes shares of the rows instead of counts", () => {
    const texts = textBoxes(confusionMatrix({ matrix: [[999, 1, 0], [0, 5, 0], [1, 2, 9997]], classes: ["a", "b", "c"] }, { values: "shares" })).map(({ what }) => what);
    expect(texts.filter((text) => /^[<\d.]+$/.test(text)).slice(0, 6)).toEqual(["99.9", "0.1", "100", "<0.1", "<0.1", "99.9"]);
    expect(texts.join(" ")).toContain("11,001 of 11,005 right (99.96\u00a0%); each row in % ");
    const wrong: object = { values: "rows" };
    expect(() => confusionMatrix(cats, wrong)).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusionMatrix: values must be counts or shares. Received "rows".]`);
  });

  it("writes no counts where they do not fit, but the commonest mistakes", () => {
    const n = 40;
    const matrix = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 123 : i === 3 && j === 7 ? 45 : 0)));
    const texts = textBoxes(confusionMatrix({ matrix, classes: Array.from({ length: n }, (_, i) => `c${i}`) })).map(({ what }) => what);
    expect(texts).not.toContain("123");
    expect(texts).toContain("c3 taken for c7: 45 of 168");
  });
});
