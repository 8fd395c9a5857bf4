import { Pool, poolArguments, quads, spread, Window } from "../pool";

/** All of dy goes to the first of the largest values in memory order; to none where the window holds only −∞ or not-a-number. */
@unmanaged
class First {
  @inline of(a: Pool, w: Window): void {
    const whole = w.from == 0 && w.to == w.rows && a.c >= 4;
    if (whole && a.apart && w.rows == 2 && w.columns == 2) pairs(a, w);
    else if (whole && !a.apart && w.rows == 3 && w.columns == 3) triples(a, w);
    else quads<First>(a, w);
  }
  @inline four(a: Pool, w: Window, k: usize, fresh: v128): void {
    const dx = a.other;
    const apart = a.apart;
    const columns = w.columns;
    const across = w.across;
    let largest = f32x4.splat(-Infinity);
    let row = w.cell + k;
    for (let u = 0; u < w.rows; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < columns; v++, p += across) largest = f32x4.pmax(largest, v128.load(p));
    }
    const dy = v128.load(w.place + k);
    let open = v128.and(fresh, f32x4.gt(largest, f32x4.splat(-Infinity)));
    row = w.cell + k;
    for (let u = 0; u < w.to; u++, row += w.down) {
      let p = row;
      const write = u >= w.from;
      for (let v = 0; v < columns; v++, p += across) {
        const here = v128.and(open, f32x4.eq(v128.load(p), largest));
        open = v128.andnot(open, here);
        if (write) {
          const mine = v128.and(dy, here);
          v128.store(p + dx, apart ? mine : f32x4.add(v128.load(p + dx), mine));
        }
      }
    }
  }
  @inline one(a: Pool, w: Window, k: usize): void {
    const dx = a.other;
    let largest: f32 = -Infinity;
    let at: usize = 0;
    let rowAt: i32 = -1;
    let row = w.cell + k;
    for (let u = 0; u < w.rows; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < w.columns; v++, p += w.across) {
        const x = load<f32>(p);
        if (x > largest) {
          largest = x;
          at = p;
          rowAt = u;
        }
        if (a.covered) store<f32>(p + dx, 0);
      }
    }
    if (rowAt >= w.from && rowAt < w.to) store<f32>(at + dx, load<f32>(at + dx) + load<f32>(w.place + k));
  }
}

/** The same for windows of 2×2 that lie side by side: nothing is read twice. */
// @ts-ignore: decorator
@inline
function pairs(a: Pool, w: Window): void {
  const dx = a.other;
  const bytes = <usize>a.c << 2;
  const across = w.across;
  const below = w.down;
  const least = f32x4.splat(-Infinity);
  let k: usize = 0;
  while (k < bytes) {
    k = min(k, bytes - 16);
    const p = w.cell + k;
    const q = p + below;
    const x0 = v128.load(p);
    const x1 = v128.load(p + across);
    const x2 = v128.load(q);
    const x3 = v128.load(q + across);
    const largest = f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.pmax(least, x0), x1), x2), x3);
    const dy = v128.and(v128.load(w.place + k), f32x4.gt(largest, least));
    const is0 = f32x4.eq(x0, largest);
    const is1 = f32x4.eq(x1, largest);
    const is2 = f32x4.eq(x2, largest);
    const till1 = v128.or(is0, is1);
    v128.store(p + dx, v128.and(dy, is0));
    v128.store(p + dx + across, v128.and(dy, v128.andnot(is1, is0)));
    v128.store(q + dx, v128.and(dy, v128.andnot(is2, till1)));
    v128.store(q + dx + across, v128.andnot(dy, v128.or(till1, is2)));
    k += 16;
  }
}

/** The same for whole windows of 3×3 that overlap, without loops. */
// @ts-ignore: decorator
@inline
function triples(a: Pool, w: Window): void {
  const dx = a.other;
  const bytes = <usize>a.c << 2;
  const across = w.across;
  const below = w.down;
  const least = f32x4.splat(-Infinity);
  let fresh = i32x4.splat(-1);
  let k: usize = 0;
  while (k < bytes) {
    if (k > bytes - 16) {
      fresh = v128.ge<i32>(i32x4(0, 4, 8, 12), i32x4.splat(<i32>(k - (bytes - 16))));
      k = bytes - 16;
    }
    const p = w.cell + k;
    const q = p + below;
    const r = q + below;
    const top = f32x4.pmax(f32x4.pmax(f32x4.pmax(least, v128.load(p)), v128.load(p + across)), v128.load(p + 2 * across));
    const middle = f32x4.pmax(f32x4.pmax(f32x4.pmax(top, v128.load(q)), v128.load(q + across)), v128.load(q + 2 * across));
    const largest = f32x4.pmax(f32x4.pmax(f32x4.pmax(middle, v128.load(r)), v128.load(r + across)), v128.load(r + 2 * across));
    const dy = v128.load(w.place + k);
    let open = v128.and(fresh, f32x4.gt(largest, least));
    open = give(p, dx, largest, dy, open);
    open = give(p + across, dx, largest, dy, open);
    open = give(p + 2 * across, dx, largest, dy, open);
    open = give(q, dx, largest, dy, open);
    open = give(q + across, dx, largest, dy, open);
    open = give(q + 2 * across, dx, largest, dy, open);
    open = give(r, dx, largest, dy, open);
    open = give(r + across, dx, largest, dy, open);
    give(r + 2 * across, dx, largest, dy, open);
    k += 16;
  }
}

/** Adds dy where x is the largest and the window still open; returns where it is open after that. */
// @ts-ignore: decorator
@inline
function give(p: usize, dx: usize, largest: v128, dy: v128, open: v128): v128 {
  const here = v128.and(open, f32x4.eq(v128.load(p), largest));
  v128.store(p + dx, f32x4.add(v128.load(p + dx), v128.and(dy, here)));
  return v128.andnot(open, here);
}

/** dx of `MaxPool`, from x and dy: what each cell is the first maximum of. The adjoint of `MaxPoolPick`. */
export function MaxPoolGrad(
  x: usize, dy: usize, dx: usize, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
): void {
  spread<First>(poolArguments(x, dy, dx - x, n, c, kh, sh, dh, h, oh, top, kw, sw, dw, w, ow, left));
}
