import { batchNormalization, dense, dropout, globalAveragePooling2d, normalization, rescaling, type Block } from "@convscope/core";
import { publishedScaling, type EfficientNetName } from "./compoundScaling.ts";
import { convUnit, type UnitStyle } from "./convUnit.ts";
import { divisible } from "./divisible.ts";
import { imagenet } from "./imagenet.ts";
import { mbconv, swishStyle, type MBConvRow } from "./mbconv.ts";
import type { ModelRow } from "./row.ts";
import { blocksOf } from "./tableRows.ts";

/** Tan & Le, "EfficientNet: rethinking model scaling for convolutional neural networks", arXiv:1905.11946, table 1: net B0. */
const rows: readonly MBConvRow[] = [
  { expansion: 1, kernelSize: 3, strides: 1, filters: 16, depth: 1 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 24, depth: 2 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 40, depth: 2 },
  { expansion: 6, kernelSize: 3, strides: 2, filters: 80, depth: 3 },
  { expansion: 6, kernelSize: 5, strides: 1, filters: 112, depth: 3 },
  { expansion: 6, kernelSize: 5, strides: 2, filters: 192, depth: 4 },
  { expansion: 6, kernelSize: 3, strides: 1, filters: 320, depth: 1 },
];

interface Row extends Pick<ModelRow, "params" | "macs"> {
  readonly name: EfficientNetName;
  readonly dropout: number;
  /** MACs of Keras's version, where they are other ones. */
  readonly kerasMacs?: number;
  /** The pictures of torchvision's weights, where they are larger than the authors'. */
  readonly size?: number;
}

/** What B0 to B7 come to; `publishedScaling` makes each from B0. */
const table: readonly Row[] = [
  { name: "efficientnet_b0", dropout: 0.2, params: 5_288_548, macs: 385_814_752 },
  { name: "efficientnet_b1", dropout: 0.2, params: 7_794_184, macs: 686_802_832 },
  { name: "efficientnet_b2", dropout: 0.3, params: 9_109_994, macs: 1_087_529_456, size: 288, kerasMacs: 993_561_872 },
  { name: "efficientnet_b3", dropout: 0.3, params: 12_233_232, macs: 1_827_141_392 },
  { name: "efficientnet_b4", dropout: 0.4, params: 19_341_616, macs: 4_393_771_024 },
  { name: "efficientnet_b5", dropout: 0.4, params: 30_389_784, macs: 10_266_384_752 },
  { name: "efficientnet_b6", dropout: 0.5, params: 43_040_704, macs: 19_067_593_536 },
  { name: "efficientnet_b7", dropout: 0.5, params: 66_347_960, macs: 37_745_884_192 },
];

/** The larger nets were trained with TensorFlow's numbers. */
const late: readonly string[] = ["efficientnet_b5", "efficientnet_b6", "efficientnet_b7"];
const tensorflow = batchNormalization({ epsilon: 0.001, momentum: 0.01 });

export const efficientnet: readonly ModelRow[] = table.map(({ name, dropout: share, size, kerasMacs, ...figures }) => {
  const { resolution, ...multipliers } = publishedScaling[name];
  const torchvision = swishStyle(late.includes(name) ? tensorflow : batchNormalization());
  return {
    name, title: `EfficientNet-${name.slice(-2).toUpperCase()}`, family: "efficientnet", year: 2019,
    paper: "arXiv:1905.11946",
    inputs: { input: [size ?? resolution, size ?? resolution, 3] }, classes: 1000, ...figures,
    note: `Padding is the same on all sides, as in torchvision; the authors' is Keras's "same". Width and depth multiply B0's.`,
    options: { ...multipliers, dropout: share },
    variants: {
      keras: {
        note: 'Takes pixels of 0 … 255 and standardises them itself; that layer keeps seven numbers that are not learned. Padding is "same": the odd zero below and to the right. The epsilon of normalisations is 0.001, their momentum 0.01 (which Keras calls 0.99).',
        params: figures.params, macs: kerasMacs ?? figures.macs,
        ...(size !== undefined && { inputs: { input: [resolution, resolution, 3] } }),
      },
    },
    block: ({ classes, width, depth, dropout: rate, variant }) => ({
      ...(variant === "keras" && standardised),
      features: features(variant === "keras" ? swishStyle(tensorflow, true) : torchvision, width, depth),
      avgpool: globalAveragePooling2d(),
      classifier: [dropout(rate), dense(classes)],
    }),
  };
});

/** Keras takes the deviations for variances, and makes up for it by dividing by their roots once more. */
const standardised = {
  rescaling: rescaling({ scale: 1 / 255 }),
  normalization: normalization({ mean: imagenet.mean, variance: imagenet.std }),
  rescaling_1: rescaling({ scale: imagenet.std.map((deviation) => 1 / Math.sqrt(deviation)) }),
};

/** Table 1 up to the pooling: channels are multiplied and rounded to eights, blocks multiplied and rounded up. */
export function features(style: UnitStyle, width: number, depth: number): Block {
  const stem = divisible(32 * width);
  const scaled = rows.map((row) => ({ ...row, filters: divisible(row.filters * width), depth: Math.ceil(row.depth * depth) }));
  return [convUnit(style, stem, 3, { strides: 2 }), ...blocksOf(scaled, stem, mbconv(style)), convUnit(style, 4 * (scaled.at(-1)?.filters ?? 0), 1)];
}
