import { LayerError, type LayerRecord, type Shape } from "@convscope/core";
import type { NdArray } from "@convscope/files/bytes";

/** JSON of a Keras configuration. */
export type Value = number | string | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** A Keras layer that does part of what one of ours does. */
export interface KerasStep {
  readonly className: string;
  readonly config: { readonly [name: string]: Value };
  /** Keras's arrays by its names, in its order; the step that has them has the node's name. */
  readonly weights?: (weight: (name: string) => NdArray) => readonly (readonly [name: string, array: NdArray])[];
  /** The one input that it changes, where the node has several. */
  readonly on?: number;
}

/** Where a layer stands. `atLeastZero` says of each input whether no value of it can be negative. */
export interface KerasPlace {
  readonly inputs: readonly [Shape, ...Shape[]];
  readonly output: Shape;
  readonly atLeastZero: readonly boolean[];
  /** Keras 2's words and layers, which TensorFlow.js has, or Keras 3's. */
  readonly dialect: "tfjs" | "keras3";
}

/** How a kind of layer is said in Keras. */
export type KerasRow<L extends LayerRecord> = (layer: L, place: KerasPlace) => readonly [KerasStep, ...KerasStep[]];

/** Stops where Keras has no layer that computes the same; TensorFlow.js has fewer of the same layers. */
export function refuse(kind: string, reason: string): never {
  throw new LayerError(kind, `cannot be written for Keras or TensorFlow.js: ${reason} Export ONNX or PyTorch instead, which lack custom layers only.`);
}

/** A kind that Keras cannot say, and why. */
export const unsupported =
  <L extends LayerRecord>(reason: string): KerasRow<L> =>
  ({ kind }) =>
    refuse(kind, reason);

/** One Keras layer with these options. */
export const one =
  <L extends LayerRecord>(className: string, config: (layer: L, place: KerasPlace) => KerasStep["config"] = () => ({})): KerasRow<L> =>
  (layer, place) => [{ className, config: config(layer, place) }];

/** Weights that only have another name in Keras. */
export const renamed =
  (...pairs: readonly (readonly [keras: string, ours: string] | false)[]): NonNullable<KerasStep["weights"]> =>
  (weight) =>
    pairs.flatMap((pair) => (pair ? [[pair[0], weight(pair[1])] as const] : []));
