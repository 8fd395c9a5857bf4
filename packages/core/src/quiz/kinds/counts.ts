import { memory } from "../../calculators/memory.ts";
import { parameters } from "../../calculators/parameters.ts";
import { slip, type MistakeId, type Slip } from "../../audit/mistake.ts";
import { countParameters, situation } from "../../audit/situation.ts";
import { minus, plus, power, quantity, times } from "../../expression.ts";
import { inferShapes, inputShapes } from "../../graph.ts";
import type { Step } from "../../layer.ts";
import { batchNormalization, conv2d, dense, depthwiseConv2d, flatten, maxPooling2d } from "../../layers/index.ts";
import { derive, macs as macsOf, outputShape, type Layer } from "../../layers/table.ts";
import { graph } from "../../lower.ts";
import type { Shape } from "../../shape.ts";
import { step } from "../../step.ts";
import { plain, type Draft, type ExerciseKind } from "../exercise.ts";
import { mistakenParameters, wrongParameters } from "../wrongAnswers.ts";

const lineOf = (layer: Layer, input: Shape, of: string): Step[] => derive(layer, [input]).filter((line) => line.of === of);

/** An exercise about the learned parameters of a layer. */
const learned = (text: string, layer: Layer, input: Shape): Draft => ({
  question: plain(text), answer: countParameters(situation(layer, [input])), unit: "parameters", worked: lineOf(layer, input, "parameters"), mistakes: wrongParameters(layer, input),
});

export const convParameters: ExerciseKind = {
  title: "the parameters of a convolution",
  draw(random) {
    const [k, c, f] = [random.pick([1, 2, 3, 5, 7]), random.pick([3, 8, 16, 32, 64]), random.pick([6, 8, 16, 24, 32, 64])];
    const n = random.pick([14, 28, 32]);
    return learned(`How many parameters has a convolution of ${f} filters ${k}×${k} with bias, on ${n}×${n}×${c}?`, conv2d(f, k), [n, n, c]);
  },
};

export const denseParameters: ExerciseKind = {
  title: "the parameters of a dense layer",
  draw(random) {
    const [n, u] = [random.pick([64, 84, 120, 400, 512, 784, 3136]), random.pick([10, 64, 84, 100, 120, 512])];
    return learned(`How many parameters has a dense layer with bias that turns ${n} values into ${u}?`, dense(u), [n]);
  },
};

export const batchNormParameters: ExerciseKind = {
  title: "the learned parameters of batch normalisation",
  draw(random) {
    const [n, c] = [random.pick([7, 14, 28]), random.pick([16, 24, 32, 64, 96, 128])];
    return learned(`How many learned parameters has batch normalisation on ${n}×${n}×${c}?`, batchNormalization(), [n, n, c]);
  },
};

export const depthwiseParameters: ExerciseKind = {
  title: "the parameters of a depthwise convolution",
  draw(random) {
    const [k, c] = [random.pick([3, 5, 7]), random.pick([16, 24, 32, 64, 96])];
    return learned(`How many parameters has a depthwise convolution with a ${k}×${k} kernel and bias, on 28×28×${c}?`, depthwiseConv2d(k), [28, 28, c]);
  },
};

export const netParameters: ExerciseKind = {
  title: "the parameters of a whole net",
  draw(random) {
    const [f, g, k, u] = [random.pick([8, 16, 32]), random.pick([16, 32, 64]), random.pick([3, 5]), random.pick([32, 64, 120])];
    const [n, c] = random.pick([[28, 1], [32, 3]]);
    const net = graph("net", [n, n, c], { conv1: conv2d(f, k), pool1: maxPooling2d(2), conv2: conv2d(g, k), pool2: maxPooling2d(2), flatten: flatten(), fc1: dense(u), fc2: dense(10) });
    const shapes = inferShapes(net);
    const rows = net.nodes.map((node) => ({ layer: node.layer, name: node.name, input: inputShapes(node, shapes)[0] ?? [] }));
    const flattened = rows.find(({ name }) => name === "flatten")?.input ?? [];
    const total = (id: MistakeId): Slip =>
      slip(id, rows.reduce((sum, { layer, name, input }) => sum + mistakenParameters(id, layer, input, name === "fc1" ? { flattened, earlier: shapes.get("conv2") ?? [] } : {}), 0));
    const lines = rows.flatMap(({ layer, name, input }) => lineOf(layer, input, "parameters").map((line) => ({ ...line, of: `parameters of ${name}` })));
    return {
      question: plain(
        `A net for ${n}×${n}×${c}: ${f} filters ${k}×${k}, pooling 2×2, ${g} filters ${k}×${k}, pooling 2×2, flatten, dense ${u}, dense 10. No padding; all with bias; pooling with stride 2. How many parameters has it?`,
      ),
      answer: parameters(net, shapes).trainable, unit: "parameters",
      worked: [...lines, step("parameters", plus(...lines.map(({ value }) => value)), "the sum of the layers")],
      mistakes: (["depthForgotten", "biasOnce", "biasForgotten", "flattenWithoutChannels", "flattenChannelsOnly", "flattenBeforePooling", "neuronsForWeights"] as const).map(total),
    };
  },
};

export const macs: ExerciseKind = {
  title: "the multiply–accumulates of a convolution",
  draw(random) {
    const [k, c, f, n] = [random.pick([1, 3, 5]), random.pick([3, 8, 16, 32]), random.pick([8, 16, 32, 64]), random.pick([14, 28, 32, 56])];
    const layer = conv2d(f, k, { strides: random.whole(1, 2) });
    const [input, [h = 0, w = 0]] = [[n, n, c], outputShape(layer, [[n, n, c]])];
    const kernel = k * k * c * f;
    return {
      question: plain(`How many multiply–accumulates does a convolution of ${f} filters ${k}×${k}, stride ${layer.strides[0]}, no padding, take on ${n}×${n}×${c}?`),
      answer: macsOf(layer, [input]), unit: "MACs", worked: [...lineOf(layer, input, "height"), ...lineOf(layer, input, "macs")],
      mistakes: [
        slip("positionsForgotten", kernel), slip("inputPositions", n * n * kernel), slip("depthForgotten", h * w * k * k * f), slip("filtersForgotten", h * w * k * k * c),
        slip("flopsForMacs", 2 * h * w * kernel), slip("biasAsMac", h * w * (k * k * c + 1) * f), slip("kernelSideOnce", h * w * k * c * f),
      ],
    };
  },
};

export const activationMemory: ExerciseKind = {
  title: "the memory of a layer's output",
  draw(random) {
    const [k, f, n, batch] = [random.pick([3, 5]), random.pick([16, 32, 64]), random.pick([28, 32, 56, 112]), random.pick([1, 16, 32, 64])];
    const net = graph("net", [n, n, 3], { conv: conv2d(f, k) });
    const [h = 0, w = 0] = inferShapes(net).get("conv") ?? [];
    const numbers = h * w * f;
    return {
      question: plain(`A batch of ${batch} picture${batch === 1 ? "" : "s"} of ${n}×${n}×3 goes through ${f} filters ${k}×${k} without padding. How many bytes does the output take as float32?`),
      answer: memory(net, { batchSize: batch }).activations, unit: "bytes",
      worked: [...lineOf(conv2d(f, k), [n, n, 3], "height"), step("bytes", times(quantity("b", batch), quantity("h'", h), quantity("w'", w), quantity("f", f), 4), "a float32 has 4 bytes")],
      mistakes: [slip("batchForgotten", 4 * numbers), slip("numbersForBytes", batch * numbers), slip("bitsForBytes", 32 * batch * numbers), slip("channelsForgotten", 4 * batch * h * w), slip("inputCounted", 4 * batch * n * n * 3), slip("sizeKept", 4 * batch * n * n * f)],
    };
  },
};

export const factorisation: ExerciseKind = {
  title: "what a stack of small kernels saves",
  draw(random) {
    const [k, c] = [random.pick([5, 7, 9]), random.pick([8, 16, 32, 64])];
    const count = (k - 1) / 2;
    const weightsOf = (layers: readonly Layer[]): number => parameters(graph("stack", [k, k, c], [...layers])).trainable;
    const large = weightsOf([conv2d(c, k, { useBias: false })]);
    const small = weightsOf(Array.from({ length: count }, () => conv2d(c, 3, { useBias: false })));
    const square = power(quantity("c", c), 2);
    const worked = step("saved", minus(times(power(quantity("k", k), 2), square), times(quantity("m", count), 9, square)), "arXiv:1409.1556, section 2.3");
    return {
      question: plain(`A ${k}×${k} convolution from ${c} to ${c} channels is replaced by ${count} of 3×3 from ${c} to ${c}, all without bias. How many weights are saved?`),
      answer: large - small, unit: "weights", worked: [worked],
      mistakes: [slip("savedForKept", small), slip("depthForgotten", (large - small) / c), slip("oneLayerTooMany", large - small - 9 * c * c)],
    };
  },
};
