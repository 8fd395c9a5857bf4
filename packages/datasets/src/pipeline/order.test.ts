import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, epochOrder, placesOf } from "./order.ts";

test("cut: 7 places in batches of 3", () => {
  const order = Uint32Array.of(6, 5, 4, 3, 2, 1, 0);
  expect(cut(order, 3).map((batch) => [...batch])).toEqual([[6, 5, 4], [3, 2, 1], [0]]);
  expect(cut(order, 3, true).map((batch) => [...batch])).toEqual([[6, 5, 4], [3, 2, 1]]);
  expect(cut(order, 7)).toHaveLength(1);
});

test("an epoch has every place once, in an order of its own", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.maxSafeInteger(), fc.nat(1000), (length, seed, epoch) => {
      const order = epochOrder("test", placesOf(length, undefined), seed, epoch);
      expect([...order].sort((a, b) => a - b)).toEqual([...placesOf(length, undefined)]);
      expect(epochOrder("test", placesOf(length, undefined), seed, epoch)).toEqual(order);
      if (length > 20) {
        expect(epochOrder("test", placesOf(length, undefined), seed, epoch + 1)).not.toEqual(order);
        expect(epochOrder("test", placesOf(length, undefined), seed === 0 ? 1 : -seed, epoch)).not.toEqual(order);
      }
    }),
  );
});

test("some places only", () => {
  expect([...placesOf(9, [4, 4, 2])]).toEqual([4, 4, 2]);
});

test("a seed is whole", () => {
  expect(() => epochOrder("batches", Uint32Array.of(0), 0.5, 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: batches: seed must be a whole number. Received 0.5.]`);
});
