import type { Optimizer } from "./table.ts";

/** How much of the last step an optimiser carries on: its momentum, or β₁ of the Adam family; undefined where it has neither. */
export const momentumOf = (optimizer: Optimizer): number | undefined => ("momentum" in optimizer ? optimizer.momentum : "beta1" in optimizer ? optimizer.beta1 : undefined);

/**
 * The same optimiser with another momentum, or β₁, for a step; PyTorch's `OneCycleLR` changes the same.
 *
 * @throws RangeError for an optimiser that has neither.
 */
export function withMomentum(optimizer: Optimizer, momentum: number): Optimizer {
  if ("momentum" in optimizer) return { ...optimizer, momentum };
  if ("beta1" in optimizer) return { ...optimizer, beta1: momentum };
  throw new RangeError(`${optimizer.kind}: a schedule can change the momentum only of an optimiser that has one. Received ${optimizer.kind}. Use sgd, rmsprop or one of the Adam family, or leave momentum out of the schedule.`);
}
