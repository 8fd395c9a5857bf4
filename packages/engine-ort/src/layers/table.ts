import { GraphError, type Kind, type Layer, type LayerOf } from "@convscope/core";
import { emitterOf } from "@convscope/exchange/onnx";
import { batchNormalization } from "./batchNormalization.ts";
import { connectionTableConv2d } from "./connectionTableConv2d.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import { randomizedLeakyRelu } from "./randomizedLeakyRelu.ts";
import { roiPooling } from "./roiPooling.ts";
import { simpleRnn } from "./simpleRnn.ts";
import { spatialDropout1d } from "./spatialDropout1d.ts";
import { spatialDropout2d } from "./spatialDropout2d.ts";
import { stochasticDepth } from "./stochasticDepth.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** The kinds that do otherwise in training than at prediction, or of which an export has operations without derivatives, or its weights as constants. All others are written as they are exported. */
const rows: { readonly [K in Kind]?: EmitTraining<LayerOf<K>> } = {
  batchNormalization,
  connectionTableConv2d,
  dropout,
  embedding,
  gru,
  lstm,
  randomizedLeakyRelu,
  roiPooling,
  simpleRnn,
  spatialDropout1d,
  spatialDropout2d,
  stochasticDepth,
};

/**
 * How a layer is written.
 *
 * @throws GraphError for one that ONNX cannot have.
 */
export function rowOf(layer: Layer): EmitTraining<Layer> {
  // The only place that must trust `kind` to pick the matching one.
  const own = rows[layer.kind] as EmitTraining<Layer> | undefined;
  if (own) return own;
  const exported = emitterOf(layer);
  if (typeof exported === "function") return exported;
  throw new GraphError(`${layer.kind}: ${exported.unsupported}.`);
}
