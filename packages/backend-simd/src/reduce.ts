import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import type { ExportName } from "./generated/exports.ts";
import { input, sizeOf, type Call } from "./kernel.ts";

/** Neighbouring axes seen as one: `[outer, length, inner]`, of which the middle goes. */
export interface Pass {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** One axis among the others. */
export function middleOf(shape: readonly number[], axis: number): Pass {
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  return { outer: product(shape.slice(0, axis)), length: shape[axis] ?? 1, inner: product(shape.slice(axis + 1)) };
}

/** The passes that take axes away, the last axes first; axes of size 1 need none. */
function passesOf(shape: readonly number[], axes: readonly number[]): Pass[] {
  const passes: Pass[] = [];
  const before = (axis: number): number => shape.slice(0, axis).reduce((a, b) => a * b, 1);
  let [length, inner] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const n = shape[axis] as number;
    if (axes.includes(axis)) length *= n;
    else if (n !== 1) {
      if (length > 1) passes.push({ outer: before(axis + 1), length, inner });
      length = 1;
      inner *= n;
    }
  }
  if (length > 1) passes.push({ outer: 1, length, inner });
  return passes;
}

/** How a kernel takes axes away. */
export interface Reduction {
  readonly backend: SimdBackend;
  readonly x: tf.TensorInfo;
  /** As TensorFlow.js gives it: one or several, from the end where negative. */
  readonly axis: unknown;
  readonly keepDims: unknown;
  /** What is computed with; other types are converted before and after. */
  readonly computes: "float32" | "int32";
  readonly gives: tf.DataType;
  /** The result where there is nothing to reduce. */
  readonly ofNothing: number;
  /** One pass from pointer to pointer. */
  run(pass: Pass, x: number, y: number): void;
}

/** Computes a reduction over any axes, pass by pass. */
export function reduce({ backend, x, axis, keepDims, computes, gives, ofNothing, run }: Reduction): tf.TensorInfo {
  const axes = tf.util.parseAxisParam(axis as number | number[], [...x.shape]);
  const shape = keepDims ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n)) : x.shape.filter((_, i) => !axes.includes(i));
  const passes = passesOf(x.shape, axes);
  if (passes.length === 0 && x.dtype === gives && sizeOf(x) > 0) return backend.alias(x, shape);
  const y = backend.output(shape, gives);
  if (sizeOf(x) === 0) backend.view(y).fill(ofNothing);
  else if (passes.length === 0) convert(backend, x, backend.pointer(y), computes);
  else
    converted(backend, x, computes, (from) => {
      if (gives === computes) return runPasses(backend, passes, from, backend.pointer(y), run);
      return backend.borrow(sizeOf(y) * 4, (wide) => {
        runPasses(backend, passes, from, wide, run);
        backend.exports.CastIntToBool(sizeOf(y), wide, backend.pointer(y));
      });
    });
  return y;
}

/** Runs passes one after the other, the last into `y`. */
function runPasses(backend: SimdBackend, [pass, ...rest]: readonly Pass[], x: number, y: number, run: Reduction["run"]): void {
  if (!pass) return;
  if (rest.length === 0) run(pass, x, y);
  else
    backend.borrow(pass.outer * pass.inner * 4, (between) => {
      run(pass, x, between);
      runPasses(backend, rest, between, y, run);
    });
}

/** The values of a tensor as numbers of another type, while `f` runs. */
export function converted<T>(backend: SimdBackend, x: tf.TensorInfo, to: "float32" | "int32", f: (pointer: number) => T): T {
  if (x.dtype === to) return f(backend.pointer(x));
  return backend.borrow(sizeOf(x) * 4, (pointer) => {
    convert(backend, x, pointer, to);
    return f(pointer);
  });
}

/** Truths as whole numbers or as float32, or whole numbers as float32. */
function convert(backend: SimdBackend, x: tf.TensorInfo, y: number, to: "float32" | "int32"): void {
  const kernel = x.dtype === "int32" ? "CastIntToFloat" : to === "int32" ? "CastBoolToInt" : "CastBoolToFloat";
  backend.exports[kernel](sizeOf(x), backend.pointer(x), y);
}

/** What all reductions take from a call. */
export const requested = (call: Call): Pick<Reduction, "backend" | "x" | "axis" | "keepDims"> => ({ backend: call.backend, x: input(call, "x"), axis: call.attrs["axis"], keepDims: call.attrs["keepDims"] });

/** Runs a pass that joins in float64, in an order that depends on the shape alone. The factors go behind the pointers. */
export const inDoubles =
  (backend: SimdBackend, name: ExportName, ...factors: readonly number[]): Reduction["run"] =>
  ({ outer, length, inner }, x, y) =>
    backend.borrow(backend.exports.middleBytes(outer, length, inner), (partial) => backend.exports[name](outer, length, inner, x, y, ...factors, partial));

/** Runs a pass that joins numbers as they are. */
export const asTheyAre =
  (backend: SimdBackend, name: ExportName): Reduction["run"] =>
  ({ outer, length, inner }, x, y) =>
    backend.borrow(backend.exports.reduceBytes(outer, length, inner), (partial) => backend.exports[name](outer, length, inner, x, y, partial));
