import { type Kind, type Layer, type LayerOf } from "@convscope/core";
import type { Executor } from "./executor.ts";
import { add } from "./layers/add.ts";
import { conv2d } from "./layers/conv2d.ts";
import { dense } from "./layers/dense.ts";
import { flatten } from "./layers/flatten.ts";
import { relu } from "./layers/relu.ts";

/** How TensorFlow.js runs each kind of layer. A kind without a row does not compile. */
export const executors: { readonly [K in Kind]: Executor<LayerOf<K>> } = {
  add,
  conv2d,
  dense,
  flatten,
  relu,
};

/** The executor of a layer. The only place that must trust `kind` to pick the matching row. */
export const executorOf = (layer: Layer): Executor<Layer> => executors[layer.kind] as Executor<Layer>;
