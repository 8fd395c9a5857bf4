import { expect, it } from "vitest";
import { applyOperations, gamma } from "../index.ts";

it("raises levels to a power", () => {
  const image = { shape: [1, 3, 1], data: Float32Array.of(0, 0.5, 1) } as const;
  expect([...applyOperations({ image }, [{ kind: "gamma", gamma: 2, gain: 1 }]).image.data]).toEqual([0, 0.25, 1]);
  expect([...applyOperations({ image }, [{ kind: "gamma", gamma: 2, gain: 3 }]).image.data]).toEqual([0, 0.75, 1]);
});

it("1 leaves every byte as it is", () => {
  const image = { shape: [16, 16, 1], data: Uint8Array.from({ length: 256 }, (_, level) => level) } as const;
  expect(applyOperations({ image }, [{ kind: "gamma", gamma: 1, gain: 1 }])).toEqual({ image });
});

it("one number is the power itself", () => {
  expect(gamma({ gamma: 2 }).gamma).toEqual([2, 2]);
  expect(() => gamma({ gamma: -1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: gamma: gamma must be [low, high] from 0 to 1000, or one number for both. Received -1.]`);
});
