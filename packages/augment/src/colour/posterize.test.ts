import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations, posterize } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("keeps the highest bits", () => {
  const image = { shape: [1, 4, 1], data: Uint8Array.of(0b0011_1111, 0b0100_0000, 0b1011_0110, 255) } as const;
  expect([...applyOperations({ image }, [{ kind: "posterize", bits: 2 }]).image.data]).toEqual([0, 0b0100_0000, 0b1000_0000, 0b1100_0000]);
});

it("8 bits are the image, fewer leave at most 2 ^ bits levels", () => {
  fc.assert(fc.property(anyPicture(), fc.integer({ min: 0, max: 8 }), (image, bits) => {
    expect(applyOperations({ image }, [{ kind: "posterize", bits: 8 }])).toEqual({ image });
    const once = applyOperations({ image }, [{ kind: "posterize", bits }]);
    expect(new Set(once.image.data).size).toBeLessThanOrEqual(2 ** bits);
    expect(applyOperations(once, [{ kind: "posterize", bits }])).toEqual(once);
  }));
});

it("has whole bits", () => {
  expect(() => posterize({ bits: 2.5 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: posterize: bits must be a whole number from 0 to 8. Received 2.5.]`);
});
