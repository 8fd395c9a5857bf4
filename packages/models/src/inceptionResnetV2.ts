import { averagePooling2d, batchNormalization, branches, concatenate, conv2d, dense, dropout, globalAveragePooling2d, maxPooling2d, relu, rescaling, residual, type Block } from "@convscope/core";
import { basicConv, strided, valid } from "./basicConv.ts";
import type { ModelRow, Settings } from "./row.ts";

/** Szegedy, Ioffe, Vanhoucke & Alemi, "Inception-v4, Inception-ResNet and the impact of residual connections on learning", arXiv:1602.07261, figure 15. */
export const inceptionResnetV2: readonly ModelRow[] = [
  {
    name: "inception_resnet_v2", title: "Inception-ResNet-v2", family: "inception", year: 2016,
    paper: "arXiv:1602.07261",
    inputs: { input: [299, 299, 3] }, classes: 1000, params: 55_843_464, macs: 13_155_794_016,
    note: "As published with TensorFlow and in timm: the stem is Inception-v3's, the modules are repeated 10, 20 and 10 times, and widths differ from the paper's figures. Residuals are multiplied by 0.17, 0.1 and 0.2 before they are added (section 3.3), the last one by 1.",
    options: { dropout: 0.2 },
    variants: {
      keras: { note: "Normalisations shift but do not scale: 30,272 parameters less. Their momentum is 0.01 (which Keras calls 0.99). Nothing is dropped.", params: 55_813_192, macs: 13_155_794_016, options: { dropout: 0 } },
    },
    block: network,
  },
];

function network({ classes, dropout: rate, variant }: Settings): Block {
  const conv = basicConv(batchNormalization({ epsilon: 1e-3, ...(variant === "keras" && { scale: false, momentum: 0.01 }) }));
  const pool = maxPooling2d(3, { strides: 2 });
  /** Branches and a 1×1 convolution to as many channels as came in, made small and added. */
  const scaled = (channels: number, factor: number, of: Record<string, Block>): Block => ({ "": branches(of, concatenate()), conv2d: conv2d(channels, 1), ...(factor !== 1 && { scaled: rescaling({ scale: factor }) }) });
  /** Figure 16. */
  const block35 = scaled(320, 0.17, {
    branch0: conv(32, 1),
    branch1: [conv(32, 1), conv(32, 3)],
    branch2: [conv(32, 1), conv(48, 3), conv(64, 3)],
  });
  /** Figure 17. */
  const block17 = scaled(1088, 0.1, { branch0: conv(192, 1), branch1: [conv(128, 1), conv(160, [1, 7]), conv(192, [7, 1])] });
  /** Figure 19. */
  const block8 = (factor: number): Block => scaled(2080, factor, { branch0: conv(192, 1), branch1: [conv(192, 1), conv(224, [1, 3]), conv(256, [3, 1])] });
  const repeated = (times: number, body: Block): Block[] => Array.from({ length: times }, () => residual(body, { activation: relu() }));
  return {
    conv2d_1a: conv(32, 3, strided), conv2d_2a: conv(32, 3, valid), conv2d_2b: conv(64, 3), maxpool_3a: pool,
    conv2d_3b: conv(80, 1), conv2d_4a: conv(192, 3, valid), maxpool_5a: pool,
    mixed_5b: branches(
      {
        branch0: conv(96, 1),
        branch1: [conv(48, 1), conv(64, 5)],
        branch2: [conv(64, 1), conv(96, 3), conv(96, 3)],
        branch3: [averagePooling2d(3, { strides: 1, padding: 1, countIncludePad: false }), conv(64, 1)],
      },
      concatenate(),
    ),
    repeat: repeated(10, block35),
    mixed_6a: branches({ branch0: conv(384, 3, strided), branch1: [conv(256, 1), conv(256, 3), conv(384, 3, strided)], branch2: pool }, concatenate()),
    repeat_1: repeated(20, block17),
    mixed_7a: branches(
      {
        branch0: [conv(256, 1), conv(384, 3, strided)],
        branch1: [conv(256, 1), conv(288, 3, strided)],
        branch2: [conv(256, 1), conv(288, 3), conv(320, 3, strided)],
        branch3: pool,
      },
      concatenate(),
    ),
    repeat_2: repeated(9, block8(0.2)),
    block8: residual(block8(1)),
    conv2d_7b: conv(1536, 1),
    global_pool: globalAveragePooling2d(), head_drop: dropout(rate), classif: dense(classes),
  };
}
