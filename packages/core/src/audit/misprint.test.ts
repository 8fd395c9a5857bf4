import * as fc from "fast-check";
import { expect, test } from "vitest";
import { inPrint, misprint } from "./misprint.ts";

test("names what happened to the digits", () => {
  expect(misprint(10_081, 100_081)).toBe("digitInserted");
  expect(misprint(100_081, 10_081)).toBe("digitDropped");
  expect(misprint(18_496, 18_946)).toBe("digitsSwapped");
  expect(misprint(18_496, 18_486)).toBe("digitChanged");
  for (const [a, b] of [[320, 320], [320, 330], [32, 3], [18_496, 19_497], [320, -320], [3.5, 35]] as const) expect(misprint(a, b)).toBeUndefined();
});

test("a rounded number keeps two digits or more", () => {
  for (const printed of [138_000_000, 140_000_000, 138_360_000, 138_357_540]) expect(inPrint(138_357_544, printed)).toBe("rounded");
  for (const printed of [100_000_000, 139_000_000, 138_357_544]) expect(inPrint(138_357_544, printed)).toBeUndefined();
  expect(inPrint(10_081, 100_081)).toBe("digitInserted");
});

test("inserting and dropping are each other's reverse", () => {
  fc.assert(fc.property(fc.integer({ min: 100, max: 99_999 }), fc.nat(9), fc.integer({ min: 1, max: 5 }), (n, digit, at) => {
    const longer = Number(String(n).slice(0, at) + String(digit) + String(n).slice(at));
    expect(misprint(n, longer)).toBe("digitInserted");
    expect(misprint(longer, n)).toBe("digitDropped");
  }));
});
