import { frame, Pool, poolArguments, quads, spread, Window } from "../pool";

@unmanaged
class Share {
  @inline of(a: Pool, w: Window): void {
    quads<Share>(a, w);
  }
  @inline four(a: Pool, w: Window, k: usize, fresh: v128): void {
    const share = v128.and(f32x4.div(v128.load(w.place + k), f32x4.splat(w.by)), fresh);
    const apart = a.apart;
    const columns = w.columns;
    const across = w.across;
    let row = w.cell + k + w.down * w.from;
    for (let u = w.from; u < w.to; u++, row += w.down) {
      let p = row;
      if (apart) for (let v = 0; v < columns; v++, p += across) v128.store(p, share);
      else for (let v = 0; v < columns; v++, p += across) v128.store(p, f32x4.add(v128.load(p), share));
    }
  }
  @inline one(a: Pool, w: Window, k: usize): void {
    const share = load<f32>(w.place + k) / w.by;
    let row = w.cell + k + w.down * w.from;
    for (let u = w.from; u < w.to; u++, row += w.down) {
      let p = row;
      for (let v = 0; v < w.columns; v++, p += w.across) store<f32>(p, a.apart ? share : load<f32>(p) + share);
    }
  }
}

/** dx: what each cell gets of dy, which its windows share evenly. The rest as for `AvgPool`. */
export function AvgPoolGrad(
  dx: usize, dy: usize, n: i32, c: i32,
  kh: i32, sh: i32, dh: i32, h: i32, oh: i32, top: i32, kw: i32, sw: i32, dw: i32, w: i32, ow: i32, left: i32,
  sum: i32, frameTop: i32, frameBottom: i32, frameLeft: i32, frameRight: i32,
): void {
  const a = poolArguments(dx, dy, 0, n, c, kh, sh, dh, h, oh, top, kw, sw, dw, w, ow, left);
  frame(a, sum, frameTop, frameBottom, frameLeft, frameRight);
  spread<Share>(a);
}
