import { formula, minus, plus, quantity, substitution, times } from "./expression.ts";
import { inferShapes, inputShapes, nodeOf, type Graph, type Shapes } from "./graph.ts";
import { derive, outputShape, rulesOf, type Layer } from "./layers/table.ts";
import type { LayerDoc, Step } from "./layer.ts";
import { formatShape, type Shape } from "./shape.ts";
import { receptiveFields, type AxisField } from "./calculators/receptiveField.ts";
import { axisName } from "./window.ts";
import { step } from "./step.ts";
import { working } from "./working.ts";

/** The numbers of one layer in one place, each with its working. */
export interface Explanation {
  /** The node's name; empty for a layer on its own. */
  readonly node: string;
  readonly kind: string;
  readonly doc: LayerDoc;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly steps: readonly Step[];
}

/** Explains a layer on inputs of these shapes. */
export function explainLayer(layer: Layer, inputs: readonly Shape[]): Explanation {
  return { node: "", kind: layer.kind, doc: rulesOf(layer).doc, inputShapes: inputs, outputShape: outputShape(layer, inputs), steps: derive(layer, inputs) };
}

/**
 * Explains a node of a graph, with its receptive field.
 *
 * @throws GraphError for an unknown node.
 */
export function explain(graph: Graph, node: string): Explanation {
  const shapes = inferShapes(graph);
  const { name, layer } = nodeOf(graph, node);
  const explanation = explainLayer(layer, inputShapes(nodeOf(graph, node), shapes));
  return { ...explanation, node: name, steps: [...explanation.steps, ...fieldSteps(graph, name, shapes)] };
}

/** How a node's receptive field grows out of that of its input; none where a path splits or all is seen. */
function fieldSteps(graph: Graph, name: string, shapes: Shapes): Step[] {
  const { fields } = receptiveFields(graph, {}, shapes);
  const { layer, inputs } = nodeOf(graph, name);
  const [before, after] = [fields.get(inputs[0] ?? ""), fields.get(name)];
  const [window] = rulesOf(layer).windows(layer, inputShapes(nodeOf(graph, name), shapes));
  if (inputs.length !== 1 || typeof before !== "object" || typeof after !== "object" || typeof window !== "object") return [];
  return after.flatMap((field: AxisField, i) => {
    const [from, through] = [before[i], window[i]];
    if (!from || !through) return [];
    const of = axisName(i, after.length);
    const source = "Araujo, Norris & Sim 2019, equation 2";
    return [
      step(`receptive field, ${of}`, plus(quantity("r", from.size), times(minus(quantity("k", through.size), 1), quantity("j", from.stride))), source),
      ...(through.stride === 1 ? [] : [step(`stride in the input, ${of}`, times(quantity("j", from.stride), quantity("s", through.stride)), source)]),
    ].filter((line) => line.value === (line.of.startsWith("stride") ? field.stride : field.size));
  });
}

/** Ways to write an explanation down. */
export type ExplanationFormat = "text" | "markdown" | "latex" | "html";

/** Writes an explanation with formula, numbers put in, result and source for each step. */
export const renderExplanation = (explanation: Explanation, format: ExplanationFormat): string => writers[format](explanation);

const writers: { readonly [F in ExplanationFormat]: (explanation: Explanation) => string } = {
  text(e) {
    const width = Math.max(...e.steps.map(({ of }) => of.length), 6);
    const lines = e.steps.flatMap(({ of, expression, value, source }) => [
      `  ${of.padEnd(width)}  ${working(expression, value, "text")}`,
      ...(source === "" ? [] : [`  ${" ".repeat(width)}  ${source}`]),
    ]);
    return [title(e), `  ${e.doc.summary}`, `  ${flow(e)}`, "", ...lines].join("\n");
  },
  markdown(e) {
    const rows = e.steps.map(({ of, expression, value, source }) => `| ${of} | $${working(expression, value, "latex")}$ | ${source.replaceAll("|", "\\|")} |`);
    return [`### ${title(e)}`, "", e.doc.summary, "", flow(e), "", "| of | working | source |", "| --- | --- | --- |", ...rows].join("\n");
  },
  latex(e) {
    const rows = e.steps.map(({ of, expression, value }) => `  \\text{${escapeLatex(of)}} &= ${working(expression, value, "latex")} \\\\`);
    return ["\\begin{aligned}", ...rows, "\\end{aligned}"].join("\n");
  },
  html(e) {
    const rows = e.steps.map(
      ({ of, expression, value, source }) =>
        `<tr><th scope="row">${escapeHtml(of)}</th><td><code data-latex="${escapeHtml(working(expression, value, "latex"))}">${escapeHtml(working(expression, value, "text"))}</code></td><td>${escapeHtml(source)}</td></tr>`,
    );
    return `<section class="convscope-explanation"><h3>${escapeHtml(title(e))}</h3><p>${escapeHtml(e.doc.summary)}</p><p>${escapeHtml(flow(e))}</p><table><tbody>${rows.join("")}</tbody></table></section>`;
  },
};

const title = ({ node, kind }: Explanation): string => (node === "" ? kind : `${node} (${kind})`);
const flow = ({ inputShapes, outputShape }: Explanation): string => `${inputShapes.map(formatShape).join(", ")} → ${formatShape(outputShape)}`;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const escapeLatex = (text: string): string => text.replace(/[#$%&_{}]/g, (c) => `\\${c}`);

/** An explanation as a JSON document, with each step written out in symbols and numbers. */
export const explanationJson = ({ node, kind, doc, inputShapes, outputShape, steps }: Explanation): ExplanationJson => ({
  ...(node !== "" && { node }),
  kind, doc, inputShapes, outputShape,
  steps: steps.map(({ of, expression, value, source }) => ({ of, formula: formula(expression), substitution: substitution(expression), latex: formula(expression, "latex"), value, source })),
});

export interface ExplanationJson {
  readonly node?: string;
  readonly kind: string;
  readonly doc: LayerDoc;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly steps: readonly { readonly of: string; readonly formula: string; readonly substitution: string; readonly latex: string; readonly value: number; readonly source: string }[];
}
