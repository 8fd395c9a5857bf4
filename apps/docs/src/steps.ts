import { drawOperations, parsePipeline, presets, stepKinds, type ImageShape, type Pipeline, type Step } from "@convscope/augment";
import { oneOf } from "./shapes.ts";
import { jsonOf, pipelineOf } from "./previews.ts";

/** A step as it is written: its kind, and the options that somebody has set. What it may be, the package says. */
export type WrittenStep = Readonly<Record<string, unknown>> & { readonly kind: string };

/** What an option of a step may be. */
export interface StepOption {
  readonly name: string;
  /** In the package's words. */
  readonly rule: string;
  /** The words to choose from, where it is one of some. */
  readonly words: readonly string[];
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A step of this kind that an image of this shape can have. */
export function newStep(kind: string, [height, width]: ImageShape): WrittenStep {
  const part = [Math.max(1, Math.round(0.75 * height)), Math.max(1, Math.round(0.75 * width))];
  const starts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    affine: { degrees: 15, translate: [0.1, 0.1], scale: 0.1 },
    centerCrop: { size: part },
    crop: { size: part },
    pad: { padding: 4 },
    randomCrop: { size: [height, width], padding: Math.max(1, Math.round(Math.min(height, width) / 8)) },
    randomResizedCrop: { size: [height, width] },
    resize: { size: part },
    rotate: { degrees: 15, interpolation: "bilinear" },
    scale: { factor: 0.2, interpolation: "bilinear" },
    shear: { x: 10, interpolation: "bilinear" },
    translate: { x: 0.1, y: 0.1 },
    compose: { steps: ["mirror", "blur"] },
    oneOf: { steps: ["blur", "invert"] },
    someOf: { steps: ["mirror", "blur", "invert"], count: 2 },
  };
  return { kind, ...starts[kind] };
}

const knownOptions = new Map<string, readonly StepOption[]>();

/** What a kind of step can be told: what the package says of an option that is nothing. */
export function optionsOf(kind: string): readonly StepOption[] {
  const before = knownOptions.get(kind);
  if (before) return before;
  const start = newStep(oneOf("step", kind, stepKinds), [32, 32, 3]);
  const [step] = parsePipeline([start]);
  const found = Object.keys(step ?? {}).filter((name) => name !== "kind").map((name): StepOption => {
    const rule = / must be (.*)\. Received null\.$/.exec(refusalOf({ ...start, [name]: null }))?.[1] ?? "";
    const choices = rule.startsWith("one of ") ? [...rule.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word) : rule === "true or false" ? ["true", "false"] : [];
    return { name, rule, words: choices };
  });
  knownOptions.set(kind, found);
  return found;
}

/** Why a step cannot be; nothing where it can. Without a shape, whatever the image. */
export function refusalOf(step: WrittenStep, shape?: ImageShape): string {
  try {
    const pipeline = parsePipeline([step]);
    if (shape) drawOperations(pipeline, shape, { seed: 0 });
    return "";
  } catch (error) {
    return words(error).replace(/^pipeline\[0\] /, "");
  }
}

/** What a step's options are when nobody has set them. */
export const defaultsOf = (kind: string): Readonly<Record<string, unknown>> => ({ ...parsePipeline([newStep(kind, [32, 32, 3])])[0] });

/** Steps with what is not as it would be by itself. */
export const shortened = (pipeline: Pipeline): readonly WrittenStep[] => pipeline.map(shortStep);

function shortStep(step: Step): WrittenStep {
  const start = newStep(step.kind, [32, 32, 3]);
  const usual = defaultsOf(step.kind);
  // What a step begins with here is no default of the package: it is written.
  const told = Object.entries(step).filter(([name, value]) => name !== "kind" && (Object.hasOwn(start, name) || JSON.stringify(value) !== JSON.stringify(usual[name])));
  return { kind: step.kind, ...Object.fromEntries(told.map(([name, value]) => [name, name === "steps" && "steps" in step ? shortened(step.steps) : value])) };
}

/** The steps that a text stands for, each as it is written; those of a list may be such as cannot be. @throws Error for a text that stands for none. */
export function writtenSteps(text: string, shape: ImageShape): readonly WrittenStep[] {
  if (!/^\s*\[/.test(text)) return shortened(pipelineOf(text, shape));
  const list = jsonOf(text);
  if (!Array.isArray(list)) throw new RangeError("The steps must be a list.");
  return list.map((one: unknown) => {
    const step: unknown = typeof one === "string" ? { kind: one } : one;
    if (typeof step !== "object" || step === null || !("kind" in step) || typeof step.kind !== "string") throw new RangeError(`A step must be a kind, or a record with a kind. Received ${JSON.stringify(one)}.`);
    return { ...step, kind: step.kind };
  });
}

/** Steps as a text: a list in JSON, those without options by their kind alone. */
export const stepsText = (steps: readonly WrittenStep[]): string => (steps.length === 0 ? "" : JSON.stringify(steps.map((step) => (Object.keys(step).length === 1 ? step.kind : step))));

/** One more word or kind at the end. Words stay words. */
export function withWord(text: string, word: string, shape: ImageShape): string {
  if (Object.hasOwn(presets, word) && !/^\s*\[/.test(text)) return [text.trim(), word].filter(Boolean).join(",");
  return stepsText([...writtenSteps(text, shape), ...(Object.hasOwn(presets, word) ? shortened(pipelineOf(word, shape)) : [newStep(word, shape)])]);
}

/** An option's value as one types it: lists without their brackets. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one === "number")) return value.join(", ");
  return value === undefined ? "" : JSON.stringify(value);
}

/** What was typed: numbers, lists of them, yes or no, JSON, or a word; nothing for nothing. */
export function typedValue(text: string): unknown {
  const plain = text.trim().replaceAll("−", "-");
  if (plain === "") return undefined;
  if (plain === "true" || plain === "false") return plain === "true";
  const numbers = plain.split(/[,\s]+/).filter((word) => word !== "").map(Number);
  if (numbers.every((number) => !Number.isNaN(number))) return numbers.length === 1 && !plain.includes(",") ? numbers[0] : numbers;
  try {
    return /^[[{]/.test(plain) ? (JSON.parse(plain) as unknown) : plain;
  } catch {
    return plain;
  }
}

/** The pipeline as a program in TypeScript writes it. */
export function codeOf(steps: readonly WrittenStep[], seed: number): string {
  const kinds = new Set<string>();
  const value = (given: unknown): string => {
    if (Array.isArray(given)) return `[${given.map(value).join(", ")}]`;
    return typeof given === "object" && given !== null && "kind" in given ? call(given as WrittenStep) : JSON.stringify(given);
  };
  const nested = (list: unknown): string => (Array.isArray(list) ? `[${list.map((one: unknown) => call(typeof one === "string" ? { kind: one } : (one as WrittenStep))).join(", ")}]` : value(list));
  const call = ({ kind, ...options }: WrittenStep): string => {
    kinds.add(kind);
    const written = Object.entries(options).map(([name, given]) => `${name}: ${name === "steps" ? nested(given) : value(given)}`);
    return `${kind}(${written.length === 0 ? "" : `{ ${written.join(", ")} }`})`;
  };
  const lines = steps.map((step) => `  ${call(step)},`);
  return [
    `import { ${["augment", ...[...kinds].sort(), "type Sample"].join(", ")} } from "@convscope/augment";`,
    "",
    `const pipeline = [${lines.length === 0 ? "" : `\n${lines.join("\n")}\n`}];`,
    "",
    "/** The same seed and number give the same draw again. */",
    `export const drawn = (sample: Sample, number: number) => augment(sample, pipeline, { seed: ${seed}, path: [number] });`,
  ].join("\n");
}

/** Text in quotes of a shell. */
export const quoted = (text: string): string => (/^[\w:.,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
