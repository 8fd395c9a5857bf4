import { rescaling, type Block } from "@convscope/core";
import { imagenet } from "./imagenet.ts";

/**
 * Pictures normalised as ImageNet's are brought to −1 … 1, as TensorFlow's nets were trained: pixels p of 0 … 1 come in as
 * (p − mean) / std and go on as (p − 0.5) / 0.5. Fixed numbers, nothing in a state dict.
 */
export const transformInput: { readonly [name: string]: Block } = {
  transform_input: rescaling({ scale: imagenet.std.map((s) => s / 0.5), offset: imagenet.mean.map((m) => (m - 0.5) / 0.5) }),
};
