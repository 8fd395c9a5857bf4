import { averagePooling2d, branches, concatenate, dense, globalAveragePooling2d, relu, residual, subtract, type Block } from "@convscope/core";
import { convBn } from "./resnet.ts";
import type { ModelRow } from "./row.ts";

/** The nets of arXiv:1512.03385, section 4.2, of 6n + 2 layers with weights, for pictures of 32×32. */
const table = [
  { name: "resnet20", title: "ResNet-20", n: 3, params: 269_722, macs: 40_551_040 },
  { name: "resnet32", title: "ResNet-32", n: 5, params: 464_154, macs: 68_862_592 },
  { name: "resnet44", title: "ResNet-44", n: 7, params: 658_586, macs: 97_174_144 },
  { name: "resnet56", title: "ResNet-56", n: 9, params: 853_018, macs: 125_485_696 },
  { name: "resnet110", title: "ResNet-110", n: 18, params: 1_727_962, macs: 252_887_680 },
] as const;

/** The table as rows of the registry. */
export const resnetCifar: readonly ModelRow[] = table.map(({ n, ...figures }) => ({
  ...figures,
  family: "resnet", year: 2015, paper: "arXiv:1512.03385, section 4.2",
  inputs: { input: [32, 32, 3] }, classes: 10,
  block: ({ classes }) => ({
    ...convBn(1, 16, 3), relu: relu(),
    layer1: stage(n, 16, 1),
    layer2: stage(n, 32, 2),
    layer3: stage(n, 64, 2),
    avgpool: globalAveragePooling2d(),
    fc: dense(classes),
  }),
}));

const stage = (depth: number, filters: number, strides: number): Block[] => Array.from({ length: depth }, (_, i) => block(filters, i === 0 ? strides : 1));

const block = (filters: number, strides: number): Block =>
  residual(
    { ...convBn(1, filters, 3, strides), relu1: relu(), ...convBn(2, filters, 3) },
    { downsample: halved, activation: relu() },
  );

/** Option A of section 3.3, without parameters: every second row and column, and as many channels of zeros as there are channels. */
const halved: Block = {
  every2nd: averagePooling2d(1, { strides: 2 }),
  padded: branches({ kept: [], zeros: branches([[], []], subtract()) }, concatenate()),
};
