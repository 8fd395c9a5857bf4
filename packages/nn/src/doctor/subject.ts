import type { Graph } from "@convscope/core";
import type { Arrays } from "../array.ts";
import type { Data } from "../data.ts";
import type { Engine, StepOptions } from "../engine.ts";
import type { WeightInit } from "../initializers/index.ts";
import type { LossOption } from "../objective.ts";
import type { Optimizer } from "../optimizers/index.ts";
import type { Schedule } from "../schedules/index.ts";

/** A training before it begins: the same as `network` and `fit` are given. */
export interface Subject {
  readonly graph: Graph;
  readonly engine: Engine;
  /** Draws the first weights, as in `network`, and the order of the first epoch, as in `fit`. */
  readonly seed?: number;
  readonly init?: WeightInit;
  /** What the network begins with; drawn from the seed if left out. */
  readonly weights?: Arrays;
  readonly train: Data;
  readonly validation?: Data;
  readonly loss: LossOption;
  readonly optimizer: Optimizer;
  /** 64 unless given. */
  readonly batchSize?: number;
  /** Without it, what depends on the length of the training is not judged. */
  readonly epochs?: number;
  readonly schedule?: Schedule;
  readonly trainable?: NonNullable<StepOptions["trainable"]>;
  /** The classes' names, to speak of them. */
  readonly classes?: readonly string[];
}
