import { gzipSync } from "node:zlib";
import { formatIdx } from "@convscope/datasets/pure";
import { describe, expect, test } from "vitest";
import { bytesOf, drawn, picturesOfClasses, picturesOfFiles } from "./pictures.ts";

const file = (name: string, shape: readonly number[], packed = false): File => {
  const bytes = formatIdx(shape, Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (shape.length === 1 ? i % 3 : i % 256)));
  return new File([new Uint8Array(packed ? gzipSync(bytes) : bytes)], name);
};

describe("from files", () => {
  test("training and test by their names, gzipped or not", async () => {
    const { train, test: tested, classes } = await picturesOfFiles([file("train-images-idx3-ubyte.gz", [12, 4, 4], true), file("train-labels-idx1-ubyte", [12]), file("t10k-images-idx3-ubyte", [3, 4, 4]), file("t10k-labels-idx1-ubyte", [3])]);
    expect([train.shape, tested.shape, classes]).toEqual([[12, 4, 4, 1], [3, 4, 4, 1], ["0", "1", "2"]]);
  });

  test("without a test the last sixth is one", async () => {
    const { train, test: tested } = await picturesOfFiles([file("images", [12, 4, 4]), file("labels", [12])]);
    expect([train.shape[0], tested.shape[0], tested.labels[0]]).toEqual([10, 2, 1]);
  });

  test("what does not go together is refused", async () => {
    await expect(picturesOfFiles([file("images", [12, 4, 4]), file("labels", [11])])).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: the training needs one file of pictures and one with a label for each. Received images (12×4×4), labels (11).]`);
    await expect(picturesOfFiles([file("t10k-images", [2, 4, 4]), file("t10k-labels", [2])])).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: there must be files to train with, such as train-images-idx3-ubyte and train-labels-idx1-ubyte. Received t10k-images, t10k-labels.]`);
    await expect(picturesOfFiles([new File(["hello"], "cat.jpg")])).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: cat.jpg: this is no IDX file: the first two bytes must be 00 00. They begin 68 65 6c 6c. Choose the files of pictures and labels of MNIST, Fashion-MNIST or the like.]`);
  });

  test("a file that unpacks into too much is left off", async () => {
    const bomb = new Blob([new Uint8Array(gzipSync(new Uint8Array(4 * 2 ** 20)))]);
    expect(bomb.size).toBeLessThan(10_000);
    await expect(bytesOf(bomb, 2 ** 20)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: a file must hold at most 1 MiB. This one holds more. Choose MNIST's own files.]`);
    expect((await bytesOf(bomb)).length).toBe(4 * 2 ** 20);
  });
});

test("of one's own, each fifth to test with", () => {
  const pictures = (value: number, count: number): Uint8Array[] => Array.from({ length: count }, () => new Uint8Array(4).fill(value));
  const { train, test: tested, classes } = picturesOfClasses([{ name: "dark", pictures: pictures(0, 5) }, { name: "light", pictures: pictures(255, 10) }], [2, 2, 1]);
  expect([train.shape, [...train.labels], tested.shape, [...tested.images], classes]).toEqual([[12, 2, 2, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], [3, 2, 2, 1], [0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255], ["dark", "light"]]);
  expect(() => picturesOfClasses([{ name: "dark", pictures: pictures(0, 4) }, { name: "light", pictures: pictures(255, 10) }], [2, 2, 1])).toThrowErrorMatchingInlineSnapshot(`[RangeError: there must be at least two classes with five pictures each. Received 4 of dark, 10 of light.]`);
});

test("drawn ones are the same for the same seed", () => {
  for (const { make } of Object.values(drawn)) {
    expect(make(10, 3)).toEqual(make(10, 3));
    expect(make(10, 3).train.shape[0]).toBe(10);
  }
});
