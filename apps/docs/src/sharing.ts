import { conv2d, dense, derive, flatten, locallyConnected2d, outputShape, product, working, type Layer } from "@convscope/core";
import { shapesOf } from "./shapes.ts";

/** A way to connect a picture to units, with its cost. */
export interface Connection {
  readonly name: string;
  readonly about: string;
  readonly params: number;
  readonly working: string;
}

/** The weights without biases, as lectures count them, of dense, local and shared connections to equally many units. @throws LayerError or RangeError in words for a reader. */
export function connections(input: string, filters: number, kernelSize: number, useBias: boolean): { readonly units: number; readonly places: string; readonly ways: readonly Connection[] } {
  const [shape = []] = shapesOf(input);
  const options = { padding: "valid", useBias } as const;
  const shared = conv2d(filters, kernelSize, options);
  const places = outputShape(shared, [shape]);
  const units = product(places);
  const counted = (name: string, about: string, layer: Layer, of: readonly number[]): Connection => {
    const line = derive(layer, [of]).find((one) => one.of === "parameters");
    return { name, about, params: line?.value ?? NaN, working: line ? working(line.expression, line.value, "text") : "" };
  };
  return {
    units, places: places.slice(0, 2).join("×"),
    ways: [
      counted("dense", "each unit sees every pixel", dense(units, { useBias }), outputShape(flatten(), [shape])),
      counted("local", "each unit sees a patch, with weights of its own", locallyConnected2d(filters, kernelSize, options), shape),
      counted("shared", "each unit sees a patch, all with the same weights: a convolution", shared, shape),
    ],
  };
}
