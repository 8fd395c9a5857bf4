import type { Graph } from "@convscope/core";
import type { Arrays } from "../array.ts";
import type { EpochLog } from "../callback.ts";
import type { Data } from "../data.ts";
import type { Engine, StepOptions } from "../engine.ts";
import type { WeightInit } from "../initializers/index.ts";
import type { LossOption } from "../objective.ts";
import type { Optimizer } from "../optimizers/index.ts";
import type { Schedule } from "../schedules/index.ts";

/** A training: the same as `network` and `fit` are given, before it begins, or with what has come of it. */
export interface Subject {
  readonly graph: Graph;
  readonly engine: Engine;
  /** Draws the first weights, as in `network`, and the order of the first epoch, as in `fit`. */
  readonly seed?: number;
  readonly init?: WeightInit;
  /** What the network begins with, or, of a training that was made, the weights that were kept; drawn from the seed if left out. */
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
  /** What has come of the training, if it was made: what is asked of its beginning is then left out, and what it has learned is looked at. */
  readonly kept?: Kept;
}

/** What has come of a training, beside the weights that were kept. */
export interface Kept {
  /** One record for each epoch that has ended. */
  readonly history: readonly EpochLog[];
  /** The epoch of the weights that were kept, counted from 1; the last unless given. */
  readonly epoch?: number;
  /** The weights that it began with; drawn from the seed if left out. */
  readonly begin?: Arrays;
  /** The weights of the last epoch, where others were kept. */
  readonly last?: Arrays;
  /** Why it ended in an error, if it did. */
  readonly failed?: string;
}
