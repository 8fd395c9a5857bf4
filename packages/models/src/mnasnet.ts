import { batchNormalization, dense, dropout, globalAveragePooling2d, relu, residual, type Block } from "@convscope/core";
import { convUnit, depthwiseUnit, type UnitStyle } from "./convUnit.ts";
import { divisible } from "./divisible.ts";
import type { ModelRow } from "./row.ts";
import { blocksOf, type Place, type TableRow } from "./tableRows.ts";

interface Row extends TableRow {
  readonly expansion: number;
  readonly kernelSize: number;
}

/** Tan et al., "MnasNet: platform-aware neural architecture search for mobile", arXiv:1807.11626: net B1 after its first three layers. */
const rows: readonly Row[] = [
  { expansion: 3, kernelSize: 3, filters: 24, depth: 3, strides: 2 },
  { expansion: 3, kernelSize: 5, filters: 40, depth: 3, strides: 2 },
  { expansion: 6, kernelSize: 5, filters: 80, depth: 3, strides: 2 },
  { expansion: 6, kernelSize: 3, filters: 96, depth: 2, strides: 1 },
  { expansion: 6, kernelSize: 5, filters: 192, depth: 4, strides: 2 },
  { expansion: 6, kernelSize: 3, filters: 320, depth: 1, strides: 1 },
];

const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly width: number })[] = [
  { name: "mnasnet0_5", title: "MnasNet-B1 0.5", width: 0.5, params: 2_218_512, macs: 104_455_968 },
  { name: "mnasnet0_75", title: "MnasNet-B1 0.75", width: 0.75, params: 3_170_208, macs: 215_493_104 },
  { name: "mnasnet1_0", title: "MnasNet-B1", width: 1, params: 4_383_312, macs: 314_415_872 },
  { name: "mnasnet1_3", title: "MnasNet-B1 1.3", width: 1.3, params: 6_282_256, macs: 526_362_432 },
];

/** The momentum is one minus TensorFlow's 0.9997. */
const style: UnitStyle = { activation: relu(), normalization: batchNormalization({ momentum: 1 - 0.9997 }) };

export const mnasnet: readonly ModelRow[] = table.map(({ width: multiplier, ...figures }) => ({
  ...figures,
  family: "mnasnet", year: 2018, paper: "arXiv:1807.11626",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  note: "Net B1, which was searched for without squeeze-and-excitation, as in torchvision; the net that the paper draws in figure 7 is A1.",
  options: { width: multiplier, dropout: 0.2 },
  block: ({ classes, width, dropout: rate }) => {
    const [stem, first] = [divisible(32 * width), divisible(16 * width)];
    const scaled = rows.map((row) => ({ ...row, filters: divisible(row.filters * width) }));
    return {
      layers: [
        ...convUnit(style, stem, 3, { strides: 2 }),
        ...depthwiseUnit(style, 3), ...convUnit(style, first, 1, { active: false }),
        ...blocksOf(scaled, first, bottleneck),
        ...convUnit(style, 1280, 1),
      ],
      avgpool: globalAveragePooling2d(),
      classifier: [dropout(rate), dense(classes)],
    };
  },
}));

/** MobileNetV2's block, all of its layers in one list. */
function bottleneck({ expansion, kernelSize, filters }: Row, { channels, strides }: Place): Block {
  const body = { layers: [...convUnit(style, expansion * channels, 1), ...depthwiseUnit(style, kernelSize, { strides }), ...convUnit(style, filters, 1, { active: false })] };
  return strides === 1 && channels === filters ? residual(body) : body;
}
