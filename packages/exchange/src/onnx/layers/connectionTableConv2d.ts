import { product, type ConnectionTableConv2d } from "@convscope/core";
import { convolved, slides2d, slidingAttributes } from "../convolution.ts";
import type { Emit } from "../emission.ts";

/** A convolution whose kernel `[filters, C, kh, kw]` is zero where the table has no entry. */
export const connectionTableConv2d: Emit<ConnectionTableConv2d> = (layer, [x], to) => {
  const { table, kernelSize } = layer;
  const channels = x.shape.at(-1) ?? 1;
  const area = product(kernelSize);
  const dims = [table.length, channels, ...kernelSize];
  const connections = table.flatMap((seen, filter) => seen.map((channel) => filter * channels + channel));
  const kernel = to.constant("weight", dims, () => {
    const weights = to.array("weight");
    const full = new Float32Array(product(dims));
    connections.forEach((place, i) => {
      for (let cell = 0; cell < area; cell++) full[place * area + cell] = weights[cell * connections.length + i] ?? NaN;
    });
    return full;
  });
  return to.withFirst(convolved(to, to.first(x), kernel, to.optional("bias"), slidingAttributes(slides2d({ ...layer, dilationRate: [1, 1] }), x.shape, 1)));
};
