import fc from "fast-check";
import { expect, test } from "vitest";
import { naturalOrder } from "./naturalOrder.ts";

test("numbers in names go by their value", () => {
  const names = ["img10", "img2", "img", "img02", "img1b", "img1", "Img3", "100", "20", "imgs"];
  expect(names.sort(naturalOrder)).toEqual(["20", "100", "Img3", "img", "img1", "img1b", "img02", "img2", "img10", "imgs"]);
  expect(naturalOrder(`a${"9".repeat(400)}`, `a1${"0".repeat(400)}`)).toBeLessThan(0);
});

const name = fc.oneof(fc.stringMatching(/^[a0/9.]{0,8}$/), fc.string({ maxLength: 6 }));

test("it is a total order: what is before what, and nothing else is equal", () => {
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
      expect(naturalOrder(a, b) === 0).toBe(a === b);
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
    }),
    { numRuns: 2000 },
  );
});

test("without digits it is the order of code units", () => {
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-cé/ ]*$/)), (names) => void expect([...names].sort(naturalOrder)).toEqual([...names].sort())));
});
