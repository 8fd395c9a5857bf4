import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { mirror, normalize, randomCrop } from "../src/index.ts";
import { augmentTensor } from "../src/tfjs.ts";

beforeAll(async () => {
  // Else it advises to install another backend.
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
});

const always = mirror({ p: 1 });

it("mirrors as TensorFlow.js does, int32 and float32, one image and several", async () => {
  const levels = Array.from({ length: 24 }, (_, i) => 10 * i);
  const image = tf.tensor3d(levels.slice(0, 12), [2, 2, 3], "int32");
  const batch = tf.tensor4d(levels.map((level) => level / 255), [2, 2, 2, 3]);
  const [one, several] = [await augmentTensor(image, [always], { seed: 1, tensor: tf.tensor }), await augmentTensor(batch, [always], { seed: 1, tensor: tf.tensor })];
  expect([one.shape, one.dtype, several.shape, several.dtype]).toEqual([[2, 2, 3], "int32", [2, 2, 2, 3], "float32"]);
  expect(await one.data()).toEqual(await tf.reverse(image, 1).data());
  expect(await several.data()).toEqual(await tf.image.flipLeftRight(batch).data());
  // The tensor that was given is still the caller's.
  expect(image.isDisposed).toBe(false);
});

it("draws for every image anew, gives floats after normalize, and keeps nothing", async () => {
  const before = tf.memory().numTensors;
  const images = tf.fill([8, 4, 4, 1], 255, "int32");
  const result = await augmentTensor(images, [randomCrop({ size: 4, padding: 2 }), normalize()], { seed: 3, path: [1], tensor: tf.tensor });
  expect(result.dtype).toBe("float32");
  const sums = await tf.sum(result, [1, 2, 3]).data();
  expect(new Set(sums).size).toBeGreaterThan(2);
  const again = await augmentTensor(images, [randomCrop({ size: 4, padding: 2 }), normalize()], { seed: 3, path: [1], tensor: tf.tensor });
  expect(await again.data()).toEqual(await result.data());
  // The images, the sums and the two results.
  expect(tf.memory().numTensors - before).toBe(4);
});

it("says what it takes", async () => {
  const refused = async (tensor: tf.Tensor): Promise<unknown> => augmentTensor(tensor, [always], { seed: 1, tensor: tf.tensor }).catch(String);
  expect(await refused(tf.zeros([4, 4]))).toMatchInlineSnapshot(`"AugmentError: augmentTensor: the tensor must be [height, width, channels] or [n, height, width, channels]. Received [4, 4]."`);
  expect(await refused(tf.zeros([2, 2, 1], "bool"))).toMatchInlineSnapshot(`"AugmentError: augmentTensor: the tensor must be of int32, levels of 0 … 255, or of float32, 0 … 1. Received bool."`);
});
