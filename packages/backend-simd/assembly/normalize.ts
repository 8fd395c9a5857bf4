import { columnBytes, columnWidth, Columns, joinPieces, mapColumns, sumProducts } from "./columns";
import { clamp } from "./lanes";
import { Adding } from "./middle";
import { ARGUMENTS } from "./queue";

/** The least and the most that an activation lets through: 0 none, 1 relu, 2 relu6. */
export function bound(a: Columns, activation: i32): void {
  a.least = activation == 0 ? f32.NEGATIVE_INFINITY : 0;
  a.most = activation == 2 ? 6 : f32.POSITIVE_INFINITY;
}

/** Kinds of numbers that are kept of each column while a result is written. */
const KINDS: i32 = 4;

/** Bytes that `normalize` and `normalizeGrad` need on the way. */
export function normalizeBytes(outer: i32, rows: i32, channels: i32): f64 {
  return columnBytes(outer, rows, channels, 2) + <f64>(KINDS * 4) * <f64>outer * <f64>columnWidth(channels);
}

/** Numbers and their squares. */
@unmanaged
class Moments {
  @inline first(x: usize, y: usize, z: usize, p: usize): v128 {
    return v128.load(x);
  }
  @inline second(x: usize, y: usize, z: usize, p: usize): v128 {
    return v128.load(x);
  }
}

/** (x − mean)·factor + offset, bounded. */
@unmanaged
class Scaled {
  @inline of(x: usize, y: usize, z: usize, p: usize, between: usize): v128 {
    const a = changetype<Columns>(ARGUMENTS);
    const v = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x), v128.load(p)), v128.load(p + between)), v128.load(p + 2 * between));
    return clamp(v, f32x4.splat(a.least), f32x4.splat(a.most));
  }
}

/** The gradient behind an activation of which `y` is the result: where it was bounded, none comes through. */
// @ts-ignore: decorator
@inline
export function passed(dy: usize, y: usize): v128 {
  const a = changetype<Columns>(ARGUMENTS);
  const v = v128.load(y);
  return v128.and(v128.load(dy), v128.and(f32x4.gt(v, f32x4.splat(a.least)), f32x4.lt(v, f32x4.splat(a.most))));
}

/** Gradients, and what they go with: the distance from the mean. x: dy, y: x, z: the activation's result. */
@unmanaged
class Plain {
  @inline first(x: usize, y: usize, z: usize, p: usize): v128 {
    return v128.load(x);
  }
  @inline second(x: usize, y: usize, z: usize, p: usize): v128 {
    return f32x4.sub(v128.load(y), v128.load(p));
  }
  @inline of(x: usize, y: usize, z: usize, p: usize, between: usize): v128 {
    return gradient(v128.load(x), y, p, between);
  }
}

@unmanaged
class Bounded {
  @inline first(x: usize, y: usize, z: usize, p: usize): v128 {
    return passed(x, z);
  }
  @inline second(x: usize, y: usize, z: usize, p: usize): v128 {
    return f32x4.sub(v128.load(y), v128.load(p));
  }
  @inline of(x: usize, y: usize, z: usize, p: usize, between: usize): v128 {
    return gradient(passed(x, z), y, p, between);
  }
}

/** slope·dz − constant − (x − mean)·along, with the numbers of the columns in the order mean, slope, constant, along. */
// @ts-ignore: decorator
@inline
function gradient(dz: v128, x: usize, p: usize, between: usize): v128 {
  const straight = f32x4.sub(f32x4.mul(dz, v128.load(p + between)), v128.load(p + 2 * between));
  return f32x4.sub(straight, f32x4.mul(f32x4.sub(v128.load(x), v128.load(p)), v128.load(p + 3 * between)));
}

/** Stores a number of a channel for every column of it. */
// @ts-ignore: decorator
@inline
function put(a: Columns, kind: i32, outer: i32, channel: i32, v: f32): void {
  let at = a.parameters + (<usize>((kind * a.outer + outer) * a.width + channel) << 2);
  for (let k = 0; k < a.fold; k++, at += <usize>a.channels << 2) store<f32>(at, v);
}

/** Lays out an array `[outer, rows, channels]`, with sums in front of the numbers of the columns. */
function layOut(outer: i32, rows: i32, channels: i32, memory: usize): Columns {
  const bytes = columnBytes(outer, rows, channels, 2);
  const a = changetype<Columns>(ARGUMENTS);
  a.partial = memory;
  a.parameters = memory + <usize>bytes;
  return a;
}

/** The numbers of a channel that may be missing. */
// @ts-ignore: decorator
@inline
function given(array: usize, channel: i32, otherwise: f32): f32 {
  return array == 0 ? otherwise : load<f32>(array + (<usize>channel << 2));
}

/**
 * y = (x − mean)·rate·scale + offset for `[outer, rows, channels]`, with mean and rate 1 / √(variance + ε) over the rows and channels
 * of each group `[outer, groups]`. Scale and offset `[channels]` may be missing. `memory` is of `normalizeBytes`.
 */
export function normalize(outer: i32, rows: i32, channels: i32, groups: i32, x: usize, scale: usize, offset: usize, y: usize, mean: usize, rate: usize, variance: usize, epsilon: f64, activation: i32, memory: usize): void {
  const a = layOut(outer, rows, channels, memory);
  a.x = x;
  sumProducts<Moments>();
  joinPieces<Adding>();
  const size = channels / groups;
  const n = <f64>rows * <f64>size;
  for (let o = 0; o < outer; o++) {
    const sums = a.slot(o, 0);
    for (let group = 0; group < groups; group++) {
      let sum: f64 = 0;
      let squares: f64 = 0;
      for (let c = group * size; c < (group + 1) * size; c++) {
        sum += load<f64>(sums + (<usize>c << 3));
        squares += load<f64>(sums + (<usize>(a.width + c) << 3));
      }
      const middle = sum / n;
      const spread = max(0, squares / n - middle * middle);
      const pace = 1 / sqrt(spread + epsilon);
      const at = <usize>(o * groups + group) << 2;
      store<f32>(mean + at, <f32>middle);
      store<f32>(rate + at, <f32>pace);
      if (variance != 0) store<f32>(variance + at, <f32>spread);
      for (let c = group * size; c < (group + 1) * size; c++) {
        const factor = pace * given(scale, c, 1);
        put(a, 0, o, c, <f32>middle);
        put(a, 1, o, c, <f32>factor);
        // What rounding the mean took is given back here.
        put(a, 2, o, c, <f32>(given(offset, c, 0) + (<f64>(<f32>middle) - middle) * factor));
      }
    }
  }
  bound(a, activation);
  mapColumns<Scaled>(y);
}

/**
 * The gradients of `normalize`. `z` is its result where it was bounded by an activation, else 0. dx = rate·(g − mean(g) − x̂·mean(g·x̂))
 * with g = dz·scale and the means over each group; those of scale and offset are sums over all rows.
 */
export function normalizeGrad(outer: i32, rows: i32, channels: i32, groups: i32, dy: usize, x: usize, z: usize, scale: usize, mean: usize, rate: usize, dx: usize, dScale: usize, dOffset: usize, activation: i32, memory: usize): void {
  const a = layOut(outer, rows, channels, memory);
  a.x = dy;
  a.y = x;
  a.z = z;
  bound(a, activation);
  const size = channels / groups;
  const n = <f64>rows * <f64>size;
  for (let o = 0; o < outer; o++) for (let c = 0; c < channels; c++) put(a, 0, o, c, load<f32>(mean + (<usize>(o * groups + c / size) << 2)));
  if (z == 0) sumProducts<Plain>();
  else sumProducts<Bounded>();
  joinPieces<Adding>();
  for (let o = 0; o < outer; o++) {
    const sums = a.slot(o, 0);
    const products = sums + (<usize>a.width << 3);
    for (let group = 0; group < groups; group++) {
      let sum: f64 = 0;
      let product: f64 = 0;
      for (let c = group * size; c < (group + 1) * size; c++) {
        sum += load<f64>(sums + (<usize>c << 3)) * given(scale, c, 1);
        product += load<f64>(products + (<usize>c << 3)) * given(scale, c, 1);
      }
      const pace = <f64>load<f32>(rate + (<usize>(o * groups + group) << 2));
      for (let c = group * size; c < (group + 1) * size; c++) {
        put(a, 1, o, c, <f32>(pace * given(scale, c, 1)));
        put(a, 2, o, c, <f32>((pace * sum) / n));
        put(a, 3, o, c, <f32>((pace * pace * pace * product) / n));
        store<f64>(products + (<usize>c << 3), load<f64>(products + (<usize>c << 3)) * pace);
      }
    }
  }
  for (let c = 0; c < channels; c++) {
    let ofOffset: f64 = 0;
    let ofScale: f64 = 0;
    for (let o = 0; o < outer; o++) {
      ofOffset += load<f64>(a.slot(o, 0) + (<usize>c << 3));
      ofScale += load<f64>(a.slot(o, 0) + (<usize>(a.width + c) << 3));
    }
    store<f32>(dOffset + (<usize>c << 2), <f32>ofOffset);
    store<f32>(dScale + (<usize>c << 2), <f32>ofScale);
  }
  if (z == 0) mapColumns<Plain>(dx);
  else mapColumns<Bounded>(dx);
}

/** y = (x − mean) / √(variance + ε)·scale + offset for rows `[rows, channels]`, with numbers that are given for each channel. */
export function normalizeBy(rows: i32, channels: i32, x: usize, mean: usize, variance: usize, scale: usize, offset: usize, y: usize, epsilon: f64, activation: i32, memory: usize): void {
  const a = layOut(1, rows, channels, memory);
  a.x = x;
  for (let c = 0; c < channels; c++) {
    put(a, 0, 0, c, given(mean, c, 0));
    put(a, 1, 0, c, <f32>(given(scale, c, 1) / sqrt(<f64>given(variance, c, 1) + epsilon)));
    put(a, 2, 0, c, given(offset, c, 0));
  }
  bound(a, activation);
  mapColumns<Scaled>(y);
}
