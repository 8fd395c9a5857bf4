import { rescaling, type Block } from "@convscope/core";

const [mean, std] = [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]];

/**
 * Pictures normalised as ImageNet's are brought to −1 … 1, as TensorFlow's nets were trained: pixels p of 0 … 1 come in as
 * (p − mean) / std and go on as (p − 0.5) / 0.5. Fixed numbers, nothing in a state dict.
 */
export const transformInput: { readonly [name: string]: Block } = {
  transform_input: rescaling({ scale: std.map((s) => s / 0.5), offset: mean.map((m) => (m - 0.5) / 0.5) }),
};
