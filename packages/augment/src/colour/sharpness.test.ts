import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("moves a pixel away from 5/13 of itself and 1/13 of each neighbour", () => {
  const image = { shape: [3, 3, 1], data: Uint8Array.of(10, 10, 10, 10, 140, 10, 10, 10, 10) } as const;
  // Blurred, the middle is (5 · 140 + 8 · 10) / 13 = 60.
  const middle = [0, 0.5, 1, 1.5, 3].map((factor) => applyOperations({ image }, [{ kind: "sharpness", factor }]).image.data[4]);
  expect(middle).toEqual([60, 100, 140, 180, 255]);
});

it("1 is the image; without an inside, so is any factor", () => {
  fc.assert(fc.property(anyPicture(), fc.double({ min: 0, max: 5, noNaN: true }), (image, factor) => {
    expect(applyOperations({ image }, [{ kind: "sharpness", factor: 1 }])).toEqual({ image });
    const after = applyOperations({ image }, [{ kind: "sharpness", factor }]);
    const [height, width, channels] = image.shape;
    if (height <= 2 || width <= 2) expect(after).toEqual({ image });
    // The first row stays in any case.
    else expect(after.image.data.subarray(0, width * channels)).toEqual(image.data.subarray(0, width * channels));
  }));
});
