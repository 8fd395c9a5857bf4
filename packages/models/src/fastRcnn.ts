import { branches, dense, dropout, from, heads, permute, relu, reshape, roiPooling } from "@convscope/core";
import type { ModelRow } from "./row.ts";
import { vggFeatures } from "./vgg.ts";

/** Girshick, "Fast R-CNN", arXiv:1504.08083, figure 1 and section 2.1, on VGG-16. */
export const fastRcnn: readonly ModelRow[] = [
  {
    name: "fast_rcnn", title: "Fast R-CNN on VGG-16", family: "fast_rcnn", year: 2015,
    paper: "arXiv:1504.08083",
    inputs: { image: [600, 800, 3], boxes: [64, 4] }, classes: 21, params: 134_690_729, macs: 154_311_868_416,
    options: { dropout: 0.5 },
    note: "`boxes` are regions [x1, y1, x2, y2] in pixels, 64 of them as in the paper's training. `bbox_pred` has four numbers for each class. Regions are pooled from the convolutions of VGG-16 before their last pool.",
    block: ({ classes, dropout: rate }) => ({
      features: vggFeatures().slice(0, -1),
      roi_pool: branches({ maps: [], boxes: from("boxes") }, roiPooling(7, { spatialScale: 1 / 16 })),
      // Channels come first in the rows that VGG-16's own weights were trained on.
      permute: permute([0, 3, 1, 2]),
      reshape: reshape([-1, 7 * 7 * 512]),
      classifier: [dense(4096), relu(), dropout(rate), dense(4096), relu(), dropout(rate)],
      heads: heads({ cls_score: dense(classes), bbox_pred: dense(4 * classes) }),
    }),
  },
];
