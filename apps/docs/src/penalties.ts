/** What pulls at a weight beside its gradient. */
export type Penalty = "L2" | "L1";

/** One step of plain descent. L1's pull ends at zero: a weight within ηλ of it is set to it. */
export function penalisedStep(penalty: Penalty, { weight, gradient, rate, decay }: { readonly weight: number; readonly gradient: number; readonly rate: number; readonly decay: number }): number {
  if (penalty === "L2") return weight - rate * (gradient + decay * weight);
  const moved = weight - rate * gradient;
  return Math.sign(moved) * Math.max(0, Math.abs(moved) - rate * decay);
}

/** A weight over so many steps in which its gradient stays the same, the first weight first. */
export function penalised(penalty: Penalty, start: number, set: { readonly gradient: number; readonly rate: number; readonly decay: number }, steps: number): readonly number[] {
  const weights = [start];
  for (let i = 0; i < steps; i++) weights.push(penalisedStep(penalty, { weight: weights.at(-1) ?? start, ...set }));
  return weights;
}
