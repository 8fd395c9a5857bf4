import { adaptiveAveragePooling2d, batchNormalization, conv2d, dense, dropout, flatten, maxPooling2d, relu, type Block, type Layer } from "@convscope/core";
import { krizhevskyNormalization } from "./alexnet.ts";
import type { ModelRow } from "./row.ts";

type Depths = readonly [number, number, number, number, number];

interface Column {
  readonly name: string;
  readonly title: string;
  /** Convolutions before each of the five pools. */
  readonly depths: Depths;
  /** What follows the convolutions: nothing, batch normalisation after each, or response normalisation after the first. */
  readonly normalization?: "batch" | "response";
  /** Kernel size of the third convolution of a stage. */
  readonly third?: 1 | 3;
  readonly params: number;
  readonly macs: number;
  readonly note?: string;
}

const averaged = "The maps are averaged to 7×7 before the dense layers, as torchvision does, so that other sizes fit; at 224×224 this changes nothing.";
const normalized = `Batch normalisation after each convolution is torchvision's addition. ${averaged}`;
const [a, b, d, e]: readonly [Depths, Depths, Depths, Depths] = [[1, 1, 2, 2, 2], [2, 2, 2, 2, 2], [2, 2, 3, 3, 3], [2, 2, 4, 4, 4]];

/** Simonyan & Zisserman, "Very deep convolutional networks for large-scale image recognition", arXiv:1409.1556, table 1. */
const table: readonly Column[] = [
  { name: "vgg11", title: "VGG-11 (A)", depths: a, params: 132_863_336, macs: 7_609_090_048 },
  { name: "vgg11_lrn", title: "VGG-11 with response normalisation (A-LRN)", depths: a, normalization: "response", params: 132_863_336, macs: 7_609_090_048 },
  { name: "vgg11_bn", title: "VGG-11 with batch normalisation", depths: a, normalization: "batch", params: 132_868_840, macs: 7_609_090_048, note: normalized },
  { name: "vgg13", title: "VGG-13 (B)", depths: b, params: 133_047_848, macs: 11_308_466_176 },
  { name: "vgg13_bn", title: "VGG-13 with batch normalisation", depths: b, normalization: "batch", params: 133_053_736, macs: 11_308_466_176, note: normalized },
  { name: "vgg16_c", title: "VGG-16 with 1×1 convolutions (C)", depths: d, third: 1, params: 133_638_952, macs: 11_770_888_192 },
  { name: "vgg16", title: "VGG-16 (D)", depths: d, params: 138_357_544, macs: 15_470_264_320 },
  { name: "vgg16_bn", title: "VGG-16 with batch normalisation", depths: d, normalization: "batch", params: 138_365_992, macs: 15_470_264_320, note: normalized },
  { name: "vgg19", title: "VGG-19 (E)", depths: e, params: 143_667_240, macs: 19_632_062_464 },
  { name: "vgg19_bn", title: "VGG-19 with batch normalisation", depths: e, normalization: "batch", params: 143_678_248, macs: 19_632_062_464, note: normalized },
];

/** The table as rows of the registry. */
export const vgg: readonly ModelRow[] = table.map((column) => ({
  name: column.name, title: column.title, family: "vgg", year: 2014, paper: "arXiv:1409.1556, table 1",
  inputs: { input: [224, 224, 3] }, classes: 1000, params: column.params, macs: column.macs,
  note: column.note ?? averaged,
  options: { dropout: 0.5 },
  block: ({ classes, dropout: rate }) => ({
    features: vggFeatures(column),
    avgpool: adaptiveAveragePooling2d(7),
    flatten: flatten(),
    classifier: [dense(4096), relu(), dropout(rate), dense(4096), relu(), dropout(rate), dense(classes)],
  }),
}));

/** The convolutions and pools of a column; other nets stand on those of D. */
export const vggFeatures = ({ depths = d, normalization, third = 3, pool = maxPooling2d(2) }: Partial<Pick<Column, "depths" | "normalization" | "third">> & { readonly pool?: Layer } = {}): Block[] =>
  [64, 128, 256, 512, 512].flatMap((filters, stage) => [
    ...Array.from({ length: depths[stage] ?? 0 }, (_, i) => [
      i === 2 ? conv2d(filters, third, { padding: (third - 1) / 2 }) : conv2d(filters, 3, { padding: 1 }),
      ...(normalization === "batch" ? [batchNormalization()] : []),
      relu(),
      ...(normalization === "response" && stage === 0 && i === 0 ? [krizhevskyNormalization] : []),
    ]).flat(),
    pool,
  ]);
