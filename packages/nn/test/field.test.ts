import { add, averagePooling2d, branches, concatenate, conv2d, conv2dTranspose, depthwiseConv2d, graph, inferShapes, nodeOf, receptiveField, residual, upSampling2d, zeroPadding2d, type AxisField, type Graph } from "@convscope/core";
import { expect, test } from "vitest";
import { initialWeights, network, useBackend, type Arrays } from "../src/index.ts";

// No maxima and no rectifiers: with weights that are all positive, every input that can reach a unit does.
const nets: readonly Graph[] = [
  graph("plain", [17, 17, 1], [conv2d(2, 3), conv2d(2, 5, { padding: "same" }), conv2d(1, 3)]),
  graph("strided", [33, 29, 1], [conv2d(2, 3, { strides: 2, padding: 1 }), averagePooling2d(2), conv2d(2, [1, 3], { padding: "same" })]),
  graph("dilated", [31, 31, 2], [conv2d(2, 3, { dilationRate: 2 }), conv2d(2, 3, { strides: 2, dilationRate: [3, 1], padding: [3, 1] })]),
  graph("residual", [24, 24, 2], [conv2d(4, 3, { padding: 1 }), residual([conv2d(4, 3, { padding: 1 }), conv2d(4, 3, { padding: 1 })]), residual([conv2d(6, 3, { strides: 2, padding: 1 })], { downsample: conv2d(6, 1, { strides: 2 }) })]),
  graph("branches", [23, 23, 2], [branches([conv2d(2, 1), conv2d(2, 5, { padding: 2 }), [averagePooling2d(3, { strides: 1, padding: 1 }), conv2d(2, [7, 1], { padding: [3, 0] })]], concatenate()), conv2d(3, 3)]),
  graph("uneven", [20, 20, 1], [branches([conv2d(1, 3, { padding: [[0, 2], [2, 0]] }), conv2d(1, 3, { padding: 1 })], add())]),
  graph("depthwise", [19, 19, 3], [depthwiseConv2d(3, { strides: 2 }), conv2d(4, 1), zeroPadding2d(2), depthwiseConv2d(5)]),
  graph("grouped", [15, 15, 4], [conv2d(4, 3, { groups: 2 }), conv2d(4, 3, { groups: 4, dilationRate: 2 })]),
  graph("upsampled", [12, 12, 1], [conv2d(2, 3, { padding: 1 }), upSampling2d(2), conv2d(1, 3, { padding: 1 })]),
  graph("transposed", [13, 13, 1], [conv2d(2, 3, { padding: 1 }), conv2dTranspose(2, 4, { strides: 2, padding: 1 }), conv2d(1, 3, { padding: 1 })]),
];

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** First and last input along each axis that have a gradient. */
function footprint(gradient: ArrayLike<number>, [height = 0, width = 0, channels = 0]: readonly number[]): readonly (readonly [number, number])[] {
  const seen: [number, number][] = [[Infinity, -Infinity], [Infinity, -Infinity]];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++)
        if (gradient[(y * width + x) * channels + c] !== 0) [y, x].forEach((at, axis) => (seen[axis] = [Math.min(seen[axis]?.[0] ?? at, at), Math.max(seen[axis]?.[1] ?? at, at)]));
  return seen;
}

/** The inputs that a unit may see along an axis, where there are any. */
const expected = ({ size, stride, start }: AxisField, unit: number, length: number): readonly [number, number] => {
  const from = Math.floor(start + unit * stride + 1e-9);
  return [Math.max(from, 0), Math.min(from + Math.ceil(size - 1e-9) - 1, length - 1)];
};

test.each(nets)("the gradient of a middle unit of every node of $name covers the receptive field, and nothing else", async (net) => {
  const weights: Arrays = Object.fromEntries(Object.entries(initialWeights(net)).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data, (w) => 0.1 + Math.abs(w)) }]));
  const running = await network(net, { engine: await useBackend("wasm"), weights });
  const shapes = inferShapes(net);
  const { input = [] } = net.inputs;
  if (!Array.isArray(input)) throw new Error("these take pictures");
  const sample: readonly number[] = input;
  for (const { name } of net.nodes) {
    const shape = shapes.get(name) ?? [];
    const [height = 1, width = 1, channels = 1] = shape;
    const unit = [Math.floor(height / 2), Math.floor(width / 2)] as const;
    const data = new Float32Array(size(shape));
    for (let c = 0; c < channels; c++) data[(unit[0] * width + unit[1]) * channels + c] = 1;
    const { inputs } = await running.gradients({ inputs: { input: { shape: [1, ...sample], data: new Float32Array(size(sample)).fill(1) } }, of: { upstream: { [name]: { shape: [1, ...shape], data } } }, withRespectTo: { inputs: ["input"] } });
    const { field } = receptiveField(net, nodeOf(net, name).name);
    if (typeof field === "string") throw new Error(`${name} sees ${field}`);
    expect(footprint(inputs["input"]?.data ?? [], sample), name).toEqual(field.map((axis, i) => expected(axis, unit[i] ?? 0, sample[i] ?? 0)));
  }
  running.dispose();
});
