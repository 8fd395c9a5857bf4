import type { Rules, Step, WeightSpecs, Window } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { addRules, type Add } from "./add.ts";
import { conv2dRules, type Conv2d } from "./conv2d.ts";
import { denseRules, type Dense } from "./dense.ts";
import { flattenRules, type Flatten } from "./flatten.ts";
import { reluRules, type Relu } from "./relu.ts";

/** Every layer the library knows: plain data, told apart by `kind`, safe to `JSON.stringify` (all but `custom`). */
export type Layer = Add | Conv2d | Dense | Flatten | Relu;

export type Kind = Layer["kind"];
export type LayerOf<K extends Kind> = Extract<Layer, { kind: K }>;

/** The one list of layers. A kind without a row does not compile. */
export const rules: { readonly [K in Kind]: Rules<LayerOf<K>> } = {
  add: addRules,
  conv2d: conv2dRules,
  dense: denseRules,
  flatten: flattenRules,
  relu: reluRules,
};

/** The names of all kinds, in alphabetical order. */
export const kinds: readonly Kind[] = (Object.keys(rules) as Kind[]).sort();

/** The rules of a layer. The only place that must trust `kind` to pick the matching row. */
export const rulesOf = <L extends Layer>(layer: L): Rules<Layer> => rules[layer.kind] as Rules<Layer>;

export const outputShape = (layer: Layer, inputs: readonly Shape[]): Shape => rulesOf(layer).outputShape(layer, inputs);
export const weights = (layer: Layer, inputs: readonly Shape[]): WeightSpecs => rulesOf(layer).weights(layer, inputs);
export const macs = (layer: Layer, inputs: readonly Shape[]): number => rulesOf(layer).macs(layer, inputs);
export const windows = (layer: Layer, inputs: readonly Shape[]): readonly Window[] => rulesOf(layer).windows(layer, inputs);
export const derive = (layer: Layer, inputs: readonly Shape[]): readonly Step[] => rulesOf(layer).derive(layer, inputs);
