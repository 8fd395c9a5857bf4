import * as tf from "@tensorflow/tfjs-core";
import { isOurs } from "../backend.ts";
import { input, type Kernel } from "../kernel.ts";
import { moved, stepsOf } from "../move.ts";

/** x so many times along each axis. */
export const tile: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const reps = call.attrs["reps"] as number[];
  const steps = stepsOf(x.shape);
  const y = moved(call.backend, x, x.shape.flatMap((n, i) => [reps[i] ?? 1, n]), steps.flatMap((step) => [0, step]));
  return { ...y, shape: x.shape.map((n, i) => n * (reps[i] ?? 1)) };
};

/** x repeated along axes of size 1 and new ones before it, to a given shape. */
export const broadcastTo: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const shape = call.attrs["shape"] as number[];
  const lead = shape.length - x.shape.length;
  const fits = lead >= 0 && x.shape.every((n, i) => n === 1 || n === shape[i + lead]);
  tf.util.assert(fits, () => `broadcastTo: every axis must have size 1 or that of the result. Received [${x.shape.join(", ")}] for [${shape.join(", ")}].`);
  const steps = stepsOf(x.shape);
  return moved(call.backend, x, shape, shape.map((_, i) => (x.shape[i - lead] === 1 ? 0 : (steps[i - lead] ?? 0))));
};
