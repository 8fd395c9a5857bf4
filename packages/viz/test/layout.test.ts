import { expect, it } from "vitest";
import { figure } from "../src/figure.ts";
import { label } from "../src/label.ts";
import type { LabelPlace } from "../src/label.ts";
import { layoutProblems } from "./layout.ts";

const options = { title: "", theme: "light", width: 240 } as const;
const draw = (...places: readonly Partial<LabelPlace>[]): string =>
  figure({ width: 100, height: 50, name: "n", description: "d" }, options, places.map((place, i) => label(`text ${i}`, { x: 10, y: 20, fill: "#000000", ...place })));

it("finds text on text", () => {
  expect(layoutProblems(draw({}, { y: 40 }))).toEqual([]);
  expect(layoutProblems(draw({}, { y: 25 }))).toMatchInlineSnapshot(`
    [
      ""text 0" (10 11 45 23) meets "text 1" (10 16 45 28).",
    ]
  `);
});

it("finds text that leaves the figure", () => {
  expect(layoutProblems(draw({ x: 90 }))).toMatchInlineSnapshot(`
    [
      ""text 0" (90 11 125 23) leaves 100×50.",
    ]
  `);
  expect(layoutProblems(draw({ x: 20, y: 20, turned: true }))).toMatchInlineSnapshot(`
    [
      ""text 0" (11 -15 23 20) leaves 100×50.",
    ]
  `);
});

it("finds scripts, open elements and addresses", () => {
  const broken = (inner: string): string => draw().replace("</svg>", `${inner}</svg>`);
  expect(layoutProblems(broken("<script></script>"))).toEqual(["<script> may run a script."]);
  expect(layoutProblems(broken('<g onload="x"/>'))).toEqual(['<g onload="x"/> may run a script.']);
  expect(layoutProblems(broken("<g>"))).toContain("not closed: svg.");
  expect(layoutProblems(broken('<image href="https://example.org"/>'))).toEqual(['<image href="https://example.org"/> asks for something from elsewhere.']);
});

it("finds text that leaves its box", () => {
  const boxed = (width: number): string => draw({ x: 12 }).replace("</svg>", `<rect x="10" y="8" width="${width}" height="16"/></svg>`);
  expect(layoutProblems(boxed(40))).toEqual([]);
  expect(layoutProblems(boxed(30))).toMatchInlineSnapshot(`
    [
      ""text 0" (12 11 47 23) leaves its box "rect" (10 8 40 24).",
    ]
  `);
});
