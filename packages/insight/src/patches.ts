import { GraphError, inferShapes, inputsSeen, nodeOf, product } from "@convscope/core";
import { breather, checkNames, known, whole, type Arrays, type Data, type NdArray, type Network } from "@convscope/nn";
import { mapNodes, pictureInput } from "./target.ts";

export interface TopPatchesOptions {
  /** Channels of the node; the first nine unless given. */
  readonly channels?: readonly number[];
  /** How many patches of each channel, the strongest first, one at most of each sample; 9 unless given. */
  readonly top?: number;
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Told how many samples have been looked at. */
  readonly onProgress?: (seen: number, total: number) => void;
}

/** What a channel answered to most strongly in one sample. */
export interface Patch {
  /** The sample's index in the data. */
  readonly sample: number;
  readonly value: number;
  /** The unit that answered. */
  readonly row: number;
  readonly column: number;
  /** What it sees of the picture, first and last row and column; the part of the field inside the picture. */
  readonly box: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
  /** The sample itself, `[H, W, C]`. */
  readonly picture: NdArray;
}

/** The strongest patches of a channel, the strongest first. */
export interface ChannelPatches {
  readonly channel: number;
  readonly patches: readonly Patch[];
}

/**
 * The parts of a data set that a node's channels answer to most strongly: arXiv:1311.2901, figure 2. Samples stream by; only those in the
 * lists are kept.
 *
 * @throws GraphError for a node that makes no maps, or a channel that it does not have.
 */
export async function topPatches(network: Network, data: Data, node: string, options: TopPatchesOptions = {}): Promise<readonly ChannelPatches[]> {
  known("topPatches", options, "channels", "top", "batchSize", "signal", "onProgress");
  const { graph } = network;
  const input = pictureInput(graph);
  checkNames(graph, "node with maps", [node], mapNodes(graph));
  const [height = 1, width = 1, count = 1] = inferShapes(graph).get(node) ?? [];
  const { channels = Array.from({ length: Math.min(9, count) }, (_, c) => c), top = 9, batchSize = 64, signal, onProgress } = options;
  whole("topPatches", "top", top, 1);
  whole("topPatches", "batchSize", batchSize, 1);
  const missing = channels.find((c) => !Number.isInteger(c) || c < 0 || c >= count);
  if (missing !== undefined) throw new GraphError(`${graph.name}: "${node}" has the channels 0 … ${count - 1}. Received ${missing}.`);
  const best = channels.map((): Omit<Patch, "box">[] => []);
  const breathe = breather();
  for (let from = 0; from < data.length; from += batchSize) {
    await breathe();
    signal?.throwIfAborted();
    const indices = Uint32Array.from({ length: Math.min(batchSize, data.length - from) }, (_, i) => from + i);
    const { inputs } = await data.batch(indices);
    const { data: values } = (await network.run(inputs, { nodes: [node] }))[node] as NdArray;
    for (const [k, channel] of channels.entries())
      for (let i = 0; i < indices.length; i++) {
        const place = strongest(values, i * height * width, height * width, count, channel);
        enter(best[k] ?? [], top, { sample: from + i, value: values[(i * height * width + place) * count + channel] ?? 0, row: Math.floor(place / width), column: place % width }, () => pictureOf(inputs[input] as NdArray, i));
      }
    onProgress?.(from + indices.length, data.length);
  }
  const { layer } = nodeOf(graph, node);
  return channels.map((channel, k) => ({
    channel,
    patches: (best[k] ?? []).map((patch) => {
      const seen = inputsSeen(graph, node, [patch.row, patch.column]);
      if (seen === "nothing") throw new GraphError(`${graph.name}: a unit of "${node}" (${layer.kind}) sees nothing of the picture.`);
      const [rows, columns] = seen;
      return { ...patch, box: { top: rows?.from ?? 0, bottom: rows?.to ?? 0, left: columns?.from ?? 0, right: columns?.to ?? 0 } };
    }),
  }));
}

/** The place of the greatest value of a channel; the first of equals. */
function strongest(values: NdArray["data"], first: number, places: number, count: number, channel: number): number {
  let best = 0;
  for (let place = 1; place < places; place++) if ((values[(first + place) * count + channel] ?? 0) > (values[(first + best) * count + channel] ?? 0)) best = place;
  return best;
}

/** Puts a patch where it belongs, if it is among the strongest; pictures are copied only then. */
function enter(list: Omit<Patch, "box">[], top: number, found: Omit<Patch, "box" | "picture">, picture: () => NdArray): void {
  if (list.length === top && found.value <= (list.at(-1)?.value ?? -Infinity)) return;
  const at = list.findIndex(({ value }) => found.value > value);
  list.splice(at < 0 ? list.length : at, 0, { ...found, picture: picture() });
  if (list.length > top) list.pop();
}

function pictureOf({ shape, data }: NdArray, i: number): NdArray {
  const size = product(shape.slice(1));
  return { shape: shape.slice(1), data: data.slice(i * size, (i + 1) * size) };
}

/**
 * What in the picture made each patch's unit answer, by the deconvolutional network: the unit's value goes back through the layers, pools by
 * their maxima and rectifiers by clipping what is below 0. `[patches, H, W, C]`. arXiv:1311.2901, section 2.1.
 */
export async function reconstructions(network: Network, node: string, channel: number, patches: readonly Patch[]): Promise<NdArray> {
  const { graph } = network;
  const input = pictureInput(graph);
  const [height = 1, width = 1, count = 1] = inferShapes(graph).get(node) ?? [];
  const upstream = new Float32Array(patches.length * height * width * count);
  for (const [i, { row, column, value }] of patches.entries()) upstream[((i * height + row) * width + column) * count + channel] = value;
  const [first] = patches;
  if (!first) throw new RangeError("reconstructions: there must be at least one patch. Received none.");
  const size = product(first.picture.shape);
  const pictures = new Float32Array(patches.length * size);
  for (const [i, { picture }] of patches.entries()) pictures.set(picture.data, i * size);
  const x: Arrays = { [input]: { shape: [patches.length, ...first.picture.shape], data: pictures } };
  const { inputs } = await network.gradients({ inputs: x, of: { upstream: { [node]: { shape: [patches.length, height, width, count], data: upstream } } }, withRespectTo: { inputs: [input] }, rule: "deconvnet" });
  return inputs[input] as NdArray;
}
