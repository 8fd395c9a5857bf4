import * as tf from "@tensorflow/tfjs-core";
import { isOurs, type SimdBackend } from "../backend.ts";
import { sizeOf, type Call, type Kernel } from "../kernel.ts";
import { move, stepsOf } from "../move.ts";

/** Tensors one behind the other along an axis. */
export const concat: Kernel = (call) => joined(call.backend, listed(call), call.attrs["axis"] as number);

/** Tensors of one shape stacked along a new axis. */
export const pack: Kernel = (call) => {
  const xs = listed(call);
  const [{ shape }] = xs as [tf.TensorInfo];
  for (const x of xs) tf.util.assertShapesMatch(shape, x.shape, "stack: tensors must have one shape. ");
  const axis = call.attrs["axis"] as number;
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  return joined(call.backend, xs.map((x) => ({ ...x, shape: [...shape.slice(0, at), 1, ...shape.slice(at)] })), at);
};

/** TensorFlow.js hands these over as a list. */
const listed = ({ inputs }: Call): tf.TensorInfo[] => Object.values(inputs);

function joined(backend: SimdBackend, xs: readonly tf.TensorInfo[], along: number): tf.TensorInfo | undefined {
  const [first] = xs;
  if (!first || !isOurs(first.dtype) || xs.some(({ dtype }) => dtype !== first.dtype)) return undefined;
  const axis = tf.util.parseAxisParam(along, first.shape)[0] ?? 0;
  const shapes = xs.map(({ shape }) => shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const shape = tf.backend_util.computeOutShape(shapes, axis);
  const full = xs.filter((x) => sizeOf(x) > 0);
  if (full[0] && full.length === 1) return backend.alias(full[0], shape);
  const y = backend.output(shape, first.dtype);
  const to = stepsOf(shape);
  let offset = 0;
  for (const x of full) {
    const from = stepsOf(x.shape);
    move(backend, { tensor: y, offset }, { tensor: x }, x.shape.map((size, i) => ({ size, from: from[i] ?? 0, to: to[i] ?? 0 })));
    offset += (x.shape[axis] ?? 0) * (to[axis] ?? 0);
  }
  return y;
}
