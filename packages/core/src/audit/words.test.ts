import { expect, test } from "vitest";
import { averagePooling2d, batchNormalization, connectionTableConv2d, conv2d, dense, flatten, globalAveragePooling2d, lenetTable, maxPooling2d, subsampling2d, upSampling2d } from "../layers/index.ts";
import { layerFromWords } from "./words.ts";

test.each([
  ["conv2d 8 5x5", conv2d(8, 5)],
  ["Conv 5×5, 8", conv2d(8, 5)],
  ["conv1 (Conv 5×5, 8)", conv2d(8, 5)],
  ["conv 16 3 stride=2 same", conv2d(16, 3, { strides: 2, padding: "same" })],
  ["CONV2D 16 3x5 p=1 nobias d=2", conv2d(16, [3, 5], { padding: 1, useBias: false, dilationRate: 2 })],
  ["Conv2 (5×5, 16)", conv2d(16, 5)],
  ["pool 2", maxPooling2d(2)],
  ["MaxPool 3x3 s=2", maxPooling2d(3, { strides: 2 })],
  ["max-pooling 3 2", maxPooling2d(3, { strides: 2 })],
  ["avgpool 2", averagePooling2d(2)],
  ["FC 120", dense(120)],
  ["fc3 120", dense(120)],
  ["flatten", flatten()],
  ["connectionTableConv2d 5x5 table=lenet", connectionTableConv2d(lenetTable, 5)],
  ["subsampling2d 2", subsampling2d(2)],
  ["BN", batchNormalization()],
  ["gap", globalAveragePooling2d()],
  ["upsample 2 interpolation=bilinear", upSampling2d(2, { interpolation: "bilinear" })],
])("%s", (words, layer) => expect(layerFromWords(words)).toEqual(layer));

test("says which word it does not understand", () => {
  for (const words of ["", "covn 8 5", "conv 8 5x5 quickly", "dense", "conv 8 5 fliters=3", "pool 2 2 2 2", "avgpool 2x2 stride 2", "conv 8 5x5 padding", "constructor 3"]) expect(() => layerFromWords(words)).toThrowErrorMatchingSnapshot(words);
});
