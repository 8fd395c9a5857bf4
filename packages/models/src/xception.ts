import { add, batchNormalization, branches, conv2d, dense, depthwiseConv2d, dropout, globalAveragePooling2d, maxPooling2d, relu, type Block } from "@convscope/core";
import type { ModelRow, Settings } from "./row.ts";

/** Chollet, "Xception: deep learning with depthwise separable convolutions", arXiv:1610.02357, figure 5: filters of the separable convolutions of each module. */
const entry = [[128, 128], [256, 256], [728, 728]] as const;
const middle = [728, 728, 728] as const;
const exit = [728, 1024] as const;

export const xception: readonly ModelRow[] = [
  {
    name: "xception", title: "Xception", family: "xception", year: 2016,
    paper: "arXiv:1610.02357",
    inputs: { input: [299, 299, 3] }, classes: 1000, params: 22_855_952, macs: 8_357_403_496,
    note: "Named as timm's `legacy_xception`. The epsilon of normalisations is 1e-5; the paper's net, Keras's, has 1e-3. The paper drops half before the classifier.",
    options: { dropout: 0.5 },
    variants: {
      keras: {
        note: 'The epsilon of normalisations is 1e-3, their momentum 0.01 (which Keras calls 0.99), the padding of poolings "same", and nothing is dropped.',
        params: 22_855_952, macs: 8_357_403_496, options: { dropout: 0 },
      },
    },
    block: network,
  },
];

function network({ classes, dropout: rate, variant }: Settings): Block {
  const keras = variant === "keras";
  const bn = batchNormalization(keras ? { epsilon: 1e-3, momentum: 0.01 } : {});
  const pool = maxPooling2d(3, { strides: 2, padding: keras ? "same" : 1 });
  /** Neither part has an activation or a bias of its own. */
  const separable = (filters: number): Block => ({ conv1: depthwiseConv2d(3, { padding: 1, useBias: false }), pointwise: conv2d(filters, 1, { useBias: false }) });
  const separables = (of: readonly number[]): Block[] => of.flatMap((filters) => [relu(), separable(filters), bn]);
  /** A module that halves the maps; its shortcut is projected. */
  const halving = (body: readonly Block[], filters: number): Block =>
    branches([{ rep: [...body, pool] }, { skip: conv2d(filters, 1, { strides: 2, useBias: false }), skipbn: bn }], add(), { numbered: false });
  return {
    conv1: conv2d(32, 3, { strides: 2, useBias: false }), bn1: bn, act1: relu(),
    conv2: conv2d(64, 3, { useBias: false }), bn2: bn, act2: relu(),
    // The first module begins without relu: there is one right before it.
    block1: halving(separables(entry[0]).slice(1), 128),
    block2: halving(separables(entry[1]), 256),
    block3: halving(separables(entry[2]), 728),
    ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`block${4 + i}`, branches({ rep: separables(middle), skip: [] }, add())])),
    block12: halving(separables(exit), 1024),
    conv3: separable(1536), bn3: bn, act3: relu(),
    conv4: separable(2048), bn4: bn, act4: relu(),
    global_pool: globalAveragePooling2d(), dropout: dropout(rate), fc: dense(classes),
  };
}
