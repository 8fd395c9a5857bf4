import { averagePooling2d, batchNormalization, branches, concatenate, conv2d, dense, globalAveragePooling2d, maxPooling2d, relu, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

type Depths = readonly [number, number, number, number];
interface Column {
  readonly name: string;
  readonly title: string;
  /** Dense layers in each block. */
  readonly depths: Depths;
  /** Maps that each dense layer adds: k. The net begins with twice as many. */
  readonly growth: number;
  readonly params: number;
  readonly macs: number;
  readonly note?: string;
}

/** Huang, Liu, van der Maaten & Weinberger, "Densely connected convolutional networks", arXiv:1608.06993, table 1. */
const table: readonly Column[] = [
  { name: "densenet121", title: "DenseNet-121", depths: [6, 12, 24, 16], growth: 32, params: 7_978_856, macs: 2_834_161_664 },
  { name: "densenet161", title: "DenseNet-161", depths: [6, 12, 36, 24], growth: 48, params: 28_681_000, macs: 7_727_907_072, note: "The widest of the authors' own implementation; table 1 does not have it." },
  { name: "densenet169", title: "DenseNet-169", depths: [6, 12, 32, 32], growth: 32, params: 14_149_480, macs: 3_359_843_328 },
  { name: "densenet201", title: "DenseNet-201", depths: [6, 12, 48, 32], growth: 32, params: 20_013_928, macs: 4_291_365_888 },
];

/** The table as rows of the registry. */
export const densenet: readonly ModelRow[] = table.map(({ depths, growth, ...figures }) => ({
  ...figures,
  family: "densenet", year: 2016, paper: "arXiv:1608.06993, table 1",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  variants: { keras: { note: "Normalisation has an epsilon of 1.001e-5 and a momentum of 0.01 (which Keras calls 0.99).", params: figures.params, macs: figures.macs } },
  block: ({ classes, variant }) => network(depths, growth, classes, batchNormalization(variant === "keras" ? { epsilon: 1.001e-5, momentum: 0.01 } : {})),
}));

function network(depths: Depths, growth: number, classes: number, norm: Block): Block {
  const features: Record<string, Block> = {
    conv0: conv2d(2 * growth, 7, { strides: 2, padding: 3, useBias: false }), norm0: norm, relu0: relu(), pool0: maxPooling2d(3, { strides: 2, padding: 1 }),
  };
  let channels = 2 * growth;
  depths.forEach((depth, i) => {
    features[`denseblock${i + 1}`] = Object.fromEntries(Array.from({ length: depth }, (_, j) => [`denselayer${j + 1}`, denseLayer(growth, norm)]));
    channels += depth * growth;
    if (i === depths.length - 1) return;
    // Section 3, compression: half of the maps go on.
    channels = Math.floor(channels / 2);
    features[`transition${i + 1}`] = { norm, relu: relu(), conv: conv2d(channels, 1, { useBias: false }), pool: averagePooling2d(2) };
  });
  return { features: { ...features, norm5: norm }, relu: relu(), avgpool: globalAveragePooling2d(), classifier: dense(classes) };
}

/** Adds `growth` maps to those before, which go on unchanged; each convolution comes after its normalisation and activation (section 3, bottleneck layers). */
const denseLayer = (growth: number, norm: Block): Block =>
  branches(
    [
      [],
      {
        norm1: norm, relu1: relu(), conv1: conv2d(4 * growth, 1, { useBias: false }),
        norm2: norm, relu2: relu(), conv2: conv2d(growth, 3, { padding: 1, useBias: false }),
      },
    ],
    concatenate(),
    { numbered: false },
  );
