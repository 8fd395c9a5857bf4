import { GraphError, inferShapes, product } from "@convscope/core";
import { checkNames, type NdArray, type Network } from "@convscope/nn";
import { pictureInput } from "./target.ts";

export interface GoalOptions {
  readonly node: string;
  /** The first nine unless given. */
  readonly channels?: readonly number[] | undefined;
  /** The mean of a channel over its places, or the unit in the middle. */
  readonly of: "channel" | "unit";
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What pictures are to excite: a channel each. */
export interface Goal {
  readonly channels: readonly number[];
  /** `[N, H, W, C]` of the pictures. */
  readonly shape: readonly number[];
  /** What each channel says of its picture, of pixels from 0 to 1. */
  answers(pictures: NdArray): Promise<number[]>;
  /** How each answer changes with each pixel of its picture. */
  slopes(pictures: NdArray): Promise<NdArray>;
}

/** @throws GraphError for an unknown node or channel. */
export function goalOf(network: Network, { node, channels: asked, of, mean, deviation }: GoalOptions): Goal {
  const { graph } = network;
  const input = pictureInput(graph);
  checkNames(graph, "node", [node], graph.nodes.map(({ name }) => name));
  const shapes = inferShapes(graph);
  const values = shapes.get(node) ?? [];
  const count = values.at(-1) ?? 1;
  const channels = asked ?? Array.from({ length: Math.min(9, count) }, (_, c) => c);
  const missing = channels.find((c) => !Number.isInteger(c) || c < 0 || c >= count);
  if (missing !== undefined) throw new GraphError(`${graph.name}: "${node}" has the channels 0 … ${count - 1}. Received ${missing}.`);
  const shape = [channels.length, ...(shapes.get(input) ?? [])];
  const colours = shape.at(-1) ?? 1;
  const upstream = shares(values, channels, of);
  const asInput = ({ data }: NdArray): NdArray => ({ shape, data: Float32Array.from(data, (pixel, at) => (pixel - (mean[at % colours] ?? 0)) / (deviation[at % colours] ?? 1)) });
  return {
    channels, shape,
    async answers(pictures) {
      const { [node]: said } = await network.run({ [input]: asInput(pictures) }, { nodes: [node] });
      const size = product(values);
      const sums = channels.map(() => 0);
      for (const [at, share] of upstream.data.entries()) sums[Math.floor(at / size)]! += share * (said?.data[at] ?? 0);
      return sums;
    },
    async slopes(pictures) {
      const { inputs } = await network.gradients({ inputs: { [input]: asInput(pictures) }, of: { upstream: { [node]: upstream } }, withRespectTo: { inputs: [input] } });
      return { shape, data: Float32Array.from(inputs[input]?.data ?? [], (slope, at) => slope / (deviation[at % colours] ?? 1)) };
    },
  };
}

/** How much each value of the node counts for each picture: `[N, ...values]`. */
function shares(values: readonly number[], channels: readonly number[], of: GoalOptions["of"]): NdArray & { readonly data: Float32Array } {
  const [size, count] = [product(values), values.at(-1) ?? 1];
  const places = size / count;
  const sides = values.slice(0, -1);
  const middle = sides.reduce((place, side) => place * side + Math.floor(side / 2), 0);
  const data = new Float32Array(channels.length * size);
  for (const [i, channel] of channels.entries())
    for (let place = 0; place < places; place++) {
      if (of === "channel") data[i * size + place * count + channel] = 1 / places;
      else if (place === middle) data[i * size + place * count + channel] = 1;
    }
  return { shape: [channels.length, ...values], data };
}
