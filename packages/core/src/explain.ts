import { formatInterval, type Activation } from "./activation.ts";
import { activationOf, isActivation } from "./activations.ts";
import { conventions } from "./calculators/conventions.ts";
import { explainField } from "./explainField.ts";
import { formula, substitution } from "./expression.ts";
import { inferShapes, inputShapes, nodeOf, type Graph } from "./graph.ts";
import { derive, macs, outputShape, rulesOf, weights, type Layer } from "./layers/table.ts";
import type { LayerDoc, Step } from "./layer.ts";
import { formatShape, product, type Shape } from "./shape.ts";
import { step } from "./step.ts";
import { working } from "./working.ts";

/** A fact that is no number with a working: an activation's formula, or why a field is the whole input. */
export interface Note {
  readonly of: string;
  readonly text: string;
  /** The same for KaTeX, where it is a formula. */
  readonly latex?: string;
}

/** The numbers of one layer in one place, each with its working. */
export interface Explanation {
  /** The node's name; empty for a layer on its own. */
  readonly node: string;
  readonly kind: string;
  readonly doc: LayerDoc;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** The output shape as far as it is computed, the parameters and the MACs, which are told where they are 0 too; of a node, its receptive field. */
  readonly steps: readonly Step[];
  readonly notes: readonly Note[];
}

/** Explains a layer on inputs of these shapes. */
export function explainLayer(layer: Layer, inputs: readonly Shape[]): Explanation {
  return { node: "", kind: layer.kind, doc: rulesOf(layer).doc, inputShapes: inputs, outputShape: outputShape(layer, inputs), steps: stepsOf(layer, inputs), notes: notesOf(layer, inputs) };
}

/**
 * Explains a node of a graph, with its receptive field.
 *
 * @throws GraphError for an unknown node.
 */
export function explain(graph: Graph, node: string): Explanation {
  const shapes = inferShapes(graph);
  const found = nodeOf(graph, node);
  const explanation = explainLayer(found.layer, inputShapes(found, shapes));
  const { steps, words } = explainField(graph, node, shapes);
  return {
    ...explanation,
    node,
    steps: [...explanation.steps, ...steps],
    notes: [
      ...(words === undefined ? [] : [{ of: "receptive field", text: words }]),
      ...(found.weightsOf === undefined ? [] : [{ of: "shared weights", text: `those of ${found.weightsOf}, where their parameters are counted once` }]),
      ...explanation.notes,
    ],
  };
}

/** The working of a layer's shape, then its parameters and MACs, which are told where they are none too. */
function stepsOf(layer: Layer, inputs: readonly Shape[]): Step[] {
  const derived = derive(layer, inputs);
  const parameters = Object.values(weights(layer, inputs)).reduce((sum, { shape }) => sum + product(shape), 0);
  const told = (of: string, value: number, source: string): Step => derived.find((line) => line.of === of) ?? step(of, { op: "number", value }, source);
  return [
    ...derived.filter(({ of }) => of !== "parameters" && of !== "macs"),
    told("parameters", parameters, parameters === 0 ? "it has no weights" : "the values of its weights"),
    told("macs", macs(layer, inputs), `only weighted sums and matrix products count${normalised(layer)}`),
  ];
}

/** What some conventions count for each value that a normalisation puts out. */
function normalised(layer: Layer): string {
  const { work } = rulesOf(layer);
  const counting = Object.entries(conventions).flatMap(([name, convention]) => {
    const count = convention.work[work];
    return typeof count === "string" ? [] : [`${name} counts ${count.times} for each value`];
  });
  return counting.length === 0 ? "" : `; of the conventions, ${counting.join(", ")}`;
}

/** What a layer's numbers do not say: which conventions count its MACs, and an activation's formulas. */
function notesOf(layer: Layer, inputs: readonly Shape[]): Note[] {
  const { work } = rulesOf(layer);
  const counting = Object.entries(conventions).filter(([, convention]) => convention.work[work] !== "nothing").map(([name]) => name);
  const some = macs(layer, inputs) > 0 && counting.length < Object.keys(conventions).length;
  return [...(some ? [{ of: "macs are counted", text: `only by the convention${counting.length === 1 ? "" : "s"} ${counting.join(" and ")}` }] : []), ...(isActivation(layer) ? activationNotes(activationOf(layer)) : [])];
}

const activationNotes = ({ formula: f, derivative, range }: Activation): Note[] => [
  { of: "formula", ...f },
  { of: "derivative", ...derivative },
  { of: "range", text: formatInterval(range) },
];

/** Ways to write an explanation down. */
export type ExplanationFormat = "text" | "markdown" | "latex" | "html";

/** Writes an explanation with formula, numbers put in, result and source for each step. */
export const renderExplanation = (explanation: Explanation, format: ExplanationFormat): string => writers[format](explanation);

const writers: { readonly [F in ExplanationFormat]: (explanation: Explanation) => string } = {
  text(e) {
    const width = Math.max(...[...e.steps, ...e.notes].map(({ of }) => of.length));
    const lines = e.steps.flatMap(({ of, expression, value, source }) => [
      `  ${of.padEnd(width)}  ${working(expression, value, "text")}`,
      ...(source === "" ? [] : [`  ${" ".repeat(width)}  ${source}`]),
    ]);
    const notes = e.notes.map(({ of, text }) => `  ${of.padEnd(width)}  ${text}`);
    return [title(e), `  ${e.doc.summary}`, `  ${flow(e)}`, "", ...lines, ...notes].join("\n");
  },
  markdown(e) {
    const rows = e.steps.map(({ of, expression, value, source }) => `| ${of} | $${working(expression, value, "latex")}$ | ${source.replaceAll("|", "\\|")} |`);
    // A bar would end the cell, within a formula too.
    const notes = e.notes.map(({ of, text, latex }) => `| ${of} | ${latex === undefined ? text.replaceAll("|", "\\|") : `$${latex.replaceAll("|", "\\vert ")}$`} | |`);
    return [`### ${title(e)}`, "", e.doc.summary, "", flow(e), "", "| of | working | source |", "| --- | --- | --- |", ...rows, ...notes].join("\n");
  },
  latex(e) {
    const rows = e.steps.map(({ of, expression, value }) => `  \\text{${escapeLatex(of)}} &= ${working(expression, value, "latex")} \\\\`);
    const notes = e.notes.map(({ of, text, latex }) => `  \\text{${escapeLatex(of)}} &: ${latex ?? `\\text{${escapeLatex(text)}}`} \\\\`);
    return ["\\begin{aligned}", ...rows, ...notes, "\\end{aligned}"].join("\n");
  },
  html(e) {
    const rows = e.steps.map(
      ({ of, expression, value, source }) =>
        `<tr><th scope="row">${escapeHtml(of)}</th><td><code data-latex="${escapeHtml(working(expression, value, "latex"))}">${escapeHtml(working(expression, value, "text"))}</code></td><td>${escapeHtml(source)}</td></tr>`,
    );
    const notes = e.notes.map(({ of, text, latex }) => `<tr><th scope="row">${escapeHtml(of)}</th><td>${latex === undefined ? escapeHtml(text) : `<code data-latex="${escapeHtml(latex)}">${escapeHtml(text)}</code>`}</td><td></td></tr>`);
    return `<section class="convscope-explanation"><h3>${escapeHtml(title(e))}</h3><p>${escapeHtml(e.doc.summary)}</p><p>${escapeHtml(flow(e))}</p><table><tbody>${rows.join("")}${notes.join("")}</tbody></table></section>`;
  },
};

const title = ({ node, kind }: Explanation): string => (node === "" ? kind : `${node} (${kind})`);
const flow = ({ inputShapes, outputShape }: Explanation): string => `${inputShapes.map(formatShape).join(", ")} → ${formatShape(outputShape)}`;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const escapeLatex = (text: string): string => text.replace(/[#$%&_{}]/g, (c) => `\\${c}`);

/** An explanation as a JSON document, with each step written out in symbols and numbers. */
export const explanationJson = ({ node, kind, doc, inputShapes, outputShape, steps, notes }: Explanation): ExplanationJson => ({
  ...(node !== "" && { node }),
  kind, doc, inputShapes, outputShape,
  steps: steps.map(({ of, expression, value, source }) => ({ of, formula: formula(expression), substitution: substitution(expression), latex: formula(expression, "latex"), value, source })),
  notes,
});

export interface ExplanationJson {
  readonly node?: string;
  readonly kind: string;
  readonly doc: LayerDoc;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly steps: readonly { readonly of: string; readonly formula: string; readonly substitution: string; readonly latex: string; readonly value: number; readonly source: string }[];
  readonly notes: readonly Note[];
}
