import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("twice is the image", () => {
  const image = { shape: [1, 3, 1], data: Uint8Array.of(0, 100, 255) } as const;
  expect([...applyOperations({ image }, [{ kind: "invert" }]).image.data]).toEqual([255, 155, 0]);
  fc.assert(fc.property(anyPicture(1, 2, 3), (image) => {
    expect(applyOperations({ image }, [{ kind: "invert" }, { kind: "invert" }])).toEqual({ image });
  }));
});
