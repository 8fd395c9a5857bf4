import { expect, it } from "vitest";
import { applyOperations, grayscale } from "../index.ts";

const image = { shape: [1, 2, 3], data: Uint8Array.of(255, 0, 0, 0, 0, 255) } as const;

it("weighs red, green and blue", () => {
  // 0.2989 · 255 = 76.2, 0.114 · 255 = 29.07.
  expect(applyOperations({ image }, [{ kind: "grayscale", channels: 1 }]).image).toEqual({ shape: [1, 2, 1], data: Uint8Array.of(76, 29) });
  expect(applyOperations({ image }, [{ kind: "grayscale", channels: 3 }]).image).toEqual({ shape: [1, 2, 3], data: Uint8Array.of(76, 76, 76, 29, 29, 29) });
});

it("makes three channels of one", () => {
  expect(applyOperations({ image: { shape: [1, 1, 1], data: Uint8Array.of(9) } }, [{ kind: "grayscale", channels: 3 }]).image).toEqual({ shape: [1, 1, 3], data: Uint8Array.of(9, 9, 9) });
});

it("has one channel or three", () => {
  expect(grayscale().channels).toBe(3);
  expect(() => grayscale({ channels: 2 as 1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: grayscale: channels must be 1 or 3. Received 2.]`);
});
