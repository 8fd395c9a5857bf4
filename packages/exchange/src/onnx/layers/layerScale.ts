import type { LayerScale } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const layerScale: Emit<LayerScale> = (_, [x], to) => to.like(x, to.op("Mul", [to.asIs(x), to.perChannel(x, "layer_scale")]));
