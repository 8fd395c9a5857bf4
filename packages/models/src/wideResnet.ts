import { basicUnit, cifarNetwork } from "./preActivation.ts";
import { bottleneck, network, styles, type Depths } from "./resnet.ts";
import type { ModelRow } from "./row.ts";

const common = { family: "wide_resnet", year: 2016, paper: "arXiv:1605.07146" } as const;

/** Zagoruyko & Komodakis, "Wide residual networks", arXiv:1605.07146, table 1: `k` times as wide, with n = (depth − 4) / 6 units a stage. */
const cifar = [
  { name: "wrn16_4", title: "WRN-16-4", n: 2, k: 4, params: 2_748_890, macs: 392_612_352 },
  { name: "wrn16_8", title: "WRN-16-8", n: 2, k: 8, params: 10_961_370, macs: 1_548_145_664 },
  { name: "wrn28_10", title: "WRN-28-10", n: 4, k: 10, params: 36_479_194, macs: 5_243_328_768 },
  { name: "wrn40_4", title: "WRN-40-4", n: 6, k: 4, params: 8_949_210, macs: 1_298_582_016 },
] as const;

/** For ImageNet: ResNets whose inner convolutions are twice as wide. */
const imagenet: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly depths: Depths })[] = [
  { name: "wide_resnet50_2", title: "Wide ResNet-50-2", depths: [3, 4, 6, 3], params: 68_883_240, macs: 11_398_021_120 },
  { name: "wide_resnet101_2", title: "Wide ResNet-101-2", depths: [3, 4, 23, 3], params: 126_886_696, macs: 22_753_050_624 },
];

/** The tables as rows of the registry. */
export const wideResnet: readonly ModelRow[] = [
  ...cifar.map(({ n, k, ...figures }): ModelRow => ({
    ...figures, ...common,
    inputs: { input: [32, 32, 3] }, classes: 10,
    note: "`dropout` stands between the convolutions of each unit; the paper's is 0.3.",
    options: { dropout: 0 },
    block: ({ classes, dropout }) => cifarNetwork(basicUnit(dropout), n, 16 * k, classes),
  })),
  ...imagenet.map(({ depths, ...figures }): ModelRow => ({
    ...figures, ...common,
    inputs: { input: [224, 224, 3] }, classes: 1000,
    block: ({ classes }) => network(bottleneck(styles.torchvision, { groupWidth: 128 }), depths, classes),
  })),
];
