import { received } from "@convscope/core";
import { known, whole } from "../options.ts";

export interface AdviseOptions {
  /** Training samples at hand, of all classes together. */
  readonly samples: number;
  /** Whether they are of the same kind as what the trained network learned from: photographs and photographs, digits and digits. */
  readonly similar: boolean;
  /** How many classes they are of; 2 unless given. */
  readonly classes?: number;
  /** Trainable parameters of the network that was trained. */
  readonly parameters?: { readonly head: number; readonly trunk: number };
}

/** What to do with a trained network, given what data there are. */
export interface Advice {
  readonly data: "little" | "much";
  readonly similar: boolean;
  /** From so many samples on they count as much. */
  readonly muchFrom: number;
  /** What is compared to tell little from much, in words and with its numbers. */
  readonly measure: string;
  /** What to do, in a sentence. */
  readonly todo: string;
  /** What keeps its weights: all but the head, all up to about the middle, or nothing. */
  readonly freeze: "trunk" | "lower half" | "none";
  /** What a new classifier takes: what goes into the head, what an earlier layer gives, or nothing, where the network is trained as it is. */
  readonly features: "head input" | "middle" | "none";
  /** The learning rate of the trained layers as a share of that of the new ones; 0 where they stay. */
  readonly trunkRate: number;
  readonly why: string;
  readonly source: string;
}

/** So many samples of a class are many: ImageNet, from which the usual weights come, has 1,281,167 / 1,000. */
const manyOfClass = 1_000;

/** So many weights to one sample can still be moved by it. From nothing, ResNet-50 was trained on ImageNet with 20 to a sample, AlexNet with 49; weights that begin near the goal bear about ten times that. */
const weightsOfSample = 500;

const cs231n = "CS231n, Transfer Learning: When and how to fine-tune";
const yosinski = "arXiv:1411.1792";

type Cell = Pick<Advice, "todo" | "freeze" | "features" | "trunkRate" | "why" | "source">;

/** Little or much data × similar or different data. */
const table: { readonly [D in Advice["data"]]: { readonly [S in "similar" | "different"]: Cell } } = {
  little: {
    similar: {
      todo: "Keep the trunk as it is and train a new head, or a linear classifier on what goes into it.",
      freeze: "trunk", features: "head input", trunkRate: 0,
      why: "So few samples would pull a whole network towards themselves: it would learn them by heart. What its last layers have learned to see is worth seeing in your data too.",
      source: `${cs231n}, case 1; ${yosinski}, section 4.1`,
    },
    different: {
      todo: "Train a linear classifier on what a layer in the middle gives, or keep the lower half and train the rest with strong augmentation.",
      freeze: "lower half", features: "middle", trunkRate: 0,
      why: "Edges, colours and textures of the lower layers are the same everywhere, while the upper layers have learned to see what your data do not show.",
      source: `${cs231n}, case 3; ${yosinski}, figure 2 (of eight layers the first two are general, those from the third on less and less)`,
    },
  },
  much: {
    similar: {
      todo: "Train all of it, a new head first, then the trunk with a tenth of its learning rate.",
      freeze: "none", features: "none", trunkRate: 0.1,
      why: "There are enough samples to move the whole network without learning them by heart, and its weights are good already: large steps would spoil them.",
      source: `${cs231n}, case 2; ${yosinski}, section 4.1 (copied and fine-tuned layers end better than new ones)`,
    },
    different: {
      todo: "Train all of it at the full learning rate, beginning with the trained weights rather than with random ones.",
      freeze: "none", features: "none", trunkRate: 1,
      why: "There are enough samples to learn all anew, but trained weights are still the better start, also from a distant task.",
      source: `${cs231n}, case 4; ${yosinski}, section 4.3 (features of a distant task are better than random ones)`,
    },
  },
};

/**
 * What to freeze, at which rate to train, and what to take as features, when a trained network meets other data: little or much data,
 * similar to what it learned from or different. The border between little and much is a rule of thumb: half a thousand weights of the
 * trunk to a sample, where its parameters are given, else a thousand samples of a class, as ImageNet has.
 *
 * @throws RangeError for options that are unknown or cannot be.
 */
export function advise(options: AdviseOptions): Advice {
  known("advise", options, "samples", "similar", "classes", "parameters");
  const { samples, similar, classes = 2, parameters } = options;
  whole("advise", "samples", samples, 1);
  whole("advise", "classes", classes, 2);
  if (typeof similar !== "boolean") throw new RangeError(`advise: similar must be true or false. Received ${received(similar)}.`);
  for (const [name, count] of Object.entries(parameters ?? {})) whole("advise", `parameters.${name}`, count, 0);
  const muchFrom = parameters ? Math.max(1, Math.ceil(parameters.trunk / weightsOfSample)) : manyOfClass * classes;
  const data = samples < muchFrom ? "little" : "much";
  const measure = parameters
    ? `${shown(parameters.trunk / samples)} weights of the trunk to a sample, where up to ${weightsOfSample} are few enough to move`
    : `${Math.floor(samples / classes)} samples of a class, where ${manyOfClass} and more are many`;
  return { data, similar, muchFrom, measure, ...table[data][similar ? "similar" : "different"] };
}

const shown = (ratio: number): string => (ratio < 10 ? ratio.toFixed(1) : Math.round(ratio).toLocaleString("en-GB"));
