import { outputShape, rulesOf } from "../layers/table.ts";
import { product, type Shape } from "../shape.ts";
import type { Mistake } from "./mistake.ts";
import { countParameters, withInputs, type Part, type Situation } from "./situation.ts";

/** Ways to miscount the parameters of a layer. A layer with fewer learned arrays than a mistake needs cannot be miscounted that way. */
export const parameterMistakes: readonly Mistake<Situation>[] = [
  {
    id: "flattenWithoutChannels", stage: 0,
    wrong: (s) => (s.flattened && s.flattened.length === 3 && s.flattened[2] !== 1 ? withInputs(s, [[product(s.flattened.slice(0, 2))]]) : undefined),
  },
  { id: "flattenChannelsOnly", stage: 0, wrong: (s) => (s.flattened && s.flattened.length > 1 ? withInputs(s, [[s.flattened.at(-1) ?? 1]]) : undefined) },
  {
    id: "flattenBeforePooling", stage: 0,
    wrong: (s) => (s.flattened && s.earlier && product(s.earlier) !== product(s.flattened) ? withInputs(s, [[product(s.earlier)]]) : undefined),
  },
  { id: "depthForgotten", stage: 1, wrong: (s) => kernels(s, (sizes) => (sizes.length > 2 ? sizes.with(-2, 1) : undefined)) },
  { id: "biasOnce", stage: 1, wrong: (s) => biases(s, (part) => [{ ...part, sizes: [1] }]) },
  { id: "biasForgotten", stage: 1, wrong: (s) => biases(s, () => []) },
  {
    id: "biasAdded", stage: 1,
    wrong: (s) => (s.parts.some(isKernel) && !s.parts.some(isBias) ? { ...s, parts: [...s.parts, { role: "bias", trainable: true, sizes: [channels(outputShape(s.layer, s.inputs))] }] } : undefined),
  },
  { id: "statisticsCounted", stage: 1, wrong: (s) => (s.parts.some(({ trainable }) => !trainable) ? { ...s, parts: s.parts.map((part) => ({ ...part, trainable: true })) } : undefined) },
  {
    id: "oneOfTwo", stage: 1,
    wrong: (s) => (s.parts.some(({ role }) => role === "scale") && s.parts.some(({ role }) => role === "shift") ? { ...s, parts: s.parts.filter(({ role }) => role !== "shift") } : undefined),
  },
  { id: "learnsNothing", stage: 1, wrong: (s) => (countParameters(s) > 0 ? { ...s, parts: [] } : undefined) },
  { id: "depthMixed", stage: 1, wrong: (s) => kernels(s, (sizes) => (isMaps(s) ? [...sizes.slice(0, -2), channels(s.inputs[0]), channels(outputShape(s.layer, s.inputs))] : undefined)) },
  { id: "outputDepth", stage: 1, wrong: (s) => kernels(s, (sizes) => (sizes.length > 2 ? sizes.with(-2, sizes.at(-1) ?? 1) : undefined)) },
  {
    id: "filtersForgotten", stage: 1,
    wrong: (s) => (s.parts.some(isKernel) ? { ...s, parts: s.parts.map((part) => ({ ...part, sizes: part.sizes.length > 0 ? part.sizes.with(-1, 1) : [] })) } : undefined),
  },
  { id: "kernelSideOnce", stage: 1, wrong: (s) => kernels(s, (sizes) => (sizes.length === 4 ? sizes.slice(1) : undefined)) },
  {
    id: "kernelPlusOne", stage: 1,
    wrong(s) {
      const wider = kernels(s, (sizes) => (sizes.length === 4 ? sizes.map((n, axis) => (axis < 2 ? n + 1 : n)) : undefined));
      return wider && { ...wider, parts: wider.parts.filter((part) => !isBias(part)) };
    },
  },
  {
    id: "biasOnBothSides", stage: 1,
    wrong: (s) => {
      const dense = rulesOf(s.layer).work === "dense" && s.parts.some(isBias);
      return dense ? { ...s, parts: s.parts.filter((part) => !isBias(part)).map((part) => ({ ...part, sizes: part.sizes.map((n) => n + 1) })) } : undefined;
    },
  },
  { id: "perPosition", stage: 1, wrong: (s) => (isMaps(s) && s.parts.some(isKernel) ? { ...s, parts: s.parts.map((part) => ({ ...part, sizes: [...positions(s), ...part.sizes] })) } : undefined) },
  { id: "neuronsForWeights", stage: 1, wrong: (s) => (countParameters(s) > 0 ? { ...s, parts: [{ role: "kernel", trainable: true, sizes: outputShape(s.layer, s.inputs) }] } : undefined) },
];

const isKernel = ({ role }: Part): boolean => role === "kernel";
const isBias = ({ role }: Part): boolean => role === "bias";
const channels = (shape: Shape | undefined): number => shape?.at(-1) ?? 1;
const isMaps = ({ inputs: [input = []] }: Situation): boolean => input.length > 1;
const positions = ({ layer, inputs }: Situation): Shape => outputShape(layer, inputs).slice(0, -1);

/** Changes the sizes of the kernels; nothing where there is none to change. */
function kernels(s: Situation, change: (sizes: readonly number[]) => readonly number[] | undefined): Situation | undefined {
  if (!s.parts.some((part) => isKernel(part) && change(part.sizes) !== undefined)) return undefined;
  return { ...s, parts: s.parts.map((part) => (isKernel(part) ? { ...part, sizes: change(part.sizes) ?? part.sizes } : part)) };
}

const biases = (s: Situation, change: (part: Part) => readonly Part[]): Situation | undefined =>
  s.parts.some(isBias) ? { ...s, parts: s.parts.flatMap((part) => (isBias(part) ? change(part) : [part])) } : undefined;
