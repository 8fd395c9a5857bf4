export { program } from "./recipe.ts";
export type { Expectation, Outcome, ProgramRecipe, Recipe, Settings, TrainingRecipe, Workbench } from "./recipe.ts";
export { recipe, recipes } from "./table.ts";
export { verdicts, type Verdict } from "./verdict.ts";
export { workbench, type WorkbenchOptions } from "./workbench.ts";
