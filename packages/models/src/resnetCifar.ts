import { averagePooling2d, branches, concatenate, dense, globalAveragePooling2d, relu, residual, subtract, type Block } from "@convscope/core";
import { basic, convBn, stage, type StageBlock } from "./resnet.ts";
import type { ModelRow } from "./row.ts";

/** The nets of arXiv:1512.03385, section 4.2, of 6n + 2 layers with weights, for pictures of 32×32. `projected` are the parameters with option B. */
const table = [
  { name: "resnet20", title: "ResNet-20", n: 3, params: 269_722, macs: 40_551_040, projected: 272_474 },
  { name: "resnet32", title: "ResNet-32", n: 5, params: 464_154, macs: 68_862_592, projected: 466_906 },
  { name: "resnet44", title: "ResNet-44", n: 7, params: 658_586, macs: 97_174_144, projected: 661_338 },
  { name: "resnet56", title: "ResNet-56", n: 9, params: 853_018, macs: 125_485_696, projected: 855_770 },
  { name: "resnet110", title: "ResNet-110", n: 18, params: 1_727_962, macs: 252_887_680, projected: 1_730_714 },
] as const;

/** Two shortcuts of 16 to 32 channels at 16×16, and of 32 to 64 at 8×8. */
const projections = 16 * 32 * 16 ** 2 + 32 * 64 * 8 ** 2;

/** The table as rows of the registry. */
export const resnetCifar: readonly ModelRow[] = table.map(({ n, projected, ...figures }) => ({
  ...figures,
  family: "resnet", year: 2015, paper: "arXiv:1512.03385, section 4.2",
  inputs: { input: [32, 32, 3] }, classes: 10,
  variants: { projection: { note: "Option B of section 3.3: a shortcut that changes the shape is a 1×1 convolution with normalisation.", params: projected, macs: figures.macs + projections } },
  block: ({ classes, variant }) => {
    const block = variant === "projection" ? basic() : padded;
    return {
      ...convBn(1, 16, 3), relu: relu(),
      layer1: stage(block, n, 16, 1),
      layer2: stage(block, n, 32, 2),
      layer3: stage(block, n, 64, 2),
      avgpool: globalAveragePooling2d(),
      fc: dense(classes),
    };
  },
}));

const padded: StageBlock = (filters, strides) =>
  residual(
    { ...convBn(1, filters, 3, { strides }), relu1: relu(), ...convBn(2, filters, 3) },
    { downsample: halved, activation: relu() },
  );

/** Option A of section 3.3, without parameters: every second row and column, and as many channels of zeros as there are channels. */
const halved: Block = {
  every2nd: averagePooling2d(1, { strides: 2 }),
  padded: branches({ kept: [], zeros: branches([[], []], subtract()) }, concatenate()),
};
