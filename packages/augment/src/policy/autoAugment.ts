import { choice } from "../field.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "../geometry/sampler.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { autoAugmentPolicies, type AutoAugmentPolicy, type Part } from "./autoAugmentPolicies.ts";
import { autoAugmentSpace, drawPrimitive } from "./spaces.ts";

/** One of 25 pairs of operations that a search found for some data (Cubuk et al., arXiv:1805.09501). torchvision: AutoAugment. */
export interface AutoAugment extends Chance, Sampling {
  readonly kind: "autoAugment";
  readonly policy: AutoAugmentPolicy;
}

const names: readonly AutoAugmentPolicy[] = ["imagenet", "cifar10", "svhn"];

export const autoAugmentStep: StepRow<AutoAugment> = {
  fields: { policy: choice(names, "imagenet"), ...samplingFields("nearest") },
  draw({ policy, interpolation, border, fill }, random, shape) {
    const pairs = autoAugmentPolicies[policy];
    const pair: readonly Part[] = pairs[random.integer(pairs.length)] ?? [];
    return pair.flatMap(([name, p, magnitude = 0]) => (random.uniform() < p ? drawPrimitive(autoAugmentSpace, name, { bin: magnitude, bins: 10 }, random, shape, { interpolation, border, fill }) : []));
  },
};

/** A step of one of the pairs of a policy, "imagenet" unless given. */
export const autoAugment = (options: SamplingOptions & { readonly policy?: AutoAugmentPolicy } = {}): AutoAugment => make("autoAugment", autoAugmentStep, options);
