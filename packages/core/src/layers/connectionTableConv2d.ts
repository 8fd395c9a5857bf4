import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { allowed, flag, known, listOf, whole } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { step } from "../step.ts";
import { along, maps, padding2d, paddingField2d, pair, pairField, places, slideStep, slidingWindow, type Padding2d, type PaddingOption2d, type Pair, type Slide } from "../window.ts";

/**
 * A convolution in which a table says which input channels each filter sees, as in layer C3 of LeNet-5. No ONNX, PyTorch or
 * Keras layer; a `conv2d` whose kernel is zero elsewhere computes the same.
 *
 * input `[H, W, C]` · weight `[kh, kw, connections]`, filter by filter in the order of the table · bias `[filters]` · output `[H', W', filters]`
 */
export interface ConnectionTableConv2d {
  readonly kind: "connectionTableConv2d";
  /** For each filter, the input channels that it sees, counted from 0. */
  readonly table: readonly (readonly number[])[];
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly useBias: boolean;
}

export interface ConnectionTableConv2dOptions {
  readonly strides?: number | Pair;
  readonly padding?: PaddingOption2d;
  readonly useBias?: boolean;
}

/** Table I of LeCun, Bottou, Bengio & Haffner 1998: the maps of S2 that each of the 16 maps of C3 sees. Six see 3, nine see 4, one sees all 6. */
export const lenetTable: readonly (readonly number[])[] = [
  [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
  [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
  [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/**
 * A partly connected convolution: `connectionTableConv2d(lenetTable, 5)`, or with a table of one's own `[[0, 1], [1, 2], [0, 2]]`.
 *
 * @throws LayerError when an option is unknown or out of range, or a filter sees a channel twice.
 */
export function connectionTableConv2d(table: readonly (readonly number[])[], kernelSize: number | Pair, options: ConnectionTableConv2dOptions = {}): ConnectionTableConv2d {
  known("connectionTableConv2d", options, "strides", "padding", "useBias");
  const { strides = 1, padding = "valid", useBias = true } = options;
  return allowed(connectionTableConv2dRules, { kind: "connectionTableConv2d", table, kernelSize: pair(kernelSize), strides: pair(strides), padding: padding2d(padding), useBias });
}

const slides = (layer: ConnectionTableConv2d): [Slide, Slide] => [along({ ...layer, dilationRate: [1, 1] }, 0), along({ ...layer, dilationRate: [1, 1] }, 1)];
const connections = ({ table }: ConnectionTableConv2d): number => table.reduce((sum, seen) => sum + seen.length, 0);

export const connectionTableConv2dRules: Rules<ConnectionTableConv2d> = {
  doc: {
    summary: "A convolution whose filters each see only some of the input channels.",
    onnx: "none", pytorch: "none", keras: "none",
    source: "LeCun, Bottou, Bengio & Haffner 1998, table I, doi:10.1109/5.726791",
  },
  arity: 1,
  work: "convolution",
  fields: { table: listOf(listOf(whole(0), 1), 1), kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, useBias: flag },

  refuse({ table }) {
    table.forEach((seen, filter) =>
      check(new Set(seen).size === seen.length, "connectionTableConv2d", `a filter must see a channel once. Received table[${filter}]=[${seen.join(", ")}]. Leave out what is there twice.`),
    );
  },

  outputShape(layer, inputs) {
    const [height, width, channels] = maps("connectionTableConv2d", inputs);
    const last = Math.max(...layer.table.flat());
    check(last < channels, "connectionTableConv2d", `the table must name channels of the input. Received channel ${last} of ${height}×${width}×${channels}. The last is ${channels - 1}: channels count from 0.`);
    return [...places("connectionTableConv2d", slides(layer), [height, width]), layer.table.length];
  },

  /** Fans are means over the filters, which see different numbers of channels. */
  weights(layer): WeightSpecs {
    const { table, kernelSize: [kh, kw], useBias } = layer;
    const channels = new Set(table.flat()).size;
    const fans = [(kh * kw * connections(layer)) / table.length, (kh * kw * connections(layer)) / channels] as const;
    return {
      weight: { shape: [kh, kw, connections(layer)], trainable: true, role: "kernel", fans },
      ...(useBias && { bias: { shape: [table.length], trainable: true, role: "bias", fans } }),
    };
  },

  macs(layer, inputs) {
    const [height = 0, width = 0] = connectionTableConv2dRules.outputShape(layer, inputs);
    return height * width * layer.kernelSize[0] * layer.kernelSize[1] * connections(layer);
  },

  windows: (layer, inputs) => [slidingWindow(slides(layer), maps("connectionTableConv2d", inputs))],

  derive(layer, inputs) {
    const [height, width] = maps("connectionTableConv2d", inputs);
    const [h = 0, w = 0] = connectionTableConv2dRules.outputShape(layer, inputs);
    const [down, across] = slides(layer);
    const kernels = times(quantity("k_h", layer.kernelSize[0]), quantity("k_w", layer.kernelSize[1]), quantity("t", connections(layer)));
    return [
      slideStep("height", down, height),
      slideStep("width", across, width),
      step("parameters", layer.useBias ? plus(kernels, quantity("f", layer.table.length)) : kernels, `one k_h·k_w kernel per entry of the table${layer.useBias ? ", one bias per filter" : ""}`),
      step("macs", times(quantity("h'", h), quantity("w'", w), kernels), "each kernel is multiplied once per output"),
    ];
  },
};
