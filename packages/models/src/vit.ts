import { add, branches, concatenate, conv2d, dense, from, gelu, layerNormalization, learnedConstant, multiHeadAttention, reshape, residual, select, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Width of a token, heads of its attention, blocks. */
interface Size {
  readonly width: number;
  readonly heads: number;
  readonly depth: number;
}

const patch = 16;
const common = {
  family: "vit", year: 2020, inputs: { input: [224, 224, 3] }, classes: 1000,
  note: "MACs are those of the patches, the dense layers and the head; attention is counted by timm's convention. There is no dropout, and a picture of another size has another number of positions to learn.",
} as const;

/** Dosovitskiy et al., "An image is worth 16×16 words: transformers for image recognition at scale", arXiv:2010.11929, table 1. Tiny is from Touvron et al., arXiv:2012.12877, table 1. */
export const vit: readonly ModelRow[] = [
  { name: "vit_tiny", title: "ViT-Ti/16", paper: "arXiv:2012.12877", ...common, params: 5_717_416, macs: 726_265_344, block: (settings) => transformer("vit_tiny", { width: 192, heads: 3, depth: 12 }, settings) },
  { name: "vit_b_16", title: "ViT-B/16", paper: "arXiv:2010.11929", ...common, params: 86_567_656, macs: 11_271_124_992, block: (settings) => transformer("vit_b_16", { width: 768, heads: 12, depth: 12 }, settings) },
];

const norm = layerNormalization({ epsilon: 1e-6 });

/** Figure 1: patches become tokens, a learned token for the class goes before them, and positions are added to all. */
function transformer(name: string, { width, heads, depth }: Size, { classes, inputShape }: { readonly classes: number; readonly inputShape: readonly number[] }): Block {
  const [height = 0, across = 0] = inputShape;
  if (height % patch !== 0 || across % patch !== 0)
    throw new RangeError(`${name}: height and width must be multiples of ${patch}, the side of a patch. Received ${height}×${across}. Nearest: ${[height, across].map((n) => Math.max(1, Math.round(n / patch)) * patch).join("×")}.`);
  const tokens = (height / patch) * (across / patch) + 1;
  return {
    conv_proj: conv2d(width, patch, { strides: patch }),
    patches: reshape([-1, width]),
    "": branches({ class_token: learnedConstant([1, width]), patches: [] }, concatenate({ axis: 0 })),
    encoder: {
      "": branches({ pos_embedding: learnedConstant([tokens, width], { initial: "normal" }), tokens: [] }, add()),
      layers: Object.fromEntries(Array.from({ length: depth }, (_, i) => [`encoder_layer_${i}`, layer(`encoder.layers.encoder_layer_${i}`, width, heads)])),
      ln: norm,
    },
    class: select(0),
    "heads.head": dense(classes),
  };
}

/** Equations 2 and 3: attention, then a perceptron of four times the width, each with a shortcut. The second one starts from the sum of the first, by name, because both shortcuts stand at one `path`. */
const layer = (path: string, width: number, heads: number): Block => ({
  "": residual({ ln_1: norm, self_attention: multiHeadAttention(heads) }),
  ln_2: norm, mlp: { 0: dense(4 * width), 1: gelu(), 3: dense(width) },
  sum: branches({ after: [], before: from(`${path}.add`) }, add()),
});
