import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";
import { saturated } from "./saturation.ts";

it("0 is grey, 1 the image", () => {
  fc.assert(fc.property(anyPicture(3), (image) => {
    expect(applyOperations({ image }, [saturated(0)])).toEqual(applyOperations({ image }, [{ kind: "grayscale", channels: 3 }]));
    expect(applyOperations({ image }, [saturated(1)])).toEqual({ image });
  }));
});

it("moves a colour away from its grey", () => {
  // Its grey is 0.2989 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2, of which 124 stay.
  const image = { shape: [1, 1, 3], data: Uint8Array.of(200, 100, 50) } as const;
  expect([...applyOperations({ image }, [saturated(1.5)]).image.data]).toEqual([1.5 * 200 - 62, 1.5 * 100 - 62, 1.5 * 50 - 62]);
});

it("leaves a grey image as it is", () => {
  fc.assert(fc.property(anyPicture(1), (image) => {
    expect(applyOperations({ image }, [saturated(2)])).toEqual({ image });
  }));
});
