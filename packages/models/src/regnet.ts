import { add, batchNormalization, branches, conv2d, dense, globalAveragePooling2d, relu, type Block } from "@convscope/core";
import { convUnit, type UnitStyle } from "./convUnit.ts";
import { divisible } from "./divisible.ts";
import type { ModelRow } from "./row.ts";
import { squeezeAndExcitation } from "./squeezeAndExcitation.ts";
import { blocksOf, type Place, type TableRow } from "./tableRows.ts";

/** What a RegNet is computed from, in the paper's letters. */
export interface RegNetParameters {
  /** d: blocks in all. */
  readonly depth: number;
  /** w_0: width of the first block. */
  readonly initialWidth: number;
  /** w_a: by how much the width grows with each block. */
  readonly slope: number;
  /** w_m: the ratio of the widths of two stages. */
  readonly ratio: number;
  /** g: channels of each group of a 3×3 convolution. */
  readonly groupWidth: number;
}

/** A stage of blocks that are equally wide. */
export interface RegNetStage extends TableRow {
  readonly groupWidth: number;
}

/**
 * Stages of a RegNet: widths along a line, rounded to powers of the ratio, then to multiples of eight and of the group width.
 * Radosavovic, Kosaraju, Girshick, He & Dollár, arXiv:2003.13678, equations 2 to 4.
 */
export function regnetStages({ depth, initialWidth, slope, ratio, groupWidth }: RegNetParameters): RegNetStage[] {
  const blocks = Array.from({ length: depth }, (_, j) => {
    const u = initialWidth + slope * j;
    const s = Math.round(Math.log(u / initialWidth) / Math.log(ratio));
    return 8 * roundToEven((initialWidth * ratio ** s) / 8);
  });
  return [...new Set(blocks)].map((width) => {
    const group = Math.min(groupWidth, width);
    return { filters: divisible(width, group), depth: blocks.filter((w) => w === width).length, strides: 2, groupWidth: group };
  });
}

/** A half goes to the even neighbour, as NumPy rounds; X-1.6GF has one. */
const roundToEven = (x: number): number => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

const style: UnitStyle = { activation: relu(), normalization: batchNormalization() };

interface Row extends Pick<ModelRow, "name" | "title" | "params" | "macs" | "note"> {
  /** d, w_0, w_a, w_m, g. */
  readonly of: readonly [depth: number, initialWidth: number, slope: number, ratio: number, groupWidth: number];
  readonly size?: number;
}

/** Table 5 and the figures of appendix B: the numbers that random search found. X has no gates, Y has. */
const table: readonly Row[] = [
  { name: "regnet_x_400mf", title: "RegNetX-400MF", of: [22, 24, 24.48, 2.54, 16], params: 5_495_976, macs: 413_812_608, note: "The last stage has 400 channels, as in torchvision; the authors round 392 to 384." },
  { name: "regnet_x_800mf", title: "RegNetX-800MF", of: [16, 56, 35.73, 2.28, 16], params: 7_259_656, macs: 799_699_712 },
  { name: "regnet_x_1_6gf", title: "RegNetX-1.6GF", of: [18, 80, 34.01, 2.25, 24], params: 9_190_136, macs: 1_602_849_792 },
  { name: "regnet_x_3_2gf", title: "RegNetX-3.2GF", of: [25, 88, 26.31, 2.25, 48], params: 15_296_552, macs: 3_176_621_952 },
  { name: "regnet_x_8gf", title: "RegNetX-8GF", of: [23, 80, 49.56, 2.88, 120], params: 39_572_648, macs: 7_995_132_416 },
  { name: "regnet_x_16gf", title: "RegNetX-16GF", of: [22, 216, 55.59, 2.1, 128], params: 54_278_536, macs: 15_940_755_456 },
  { name: "regnet_x_32gf", title: "RegNetX-32GF", of: [23, 320, 69.86, 2, 168], params: 107_811_560, macs: 31_735_929_792 },
  { name: "regnet_y_400mf", title: "RegNetY-400MF", of: [16, 48, 27.89, 2.09, 8], params: 4_344_144, macs: 401_842_848 },
  { name: "regnet_y_800mf", title: "RegNetY-800MF", of: [14, 56, 38.84, 2.4, 16], params: 6_432_512, macs: 833_856_256 },
  { name: "regnet_y_1_6gf", title: "RegNetY-1.6GF", of: [27, 48, 20.71, 2.65, 24], params: 11_202_430, macs: 1_612_076_160 },
  { name: "regnet_y_3_2gf", title: "RegNetY-3.2GF", of: [21, 80, 42.63, 2.66, 24], params: 19_436_338, macs: 3_176_482_752 },
  { name: "regnet_y_8gf", title: "RegNetY-8GF", of: [17, 192, 76.82, 2.19, 56], params: 39_381_472, macs: 8_473_070_592 },
  { name: "regnet_y_16gf", title: "RegNetY-16GF", of: [18, 200, 106.23, 2.48, 112], params: 83_590_140, macs: 15_911_510_272 },
  { name: "regnet_y_32gf", title: "RegNetY-32GF", of: [20, 232, 115.89, 2.53, 232], params: 145_046_770, macs: 32_279_552_832 },
  { name: "regnet_y_128gf", title: "RegNetY-128GF", of: [27, 456, 160.83, 2.52, 264], params: 644_812_894, macs: 374_570_006_400, size: 384, note: "Not in the paper but in arXiv:2202.08360, for pictures of 384×384." },
];

export const regnet: readonly ModelRow[] = table.map(({ of: [depth, initialWidth, slope, ratio, groupWidth], size = 224, ...figures }) => ({
  ...figures,
  family: "regnet", year: 2020, paper: "arXiv:2003.13678",
  inputs: { input: [size, size, 3] }, classes: 1000,
  block: ({ classes }) => ({
    stem: convUnit(style, 32, 3, { strides: 2 }),
    trunk_output: trunk(regnetStages({ depth, initialWidth, slope, ratio, groupWidth }), figures.name.startsWith("regnet_y")),
    avgpool: globalAveragePooling2d(),
    fc: dense(classes),
  }),
}));

/** torchvision's names: `block1.block1-0`, … */
const trunk = (stages: readonly RegNetStage[], gated: boolean): Block =>
  Object.fromEntries(
    blocksOf(stages, 32, (stage, place) => bottleneck(stage, place, gated)).map((blocks, i) => [`block${i + 1}`, Object.fromEntries(blocks.map((block, j) => [`block${i + 1}-${j}`, block]))]),
  );

/** Figure 4, without a bottleneck: the 3×3 convolution is as wide as the block. The gate goes through a quarter of the channels that come in. */
function bottleneck({ filters, groupWidth }: RegNetStage, { channels, strides }: Place, gated: boolean): Block {
  const f = {
    a: convUnit(style, filters, 1),
    b: convUnit(style, filters, 3, { strides, groups: filters / groupWidth }),
    se: gated ? squeezeAndExcitation(filters, Math.round(channels / 4)) : undefined,
    c: convUnit(style, filters, 1, { active: false }),
  };
  const proj = strides === 1 && channels === filters ? [] : [conv2d(filters, 1, { strides, useBias: false }), batchNormalization()];
  return { "": branches({ proj, f }, add()), activation: relu() };
}
