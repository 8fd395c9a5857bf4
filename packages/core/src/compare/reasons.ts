import { received } from "../field.ts";
import { macs, outputShape, rulesOf, weights, type Layer } from "../layers/table.ts";
import { formatShape, type Shape } from "../shape.ts";
import type { Counted } from "./align.ts";

/** A field of a layer, or its input, that is another on the other side. */
export interface Reason {
  readonly of: string;
  readonly a: string;
  readonly b: string;
}

/** What is counted of a layer, as text. */
type Measure = (layer: Layer, inputs: readonly Shape[]) => string;

/** The shapes of its arrays, or of some of them. */
export const arrays = (names?: readonly string[]): Measure => (layer, inputs) => Object.entries(weights(layer, inputs)).filter(([name]) => names?.includes(name) ?? true).map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", ");

/** Its multiply–accumulates, and the size of what it puts out: some conventions count by that. */
export const work: Measure = (layer, inputs) => `${macs(layer, inputs)} for ${formatShape(outputShape(layer, inputs))}`;

/** Fields of two layers of one kind that differ. */
export function differing(a: Layer, b: Layer): Reason[] {
  const read = (layer: Layer, field: string): unknown => Reflect.get(layer, field);
  return Object.keys(rulesOf(a).fields)
    .filter((field) => !equal(read(a, field), read(b, field)))
    .map((field) => ({ of: field, a: shown(read(a, field)), b: shown(read(b, field)) }));
}

/** Which differences change what is measured, if it is not the same: each is tried by itself. If none does, it takes all of them together. */
export function reasons(a: Counted, b: Counted, measure: Measure): readonly Reason[] {
  const [layer, other] = [a.node.layer, b.node.layer];
  const before = measure(layer, a.inputs);
  if (measure(other, b.inputs) === before) return [];
  const changes = (layer: Layer, inputs: readonly Shape[]): boolean => {
    try {
      return measure(layer, inputs) !== before;
    } catch {
      // A field that the rest of the layer does not allow is no small difference.
      return true;
    }
  };
  const [from, to] = [a, b].map(({ inputs }) => inputs.map(formatShape).join(" + ")) as [string, string];
  const all = [...differing(layer, other), ...(from === to ? [] : [{ of: "input", a: from, b: to }])];
  const found = all.filter(({ of }) => (of === "input" ? changes(layer, b.inputs) : changes({ ...layer, [of]: Reflect.get(other, of) as unknown } as Layer, a.inputs)));
  return found.length > 0 ? found : all;
}

/** Plain data is equal if its text is; functions of a layer of one's own only if they are the same. */
const equal = (x: unknown, y: unknown): boolean => x === y || (typeof x !== "function" && typeof y !== "function" && JSON.stringify(x) === JSON.stringify(y));

/** `[3, 3]` as `3×3`, padding of `[[1, 1], [1, 1]]` as `1`, 0.00001 as `1e-5`. */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  if (!Array.isArray(value)) return received(value);
  const numbers: readonly unknown[] = value.flat();
  if (numbers.length === 0 || numbers.length > 4 || !numbers.every((x) => typeof x === "number")) return received(value);
  return numbers.length === value.length ? numbers.join("×") : new Set(numbers).size === 1 ? String(numbers[0]) : received(value);
}
