import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";
import { contrasted } from "./contrast.ts";

it("multiplies the distance from the mean grey", () => {
  const image = { shape: [1, 3, 1], data: Uint8Array.of(0, 100, 200) } as const;
  expect([...applyOperations({ image }, [contrasted(0.5)]).image.data]).toEqual([50, 100, 150]);
  expect([...applyOperations({ image }, [contrasted(3)]).image.data]).toEqual([0, 100, 255]);
});

it("refuses what is neither colour nor grey", () => {
  const image = { shape: [1, 1, 4], data: new Uint8Array(4) } as const;
  expect(() => applyOperations({ image }, [contrasted(1)])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: contrast: the image must have 3 channels (red, green, blue) or 1 (grey). Received 4. Take such a channel as alpha out before.]`);
});
