import type { NdArray } from "../array.ts";
import { lossRules, type Loss } from "./table.ts";

/**
 * Refuses a target that does not go with a loss and an output of this shape `[N, …]`, before a wrong label becomes a silent zero.
 * A target of as many numbers in another shape is taken, so `[N]` answers an output `[N, 1]`.
 *
 * @throws RangeError naming the output, the rule and what was received.
 */
export function checkTarget(loss: Loss, outputShape: readonly number[], target: NdArray, output: string = "output"): void {
  const { target: kind, otherTarget } = lossRules[loss.kind];
  const where = `${output} (${loss.kind}): `;
  const weights = "classWeights" in loss ? loss.classWeights : "alpha" in loss && typeof loss.alpha === "object" ? loss.alpha : undefined;
  if (weights && weights.length !== outputShape.at(-1)) throw new RangeError(`${where}there must be one weight for each of ${outputShape.at(-1)} classes. Received ${weights.length}.`);
  const fits = (wanted: readonly number[]): boolean => target.shape[0] === wanted[0] && size(target.shape) === size(wanted);
  const received = `Received [${target.shape.join(", ")}].${otherTarget === undefined ? "" : ` ${otherTarget}`}`;
  if (kind === "values") {
    if (!fits(outputShape)) throw new RangeError(`${where}the target must have the output's shape [${outputShape.join(", ")}]. ${received}`);
    return;
  }
  const [places, classes] = [outputShape.slice(0, -1), outputShape.at(-1) ?? 1];
  if (!fits(places)) throw new RangeError(`${where}the target must be one label for each place, [${places.join(", ")}]. ${received}`);
  const ignored = "ignoreClass" in loss ? loss.ignoreClass : undefined;
  const strange = target.data.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes) && label !== ignored);
  if (strange >= 0) throw new RangeError(`${where}labels must be whole numbers from 0 to ${classes - 1}. Received ${target.data[strange]} at place ${strange}.`);
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
