import type { Graph, Layer } from "@convscope/core";
import { model, type ModelOptions, type ModelRow } from "@convscope/models";

/** Sizes that nets begin at; 188 is U-Net's. */
const sizes = [32, 64, 96, 128, 160, 188, 192];

/** A model of the zoo on the smallest pictures that it takes, among a few sizes from `least` on; on its own inputs where these are no pictures, or small. */
export function smallest(row: ModelRow, options: ModelOptions = {}, least: number = 32): Graph {
  const [input] = Object.values(row.inputs);
  if (!Array.isArray(input) || input.length !== 3) return narrowed(row, options);
  const [height = 0, , channels = 3] = input as readonly number[];
  for (const size of sizes.filter((n) => n >= least && n < height)) {
    try {
      return narrowed(row, { ...options, inputShape: [size, size, channels] });
    } catch (error) {
      // What a net says of a picture that it does not take.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return narrowed(row, options);
}

/** A model whose layers of 4096 outputs have 64: one alone can have 100 million weights. */
export function narrowed({ name }: ModelRow, options: ModelOptions): Graph {
  const net = model(name, options);
  return { ...net, nodes: net.nodes.map((node) => ({ ...node, layer: narrow(node.layer) })) };
}

function narrow(layer: Layer): Layer {
  if (layer.kind === "dense" && layer.units === 4096) return { ...layer, units: 64 };
  return layer.kind === "conv2d" && layer.filters === 4096 ? { ...layer, filters: 64 } : layer;
}
