import type { RoiPooling } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { scatter } from "../places.ts";

/** Where the windows stand depends on the boxes, so this one runs in loops over their values. */
export const roiPooling: Executor<RoiPooling> = (layer, inputs) => {
  const [maps, boxes] = inputs as readonly [tf.Tensor4D, tf.Tensor3D];
  const shape = [...boxes.shape.slice(0, 2), ...layer.outputSize, maps.shape[3]];
  const size = maps.shape;
  const pooled = tf.customGrad((...args) => {
    const [x, at] = args.slice(0, 2).map((input) => (input as tf.Tensor).dataSync()) as [Float32Array, Float32Array];
    const { values, places } = pool(layer, x, size, at, boxes.shape);
    return {
      value: tf.tensor(values, shape, "float32"),
      gradFunc: (dy: tf.Tensor) => [tf.tensor(scatter(dy.dataSync(), places, x.length), size), tf.zeros(boxes.shape)],
    };
  });
  return pooled(maps, boxes);
};

interface Pooled {
  readonly values: Float32Array;
  /** Where each value comes from; −1 for an empty bin. */
  readonly places: Int32Array;
}

/** Halves go away from zero, where `Math.round` takes them up. */
const round = (x: number): number => Math.sign(x) * Math.round(Math.abs(x));

/** From and to, without, of each bin of a region that goes from corner `low` to corner `high`, cut off at the maps. */
function bins(low: number, high: number, count: number, scale: number, length: number): (readonly [from: number, to: number])[] {
  const start = round(Math.fround(low * scale));
  // In single precision, as it is done there: 7 bins of 1/7 would else end elsewhere.
  const size = Math.fround(Math.max(round(Math.fround(high * scale)) - start + 1, 1) / count);
  const within = (n: number): number => Math.min(Math.max(n + start, 0), length);
  return Array.from({ length: count }, (_, i) => [within(Math.floor(Math.fround(i * size))), within(Math.ceil(Math.fround((i + 1) * size)))] as const);
}

function pool({ outputSize: [ph, pw], spatialScale }: RoiPooling, x: Float32Array, [batch, height, width, channels]: readonly [number, number, number, number], boxes: Float32Array, [, count]: readonly number[]): Pooled {
  const n = count ?? 0;
  const values = new Float32Array(batch * n * ph * pw * channels);
  const places = new Int32Array(values.length).fill(-1);
  const scale = Math.fround(spatialScale);
  let to = 0;
  for (let box = 0; box < batch * n; box++) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.subarray(4 * box, 4 * box + 4);
    const sample = Math.floor(box / n) * height;
    const columns = bins(x1, x2, pw, scale, width);
    for (const [top, bottom] of bins(y1, y2, ph, scale, height)) {
      for (const [left, right] of columns) {
        for (let y = top; y < bottom; y++) {
          for (let z = left; z < right; z++) {
            const from = ((sample + y) * width + z) * channels;
            for (let c = 0; c < channels; c++) {
              const value = x[from + c] ?? NaN;
              if (places[to + c] !== -1 && value <= (values[to + c] ?? NaN)) continue;
              values[to + c] = value;
              places[to + c] = from + c;
            }
          }
        }
        to += channels;
      }
    }
  }
  return { values, places };
}
