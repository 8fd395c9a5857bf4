import { Columns, joinColumns, joinPieces } from "../columns";
import { Adding } from "../middle";
import { bound, passed } from "../normalize";
import { ARGUMENTS } from "../queue";

/** Sums of the gradient behind an activation, which is written on the way. x: dy, y: the activation's result, z: where it is written. */
@unmanaged
class Passing {
  @inline load(x: usize, y: usize, z: usize, p: usize): v128 {
    const v = passed(x, y);
    v128.store(z, v);
    return v;
  }
  @inline neutral(): v128 {
    return f32x4.splat(0);
  }
  @inline start(): v128 {
    return f64x2.splat(0);
  }
  @inline join(a: v128, v: v128): v128 {
    return f64x2.add(a, v);
  }
  @inline merge(a: v128, b: v128): v128 {
    return f64x2.add(a, b);
  }
}

/**
 * The sum of each column of dy `[rows, channels]`. With the result y of an activation, dy is first cut where that was bounded, and
 * the cut gradient written to dz. `partial` is memory of `columnBytes`.
 */
export function BiasGrad(rows: i32, channels: i32, dy: usize, y: usize, dz: usize, db: usize, activation: i32, partial: usize): void {
  const a = changetype<Columns>(ARGUMENTS);
  a.shape(1, rows, channels, 1);
  a.partial = partial;
  a.x = dy;
  a.y = y;
  a.z = dz;
  bound(a, activation);
  if (y == 0) joinColumns<Adding>();
  else joinColumns<Passing>();
  joinPieces<Adding>();
  for (let c: usize = 0; c < <usize>channels; c++) store<f32>(db + (c << 2), <f32>load<f64>(partial + (c << 3)));
}
