import type { LayerScale } from "@convscope/core";
import { scaleChannels } from "../affine.ts";
import { only, weight, type Executor } from "../executor.ts";

/** x `[N, …, C]` · layer_scale `[C]`. */
export const layerScale: Executor<LayerScale> = (_, inputs, weights) => scaleChannels(only(inputs), weight(weights, "layer_scale"));
