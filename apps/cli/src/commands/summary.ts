import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { conventions, formatShape, product, summarize, type ConventionName, type Field, type LayerSummary, type Summary } from "@convscope/core";
import { answer, command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { openGraph } from "../imported.ts";
import { isModel } from "../resolve.ts";
import { bytes, csv, grouped, latex, markdown, table, type Column } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { shape, whole } from "../values.ts";

interface SummaryColumn extends Column<LayerSummary> {
  /** Of the whole model. */
  readonly total?: (summary: Summary) => number;
}

const numbers = (title: string, of: (layer: LayerSummary) => number, total: (summary: Summary) => number): SummaryColumn => ({ title, of: (layer) => grouped(of(layer)), plain: (layer) => String(of(layer)), total, align: "right" });

const columns: { readonly [name: string]: SummaryColumn } = {
  name: { title: "name", of: ({ name }) => name },
  kind: { title: "kind", of: ({ kind }) => kind },
  inputs: { title: "inputs", of: ({ inputs }) => inputs.join(", ") },
  input: { title: "input", of: ({ inputShapes }) => inputShapes.map(formatShape).join(", ") },
  output: { title: "output", of: ({ outputShape }) => formatShape(outputShape) },
  params: numbers("params", ({ params }) => params, ({ params }) => params),
  macs: numbers("MACs", ({ macs }) => macs, ({ macs }) => macs),
  activations: numbers("activations", ({ outputShape }) => product(outputShape), ({ activations }) => activations),
  field: { title: "receptive field", of: ({ receptiveField }) => fieldText(receptiveField) },
};
const usual = ["name", "kind", "output", "params", "macs", "field"];

/** `convscope summary`: everything that can be counted of a model. */
export const summaryCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("summary")
    .summary("shapes, parameters, MACs and receptive field of a model, layer by layer")
    .description("Counts a model without running it: shapes, parameters, multiply–accumulates (MACs; FLOPs are twice as many), activations, memory and receptive field.")
    .addArgument(new Argument("<model>", "a model of the zoo, perhaps with @variant, a file of a graph (JSON), of Keras (.keras, .h5) or of TensorFlow.js (model.json), or a run's folder"))
    .option("--input <shape>", "input shape, e.g. 224x224x3", shape)
    .option("--classes <n>", "number of classes", whole(1))
    .addOption(new Option("--format <format>", "how to print it").choices(["table", "json", "csv", "markdown", "latex"] as const).default("table" as const))
    .option("--columns <list>", `columns, of ${Object.keys(columns).join(", ")}`, (list: string) => list.split(","))
    .option("--depth <n>", "join layers whose names share the first n parts", whole(1))
    .addOption(new Option("--convention <name>", "whose way of counting").choices(Object.keys(conventions) as ConventionName[]).default("torchvision" as ConventionName))
    .addHelpText("after", `
Examples:
  convscope summary mnist-cnn
  convscope summary resnet18 --classes 10 --input 32x32x3 --depth 2
  convscope summary resnet50@keras --depth 1
  convscope summary resnet18 --convention timm --json`)
    .action(async (reference, options) => {
      const graph = await openGraph(reference, { ...(options.input && { inputShape: options.input }), ...(options.classes && { classes: options.classes }) }, terminal.cwd);
      const summary = summarize(graph, { convention: options.convention });
      const picked = (options.columns ?? usual).map((name) => {
        const column = columns[name];
        if (!column) throw new UsageError(`there is no column "${name}". Columns: ${Object.keys(columns).join(", ")}.`);
        return column;
      });
      const rows = options.depth === undefined ? summary.layers : joined(summary.layers, options.depth);
      const { bold, dim } = terminal.colors;
      const foot = (write: (n: number) => string): string[] => picked.map(({ total, title }) => (total ? write(total(summary)) : title === "name" ? "total" : ""));
      const text = {
        table: () => `${bold(isModel(reference) ? reference : summary.name)}  ${dim(inputsText(summary))}\n\n${table(rows, picked, dim)}\n\n${totals(summary)}`,
        csv: () => csv(rows, picked, foot(String)),
        markdown: () => markdown(rows, picked, foot(grouped)),
        latex: () => latex(rows, picked, foot(grouped)),
        json: () => JSON.stringify(summary),
      };
      answer(terminal, { json: summary, text: text[options.format]() }, options.json);
    });

const inputsText = ({ inputs }: Summary): string => Object.entries(inputs).map(([name, size]) => `${name} ${formatShape(size)}`).join(", ");

function totals({ params, trainableParams, macs, flops, activations, memory, receptiveField, convention, misaligned }: Summary): string {
  const lines = [
    ["parameters", `${grouped(params)}${params === trainableParams ? "" : ` (${grouped(trainableParams)} trainable)`}`],
    ["MACs", `${grouped(macs)} for one sample (${grouped(flops)} FLOPs)`],
    ["activations", `${grouped(activations)} numbers`],
    ["memory", `${bytes(memory.parameters)} weights, ${bytes(memory.inferencePeak)} at most beside them for one sample`],
    ["training", `${bytes(memory.training.adam)} with Adam, for one sample`],
    ["receptive field", `${fieldText(receptiveField.field)} of ${receptiveField.node}`],
    ["counted", conventions[convention].note],
    ...misaligned.map(({ node, reason }) => ["misaligned", `${node}: ${reason}`]),
  ];
  return lines.map(([what = "", value = ""]) => `${what.padEnd(16)}${value}`).join("\n");
}

/** `10×10, stride 4`. */
function fieldText(field: Field): string {
  if (typeof field === "string") return field;
  const strides = new Set(field.map(({ stride }) => stride));
  return `${field.map(({ size }) => size).join("×")}, stride ${[...strides].join("×")}`;
}

/** Neighbouring layers that share the first parts of their names, as one row. */
function joined(layers: readonly LayerSummary[], depth: number): LayerSummary[] {
  const rows: LayerSummary[] = [];
  for (const layer of layers) {
    const name = layer.name.split(".").slice(0, depth).join(".");
    const before = rows.at(-1);
    if (before?.name !== name) rows.push({ ...layer, name });
    else rows[rows.length - 1] = { ...layer, name, kind: "…", inputs: before.inputs, inputShapes: before.inputShapes, params: before.params + layer.params, trainableParams: before.trainableParams + layer.trainableParams, macs: before.macs + layer.macs };
  }
  return rows;
}
