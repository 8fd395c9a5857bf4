import type { WeightSpec } from "../layer.ts";
import { rules, type Layer } from "../layers/table.ts";
import { layerOf, type Values } from "../layers/factories.ts";
import { weights } from "../layers/table.ts";
import { product, type Shape } from "../shape.ts";
import { pairField, slideStep, type Edges, type Slide } from "../window.ts";

/** One array of weights as somebody counts it. */
export interface Part {
  readonly role: WeightSpec["role"];
  readonly trainable: boolean;
  readonly sizes: readonly number[];
}

/** A layer as somebody counts it, rightly or wrongly. */
export interface Situation {
  readonly layer: Layer;
  readonly inputs: readonly Shape[];
  /** The maps that were flattened to make the input, where they were. */
  readonly flattened?: Shape;
  /** The shape one layer earlier than the input. */
  readonly earlier?: Shape;
  readonly parts: readonly Part[];
}

/** A layer on inputs, counted rightly. */
export const situation = (layer: Layer, inputs: readonly Shape[], around: Pick<Situation, "flattened" | "earlier"> = {}): Situation => ({ layer, inputs, ...around, parts: partsOf(layer, inputs) });

const partsOf = (layer: Layer, inputs: readonly Shape[]): Part[] => Object.values(weights(layer, inputs)).map(({ role, trainable, shape }) => ({ role, trainable, sizes: shape }));

/** The learned numbers of a situation. */
export const countParameters = ({ parts }: Situation): number => parts.reduce((sum, { trainable, sizes }) => sum + (trainable ? product(sizes) : 0), 0);

/** The same layer on other inputs. */
export const withInputs = (s: Situation, inputs: readonly Shape[]): Situation => ({ ...s, inputs, parts: partsOf(s.layer, inputs) });

/** The same layer with one field changed; nothing where it has no such field, or has that value. */
export function withField(s: Situation, field: string, value: unknown): Situation | undefined {
  const { kind, ...fields }: Values = { ...s.layer };
  if (!Object.hasOwn(rules[s.layer.kind].fields, field) || typeof kind !== "string") return undefined;
  const layer = layerOf(kind, { ...fields, [field]: value });
  return JSON.stringify(layer) === JSON.stringify(s.layer) ? undefined : { ...s, layer, parts: partsOf(layer, s.inputs) };
}

const isPair = pairField(0).accepts;
const both = (value: unknown): readonly [number, number] | undefined => (typeof value === "number" ? [value, value] : isPair(value) ? value : undefined);

/** The windows of a layer that slides with explicit padding, one for each axis; nothing for other layers. */
export function slidesOf(layer: Layer, input: Shape): readonly Slide[] | undefined {
  const { kernelSize, strides, padding, dilationRate = 1, ceilMode }: Values = { ...layer };
  const [k, s, d] = [both(kernelSize), both(strides), both(dilationRate)];
  if (!k || !s || !d || !Array.isArray(padding) || ceilMode === true) return undefined;
  const edges = (isPair(padding) ? [padding, padding] : padding) as readonly Edges[];
  const slides = input.slice(0, -1).map((_, axis): Slide => ({ kernelSize: k[axis] ?? k[0], strides: s[axis] ?? s[0], dilationRate: d[axis] ?? d[0], padding: edges[axis] ?? [0, 0] }));
  return slides.length > 0 ? slides : undefined;
}

/** The places of windows along each axis, as relationship 15 of arXiv:1603.07285 has them. */
export const placesOf = (slides: readonly Slide[], input: Shape): number[] => slides.map((slide, axis) => slideStep("", slide, input[axis] ?? 0).value);
