import { AugmentError } from "../error.ts";

/**
 * The mean over the views of each image, in float64: `[images · views, classes]` with an image's views one after another, to `[images, classes]`.
 * AlexNet averages what its softmax gives, not what goes into it (Krizhevsky et al. 2012, section 4.1).
 *
 * @param views 10 for `tenCrops`
 * @throws AugmentError when the rows cannot be shared among images of so many views.
 */
export function averageOutputs(outputs: { readonly shape: readonly [rows: number, classes: number]; readonly data: Float32Array }, views: number): { readonly shape: readonly [images: number, classes: number]; readonly data: Float32Array } {
  const { shape: [rows, classes], data } = outputs;
  if (data.length !== rows * classes) throw new AugmentError(`averageOutputs: data must hold ${rows}×${classes} = ${rows * classes} numbers. Received ${data.length}.`);
  if (!Number.isInteger(views) || views < 1 || rows % views !== 0) throw new AugmentError(`averageOutputs: ${rows} rows must be shared among images of so many views each. Received ${views}.`);
  const sums = new Float64Array((rows / views) * classes);
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < classes; c++) {
      const at = Math.floor(row / views) * classes + c;
      sums[at] = (sums[at] as number) + (data[row * classes + c] as number);
    }
  return { shape: [rows / views, classes], data: Float32Array.from(sums, (sum) => sum / views) };
}
