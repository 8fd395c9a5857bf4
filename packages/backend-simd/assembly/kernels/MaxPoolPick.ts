import { Pool, poolArguments, quads, reduce, Window } from "../pool";

@unmanaged
class Pick {
  @inline of(a: Pool, w: Window): void {
    quads<Pick>(a, w);
  }
  @inline four(a: Pool, w: Window, k: usize, fresh: v128): void {
    const z = a.other;
    const columns = w.columns;
    const across = w.across;
    let largest = f32x4.splat(-Infinity);
    let value = f32x4.splat(0);
    let row = w.cell + k;
    for (let u = 0; u < w.rows; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < columns; v++, p += across) {
        const x = v128.load(p);
        const more = f32x4.gt(x, largest);
        largest = v128.bitselect(x, largest, more);
        value = v128.bitselect(v128.load(p + z), value, more);
      }
    }
    v128.store(w.place + k, value);
  }
  @inline one(a: Pool, w: Window, k: usize): void {
    let largest: f32 = -Infinity;
    let value: f32 = 0;
    let row = w.cell + k;
    for (let u = 0; u < w.rows; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < w.columns; v++, p += w.across) {
        const x = load<f32>(p);
        if (!(x > largest)) continue;
        largest = x;
        value = load<f32>(p + a.other);
      }
    }
    store<f32>(w.place + k, value);
  }
}

/** y: of each window, the value of z where x has its first maximum; 0 where that has none. */
export function MaxPoolPick(
  x: usize, z: usize, y: usize, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
): void {
  reduce<Pick>(poolArguments(x, y, z - x, n, c, kh, sh, dh, h, oh, top, kw, sw, dw, w, ow, left));
}
