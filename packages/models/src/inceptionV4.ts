import { averagePooling2d, batchNormalization, branches, concatenate, dense, dropout, from, globalAveragePooling2d, maxPooling2d, type Block } from "@convscope/core";
import { basicConv, strided, valid } from "./basicConv.ts";
import type { ModelRow } from "./row.ts";

const conv = basicConv(batchNormalization({ epsilon: 1e-3 }));
const largest = maxPooling2d(3, { strides: 2 });
const mean = averagePooling2d(3, { strides: 1, padding: 1, countIncludePad: false });

/** Szegedy, Ioffe, Vanhoucke & Alemi, "Inception-v4, Inception-ResNet and the impact of residual connections on learning", arXiv:1602.07261, figure 9. */
export const inceptionV4: readonly ModelRow[] = [
  {
    name: "inception_v4", title: "Inception-v4", family: "inception", year: 2016,
    paper: "arXiv:1602.07261",
    inputs: { input: [299, 299, 3] }, classes: 1000, params: 42_679_816, macs: 12_253_974_624,
    note: "Named as in timm, which drops nothing before the classifier unless asked to; the paper drops a fifth.",
    options: { dropout: 0.2 },
    block: ({ classes, dropout: rate }) => ({
      features: [
        ...stem,
        ...repeated(4, () => grid35), to17,
        ...repeated(7, () => grid17), to8,
        // The last module takes a branch up again in the middle, and so must know its path.
        ...repeated(3, (i) => grid8(`features.${stem.length + 4 + 1 + 7 + 1 + i}`)),
      ],
      global_pool: globalAveragePooling2d(), head_drop: dropout(rate), last_linear: dense(classes),
    }),
  },
];

const repeated = (times: number, block: (i: number) => Block): Block[] => Array.from({ length: times }, (_, i) => block(i));

/** Figure 3. */
const stem: readonly Block[] = [
  conv(32, 3, strided), conv(32, 3, valid), conv(64, 3),
  branches({ maxpool: largest, conv: conv(96, 3, strided) }, concatenate()),
  branches(
    {
      branch0: [conv(64, 1), conv(96, 3, valid)],
      branch1: [conv(64, 1), conv(64, [1, 7]), conv(64, [7, 1]), conv(96, 3, valid)],
    },
    concatenate(),
  ),
  branches({ conv: conv(192, 3, strided), maxpool: largest }, concatenate()),
];

/** Figure 4. */
const grid35: Block = branches(
  {
    branch0: conv(96, 1),
    branch1: [conv(64, 1), conv(96, 3)],
    branch2: [conv(64, 1), conv(96, 3), conv(96, 3)],
    branch3: [mean, conv(96, 1)],
  },
  concatenate(),
);

/** Figure 7 with k, l, m, n of table 1. */
const to17: Block = branches(
  {
    branch0: conv(384, 3, strided),
    branch1: [conv(192, 1), conv(224, 3), conv(256, 3, strided)],
    branch2: largest,
  },
  concatenate(),
);

/** Figure 5. */
const grid17: Block = branches(
  {
    branch0: conv(384, 1),
    branch1: [conv(192, 1), conv(224, [1, 7]), conv(256, [7, 1])],
    branch2: [conv(192, 1), conv(192, [7, 1]), conv(224, [1, 7]), conv(224, [7, 1]), conv(256, [1, 7])],
    branch3: [mean, conv(128, 1)],
  },
  concatenate(),
);

/** Figure 8. */
const to8: Block = branches(
  {
    branch0: [conv(192, 1), conv(192, 3, strided)],
    branch1: [conv(256, 1), conv(256, [1, 7]), conv(320, [7, 1]), conv(320, 3, strided)],
    branch2: largest,
  },
  concatenate(),
);

/** Figure 6. */
const grid8 = (path: string): Block =>
  branches(
    [
      { branch0: conv(256, 1) },
      { branch1_0: conv(384, 1), branch1_1a: conv(256, [1, 3]) },
      { "": from(`${path}.branch1_0.relu`), branch1_1b: conv(256, [3, 1]) },
      { branch2_0: conv(384, 1), branch2_1: conv(448, [3, 1]), branch2_2: conv(512, [1, 3]), branch2_3a: conv(256, [1, 3]) },
      { "": from(`${path}.branch2_2.relu`), branch2_3b: conv(256, [3, 1]) },
      { branch3: [mean, conv(256, 1)] },
    ],
    concatenate(),
    { numbered: false },
  );
