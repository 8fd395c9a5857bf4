import { AugmentError } from "../error.ts";
import { shown } from "../field.ts";
import type { ImageShape } from "../image.ts";
import { cutmix } from "../mix/cutmix.ts";
import type { Mix } from "../mix/mix.ts";
import { mixupOrCutmix } from "../mix/mixupOrCutmix.ts";
import { mixup } from "../mix/mixup.ts";
import { nearest } from "../nearest.ts";
import { drawOperations, parsePipeline, stepKinds, type Pipeline, type Step } from "../step.ts";
import { figure, presets } from "./presets.ts";

/** What is done to every image, and how the images of a batch are mixed then. */
export interface Augmentation {
  readonly pipeline: Pipeline;
  readonly mix?: Mix;
}

const mixWords = ["mixup", "cutmix"];

/**
 * Augmentation in one line: words with commas between, such as `flip,crop,randaugment:7,mixup`, done in that order. The words are those of `presets`, whose figures depend
 * on the size of the images, `mixup` and `cutmix` (`:` and α; both: one of the two for each batch), and the kinds of all other steps, with the options they have by themselves.
 *
 * @param options `shape`: `[height, width, channels]` of the images as the network takes them
 * @throws AugmentError for an unknown word or an argument that it cannot have.
 */
export function parseAugment(text: string, { shape }: { readonly shape: ImageShape }): Augmentation {
  if (shape.length !== 3 || !shape.every((n) => Number.isInteger(n) && n >= 1)) throw new AugmentError(`augment: shape must be [height, width, channels], whole numbers of at least 1. Received [${shape.join(", ")}].`);
  const words = text.split(",").map((word) => word.trim()).filter((word) => word !== "");
  if (words.length === 0 || words.length > 100) throw new AugmentError(`augment: must be 1 to 100 words with commas between, such as "flip,crop". Received ${words.length}.`);
  const steps: Step[] = [];
  const alphas = new Map<string, number | undefined>();
  for (const given of words) {
    const [word = "", ...rest] = given.split(":");
    const name = word.trim().toLowerCase();
    const argument = rest.length === 0 ? undefined : rest.join(":").trim();
    if (!mixWords.includes(name)) steps.push(stepOf(word.trim(), name, argument, shape));
    else if (alphas.has(name)) throw new AugmentError(`augment: "${name}" may be given once. Received ${shown(text)}.`);
    else alphas.set(name, argument === undefined ? undefined : figure(name, argument, NaN));
  }
  // Options that go wrong together, or with this shape, show when they are drawn: better here than in the first epoch.
  drawOperations(steps, shape, { seed: 0 });
  return { pipeline: steps, ...mixOf(alphas) };
}

function stepOf(word: string, name: string, argument: string | undefined, shape: ImageShape): Step {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (argument !== undefined && preset?.argument === undefined && (preset !== undefined || stepKinds.some((kind) => kind === word)))
    throw new AugmentError(`augment: nothing may follow ${shown(word)}. Received ${shown(argument)}.`);
  if (preset !== undefined) return preset.step(shape, argument);
  const [step] = stepKinds.some((kind) => kind === word) ? parsePipeline([word]) : [];
  if (step !== undefined) return step;
  const known = [...Object.keys(presets), ...mixWords];
  throw new AugmentError(`augment: there is no ${shown(word)}.${nearest(word, [...known, ...stepKinds])} Known: ${known.join(", ")}, and every kind of step.`);
}

/** Alone, each has the α of its paper; together, those that both are usually trained with. */
function mixOf(alphas: ReadonlyMap<string, number | undefined>): { readonly mix?: Mix } {
  const option = <N extends string>(name: N, alpha: number | undefined) => (alpha === undefined ? {} : ({ [name]: alpha } as Record<N, number>));
  const [up, cut] = [alphas.get("mixup"), alphas.get("cutmix")];
  if (alphas.size === 2) return { mix: mixupOrCutmix({ ...option("mixup", up), ...option("cutmix", cut) }) };
  if (alphas.has("mixup")) return { mix: mixup(option("alpha", up)) };
  return alphas.has("cutmix") ? { mix: cutmix(option("alpha", cut)) } : {};
}
