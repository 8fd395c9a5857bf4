import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { formatShape, inferShapes, inputShape } from "@convscope/core";
import { model, models, type ModelRow } from "@convscope/models";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { grouped, rounded, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { indented } from "../wrap.ts";

/** `convscope models`: the zoo. */
export const modelsCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("models")
    .summary("the models of the zoo")
    .description("Lists the models whose name or family holds a pattern, or else whose title does, with parameters and MACs at the default input and the top-1 accuracy of published weights on ImageNet in %. The name of one model tells all of it: where it comes from, what may be asked, its variants, its published weights.")
    .addArgument(new Argument("[pattern]", "part of a name, or one model's name").default(""))
    .addHelpText("after", "\nExamples:\n  convscope models\n  convscope models inception\n  convscope models resnet50\n  convscope models --json")
    .action((pattern, options) => {
      const holding = (texts: (model: ModelRow) => readonly string[]): readonly ModelRow[] => models.filter((model) => texts(model).some((text) => text.toLowerCase().includes(pattern.toLowerCase())));
      const named = holding(({ name, family }) => [name, family]);
      const exact = named.filter(({ name }) => name === pattern);
      const found = exact.length > 0 ? exact : named.length > 0 ? named : holding(({ title }) => [title]);
      const [one] = found;
      if (!one) throw new CommandError(`no model matches "${pattern}". Without a pattern, all are listed.`);
      answer(terminal, { json: found.map(({ block: _, ...row }) => row), text: exact.length > 0 ? about(one, terminal) : list(found, terminal) }, options.json);
    });

/** A line of at most 80 characters for each model; the title, the source and the exact MACs are on the model's own page. */
const list = (rows: readonly ModelRow[], { colors: { dim } }: Terminal): string =>
  `${table(
    rows,
    [
      { title: "name", of: ({ name }) => name },
      { title: "year", of: ({ year }) => String(year) },
      { title: "input", of: inputsOf },
      { title: "params", of: ({ params }) => grouped(params), align: "right" },
      { title: "MACs", of: ({ macs }) => rounded(macs), align: "right" },
      { title: "top-1", of: ({ published }) => published?.[0]?.top1?.toFixed(1) ?? "", align: "right" },
    ],
    dim,
  )}\n\nThe whole of one, with its source, variants and weights: convscope models NAME`;

const inputsOf = ({ inputs }: ModelRow): string => Object.values(inputs).map((input) => formatShape(inputShape(input))).join(" + ");

/** What comes out: how many classes a classifier tells apart, or the shapes. */
function outputsOf({ name, classes }: ModelRow): string {
  const graph = model(name);
  const shapes = inferShapes(graph);
  const written = graph.outputs.map((output) => formatShape(shapes.get(output) ?? [])).join(" + ");
  return classes > 1 && written === String(classes) ? `${classes} classes` : written;
}

/** Text is no wider than this, however wide the terminal. */
const widest = 100;

/** One model, whole. */
function about(row: ModelRow, { columns, colors: { bold, dim } }: Terminal): string {
  const { name, title, year, paper, params, macs, note, options = {}, variants = {}, published = [] } = row;
  const lines = [
    ["described in", `${paper}, ${year}`],
    ["input", inputsOf(row)],
    ["output", outputsOf(row)],
    ["parameters", grouped(params)],
    ["MACs", `${grouped(macs)} for one sample`],
    ...(note === undefined ? [] : [["note", note]]),
    ...Object.entries(variants).map(([variant, of]) => [`${name}@${variant}`, `${grouped(of.params)} parameters, ${grouped(of.macs)} MACs. ${of.note}`]),
    ["options", ["classes", "inputShape", "features", ...Object.entries(options).map(([option, value]) => `${option} (${value})`)].join(", ")],
  ];
  const width = Math.max(...lines.map(([what = ""]) => what.length)) + 2;
  const text = lines.map(([what = "", value = ""]) => what.padEnd(width) + indented(value, Math.min(columns, widest), width)).join("\n");
  if (published.length === 0) return `${bold(title)}\n\n${text}`;
  const weights = table(
    published,
    [
      { title: "weights", of: ({ version }) => version },
      { title: "from", of: ({ source }) => source },
      { title: "top-1", of: ({ top1 }) => top1?.toFixed(2) ?? "", align: "right" },
      { title: "top-5", of: ({ top5 }) => top5?.toFixed(2) ?? "", align: "right" },
      { title: "crop", of: ({ crop, resize }) => `${crop} of ${resize}`, align: "right" },
      { title: "file", of: ({ file }) => file },
    ],
    dim,
  );
  return `${bold(title)}\n\n${text}\n\n${weights}\n\nFetch them: convscope weights ${name}\nUse them:   convscope predict ${name} photo.jpg`;
}
