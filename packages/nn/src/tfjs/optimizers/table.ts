import * as tf from "@tensorflow/tfjs-core";
import { slots, type Optimizer, type OptimizerKind, type OptimizerOf } from "../../optimizers/index.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam, adamw } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { nadam } from "./nadam.ts";
import { radam } from "./radam.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";
import type { StateTensors, Update, Updated, UpdateRequest } from "./update.ts";

/** How TensorFlow.js takes a step with each kind of optimiser. A kind without a row does not compile. */
const updates: { readonly [K in OptimizerKind]: Update<OptimizerOf<K>> } = {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  nadam,
  radam,
  rmsprop,
  sgd,
};

/** One step of one parameter: its new value and state. Gradients are clipped before, with `clipGradients`. */
export const updateParameter = (optimizer: Optimizer, request: UpdateRequest): Updated => (updates[optimizer.kind] as Update<Optimizer>)(optimizer, request);

/** The state of a parameter before its first step. */
export const firstState = (optimizer: Optimizer, parameter: tf.Tensor): StateTensors =>
  Object.fromEntries(Object.entries(slots(optimizer)).map(([name, initial]) => [name, tf.fill(parameter.shape, initial)]));
