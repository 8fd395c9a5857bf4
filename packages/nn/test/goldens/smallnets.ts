import {
  adaptiveAveragePooling2d, averagePooling2d, batchNormalization, branches, concatenate, conv2d, dense, elu, flatten, graph, hardSwish, leakyRelu, maxPooling2d, relu, relu6, residual, silu, tanh,
  type Block, type Graph, type Layer,
} from "@convscope/core";
import { fromTorch, readSafetensors, type Arrays } from "@convscope/exchange";
import { channelsLast, expectClose, golden, goldenBytes } from "@convscope/test-kit";
import { adam, network, sgd, sparseCategoricalCrossentropy, type Batch, type Engine, type Network, type Objective, type Optimizer } from "../../src/index.ts";

/** A layer as PyTorch's constructor takes it. */
type TorchLayer =
  | { readonly type: "Conv2d"; readonly out_channels: number; readonly kernel_size: [number, number]; readonly stride: [number, number]; readonly padding: [number, number]; readonly dilation: [number, number]; readonly groups: number; readonly bias: boolean }
  | { readonly type: "AvgPool2d" | "MaxPool2d"; readonly kernel_size: number; readonly stride: number; readonly padding: number; readonly ceil_mode: boolean }
  | { readonly type: "Linear"; readonly out_features: number }
  | { readonly type: "Residual"; readonly body: readonly TorchLayer[] }
  | { readonly type: "Concat"; readonly branches: readonly (readonly TorchLayer[])[] }
  | { readonly type: "Tanh" | "ReLU" | "ReLU6" | "ELU" | "LeakyReLU" | "Hardswish" | "SiLU" | "Flatten" | "BatchNorm2d" | "AdaptiveAvgPool2d" };

/** Twenty steps of an optimiser in PyTorch. */
export interface Trajectory {
  readonly optimiser: string;
  readonly losses_before_each_step: readonly number[];
  readonly eval_loss_after: number;
}
/** A small net of PyTorch's with a batch; its arrays are in smallnets.safetensors. */
export interface SmallNet {
  readonly name: string;
  readonly labels: readonly number[];
  readonly params: number;
  readonly layers: readonly TorchLayer[];
  readonly eval_batch: number;
  readonly train_loss: number;
  readonly trajectories: readonly Trajectory[];
}

export const nets: readonly SmallNet[] = golden<{ readonly nets: readonly SmallNet[] }>("smallnets.json").nets;
const { tensors } = readSafetensors(goldenBytes("smallnets.safetensors"));

const plain: { readonly [type: string]: () => Layer } = {
  Tanh: tanh, ReLU: relu, ReLU6: relu6, ELU: elu, LeakyReLU: leakyRelu, Hardswish: hardSwish, SiLU: silu, Flatten: flatten,
  BatchNorm2d: batchNormalization, AdaptiveAvgPool2d: () => adaptiveAveragePooling2d(1),
};

function blockOf(layer: TorchLayer): Block {
  switch (layer.type) {
    case "Conv2d": return conv2d(layer.out_channels, layer.kernel_size, { strides: layer.stride, padding: layer.padding, dilationRate: layer.dilation, groups: layer.groups, useBias: layer.bias });
    case "AvgPool2d": return averagePooling2d(layer.kernel_size, { strides: layer.stride, padding: layer.padding, ceilMode: layer.ceil_mode });
    case "MaxPool2d": return maxPooling2d(layer.kernel_size, { strides: layer.stride, padding: layer.padding, ceilMode: layer.ceil_mode });
    case "Linear": return dense(layer.out_features);
    case "Residual": return residual({ body: layer.body.map(blockOf) });
    case "Concat": return branches(Object.fromEntries(layer.branches.map((branch, i) => [`branches.${i}`, branch.map(blockOf)])), concatenate());
    default: return (plain[layer.type] as () => Layer)();
  }
}

const part = (net: string, path: string): Arrays =>
  Object.fromEntries(Object.entries(tensors).flatMap(([name, array]) => (name.startsWith(`${net}/${path}/`) ? [[name.slice(net.length + path.length + 2), array] as const] : [])));

const sizes = (net: SmallNet): readonly number[] => channelsLast(tensors[`${net.name}/x`] as Arrays[string]).shape.slice(1);
const graphOf = (net: SmallNet): Graph => graph(net.name, sizes(net), net.layers.map(blockOf));

/** The node that ends layer `index` of the sequence. */
const endOf = (graph: Graph, index: number): string => graph.nodes.findLast(({ name }) => name.split(".")[0] === String(index))?.name ?? "";

/** Weights that change nothing while batches are normalised: convolution biases there, and the running means that follow them. */
const biasesBeforeNormalization = ({ nodes }: Graph): string[] =>
  nodes.flatMap(({ name, layer, inputs }) => {
    const before = nodes.find((node) => node.name === inputs[0])?.layer;
    return layer.kind === "batchNormalization" && before?.kind === "conv2d" && before.useBias ? [`${inputs[0]}.bias`, `${name}.running_mean`] : [];
  });

const optimisers: { readonly [name: string]: Optimizer } = { SGD: sgd({ learningRate: 0.05, momentum: 0.9 }), Adam: adam({ learningRate: 0.003 }) };

interface Opened {
  readonly network: Network;
  readonly batch: Batch;
  readonly objective: Objective;
}

/** Gives `f` a net with PyTorch's weights, its batch and its loss. */
async function withNet(net: SmallNet, engine: Engine, f: (opened: Opened) => Promise<void>): Promise<void> {
  const made = graphOf(net);
  const [output = ""] = made.outputs;
  const opened = await network(made, { engine, weights: fromTorch(made, part(net.name, "state")) });
  const batch = { inputs: { input: channelsLast(tensors[`${net.name}/x`] as Arrays[string]) }, targets: { [output]: { shape: [net.labels.length], data: Int32Array.from(net.labels) } } };
  try {
    await f({ network: opened, batch, objective: { [output]: { loss: sparseCategoricalCrossentropy(), weight: 1 } } });
  } finally {
    opened.dispose();
  }
}

/** A net with PyTorch's weights, and what PyTorch makes of a batch, both as PyTorch lays them. */
export function inTorch(net: SmallNet): { readonly graph: Graph; readonly weights: Arrays; readonly x: Arrays[string]; readonly y: Arrays[string] } {
  const made = graphOf(net);
  const { shape, data } = tensors[`${net.name}/x`] as Arrays[string];
  const sample = shape.slice(1);
  const x = { shape: [net.eval_batch, ...sample], data: data.slice(0, net.eval_batch * sample.reduce((a, b) => a * b, 1)) };
  return { graph: made, weights: fromTorch(made, part(net.name, "state")), x, y: tensors[`${net.name}/eval_out/${net.layers.length - 1}`] as Arrays[string] };
}

/** Throws unless every layer's output is PyTorch's. */
export const checkOutputs = (net: SmallNet, engine: Engine): Promise<void> =>
  withNet(net, engine, async ({ network, batch }) => {
    const { input = { shape: [], data: new Float32Array() } } = batch.inputs;
    const [, ...sample] = input.shape;
    const few = { shape: [net.eval_batch, ...sample], data: input.data.slice(0, net.eval_batch * sample.reduce((a, b) => a * b, 1)) as Float32Array };
    const names = net.layers.map((_, i) => endOf(network.graph, i));
    const values = await network.run({ input: few }, { nodes: names });
    net.layers.forEach((layer, i) => {
      const expected = channelsLast(tensors[`${net.name}/eval_out/${i}`] as Arrays[string]);
      const value = values[names[i] ?? ""] as Arrays[string];
      // What PyTorch lays in a row has its channels first: the layer after it is compared instead.
      if (layer.type !== "Flatten") expectClose(value.data, expected.data, { relative: 1e-4, absolute: 1e-5 }, `${net.name} ${i} ${layer.type}`);
    });
  });

/** Throws unless the loss and the gradients of every weight are PyTorch's. */
export const checkGradients = (net: SmallNet, engine: Engine): Promise<void> =>
  withNet(net, engine, async ({ network, batch, objective }) => {
    const expected = fromTorch(network.graph, { ...part(net.name, "state"), ...part(net.name, "grad") });
    const names = Object.keys(part(net.name, "grad"));
    const { value, weights } = await network.gradients({ inputs: batch.inputs, of: { objective, targets: batch.targets }, withRespectTo: { weights: names }, training: true });
    expectClose([value], [net.train_loss], { relative: 0, absolute: 5e-6 }, `${net.name} loss`);
    for (const name of names) expectClose(weights[name]?.data ?? [], expected[name]?.data ?? [], { relative: 1e-3, absolute: 2e-6 }, `${net.name} ${name}`);
  });

/** Those whose sums are taken in an order in which one of the steps falls the other way than PyTorch's: two values nearly equal under a maximum, or one nearly zero under a rectifier. That moves a loss by some 1e-4. */
const falling: readonly string[] = ["cpu", "ort"];

/** Throws unless the first `steps` steps of an optimiser have PyTorch's losses; after the last of all, the loss at inference and the weights are compared too. */
export const checkSteps = (net: SmallNet, trajectory: Trajectory, engine: Engine, steps: number = trajectory.losses_before_each_step.length): Promise<void> =>
  withNet(net, engine, async ({ network, batch, objective }) => {
    const kind = trajectory.optimiser.split(" ")[0] ?? "";
    const expected = trajectory.losses_before_each_step.slice(0, steps);
    const losses: number[] = [];
    for (const _ of expected) losses.push((await network.step(batch, { objective, optimizer: optimisers[kind] as Optimizer })).loss);
    const falls = falling.includes(engine.backend);
    expectClose(losses, expected, { relative: 0, absolute: falls ? 1e-3 : 1e-4 }, `${net.name} losses`);
    if (steps < trajectory.losses_before_each_step.length) return;
    // A bias before batch normalisation has no gradient but rounding, which Adam divides by itself: it wanders, and the running mean after it.
    const wandering = kind === "Adam" ? biasesBeforeNormalization(network.graph) : [];
    expectClose([(await network.measure(batch, objective)).loss], [trajectory.eval_loss_after], { relative: 0, absolute: wandering.length > 0 ? 5e-3 : 1e-3 }, `${net.name} at the end`);
    const after = fromTorch(network.graph, part(net.name, `after20_${kind}`));
    const weights = await network.weights();
    for (const [name, { data }] of Object.entries(after)) if (!wandering.includes(name)) expectClose(weights[name]?.data ?? [], data, { relative: 1e-2, absolute: kind === "Adam" ? 2e-3 : falls ? 3e-3 : 2e-4 }, `${net.name} ${name}`);
  });

/** Every net with every optimiser. */
export const trajectories: readonly { readonly net: SmallNet; readonly trajectory: Trajectory; readonly title: string }[] = nets.flatMap((net) =>
  net.trajectories.map((trajectory) => ({ net, trajectory, title: `${net.name} with ${trajectory.optimiser}` })));
