import { pads, product, type LocallyConnected2d, type Shape } from "@convscope/core";
import type { Value } from "../builder.ts";
import { onnxPads, slides2d } from "../convolution.ts";
import type { Emission, Emit } from "../emission.ts";

/** weight `[H', W', kh·kw·C, filters]`: what is seen at every place, times the matrix of that place. */
export const locallyConnected2d: Emit<LocallyConnected2d> = (layer, [x], to) => {
  const [height = 0, width = 0, filters = 0] = to.shape;
  const patch = product(layer.kernelSize) * (x.shape.at(-1) ?? 1);
  const rows = to.reshape(patches(layer, to.last(x), x.shape, to), [height * width, 1, patch]);
  const matrices = to.op("Reshape", [to.weight("weight"), to.wholes([height * width, patch, filters])]);
  const y = to.reshape(to.op("MatMul", [rows, matrices]), to.shape);
  return to.withLast(to.has("bias") ? to.op("Add", [y, to.weight("bias")]) : y);
};

/** x `[N, H, W, C]` to `[N, H', W', kh·kw·C]`: one slice for each cell of the kernel, side by side. */
function patches(layer: LocallyConnected2d, x: Value, shape: Shape, to: Emission): Value {
  const { kernelSize: [kh, kw], strides } = layer;
  const edges = slides2d({ ...layer, dilationRate: [1, 1] }).map((slide, axis) => pads(slide, shape[axis] ?? 0));
  const padded = edges.flat().every((n) => n === 0) ? x : to.op("Pad", [x, to.wholes(onnxPads([[0, 0], ...edges, [0, 0]]))]);
  const places = to.shape.slice(0, 2);
  const cells = Array.from({ length: kh * kw }, (_, cell) => {
    const start = [Math.floor(cell / kw), cell % kw];
    const end = start.map((from, axis) => from + ((places[axis] ?? 1) - 1) * (strides[axis] ?? 1) + 1);
    return to.op("Slice", [padded, to.wholes(start), to.wholes(end), to.wholes([1, 2]), to.wholes(strides)]);
  });
  return to.op("Concat", cells, { axis: 3 });
}
