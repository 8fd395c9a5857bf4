import { adaptiveAveragePooling2d, conv2d, dense, dropout, flatten, localResponseNormalization, maxPooling2d, relu, type Layer } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Section 3.3 of Krizhevsky, Sutskever & Hinton 2012: n = 5, α = 1e-4, β = 0.75, k = 2. Their α is not divided by n, the layer's is. */
export const krizhevskyNormalization: Layer = localResponseNormalization(5, { alpha: 5e-4, k: 2 });

export const alexnet: readonly ModelRow[] = [
  {
    // Figure 2: 48 + 48, 128 + 128, 192 + 192, 192 + 192 and 128 + 128 maps on two cards, which meet in the third convolution and in the dense layers.
    name: "alexnet_2012", title: "AlexNet, 2012", family: "alexnet", year: 2012,
    paper: "Krizhevsky, Sutskever & Hinton 2012, doi:10.1145/3065386, figure 2",
    inputs: { input: [227, 227, 3] }, classes: 1000, params: 60_965_224, macs: 724_406_816,
    note: "The input is 227×227: from the paper's 224×224 its own 55×55 do not come out. Layers are named as in Caffe's copy.",
    options: { dropout: 0.5 },
    variants: {
      ungrouped: { note: "One group throughout: every map of a convolution sees all maps before it.", params: 62_378_344, macs: 1_135_256_096 },
    },
    block: ({ classes, dropout: rate, variant }) => {
      const groups = variant === "ungrouped" ? 1 : 2;
      const pool = maxPooling2d(3, { strides: 2 });
      return {
        conv1: conv2d(96, 11, { strides: 4 }), relu1: relu(), norm1: krizhevskyNormalization, pool1: pool,
        conv2: conv2d(256, 5, { padding: 2, groups }), relu2: relu(), norm2: krizhevskyNormalization, pool2: pool,
        conv3: conv2d(384, 3, { padding: 1 }), relu3: relu(),
        conv4: conv2d(384, 3, { padding: 1, groups }), relu4: relu(),
        conv5: conv2d(256, 3, { padding: 1, groups }), relu5: relu(), pool5: pool,
        flatten: flatten(),
        fc6: dense(4096), relu6: relu(), drop6: dropout(rate),
        fc7: dense(4096), relu7: relu(), drop7: dropout(rate),
        fc8: dense(classes),
      };
    },
  },
  {
    name: "alexnet", title: "AlexNet", family: "alexnet", year: 2014,
    paper: "Krizhevsky 2014, arXiv:1404.5997, footnote 1",
    inputs: { input: [224, 224, 3] }, classes: 1000, params: 61_100_840, macs: 714_188_480,
    note: "The later net of one column, without groups or response normalisation, as torchvision has it: the fourth convolution makes 256 maps, the paper's 384. The first is padded by 2, and the maps are averaged to 6×6, so that other sizes fit.",
    options: { dropout: 0.5 },
    block: ({ classes, dropout: rate }) => ({
      features: [
        conv2d(64, 11, { strides: 4, padding: 2 }), relu(), maxPooling2d(3, { strides: 2 }),
        conv2d(192, 5, { padding: 2 }), relu(), maxPooling2d(3, { strides: 2 }),
        conv2d(384, 3, { padding: 1 }), relu(),
        conv2d(256, 3, { padding: 1 }), relu(),
        conv2d(256, 3, { padding: 1 }), relu(), maxPooling2d(3, { strides: 2 }),
      ],
      avgpool: adaptiveAveragePooling2d(6),
      flatten: flatten(),
      classifier: [dropout(rate), dense(4096), relu(), dropout(rate), dense(4096), relu(), dense(classes)],
    }),
  },
];
