import { ARGUMENTS, parallel } from "./queue";

// @ts-ignore: decorator
@unmanaged
class Parts {
  parts: usize;
  /** Numbers from one part to the next. */
  apart: i32;
  y: usize;
  n: i32;
  count: i32;
  rowLength: i32;
  rowStep: i32;
}

const GRAIN: i32 = 8192;

/** y = the sum of `count` parts of n numbers, `apart` numbers from one to the next, in their order; rows of `rowLength` numbers go `rowStep` numbers apart. */
export function addParts(parts: usize, apart: i32, y: usize, n: i32, count: i32, rowLength: i32, rowStep: i32): void {
  const a = changetype<Parts>(ARGUMENTS);
  a.parts = parts;
  a.apart = apart;
  a.y = y;
  a.n = n;
  a.count = count;
  a.rowLength = rowLength;
  a.rowStep = rowStep;
  const fn = (chunk: i32): void => {
    const a = changetype<Parts>(ARGUMENTS);
    const stride = <usize>a.apart << 2;
    const end = min((chunk + 1) * GRAIN, a.n);
    let i = chunk * GRAIN;
    if (a.rowLength == a.rowStep)
      for (; i + 4 <= end; i += 4) {
        let from = a.parts + (<usize>i << 2);
        let sum = v128.load(from);
        for (let p = 1; p < a.count; p++) sum = f32x4.add(sum, v128.load((from += stride)));
        v128.store(a.y + (<usize>i << 2), sum);
      }
    for (; i < end; i++) {
      let from = a.parts + (<usize>i << 2);
      let sum = load<f32>(from);
      for (let p = 1; p < a.count; p++) sum += load<f32>((from += stride));
      store<f32>(a.y + (<usize>((i / a.rowLength) * a.rowStep + (i % a.rowLength)) << 2), sum);
    }
  };
  parallel(fn.index, (n + GRAIN - 1) / GRAIN);
}
