import type { Runtime } from "./engine.ts";

/**
 * A runtime whose calls take turns, for engines whose steps wait in their middle, for a program or for a number: two of them that overlap
 * would both begin with the same weights, and one would be lost. So each call sees all that was asked before it, and nothing that was asked
 * after it, as with engines that compute at once. What was asked before `dispose()` is still answered.
 */
export function inTurn(runtime: Runtime): Runtime {
  let last: Promise<unknown> = Promise.resolve();
  const waiting = <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) => (...args: A): Promise<T> => {
    const mine = last.then(() => call(...args));
    // Whoever called is told of a failure; the next one does not care.
    last = mine.then(nothing, nothing);
    return mine;
  };
  return {
    graph: runtime.graph,
    engine: runtime.engine,
    run: waiting((...args) => runtime.run(...args)),
    measure: waiting((...args) => runtime.measure(...args)),
    gradients: waiting((...args) => runtime.gradients(...args)),
    step: waiting((...args) => runtime.step(...args)),
    weights: waiting(() => runtime.weights()),
    setWeights: waiting((...args) => runtime.setWeights(...args)),
    optimizerState: waiting(() => runtime.optimizerState()),
    setOptimizerState: waiting((...args) => runtime.setOptimizerState(...args)),
    dispose() {
      last = last.then(() => runtime.dispose());
    },
  };
}

const nothing = (): void => {};
