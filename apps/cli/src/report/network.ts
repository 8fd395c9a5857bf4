import { formatShape, type Graph, type Summary } from "@convscope/core";
import { diagram } from "@convscope/viz";
import { grouped, rounded } from "../table.ts";
import { figureHtml, html, type Html } from "./html.ts";
import { folded, tableHtml } from "./page.ts";

/** Of more layers than this only the blocks are drawn. */
const mostLayers = 120;

/** The architecture: its blocks, and folded every layer, drawn and as a table. */
export function networkHtml(graph: Graph, { layers, params, macs }: Pick<Summary, "layers" | "params" | "macs">): Html {
  const drawn = (style: "blocks" | "layers"): Html => html`<figure class="scroll" tabindex="0">${figureHtml(diagram(graph, { style, theme: "auto", title: style === "blocks" ? graph.name : `${graph.name}, every layer` }))}</figure>`;
  return html`<p>${grouped(graph.nodes.length)} layers with ${grouped(params)} parameters; a picture takes ${rounded(macs)} multiply-accumulates (MACs).</p>
${drawn("blocks")}
${layers.length > mostLayers ? undefined : folded("Every layer, drawn", drawn("layers"))}
${folded("Every layer, counted", tableHtml("Layers in the order in which they compute", layers, [
    { title: "layer", of: ({ name }) => name },
    { title: "kind", of: ({ kind }) => kind },
    { title: "puts out", of: ({ outputShape }) => formatShape(outputShape) },
    { title: "parameters", of: (layer) => grouped(layer.params), number: true },
    { title: "MACs", of: (layer) => grouped(layer.macs), number: true },
  ]))}`;
}
