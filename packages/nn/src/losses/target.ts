import type { NdArray } from "../array.ts";
import { targetKind, type Loss } from "./table.ts";

/**
 * Refuses a target that does not go with a loss and an output of this shape `[N, …]`, before a wrong label becomes a silent zero.
 * A target of as many numbers in another shape is taken, so `[N]` answers an output `[N, 1]`.
 *
 * @throws RangeError naming the output, the rule and what was received.
 */
export function checkTarget(loss: Loss, outputShape: readonly number[], { shape, data }: NdArray, output: string = "output"): void {
  const where = `${output} (${loss.kind})`;
  const show = (sizes: readonly number[]): string => `[${sizes.join(", ")}]`;
  const size = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  if (targetKind(loss) === "values") {
    const hint = loss.kind === "categoricalCrossentropy" && size(shape) * (outputShape.at(-1) ?? 1) === size(outputShape) ? " For whole-number labels use sparseCategoricalCrossentropy." : "";
    if (shape[0] !== outputShape[0] || size(shape) !== size(outputShape)) throw new RangeError(`${where}: the target must have the output's shape ${show(outputShape)}. Received ${show(shape)}.${hint}`);
    return;
  }
  const [places, classes] = [outputShape.slice(0, -1), outputShape.at(-1) ?? 1];
  const hint = size(shape) === size(outputShape) && classes > 1 && loss.kind === "sparseCategoricalCrossentropy" ? " For one-hot targets use categoricalCrossentropy." : "";
  if (shape[0] !== outputShape[0] || size(shape) !== size(places)) throw new RangeError(`${where}: the target must be one label for each place, ${show(places)}. Received ${show(shape)}.${hint}`);
  const ignored = "ignoreClass" in loss ? loss.ignoreClass : undefined;
  const strange = data.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes) && label !== ignored);
  if (strange >= 0) throw new RangeError(`${where}: labels must be whole numbers from 0 to ${classes - 1}. Received ${data[strange]} at place ${strange}.`);
}
