import { expect, test } from "vitest";
import { refusal } from "../test/run.ts";
import { shape } from "./values.ts";

test("sizes are whole numbers in digits, and no larger than counts stay exact", async () => {
  expect([shape("28x28x1"), shape("3×5"), shape("7,7,2"), shape("16777216")]).toEqual([[28, 28, 1], [3, 5], [7, 7, 2], [2 ** 24]]);
  for (const text of ["1e1x4", "0x4", "", "4x", "-3", "0x10x", "1.5"]) expect(() => shape(text)).toThrow(/^It must be sizes such as 28x28x1\./);
  expect(await refusal("summary mnist-cnn --input 99999999999x28x1")).toMatchInlineSnapshot(`
    "2 error: option '--input <shape>' argument '99999999999x28x1' is invalid. Every size must be at most 16777216, and all values together 9007199254740991. Received "99999999999x28x1".
    (--help shows what there is)"
  `);
  expect(await refusal("layer conv2d --input 16777216x16777216x64 --filters 8 --kernel 3")).toMatchInlineSnapshot(`
    "2 error: option '--input <shape>' argument '16777216x16777216x64' is invalid. Every size must be at most 16777216, and all values together 9007199254740991. Received "16777216x16777216x64".
    (--help shows what there is)"
  `);
});

test("how much of a running mean stays is above 0 and below 1", async () => {
  for (const value of ["0", "1"])
    expect(await refusal(`train logistic --average ${value}`)).toBe(`2 error: option '--average <decay>' argument '${value}' is invalid. It must be above 0 and below 1. Received "${value}".\n(--help shows what there is)`);
});

test("what is drawn has a bound, as every picture of it is in memory", async () => {
  expect(await refusal("augment preview --data shapes --count 2000")).toMatchInlineSnapshot(`
    "2 error: option '--count <n>' argument '2000' is invalid. It must be at most 200. Received "2000".
    (--help shows what there is)"
  `);
});
