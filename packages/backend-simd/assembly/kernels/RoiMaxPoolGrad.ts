import { ARGUMENTS, parallel } from "../queue";

@unmanaged
class Arguments {
  dy: usize;
  places: usize;
  dx: usize;
  inputs: i32;
  outputs: i32;
}

/** dx `[n, inputs]`: what `RoiMaxPool` took from each place, of dy `[n, outputs]`. */
export function RoiMaxPoolGrad(dy: usize, places: usize, dx: usize, n: i32, inputs: i32, outputs: i32): void {
  const a = changetype<Arguments>(ARGUMENTS);
  a.dy = dy;
  a.places = places;
  a.dx = dx;
  a.inputs = inputs;
  a.outputs = outputs;
  const fn = (image: i32): void => {
    const a = changetype<Arguments>(ARGUMENTS);
    memory.fill(a.dx + (<usize>image * a.inputs << 2), 0, <usize>a.inputs << 2);
    const end = <usize>(image + 1) * a.outputs << 2;
    for (let i = <usize>image * a.outputs << 2; i < end; i += 4) {
      const place = load<i32>(a.places + i);
      if (place < 0) continue;
      const to = a.dx + (<usize>place << 2);
      store<f32>(to, load<f32>(to) + load<f32>(a.dy + i));
    }
  };
  parallel(fn.index, n);
}
