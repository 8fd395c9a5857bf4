import { expect, it } from "vitest";
import { copied } from "./copied.ts";

it.each([Uint8Array.of(1, 2, 3), Uint8ClampedArray.of(1, 2, 3), Int32Array.of(1, 2, 3), Float32Array.of(1, 2, 3), Buffer.of(1, 2, 3)])("copies %o and nothing around it", (numbers) => {
  const part = copied(numbers.subarray(1));
  expect([...part]).toEqual([2, 3]);
  expect(part.buffer.byteLength).toBe(part.byteLength);
  part[0] = 9;
  expect([...numbers]).toEqual([1, 2, 3]);
});
