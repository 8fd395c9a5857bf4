import { log } from "../functions";
import { storeFirst } from "../lanes";
import { greatestOf, powersOf, sumOf } from "../powers";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

// @ts-ignore: decorator
@unmanaged
class Arguments {
  rows: i32;
  classes: i32;
  perChunk: i32;
  /** 1 where a label is left out, and which. */
  ignores: i32;
  ignored: i32;
  smoothing: f64;
  /** What every weight is multiplied by: 1, or one over the sum of the labels' weights. */
  factor: f64;
  /** Σ of the weights of all classes. */
  whole: f64;
  x: usize;
  labels: usize;
  targets: usize;
  weights: usize;
  loss: usize;
  dx: usize;
}

// @ts-ignore: decorator
@inline
function weight(a: Arguments, c: i32): f64 {
  return load<f32>(a.weights + (<usize>c << 2));
}

/** Whether a label counts. */
// @ts-ignore: decorator
@inline
function counts(a: Arguments, label: i32): bool {
  return a.ignores == 0 || label != a.ignored;
}

/** Whether a label is a class. */
// @ts-ignore: decorator
@inline
function isClass(a: Arguments, label: i32): bool {
  return <u32>label < <u32>a.classes;
}

/**
 * −Σ q·log p for every row of logits `[rows, classes]`, and its derivative p·Σ q − q. q is the target, smoothed as
 * (1 − ε)·target + ε / classes, times the weights of the classes `[classes]`; of a mean, divided by the weight of all rows.
 * The target is `labels` `[rows]` or, where those are 0, `targets` `[rows, classes]`.
 */
export function SoftmaxCrossentropy(
  rows: i32, classes: i32, x: usize, labels: usize, targets: usize, weights: usize, weighted: i32, smoothing: f64, ignores: i32, ignored: i32, mean: i32, loss: usize, dx: usize,
): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.rows = rows;
  a.classes = classes;
  a.perChunk = max(1, GRAIN / 4 / classes);
  a.ignores = ignores;
  a.ignored = ignored;
  a.smoothing = smoothing;
  a.x = x;
  a.labels = labels;
  a.targets = targets;
  a.weights = weights;
  a.loss = loss;
  a.dx = dx;
  a.whole = 0;
  for (let c = 0; c < classes; c++) a.whole += weight(a, c);
  let all: f64 = mean == 0 ? 1 : rows;
  if (mean != 0 && labels != 0) {
    all = 0;
    for (let row = 0; row < rows; row++) {
      const label = load<i32>(labels + (<usize>row << 2));
      if (counts(a, label)) all += weighted == 0 ? 1 : isClass(a, label) ? weight(a, label) : 0;
    }
  }
  a.factor = 1 / all;
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    for (let row = chunk * a.perChunk, end = min(row + a.perChunk, a.rows); row < end; row++) {
      if (a.labels != 0) ofLabel(a, row);
      else ofTargets(a, row);
    }
  };
  parallel(fn.index, (rows + a.perChunk - 1) / a.perChunk);
}

// @ts-ignore: decorator
@inline
function logOf(x: f64): f64 {
  return f32x4.extract_lane(log(f32x4.splat(<f32>x)), 0);
}

function ofLabel(a: Arguments, row: i32): void {
  const n = a.classes;
  const x = a.x + (<usize>row * n << 2);
  const dx = a.dx + (<usize>row * n << 2);
  const label = load<i32>(a.labels + (<usize>row << 2));
  const top = greatestOf(x, n);
  powersOf(x, dx, n, top);
  const sum = sumOf(dx, n);
  const factor = counts(a, label) ? a.factor : 0;
  const size = logOf(sum);
  const base = (a.smoothing / n) * factor;
  const hot = isClass(a, label) ? (1 - a.smoothing) * weight(a, label) * factor : 0;
  let loss: f64 = 0;
  if (hot != 0) loss = -hot * (<f64>load<f32>(x + (<usize>label << 2)) - <f64>top - size);
  if (base != 0) for (let c = 0; c < n; c++) loss -= base * weight(a, c) * (<f64>load<f32>(x + (<usize>c << 2)) - <f64>top - size);
  store<f32>(a.loss + (<usize>row << 2), <f32>loss);
  const rate = f32x4.splat(<f32>((base * a.whole + hot) / sum));
  const each = f32x4.splat(<f32>base);
  for (let c = 0; c < n; c += 4) {
    const at = <usize>c << 2;
    const p = f32x4.mul(v128.load(dx + at), rate);
    storeFirst(dx + at, f32x4.sub(p, f32x4.mul(each, v128.load(a.weights + at))), n - c);
  }
  if (hot != 0) {
    const at = dx + (<usize>label << 2);
    store<f32>(at, load<f32>(at) - <f32>hot);
  }
}

function ofTargets(a: Arguments, row: i32): void {
  const n = a.classes;
  const x = a.x + (<usize>row * n << 2);
  const y = a.targets + (<usize>row * n << 2);
  const dx = a.dx + (<usize>row * n << 2);
  const top = greatestOf(x, n);
  powersOf(x, dx, n, top);
  const sum = sumOf(dx, n);
  const size = logOf(sum);
  const base = (a.smoothing / n) * a.factor;
  const own = (1 - a.smoothing) * a.factor;
  let loss: f64 = 0;
  let whole: f64 = 0;
  for (let c = 0; c < n; c++) {
    const at = <usize>c << 2;
    const q = (own * <f64>load<f32>(y + at) + base) * weight(a, c);
    whole += q;
    loss -= q * (<f64>load<f32>(x + at) - <f64>top - size);
  }
  store<f32>(a.loss + (<usize>row << 2), <f32>loss);
  const rate = f32x4.splat(<f32>(whole / sum));
  for (let c = 0; c < n; c += 4) {
    const at = <usize>c << 2;
    const q = f32x4.mul(f32x4.add(f32x4.mul(v128.load(y + at), f32x4.splat(<f32>own)), f32x4.splat(<f32>base)), v128.load(a.weights + at));
    storeFirst(dx + at, f32x4.sub(f32x4.mul(v128.load(dx + at), rate), q), n - c);
  }
}
