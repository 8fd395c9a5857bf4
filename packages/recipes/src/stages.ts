import type { Workbench } from "./recipe.ts";

/**
 * A workbench for one carrying out, which refuses a stage whose name was used before or is no name for a file: whoever keeps stages would
 * take the weights of one for those of another.
 */
export function inStages(bench: Workbench): Workbench {
  const seen = new Set<string>();
  const enter = (stage: string): void => {
    if (!/^[\w-]+$/.test(stage)) throw new RangeError(`recipe: a stage's name must be of letters, digits, - and _. Received "${stage}".`);
    if (seen.has(stage)) throw new RangeError(`recipe: each stage needs a name of its own. Received "${stage}" twice.`);
    seen.add(stage);
  };
  return {
    ...bench,
    async fit(stage, ...rest) {
      enter(stage);
      return bench.fit(stage, ...rest);
    },
    async gan(stage, ...rest) {
      enter(stage);
      return bench.gan(stage, ...rest);
    },
  };
}
