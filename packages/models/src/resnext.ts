import { bottleneck, network, styles, type Depths } from "./resnet.ts";
import type { ModelRow } from "./row.ts";

/** Xie, Girshick, Dollár, Tu & He, "Aggregated residual transformations for deep neural networks", arXiv:1611.05431, table 1: `groups` is the cardinality, `groupWidth` the channels of a group in conv2_x. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly depths: Depths; readonly groups: number; readonly groupWidth: number })[] = [
  { name: "resnext50_32x4d", title: "ResNeXt-50 (32×4d)", depths: [3, 4, 6, 3], groups: 32, groupWidth: 4, params: 25_028_904, macs: 4_230_479_872 },
  { name: "resnext101_32x8d", title: "ResNeXt-101 (32×8d)", depths: [3, 4, 23, 3], groups: 32, groupWidth: 8, params: 88_791_336, macs: 16_414_015_488 },
  { name: "resnext101_64x4d", title: "ResNeXt-101 (64×4d)", depths: [3, 4, 23, 3], groups: 64, groupWidth: 4, params: 83_455_272, macs: 15_460_270_080 },
];

/** The table as rows of the registry. The blocks have form (c) of figure 3. */
export const resnext: readonly ModelRow[] = table.map(({ depths, groups, groupWidth, ...figures }) => ({
  ...figures,
  family: "resnext", year: 2016, paper: "arXiv:1611.05431",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  block: ({ classes }) => network(bottleneck(styles.torchvision, { groups, groupWidth }), depths, classes),
}));
