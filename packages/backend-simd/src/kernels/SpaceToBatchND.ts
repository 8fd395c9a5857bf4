import * as tf from "@tensorflow/tfjs-core";
import { isOurs } from "../backend.ts";
import { input, type Kernel } from "../kernel.ts";
import { moved, stepsOf, transposed } from "../move.ts";
import { padded } from "./PadV2.ts";

/** Blocks of neighbouring places go into the batch, after padding. */
export const spaceToBatchND: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const { backend } = call;
  const block = call.attrs["blockShape"] as number[];
  const around = padded(backend, x, [[0, 0], ...(call.attrs["paddings"] as [number, number][])], 0);
  if (!around) return undefined;
  const product = block.reduce((a, b) => a * b, 1);
  const apart = tf.backend_util.getReshaped(around.shape, block, product, false);
  const y = transposed(backend, { ...around, shape: apart }, tf.backend_util.getPermuted(apart.length, block.length, false));
  backend.disposeData(around.dataId);
  return { ...y, shape: tf.backend_util.getReshapedPermuted(around.shape, block, product, false) };
};

/** Blocks come back out of the batch, and their edges are cut off. */
export const batchToSpaceND: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const { backend } = call;
  const block = call.attrs["blockShape"] as number[];
  const crops = call.attrs["crops"] as number[][];
  const product = block.reduce((a, b) => a * b, 1);
  const apart = tf.backend_util.getReshaped(x.shape, block, product);
  const shape = tf.backend_util.getReshapedPermuted(x.shape, block, product);
  const whole = transposed(backend, { ...x, shape: apart }, tf.backend_util.getPermuted(apart.length, block.length));
  const begin = tf.backend_util.getSliceBeginCoords(crops, block.length);
  const steps = stepsOf(shape);
  const size = [...tf.backend_util.getSliceSize(shape, crops, block.length), ...shape.slice(1 + block.length)];
  const y = moved(backend, whole, size, steps, begin.reduce((sum, place, i) => sum + place * (steps[i] ?? 0), 0));
  backend.disposeData(whole.dataId);
  return y;
};

/** Channels of `[N, H, W, C]` become blocks of neighbouring places. */
export const depthToSpace: Kernel = (call) => {
  const x = input(call, "x");
  const size = call.attrs["blockSize"] as number;
  if (!isOurs(x.dtype) || call.attrs["dataFormat"] !== "NHWC") return undefined;
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const channels = c / size ** 2;
  const y = transposed(call.backend, { ...x, shape: [n, h, w, size, size, channels] }, [0, 1, 3, 2, 4, 5]);
  return { ...y, shape: [n, h * size, w * size, channels] };
};
