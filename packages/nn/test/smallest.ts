import { LayerError, type Graph } from "@convscope/core";
import { model, type ModelOptions, type ModelRow } from "@convscope/models";

/** A model of the zoo on the smallest pictures that it takes, among a few sizes; on its own inputs where these are no pictures, or small. */
export function smallest({ name, inputs }: ModelRow, options: ModelOptions = {}): Graph {
  const [input] = Object.values(inputs);
  if (!Array.isArray(input) || input.length !== 3) return model(name, options);
  const [height = 0, , channels = 3] = input as readonly number[];
  for (const size of [32, 64, 96, 128, 160, 192].filter((n) => n < height)) {
    try {
      return model(name, { ...options, inputShape: [size, size, channels] });
    } catch (error) {
      if (!(error instanceof LayerError)) throw error;
    }
  }
  return model(name, options);
}
