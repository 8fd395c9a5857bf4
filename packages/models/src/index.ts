export { model, models } from "./registry.ts";
export type { Extras, ModelOptions, ModelRow, Variant } from "./row.ts";
