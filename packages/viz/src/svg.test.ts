import fc from "fast-check";
import { expect, it } from "vitest";
import { element, escape, path, plain, rounded } from "./svg.ts";

it("writes elements, with text escaped and markup as it is", () => {
  const inner = element("tspan", { x: 1 }, ["a < b"]);
  expect(element("text", { y: 2.345, id: '"><script>', fill: undefined }, ["& ", inner]).markup).toBe('<text y="2.35" id="&quot;&gt;&lt;script&gt;">&amp; <tspan x="1">a &lt; b</tspan></text>');
});

it("moves custom properties into the style", () => {
  expect(element("rect", { fill: "var(--a,#fff)", stroke: "#000", style: "x:y" }).markup).toBe('<rect stroke="#000" style="fill:var(--a,#fff);x:y"/>');
});

it("refuses numbers that are none", () => {
  expect(() => element("circle", { cx: Number.NaN })).toThrowErrorMatchingInlineSnapshot(`[RangeError: svg: attribute cx of <circle> must be a finite number. Received NaN.]`);
});

it("keeps at most two decimals and no negative zero", () => {
  expect([1, 1.005, -0.001, 0.1 + 0.2, 1e6].map(rounded)).toEqual(["1", "1", "0", "0.3", "1000000"]);
  expect(path([[0, 0.123], [1, 2]], true)).toBe("M0 0.12L1 2Z");
});

it("puts text on one line, without what XML forbids or what turns the direction", () => {
  expect(plain("a\n b\u0000\u202ec\ud800")).toBe("a b\u{fffd}c\u{fffd}");
  expect(plain("98\u00a0%")).toBe("98\u00a0%");
});

it("leaves no markup of any text", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      expect(escape(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
    }),
  );
});

it("escapes what holds nothing special as it does all else", () => {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      expect(escape(text)).toBe(Array.from(plain(text), (character) => entities[character] ?? character).join(""));
    }),
  );
  expect(escape("M1 2L-3.5 4Z")).toBe("M1 2L-3.5 4Z");
  expect([" a", "a  b", "a\tb", "~\u007f", "é\u202e"].map(escape)).toEqual([" a", "a b", "a b", "~\u007f", "é"]);
});
