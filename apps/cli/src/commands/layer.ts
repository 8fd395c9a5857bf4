import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { didYouMean, explainLayer, explanationJson, factories, fieldAliases, isKind, kinds, layerOf, LayerError, renderExplanation, rulesOf, type ExplanationFormat, type Kind, type Shape } from "@convscope/core";
import { InvalidArgumentError } from "commander";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { wrapped } from "../wrap.ts";
import type { Terminal } from "../terminal.ts";
import { layerValue, shape } from "../values.ts";

const formats: readonly ExplanationFormat[] = ["text", "markdown", "latex", "html"];

/** `kernelSize` → `kernel-size`. */
const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** Every field that some kind of layer takes. */
const fields: readonly string[] = [...new Set(kinds.flatMap((kind) => [...factories[kind].required, ...factories[kind].optional]))].sort();

/** The fields that most layers are told by; `--help` shows them in full, the others by name. */
const common: { readonly [field: string]: string } = {
  filters: "output channels", units: "output values", kernelSize: "height and width of the window, e.g. 3 or 3x5 (also --kernel, --pool)", strides: "steps of the window, e.g. 2 (also --stride)",
  padding: "valid, same, a number, 1,2 for height and width, or [[1,2],[0,0]] (for each side)", dilationRate: "spread of the kernel (also --dilation)", groups: "channel groups", useBias: "true or false",
};

/** Short flags beside the fields' own. `--pool` is the pooling window, whatever the kind calls it. */
const shortFlags: readonly string[] = ["kernel", "stride", "dilation", "pool"];

/** Answers with values of fields by name, whatever the flags were called. */
function fieldsFrom(kind: Kind, options: { readonly [flag: string]: unknown }): { readonly [field: string]: unknown } {
  const { required, optional } = factories[kind];
  const names = [...required, ...optional];
  const given: { [field: string]: unknown } = {};
  for (const [flag, value] of Object.entries(options)) {
    if (value === undefined || !(fields.includes(flag) || shortFlags.includes(flag))) continue;
    const field = flag === "pool" ? (names.includes("poolSize") ? "poolSize" : "kernelSize") : shortFlags.includes(flag) ? (fieldAliases[flag] ?? flag) : flag;
    if (!names.includes(field)) throw new UsageError(`${kind} takes no --${kebab(flag)}. ${names.length > 0 ? `It takes ${flags(names)}.` : "It takes no options."}`);
    if (field in given) throw new UsageError(`--${kebab(flag)} and another flag both stand for ${field}. Give one.`);
    given[field] = value;
  }
  const missing = required.filter((name) => !(name in given));
  if (missing.length > 0) throw new UsageError(`${kind} needs ${flags(missing, " and ")}.`);
  return given;
}

/** Fields that have a shorter flag. */
const shortFor: { readonly [field: string]: string } = { kernelSize: "kernel", poolSize: "pool", strides: "stride", dilationRate: "dilation" };

/** A message that speaks of fields, in the words of the command line: `kernelSize=5` → `--kernel=5`, `padding: "same"` → `--padding same`. */
const inFlags = (message: string): string =>
  message
    .replace(/\b(\w+): "(\w+)"/g, (whole, field: string, value: string) => (fields.includes(field) ? `${flag(field)} ${value}` : whole))
    // A field of one plain word, such as padding, is meant only where a value or a rule follows.
    .replace(/(?<![-\w])([a-z]\w*)( ?[=≤≥]| must\b)?/g, (whole, field: string, rule: string = "") => (fields.includes(field) && (rule !== "" || field !== field.toLowerCase()) ? `${flag(field)}${rule}` : whole));
const flag = (field: string): string => `--${shortFor[field] ?? kebab(field)}`;

/** Does what may refuse a layer, and says so in flags. */
export function withFlags<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof LayerError) throw new CommandError(inFlags(error.message));
    throw error;
  }
}

const flags = (names: readonly string[], join = ", "): string => names.map((name) => `--${kebab(name)}`).join(join);

function kindArgument(word: string): Kind {
  if (!isKind(word)) throw new InvalidArgumentError(`There is no layer of kind "${word}".${didYouMean(word, kinds)} --help lists them.`);
  if (word === "custom") throw new InvalidArgumentError("A custom layer holds functions: it can be explained in code only.");
  return word;
}

/** `convscope layer`: the numbers of one layer with their working. */
export function layerCommand(terminal: Terminal): CommandUnknownOpts {
  const made = command("layer")
    .summary("every number of one layer of your own, with its working")
    .description("Shows how the output shape, the parameters and the MACs of a layer come about on an input: the formula, the numbers put in, the result and the source.")
    .addArgument(new Argument("<kind>", "the kind of layer, e.g. conv2d").argParser(kindArgument))
    .addOption(new Option("--input <shape>", "input shape, e.g. 28x28x1; repeat it for a layer with several inputs").argParser((text: string, before: Shape[] | undefined) => [...(before ?? []), shape(text)]))
    .addOption(new Option("--format <format>", "how to write it").choices(formats).default("text" as ExplanationFormat));
  for (const field of fields) {
    const option = new Option(`--${kebab(field)} <value>`, common[field] ?? "a field of some kinds").argParser(layerValue);
    made.addOption(common[field] === undefined ? option.hideHelp() : option);
  }
  for (const flag of shortFlags) made.addOption(new Option(`--${flag} <value>`, "short").argParser(layerValue).hideHelp());
  made.addHelpText("after", `
${wrapped(`Some kinds take: ${fields.filter((field) => common[field] === undefined).map((field) => `--${kebab(field)}`).join(" ")}`, 78)}
Lists and tables are written as JSON: --axes '[1,0,2]'

${wrapped(`Kinds: ${kinds.filter((kind) => kind !== "custom").join(" ")}`, 78)}

Examples:
  convscope layer conv2d --input 28x28x1 --filters 32 --kernel 3 --padding same
  convscope layer maxPooling2d --input 55x55x96 --pool 3 --stride 2
  convscope layer add --input 7x7x64 --input 7x7x64`);
  made.action((kind, options) => {
    const layer = withFlags(() => layerOf(kind, fieldsFrom(kind, options)));
    const inputs = options.input ?? [];
    const { arity } = rulesOf(layer);
    const least = typeof arity === "number" ? arity : arity.least;
    if (inputs.length < least || (typeof arity === "number" && inputs.length > arity))
      throw new UsageError(`${kind} takes ${typeof arity === "number" ? "" : "at least "}${least === 0 ? "no input" : least === 1 ? "one input" : `${least} inputs`}. Received ${inputs.length === 0 ? "no --input" : inputs.length}.${inputs.length < least ? " Give the shape as --input 28x28x1." : ""}`);
    const explanation = withFlags(() => explainLayer(layer, inputs));
    answer(terminal, { json: { ...explanationJson(explanation), layer }, text: renderExplanation(explanation, options.format) }, options.json);
  });
  return made;
}
