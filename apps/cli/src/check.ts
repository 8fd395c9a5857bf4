import { didYouMean } from "@convscope/core";
import { z } from "zod";

const types: { readonly [expected: string]: string } = {
  int: "a whole number", number: "a number", string: "a text", array: "a list", object: "a record", record: "a record", boolean: "true or false",
};

/** Who mends so many sees what is left. */
const mostTold = 8;

/**
 * Checks data of unknown origin. What is wrong comes as text, every field by its path: `data.json: samples.train must be a whole number. Received "many".`
 */
export function check<T>(schema: z.ZodType<T>, json: unknown, where: string): { readonly data: T } | { readonly problem: string } {
  const result = schema.safeParse(json, { reportInput: true });
  if (result.success) return { data: result.data };
  const { issues } = result.error;
  const more = issues.length > mostTold ? ` And ${issues.length - mostTold} more.` : "";
  return { problem: `${where}: ${issues.slice(0, mostTold).map((issue) => problemOf(issue, schema)).join(" ")}${more}` };
}

function problemOf(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  const path = issue.path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${shortened(String(key))}`)).join("");
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.length === 0 ? fieldsOf(schema) : [];
    return `${issue.keys.slice(0, mostTold).map((key) => `unknown field "${path === "" ? "" : `${path}.`}${shortened(key)}".${didYouMean(key, known)}`).join(" ")}${known.length > 0 ? ` Fields: ${known.join(", ")}.` : ""}`;
  }
  return `${path === "" ? "the whole" : path} ${ruleOf(issue)}. Received ${shown(issue.input)}.`;
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `must be ${types[issue.expected] ?? issue.expected}`;
  if (issue.code === "too_small") return issue.origin === "array" ? `must have at least ${issue.minimum} values` : `must be ${issue.inclusive ? "≥" : ">"} ${issue.minimum}`;
  if (issue.code === "too_big") return issue.origin === "array" ? `must have at most ${issue.maximum} values` : `must be ${issue.inclusive ? "≤" : "<"} ${issue.maximum}`;
  if (issue.code === "invalid_value") return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
  return issue.message;
}

const fieldsOf = (schema: z.ZodType): readonly string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape).filter((name) => !name.startsWith("$")) : []);

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  try {
    return shortened(JSON.stringify(value));
  } catch {
    return "what is nested too deep to be shown";
  }
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
