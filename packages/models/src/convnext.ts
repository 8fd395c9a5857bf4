import { conv2d, dense, depthwiseConv2d, gelu, globalAveragePooling2d, layerNormalization, layerScale, residual, stochasticDepth, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";
import { blocksOf, type Place, type TableRow } from "./tableRows.ts";

type Four = readonly [number, number, number, number];

/** Liu et al., "A ConvNet for the 2020s", arXiv:2201.03545, section 3: channels and blocks of the four stages. `dropped` is how often the last block is left out in training, table 5. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly channels: Four; readonly depths: Four; readonly dropped: number })[] = [
  { name: "convnext_tiny", title: "ConvNeXt-T", channels: [96, 192, 384, 768], depths: [3, 3, 9, 3], dropped: 0.1, params: 28_589_128, macs: 4_455_531_264 },
  { name: "convnext_small", title: "ConvNeXt-S", channels: [96, 192, 384, 768], depths: [3, 3, 27, 3], dropped: 0.4, params: 50_223_688, macs: 8_683_712_256 },
  { name: "convnext_base", title: "ConvNeXt-B", channels: [128, 256, 512, 1024], depths: [3, 3, 27, 3], dropped: 0.5, params: 88_591_464, macs: 15_354_729_472 },
  { name: "convnext_large", title: "ConvNeXt-L", channels: [192, 384, 768, 1536], depths: [3, 3, 27, 3], dropped: 0.5, params: 197_767_336, macs: 34_361_433_600 },
];

const norm = layerNormalization({ epsilon: 1e-6 });

export const convnext: readonly ModelRow[] = table.map(({ channels, depths, dropped, ...figures }) => ({
  ...figures,
  family: "convnext", year: 2022, paper: "arXiv:2201.03545",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  note: "The two 1×1 convolutions of a block are dense layers along the channels, as in torchvision.",
  block: ({ classes }) => {
    const stages = blocksOf(channels.map((filters, i) => ({ filters, depth: depths[i] ?? 0, strides: 1 })), channels[0], block(dropped));
    return {
      features: stages.flatMap((stage, i) => [i === 0 ? [conv2d(channels[0], 4, { strides: 4 }), norm] : [norm, conv2d(channels[i] ?? 0, 2, { strides: 2 })], stage]),
      avgpool: globalAveragePooling2d(),
      classifier: { 0: norm, 2: dense(classes) },
    };
  },
}));

/** Figure 4, right. The gaps in the numbers are layers of torchvision's that only reorder axes. The layer scale is that of section A.1. */
const block = (dropped: number) => ({ filters }: TableRow, { index, total }: Place): Block =>
  residual({
    block: { 0: depthwiseConv2d(7, { padding: 3 }), 2: norm, 3: dense(4 * filters), 4: gelu(), 5: dense(filters) },
    "": layerScale(),
    stochastic_depth: stochasticDepth((dropped * index) / (total - 1)),
  });
