import fc from "fast-check";
import { expect, it } from "vitest";
import { apart, countAxis, exactAxis, linearAxis, logAxis, readableAxis, shareAxis } from "./panel.ts";

const texts = ({ ticks }: { readonly ticks: readonly { readonly text: string }[] }): string[] => ticks.map(({ text }) => text);

it("has round numbers", () => {
  expect(texts(linearAxis(0.04, 0.58, 5))).toEqual(["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6"]);
  expect(texts(shareAxis(0.83, 0.993, 5))).toEqual(["80\u00a0%", "85\u00a0%", "90\u00a0%", "95\u00a0%", "100\u00a0%"]);
  expect(texts(logAxis(0.02, 0.9, 5))).toEqual(["0.02", "0.05", "0.1", "0.2", "0.5"]);
  expect(texts(logAxis(1e-9, 1, 5))).toEqual(["1e-8", "1e-6", "0.0001", "0.01", "1"]);
  expect(texts(countAxis(1, 3, 8))).toEqual(["1", "2", "3"]);
  expect(texts(countAxis(4, 4, 8))).toEqual(["4"]);
});

it("places every value and every tick between the ends", () => {
  const value = fc.double({ min: 1e-8, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      for (const axis of [linearAxis(low, high, 5), logAxis(low, high, 5), shareAxis(Math.min(1, low), Math.min(1, high), 5)]) {
        expect(axis.ticks.length).toBeGreaterThan(1);
        for (const tick of axis.ticks) {
          expect(axis.place(tick.value)).toBeGreaterThan(-1e-9);
          expect(axis.place(tick.value)).toBeLessThan(1 + 1e-9);
        }
      }
      expect(linearAxis(low, high, 5).place(low)).toBeGreaterThanOrEqual(0);
      expect(linearAxis(low, high, 5).place(high)).toBeLessThanOrEqual(1);
    }),
  );
});

it("moves places apart no further than it must", () => {
  expect(apart([5, 50, 90], 15, 0, 100)).toEqual([5, 50, 90]);
  expect(apart([50, 50, 90], 15, 0, 100)).toEqual([50, 65, 90]);
  expect(apart([99, 98], 15, 0, 100)).toEqual([100, 85]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 10 }), (wanted) => {
      const found = [...apart(wanted, 15, 0, 200)].sort((a, b) => a - b);
      found.forEach((place, i) => expect(place - (found[i - 1] ?? -15)).toBeGreaterThanOrEqual(15));
      expect(Math.max(0, ...found)).toBeLessThanOrEqual(200);
    }),
  );
});

it("ends exactly where it is told to, with round numbers between", () => {
  const axis = exactAxis(-1.3, 2.2, 4);
  expect([axis.place(-1.3), axis.place(2.2), ...texts(axis)]).toEqual([0, 1, "−1", "0", "1", "2"]);
});

it("keeps as many numbers as stay apart", () => {
  const make = (count: number) => exactAxis(0, 10_000, count);
  expect(texts(readableAxis(make, 600)).length).toBeGreaterThan(texts(readableAxis(make, 150)).length);
  expect(texts(readableAxis(make, 20))).toEqual([]);
});
