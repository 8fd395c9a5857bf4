import { formatShape } from "@convscope/core";
import type { NdArray } from "@convscope/nn";
import { known } from "./options.ts";

export interface TemplateOptions {
  /** `correlation` (unless given): normalised, −1 … 1, whatever the brightness and contrast; `products`: the mean of the products, as on slides with ±1. */
  readonly by?: "correlation" | "products";
}

/** Where a template fits. */
export interface TemplateMatch {
  /** `[H − h + 1, W − w + 1]`. */
  readonly map: NdArray & { readonly data: Float32Array };
  /** Where it fits best: the template's upper left corner. */
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/**
 * Slides a template `[h, w, C]` over a picture `[H, W, C]` and says at each place how well it fits. The normalised correlation takes the means
 * away and divides by the lengths; a part of one colour fits nothing and has 0. J. P. Lewis 1995, "Fast normalized cross-correlation".
 *
 * @throws RangeError for shapes that do not fit.
 */
export function matchTemplate(picture: NdArray, template: NdArray, options: TemplateOptions = {}): TemplateMatch {
  known("matchTemplate", options, "by");
  const { by = "correlation" } = options;
  const [[H = 0, W = 0, C = 0], [h = 0, w = 0, c = 0]] = [picture.shape, template.shape];
  if (C === 0 || C !== c || h > H || w > W || h * w === 0) throw new RangeError(`matchTemplate: a template [h, w, C] must fit into a picture [H, W, C]. Received ${formatShape(template.shape)} and ${formatShape(picture.shape)}.`);
  const size = h * w * C;
  const centred = by === "correlation";
  const meanOf = (values: Float64Array): number => (centred ? values.reduce((a, b) => a + b, 0) / size : 0);
  const pattern = Float64Array.from(template.data);
  const patternMean = meanOf(pattern);
  const patternLength = Math.sqrt(pattern.reduce((sum, value) => sum + (value - patternMean) ** 2, 0));
  const [rows, columns] = [H - h + 1, W - w + 1];
  const data = new Float32Array(rows * columns);
  const part = new Float64Array(size);
  let best = 0;
  for (let at = 0; at < data.length; at++) {
    const [top, left] = [Math.floor(at / columns), at % columns];
    for (let y = 0; y < h; y++) for (let x = 0; x < w * C; x++) part[y * w * C + x] = picture.data[((top + y) * W + left) * C + x] ?? 0;
    const mean = meanOf(part);
    let [both, own] = [0, 0];
    for (let i = 0; i < size; i++) {
      const value = (part[i] ?? 0) - mean;
      both += value * ((pattern[i] ?? 0) - patternMean);
      own += value * value;
    }
    const lengths = Math.sqrt(own) * patternLength;
    data[at] = !centred ? both / size : lengths === 0 ? 0 : both / lengths;
    if ((data[at] ?? 0) > (data[best] ?? 0)) best = at;
  }
  return { map: { shape: [rows, columns], data }, row: Math.floor(best / columns), column: best % columns, value: data[best] ?? 0 };
}
