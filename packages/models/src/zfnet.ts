import { conv2d, dense, dropout, flatten, maxPooling2d, relu } from "@convscope/core";
import { krizhevskyNormalization } from "./alexnet.ts";
import type { ModelRow } from "./row.ts";

/** Zeiler & Fergus, "Visualizing and understanding convolutional networks", arXiv:1311.2901, figure 3. */
export const zfnet: readonly ModelRow[] = [
  {
    name: "zfnet", title: "ZFNet", family: "zfnet", year: 2013,
    paper: "arXiv:1311.2901, figure 3",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 62_357_608, macs: 1_168_032_896,
    note: "The paper gives sizes, not paddings: the first convolution is padded by 1 and pools round up, so that 110, 55, 26, 13 and 6 come out. Contrast is normalised across maps as AlexNet does it.",
    options: { dropout: 0.5 },
    variants: {
      wide: { note: "512, 1024 and 512 maps in the convolutions 3, 4 and 5: (b) of table 2.", params: 107_627_624, macs: 2_476_704_896 },
    },
    block: ({ classes, dropout: rate, variant }) => {
      const [maps3, maps4, maps5] = variant === "wide" ? [512, 1024, 512] : [384, 384, 256];
      const pool = maxPooling2d(3, { strides: 2, ceilMode: true });
      return {
        conv1: conv2d(96, 7, { strides: 2, padding: 1 }), relu1: relu(), pool1: pool, norm1: krizhevskyNormalization,
        conv2: conv2d(256, 5, { strides: 2 }), relu2: relu(), pool2: pool, norm2: krizhevskyNormalization,
        conv3: conv2d(maps3, 3, { padding: 1 }), relu3: relu(),
        conv4: conv2d(maps4, 3, { padding: 1 }), relu4: relu(),
        conv5: conv2d(maps5, 3, { padding: 1 }), relu5: relu(), pool5: pool,
        flatten: flatten(),
        fc6: dense(4096), relu6: relu(), drop6: dropout(rate),
        fc7: dense(4096), relu7: relu(), drop7: dropout(rate),
        fc8: dense(classes),
      };
    },
  },
];
