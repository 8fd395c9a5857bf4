import { expect, it } from "vitest";
import { applyOperations } from "../index.ts";

it("fills a rectangle, as far as it lies in the image", () => {
  const image = { shape: [3, 4, 1], data: Uint8Array.from({ length: 12 }, () => 1) } as const;
  const { data } = applyOperations({ image }, [{ kind: "erase", top: -1, left: 2, size: [3, 9], fill: [7] }]).image;
  expect([...data]).toEqual([1, 1, 7, 7, 1, 1, 7, 7, 1, 1, 1, 1]);
  const beyond = applyOperations({ image }, [{ kind: "erase", top: 5, left: 0, size: [3, 9], fill: [7] }]);
  expect(beyond).toEqual({ image });
});

it("has a level for every channel", () => {
  const image = { shape: [1, 2, 3], data: new Float32Array(6) } as const;
  expect([...applyOperations({ image }, [{ kind: "erase", top: 0, left: 1, size: [1, 1], fill: [255, 0, 51] }]).image.data]).toEqual([0, 0, 0, 1, 0, Math.fround(0.2)]);
  expect(() => applyOperations({ image }, [{ kind: "erase", top: 0, left: 0, size: [1, 1], fill: [1, 2] }])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: erase: fill must have one level, or one for each of the 3 channels. Received 2.]`);
});

it("noise has every level, all as likely", () => {
  const image = { shape: [256, 100, 1], data: new Uint8Array(25_600) } as const;
  const { data } = applyOperations({ image }, [{ kind: "eraseWithNoise", top: 0, left: 0, size: [256, 100], seed: 2 }]).image;
  const counts = Array.from({ length: 256 }, () => 0);
  for (const level of data) (counts[level] as number)++;
  // χ² of 255 degrees of freedom is above 330 in one of 1,000 cases.
  expect(counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(330);
});
