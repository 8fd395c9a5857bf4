import type { Derivative } from "./derivative.ts";

/** Of a scattering that adds: what is added to gets all, and each update what came back to its place. */
export const scatterElements: Derivative = ({ name, inputs, attributes }, [dy], to) => {
  if (attributes["reduction"] !== "add") throw new Error(`${name}: ScatterElements has a derivative where it adds. Received reduction ${JSON.stringify(attributes["reduction"] ?? "none")}.`);
  return [dy, undefined, to.wants(2) ? to.op("GatherElements", [dy, inputs[1]], { axis: attributes["axis"] ?? 0 }) : undefined];
};
