import { high, low, storeFirst } from "../lanes";
import { ARGUMENTS, parallel } from "../queue";
import { GRAIN } from "../unary";

// @ts-ignore: decorator
@unmanaged
class Arguments {
  inner: i32;
  segments: i32;
  perChunk: i32;
  x: usize;
  y: usize;
  /** Where the rows of each segment begin among `rows`, one more than there are segments. */
  starts: usize;
  /** Numbers of rows, sorted by their segments. */
  rows: usize;
}

/** Bytes that the kernel needs on the way. */
export function segmentBytes(n: i32, segments: i32): f64 {
  return (<f64>n + <f64>segments + 2) * 4;
}

/** Adds up the rows of x `[n, inner]` that have the same segment: `[segments, inner]`. Rows of no segment are left out. */
export function UnsortedSegmentSum(n: i32, inner: i32, segments: i32, x: usize, ids: usize, y: usize, memory: usize): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.inner = inner;
  a.segments = segments;
  a.x = x;
  a.y = y;
  a.starts = memory;
  a.rows = memory + (<usize>(segments + 2) << 2);
  sort(a, n, ids);
  a.perChunk = max(1, min(segments, GRAIN / max(1, inner)));
  const fn = (chunk: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    for (let segment = chunk * a.perChunk, end = min(segment + a.perChunk, a.segments); segment < end; segment++) sumSegment(a, segment);
  };
  parallel(fn.index, (segments + a.perChunk - 1) / a.perChunk);
}

/** Sorts by counting; rows of one segment keep their order. */
function sort(a: Arguments, n: i32, ids: usize): void {
  memory.fill(a.starts, 0, <usize>(a.segments + 2) << 2);
  for (let i: usize = 0; i < <usize>n; i++) {
    const id = load<i32>(ids + (i << 2));
    if (<u32>id >= <u32>a.segments) continue;
    const at = a.starts + (<usize>(id + 2) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let s: usize = 2; s < <usize>(a.segments + 2); s++) store<i32>(a.starts + (s << 2), load<i32>(a.starts + (s << 2)) + load<i32>(a.starts + (s - 1 << 2)));
  for (let i: usize = 0; i < <usize>n; i++) {
    const id = load<i32>(ids + (i << 2));
    if (<u32>id >= <u32>a.segments) continue;
    const at = a.starts + (<usize>(id + 1) << 2);
    const place = load<i32>(at);
    store<i32>(a.rows + (<usize>place << 2), <i32>i);
    store<i32>(at, place + 1);
  }
}

function sumSegment(a: Arguments, segment: i32): void {
  const first = load<i32>(a.starts + (<usize>segment << 2));
  const last = load<i32>(a.starts + (<usize>(segment + 1) << 2));
  const y = a.y + (<usize>segment * a.inner << 2);
  for (let column = 0; column < a.inner; column += 4) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    for (let i = first; i < last; i++) {
      const v = v128.load(a.x + (<usize>load<i32>(a.rows + (<usize>i << 2)) * a.inner + column << 2));
      s0 = f64x2.add(s0, low(v));
      s1 = f64x2.add(s1, high(v));
    }
    const v = i64x2.shuffle(f32x4.demote_f64x2_zero(s0), f32x4.demote_f64x2_zero(s1), 0, 2);
    storeFirst(y + (<usize>column << 2), v, a.inner - column);
  }
}
