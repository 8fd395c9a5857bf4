import { batchNormalization, branches, channelShuffle, channelSlice, concatenate, dense, globalAveragePooling2d, maxPooling2d, relu, type Block } from "@convscope/core";
import { convUnit, depthwiseUnit, type UnitStyle } from "./convUnit.ts";
import type { ModelRow } from "./row.ts";
import { blocksOf, type Place, type TableRow } from "./tableRows.ts";

/** Ma, Zhang, Zheng & Sun, "ShuffleNet V2: practical guidelines for efficient CNN architecture design", arXiv:1807.11164, table 5: the channels of stage 2 to 4 and conv5. */
const table: readonly (Pick<ModelRow, "name" | "title" | "params" | "macs"> & { readonly channels: readonly [number, number, number, number] })[] = [
  { name: "shufflenet_v2_x0_5", title: "ShuffleNet V2 0.5×", channels: [48, 96, 192, 1024], params: 1_366_792, macs: 40_476_448 },
  { name: "shufflenet_v2_x1_0", title: "ShuffleNet V2 1×", channels: [116, 232, 464, 1024], params: 2_278_604, macs: 144_907_992 },
  { name: "shufflenet_v2_x1_5", title: "ShuffleNet V2 1.5×", channels: [176, 352, 704, 1024], params: 3_503_624, macs: 295_759_392 },
  { name: "shufflenet_v2_x2_0", title: "ShuffleNet V2 2×", channels: [244, 488, 976, 2048], params: 7_393_996, macs: 583_253_464 },
];

const style: UnitStyle = { activation: relu(), normalization: batchNormalization() };

export const shufflenet: readonly ModelRow[] = table.map(({ channels: [second, third, fourth, last], ...figures }) => ({
  ...figures,
  family: "shufflenet", year: 2018, paper: "arXiv:1807.11164",
  inputs: { input: [224, 224, 3] }, classes: 1000,
  block: ({ classes }) => {
    const stages = [{ filters: second, depth: 4, strides: 2 }, { filters: third, depth: 8, strides: 2 }, { filters: fourth, depth: 4, strides: 2 }];
    const [stage2 = [], stage3 = [], stage4 = []] = blocksOf(stages, 24, unit);
    return {
      conv1: convUnit(style, 24, 3, { strides: 2 }), maxpool: maxPooling2d(3, { strides: 2, padding: 1 }),
      stage2, stage3, stage4,
      conv5: convUnit(style, last, 1),
      avgpool: globalAveragePooling2d(),
      fc: dense(classes),
    };
  },
}));

/** Figure 3 (c) and (d): half of the channels are computed; the other half goes by, or is filtered where the picture is halved. */
function unit({ filters }: TableRow, { channels, strides }: Place): Block {
  const half = filters / 2;
  const branch2 = [...convUnit(style, half, 1), ...depthwiseUnit(style, 3, { strides, active: false }), ...convUnit(style, half, 1)];
  const sides =
    strides === 1 && channels === filters
      ? { left: channelSlice(0, 1, { parts: 2 }), "": { right: channelSlice(1, 2, { parts: 2 }), branch2 } }
      : { branch1: [...depthwiseUnit(style, 3, { strides, active: false }), ...convUnit(style, half, 1)], branch2 };
  return { "": branches(sides, concatenate()), shuffle: channelShuffle(2) };
}
