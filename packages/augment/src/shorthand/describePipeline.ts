import { optionsOf, type Pipeline, type Step } from "../step.ts";

/**
 * A pipeline for people: a line for each step with what is not as it would be by itself and its chance if it is not always taken, steps inside a step indented below it.
 *
 * ```text
 * mirror, p 0.5
 * randomCrop, size 32×32, padding 4
 * ```
 */
export const describePipeline = (pipeline: Pipeline): string => pipeline.flatMap((step) => describe(step, "")).join("\n");

function describe(step: Step, indent: string): readonly string[] {
  const { fields } = optionsOf(step.kind);
  // Every option of a record, by name; which ones there are, the kind's fields say.
  const options = Object.entries(step) as readonly (readonly [string, unknown])[];
  const told = options.flatMap(([name, value]) => {
    if (name === "kind" || name === "steps" || (name === "p" && value === 1)) return [];
    const { fallback } = (fields as Readonly<Record<string, { readonly fallback?: unknown }>>)[name] ?? {};
    return JSON.stringify(value) === JSON.stringify(fallback) ? [] : [`${name} ${textOf(name, value)}`];
  });
  const inner = "steps" in step ? step.steps.flatMap((nested) => describe(nested, `${indent}  `)) : [];
  return [indent + [step.kind, ...told].join(", "), ...inner];
}

function textOf(name: string, value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (/size$/i.test(name)) return value.join("×");
  return value.length === 1 ? String(value[0]) : `[${value.join(", ")}]`;
}
