import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations, solarize } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("inverts what is at least as bright", () => {
  const image = { shape: [1, 4, 1], data: Uint8Array.of(0, 127, 128, 255) } as const;
  expect([...applyOperations({ image }, [{ kind: "solarize", threshold: 128 }]).image.data]).toEqual([0, 127, 127, 0]);
});

it("from 0 inverts all, from 256 nothing", () => {
  fc.assert(fc.property(anyPicture(), (image) => {
    expect(applyOperations({ image }, [{ kind: "solarize", threshold: 0 }])).toEqual(applyOperations({ image }, [{ kind: "invert" }]));
    expect(applyOperations({ image }, [{ kind: "solarize", threshold: 256 }])).toEqual({ image });
  }));
});

it("one number is the threshold itself", () => {
  expect(solarize({ threshold: 200 })).toEqual({ kind: "solarize", p: 0.5, threshold: [200, 200] });
  expect(() => solarize({ threshold: [0, 300] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: solarize: threshold must be [low, high] from 0 to 256, or one number for both. Received [0,300].]`);
});
