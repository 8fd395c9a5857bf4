import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("stretches each channel to black and white", () => {
  const image = { shape: [1, 3, 1], data: Uint8Array.of(50, 75, 150) } as const;
  expect([...applyOperations({ image }, [{ kind: "autocontrast" }]).image.data]).toEqual([0, 63, 255]);
});

it("leaves one level alone, and a second time moves none by more than the fraction that was dropped", () => {
  const flat = { shape: [1, 3, 1], data: Uint8Array.of(50, 50, 50) } as const;
  expect(applyOperations({ image: flat }, [{ kind: "autocontrast" }])).toEqual({ image: flat });
  fc.assert(fc.property(anyPicture(), (image) => {
    const once = applyOperations({ image }, [{ kind: "autocontrast" }]);
    const twice = applyOperations(once, [{ kind: "autocontrast" }]);
    for (const [i, level] of once.image.data.entries()) expect(Math.abs(level - (twice.image.data[i] as number))).toBeLessThanOrEqual(1);
  }));
});
