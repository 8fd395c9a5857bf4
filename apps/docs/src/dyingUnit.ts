import { activationOf, leakyRelu, relu, type ActivationKind, type LayerOf } from "@convscope/core";

/** A unit with one input, and how wrong it is. */
export interface Unit {
  readonly w: number;
  readonly b: number;
}

/** Three points on the line y = x / 2. */
export const points: readonly (readonly [x: number, y: number])[] = [[1, 0.5], [2, 1], [3, 1.5]];

/** Where the lesson starts: three times as steep as it should be. */
export const born: Unit = { w: 1.5, b: 0 };

export const rectifiers: Readonly<Record<"relu" | "leakyRelu", LayerOf<ActivationKind>>> = { relu: relu(), leakyRelu: leakyRelu() };

/** The sums, outputs and mean slopes of ½(f(w·x + b) − y)². */
export function look(layer: LayerOf<ActivationKind>, { w, b }: Unit): { readonly sums: readonly number[]; readonly outputs: readonly number[]; readonly cost: number; readonly byW: number; readonly byB: number } {
  const activation = activationOf(layer);
  if (activation.acts !== "pointwise") throw new RangeError(`${layer.kind} does not act on each value alone.`);
  const sums = points.map(([x]) => w * x + b);
  const outputs = sums.map((z) => activation.f(z));
  const errors = outputs.map((output, i) => output - (points[i]?.[1] ?? 0));
  const mean = (each: (i: number) => number): number => points.reduce((sum, _, i) => sum + each(i), 0) / points.length;
  const slope = (i: number): number => (errors[i] ?? 0) * activation.slope(sums[i] ?? 0);
  return { sums, outputs, cost: mean((i) => (errors[i] ?? 0) ** 2 / 2), byW: mean((i) => slope(i) * (points[i]?.[0] ?? 0)), byB: mean(slope) };
}

/** One step down. */
export function learn(layer: LayerOf<ActivationKind>, unit: Unit, rate: number): Unit {
  const { byW, byB } = look(layer, unit);
  return { w: unit.w - rate * byW, b: unit.b - rate * byB };
}
