import { product, type ConnectionTableConv2d } from "@convscope/core";
import { slides2d, slidingAttributes } from "@convscope/exchange/onnx";
import type { EmitTraining } from "./trainingEmission.ts";

/** weight `[kh, kw, connections]`, put to where the table has an entry by a product with ones and zeros: a kernel `[filters, C, kh, kw]`. */
export const connectionTableConv2d: EmitTraining<ConnectionTableConv2d> = (layer, [x], to) => {
  const { table, kernelSize } = layer;
  const { tape } = to;
  const channels = x.shape.at(-1) ?? 1;
  const places = table.flatMap((seen, filter) => seen.map((channel) => filter * channels + channel));
  const wide = table.length * channels;
  const spread = tape.floats([places.length, wide], () => {
    const ones = new Float32Array(places.length * wide);
    places.forEach((place, i) => (ones[i * wide + place] = 1));
    return ones;
  });
  const kernel = tape.op("MatMul", [tape.reshape(to.weight("weight"), [product(kernelSize), places.length]), spread]);
  const shaped = tape.reshape(tape.transpose(kernel, [1, 0]), [table.length, channels, ...kernelSize]);
  return to.withFirst(tape.op("Conv", [to.first(x), shaped, to.optional("bias")], slidingAttributes(slides2d({ ...layer, dilationRate: [1, 1] }), x.shape, 1)));
};
