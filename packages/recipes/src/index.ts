export { drawFaces, petNames, type Faces } from "./pictures/faces.ts";
export { drawMarks, markNames, type Marks } from "./pictures/marks.ts";
export { program } from "./recipe.ts";
export type { Expectation, GanResult, Look, Outcome, ProgramRecipe, Recipe, Settings, TrainingRecipe, Workbench } from "./recipe.ts";
export { recipe, recipes } from "./table.ts";
export { verdicts, type Verdict } from "./verdict.ts";
export { workbench, type WorkbenchOptions } from "./workbench.ts";
