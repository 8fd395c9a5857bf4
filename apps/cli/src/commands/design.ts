import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { design, factorisations, formatShape, layersToShrink, toJson, working, type Design, type DesignableKind, type Factorisation, type Layer, type LayerDesign, type StackDesign } from "@convscope/core";
import { answer, command, type Answer } from "../command.ts";
import { UsageError } from "../failure.ts";
import { stepJson } from "../steps.ts";
import { grouped, percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { shape, whole } from "../values.ts";

const designable: readonly DesignableKind[] = ["conv2d", "depthwiseConv2d", "conv2dTranspose", "maxPooling2d", "averagePooling2d"];

/** `convscope design`: what leads to a wanted size, receptive field or budget. */
export const designCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("design")
    .summary("search kernel, stride, padding or depth for a wanted size, receptive field or budget")
    .description("Searches one layer (--input and --output), a stack of layers (--rf or a budget), how many layers shrink a map (--shrink), or cheaper ways to build a kernel (--factorise); the best first, with reasons.")
    .option("--input <shape>", "input shape, e.g. 224x224x3", shape)
    .option("--output <shape>", "wanted output size, e.g. 7x7", shape)
    .addOption(new Option("--kind <kind>", "the kind of the one layer").choices(designable))
    .option("--rf <pixels>", "wanted receptive field of a stack, in pixels", whole(1))
    .option("--max-params <n>", "parameters that a stack may have, e.g. 100k", whole(1))
    .option("--max-macs <n>", "multiply–accumulates that a stack may take, e.g. 50M", whole(1))
    .option("--shrink <n>", "how many layers without padding shrink n×n until none fits", whole(1))
    .option("--kernel <k>", "the kernel's side for --shrink", whole(2))
    .option("--factorise <k>", "ways to build a k×k convolution, side by side", whole(1))
    .option("--channels <c>", "channels in and out for --factorise", whole(1))
    .option("--top <n>", "how many solutions to show", whole(1), 5)
    .option("--save <file>", "write the best stack as a graph's JSON file")
    .addHelpText("after", `
Examples:
  convscope design --input 32x32 --output 28x28
  convscope design --rf 65 --output 7x7 --max-params 100k
  convscope design --input 224x224x3 --output 7x7 --rf 129 --save net.json
  convscope design --shrink 400
  convscope design --factorise 5 --channels 64`)
    .action(({ input, output, kind, rf, maxParams, maxMacs, shrink, kernel, factorise, channels, top, save, json }) => {
      if (shrink !== undefined) return answer(terminal, shrinking(shrink, kernel), json);
      if (factorise !== undefined) return answer(terminal, factorised(factorise, channels ?? 64, terminal), json);
      if (rf === undefined && maxParams === undefined && maxMacs === undefined && !(input && output))
        throw new UsageError("what is wanted? Give --input and --output for one layer, --rf or --max-params for a stack, --shrink or --factorise.");
      const found = design({ ...(input && { input }), ...(output && { output }), ...(kind && { kind }), ...(rf !== undefined && { receptiveField: rf }), ...(maxParams !== undefined && { maxParams }), ...(maxMacs !== undefined && { maxMacs }) });
      if (save !== undefined) {
        if (found.of !== "stack") throw new UsageError("--save writes a stack; one layer has no graph.");
        const [best] = found.solutions;
        if (best) writeFileSync(resolve(terminal.cwd, save), toJson(best.graph));
      }
      answer(terminal, { json: { ...found, solutions: found.solutions.slice(0, top) }, text: text(found, top, terminal) }, json);
    });

function text(found: Design, top: number, terminal: Terminal): string {
  const more = found.solutions.length > top ? [`\n${found.solutions.length - top} more; --top ${found.solutions.length} shows them.`] : [];
  const parts = found.of === "layer" ? found.solutions.slice(0, top).map((one, i) => layerText(one, i, terminal)) : found.solutions.slice(0, top).map((one, i) => stackText(one, i, terminal));
  return [parts.join("\n\n"), ...more].join("\n");
}

function layerText({ layer, outputShape, params, macs, reasons, drawbacks }: LayerDesign, i: number, { colors: { bold, green, yellow } }: Terminal): string {
  const counts = params > 0 ? `  ${grouped(params)} parameters, ${grouped(macs)} MACs` : "";
  return [`${i + 1}. ${bold(words(layer))} → ${formatShape(outputShape)}${counts}`, ...reasons.map((reason) => `   ${green("+")} ${reason}`), ...drawbacks.map((drawback) => `   ${yellow("−")} ${drawback}`)].join("\n");
}

function stackText({ family, graph, outputShape, receptiveField, stride, params, macs, reasons, drawbacks, remarks }: StackDesign, i: number, { colors: { bold, green, yellow } }: Terminal): string {
  const input = Object.values(graph.inputs).map((size) => (Array.isArray(size) ? formatShape(size as readonly number[]) : "tokens")).join(", ");
  return [
    `${i + 1}. ${bold(family)}: ${input} → ${formatShape(outputShape)}, receptive field ${receptiveField}, stride ${stride}, ${grouped(params)} parameters, ${grouped(macs)} MACs`,
    ...graph.nodes.filter(({ layer }) => layer.kind !== "relu").map(({ name, layer }) => `     ${name.padEnd(7)} ${words(layer)}`),
    ...reasons.map((reason) => `   ${green("+")} ${reason}`),
    ...drawbacks.map((drawback) => `   ${yellow("−")} ${drawback}`),
    ...remarks.map((remark) => `   · ${remark}`),
  ].join("\n");
}

/** A layer in a few words: `conv2d 32, 3×3, stride 2, padding 1`. */
function words(layer: Layer): string {
  const fields: { readonly [field: string]: unknown } = { ...layer };
  const both = (field: string): string => (Array.isArray(fields[field]) ? (fields[field][0] === fields[field][1] ? String(fields[field][0]) : fields[field].join("×")) : "");
  const { filters, padding } = fields;
  const told = (label: string, value: string, usual: string): string[] => (value === "" || value === usual ? [] : [`${label} ${value}`]);
  const edges = Array.isArray(padding) ? [...new Set(padding.flat())].join(", ") : "";
  const kernel = Array.isArray(fields["kernelSize"]) ? [fields["kernelSize"].join("×")] : [];
  return [[layer.kind, ...(typeof filters === "number" ? [filters] : [])].join(" "), ...kernel, ...told("stride", both("strides"), "1"), ...told("padding", edges, "0"), ...told("dilation", both("dilationRate"), "1"), ...told("output padding", both("outputPadding"), "0")].join(", ");
}

function shrinking(from: number, kernel: number | undefined): Answer {
  const found = layersToShrink(from, kernel);
  const { kernelSize: k, layers, left, working: step } = found;
  return {
    json: { ...found, working: stepJson(step) },
    text: `${grouped(layers)} convolution${layers === 1 ? "" : "s"} ${k}×${k} without padding shrink ${from}×${from} to ${left}×${left}; no further one fits.\n  ${working(step.expression, step.value, "text")}`,
  };
}

function factorised(kernel: number, channels: number, { colors: { dim } }: Terminal): Answer {
  const rows = factorisations(kernel, { channels });
  const shown = table(
    rows,
    [
      { title: "instead", of: ({ title }: Factorisation) => title },
      { title: "weights", of: ({ params }) => grouped(params), align: "right" },
      { title: "of c²", of: ({ perSquare }) => `${Number(perSquare.toFixed(3))}c²`, align: "right" },
      { title: "MACs", of: ({ macs }) => grouped(macs), align: "right" },
      { title: "saved", of: ({ saved }) => percent(saved), align: "right" },
      { title: "field", of: ({ field }) => field.join("×"), align: "right" },
      { title: "source", of: ({ source }) => source },
    ],
    dim,
  );
  return { json: rows, text: `${channels} channels in and out, maps of 28×28 kept by padding, no bias\n\n${shown}` };
}
