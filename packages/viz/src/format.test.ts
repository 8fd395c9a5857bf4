import { expect, it } from "vitest";
import { compact, counted, figures, grouped, listed, percent, shareOf, signed } from "./format.ts";

it("writes shares", () => {
  expect(percent(0.989)).toBe("98.9\u00a0%");
  expect(percent(1, 0)).toBe("100\u00a0%");
});

it("never rounds a share up to all or down to nothing", () => {
  expect([shareOf(0.99999), shareOf(1), shareOf(0.0004), shareOf(0), shareOf(0.99999, 2)]).toEqual(["99.9\u00a0%", "100.0\u00a0%", "0.04\u00a0%", "0.0\u00a0%", "99.99\u00a0%"]);
});

it("writes numbers and lists", () => {
  expect([figures(0.041234), figures(1234.5), figures(1.2e-7)]).toEqual(["0.0412", "1230", "1.2e-7"]);
  expect([grouped(999), grouped(10_000), grouped(1_234_567)]).toEqual(["999", "10,000", "1,234,567"]);
  expect([counted(1, "epoch"), counted(2, "class", "classes")]).toEqual(["1 epoch", "2 classes"]);
  expect([listed([]), listed(["a"]), listed(["a", "b", "c"])]).toEqual(["", "a", "a, b and c"]);
});

it("writes large numbers short, and minus signs", () => {
  expect([compact(0), compact(999), compact(1000), compact(25_557_032), compact(999_999), compact(15.47e9), compact(-2e6), compact(3e17)].join("; ")).toBe("0; 999; 1 k; 25.6 M; 1 M; 15.5 G; −2 M; 300000 T".replaceAll(/ (?=[kMGT])/g, "\u00a0"));
  expect([signed(-0.25), signed(1.2e-7), signed(3)]).toEqual(["−0.25", "1.2e−7", "3"]);
});
