export { model, models } from "./registry.ts";
export type { ModelOptions, ModelRow } from "./row.ts";
