import { branches, concatenate, conv2d, dropout, globalAveragePooling2d, maxPooling2d, relu, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Fires: maps that each squeezes to, and half of the maps that it expands to. */
type Fire = readonly [squeeze: number, expand: number];
const pool = maxPooling2d(3, { strides: 2, ceilMode: true });
const fires = (...of: readonly Fire[]): readonly Fire[] => of;

/** Iandola, Han, Moskewicz, Ashraf, Dally & Keutzer, "SqueezeNet", arXiv:1602.07360, table 1; `stages` are the fires between the pools. */
const table = [
  {
    name: "squeezenet1_0", title: "SqueezeNet 1.0", params: 1_248_424, macs: 818_924_576,
    first: conv2d(96, 7, { strides: 2 }), stages: [fires([16, 64], [16, 64], [32, 128]), fires([32, 128], [48, 192], [48, 192], [64, 256]), fires([64, 256])],
    note: "The sizes of table 1 are those of a picture of 227×227. Pools round up.",
  },
  {
    name: "squeezenet1_1", title: "SqueezeNet 1.1", params: 1_235_496, macs: 349_151_936,
    first: conv2d(64, 3, { strides: 2 }), stages: [fires([16, 64], [16, 64]), fires([32, 128], [32, 128]), fires([48, 192], [48, 192], [64, 256], [64, 256])],
    note: "The authors' later version: a smaller first convolution and earlier pools, for 2.3 times less work. Pools round up.",
  },
] as const;

/** The table as rows of the registry. */
export const squeezenet: readonly ModelRow[] = table.map(({ first, stages, ...figures }) => ({
  ...figures,
  family: "squeezenet", year: 2016, paper: "arXiv:1602.07360, table 1",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  options: { dropout: 0.5 },
  block: ({ classes, dropout: rate }) => ({
    features: [first, relu(), ...stages.flatMap((stage) => [pool, ...stage.map(fire)])],
    classifier: [dropout(rate), conv2d(classes, 1), relu(), globalAveragePooling2d()],
  }),
}));

/** Figure 2: few maps by a 1×1 convolution, many from these by 1×1 and by 3×3, side by side. */
const fire = ([squeeze, expand]: Fire): Block => ({
  squeeze: conv2d(squeeze, 1), squeeze_activation: relu(),
  "": branches(
    [
      { expand1x1: conv2d(expand, 1), expand1x1_activation: relu() },
      { expand3x3: conv2d(expand, 3, { padding: 1 }), expand3x3_activation: relu() },
    ],
    concatenate(),
    { numbered: false },
  ),
});
