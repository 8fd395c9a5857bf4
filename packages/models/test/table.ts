import { formatShape, inputShape, receptiveField } from "@convscope/core";
import { golden } from "@convscope/test-kit";
import { model, models, type ModelRow } from "../src/index.ts";
import { figures } from "./figures.ts";

const whole = new Intl.NumberFormat("en-US");

const keys = (of: object): string[] => Object.keys(of);
const inCases = (file: string): string[] => golden<{ readonly cases: readonly { readonly model: string }[] }>(file).cases.map(({ model: name }) => name);

/** What golden files know of which models. */
const facts: readonly (readonly [what: string, names: readonly string[]])[] = [
  ["torchvision's counts", keys(golden<{ readonly models: object }>("models.json").models)],
  ["weight names and shapes", [...keys(golden<object>("state_dicts.json")), ...["vit.json", "inception.json"].flatMap((file) => keys(golden<{ readonly states: object }>(file).states))]],
  ["every module's weights and settings", inCases("modules.json")],
  ["shapes of every layer", keys(golden<object>("layer_shapes.json"))],
  ["receptive fields", keys(golden<{ readonly models: object }>("receptive_field.json").models)],
  ["torchvision's logits", inCases("hashmodels.json")],
  ["outputs of the same net in PyTorch", [...inCases("vit.json"), ...inCases("inception.json"), ...inCases("tasks.json")]],
];

/** The zoo as a Markdown table: what each model counts to, and what that was compared with. */
export const zooTable = (): string =>
  ["| model | described in | input | parameters | MACs | sees | compared with |", "|---|---|---|--:|--:|--:|---|", ...models.map(line)].join("\n");

const line = (row: ModelRow): string => {
  const cells = [`\`${row.name}\``, `${row.paper}, ${row.year}`, Object.values(row.inputs).map((input) => formatShape(inputShape(input))).join(" + "), whole.format(row.params), whole.format(row.macs), field(row), comparedWith(row)];
  return `| ${cells.join(" | ")} |`;
};

/** The receptive field of the last maps, gates ignored. */
function field({ name }: ModelRow): string {
  const { field: of } = receptiveField(model(name), undefined, { gates: "ignore" });
  if (typeof of === "string") return of;
  const sizes = [...new Set(of.map(({ size }) => size))];
  return sizes.join("×");
}

function comparedWith({ name, family }: ModelRow): string {
  const known = facts.flatMap(([what, names]) => (names.includes(name) ? [what] : []));
  const others = figures.flatMap(({ model: of, source }) => (of.split("@")[0] === name ? [of === name ? source : `${source} (\`${of}\`)`] : []));
  return [...new Set([...known, ...others])].join("; ") || (family === "teaching" ? "counts by hand" : "published counts");
}
