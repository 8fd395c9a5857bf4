import { createContext, runInContext } from "node:vm";
import { adam, adamw, firstScalars, nadam, nextScalars, optimizers, radam, sgd, type Optimizer } from "@convscope/nn";
import { expect, test } from "vitest";
import { ruleOf } from "../optimizers/table.ts";
import { formulasOf } from "./formulas.ts";

const all: readonly Optimizer[] = [
  ...Object.values(optimizers).map((make) => make()),
  adam({ epsilonHat: true, beta1: 0.8 }), adamw({ weightDecay: 0.02 }), nadam({ torch1: true, momentumDecay: 0.01 }), radam({ beta2: 0.9 }), sgd({ momentum: 0.9, dampening: 0.3 }), sgd({ momentum: 0.5, nesterov: true }),
  { ...optimizers.adagrad(), learningRateDecay: 0.1 } as Optimizer,
];

test.each(all.map((optimizer) => [optimizer.kind, optimizer] as const))("the formulas of %s give the numbers of each step", (_, optimizer) => {
  const scope = createContext({ ...firstScalars(optimizer) });
  let scalars = firstScalars(optimizer);
  for (let step = 1; step <= 12; step++) {
    const rate = 0.01 / step;
    scalars = nextScalars(optimizer, step, scalars);
    Object.assign(scope, { t: step, rate });
    for (const [name, formula] of Object.entries(formulasOf(optimizer))) scope[name] = runInContext(formula, scope) as number;
    for (const [name, n] of Object.entries(ruleOf(optimizer).numbers(optimizer, { rate, step, scalars })))
      expect(scope[name], `${name} of step ${step}`).toBeCloseTo(n, 12);
  }
});
