import { didYouMean, formatShape, GraphError, inputShape, parameters, totalMacs } from "@convscope/core";
import type { Graph } from "@convscope/core";
import { families } from "./diagram/family.ts";
import type { Family } from "./diagram/family.ts";
import { allGroups, groupsOf, sourcesOf } from "./diagram/group.ts";
import type { Group } from "./diagram/group.ts";
import { measuring } from "./diagram/measure.ts";
import type { Direction } from "./diagram/measure.ts";
import { paint } from "./diagram/paint.ts";
import type { Placed } from "./diagram/arranged.ts";
import { stagesOf } from "./diagram/path.ts";
import { arrange } from "./diagram/place.ts";
import { Regions, short } from "./diagram/region.ts";
import type { Region } from "./diagram/region.ts";
import { volumes } from "./diagram/volumes.ts";
import { figure, heading, margin } from "./figure.ts";
import { counted } from "./format.ts";
import { lineLegend } from "./legend.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours } from "./theme.ts";
import type { ThemeName } from "./theme.ts";

/** How a network is drawn. Boxes are as wide as their texts: with many branches a figure gets wider than `width`. */
export interface DiagramOptions extends FigureOptions {
  /**
   * - `blocks` (default): as in papers; modules that repeat stand once with ×n, normalisation and activation belong to their layer
   * - `layers`: every layer with its name and the shape of its output
   * - `volumes`: pictures of the values, as in the figure of LeNet-5
   */
  readonly style?: "layers" | "blocks" | "volumes";
  /** Which way values flow; of `blocks` and `layers`. Default `down`. */
  readonly direction?: Direction;
  /** Groups of layers to draw as one box: paths such as `layer1`, or the number of parts of a name that tell groups apart. */
  readonly collapse?: readonly string[] | number;
  /** Groups to draw with every layer in `blocks`, by path: `inception3a`. */
  readonly expand?: readonly string[];
}

const name = "diagram";
const defaults: Required<DiagramOptions> = { title: "", theme: "light", width: 760, style: "blocks", direction: "down", collapse: [], expand: [] };
const styles: readonly string[] = ["layers", "blocks", "volumes"];
const directions: readonly string[] = ["down", "right"];

/** A group that can be one box: nothing that leaves it comes back. */
function isWhole({ nodes }: Group, graph: Graph): boolean {
  const inside = new Set(nodes.map((node) => node.name));
  const after = new Set<string>();
  for (const node of graph.nodes) if (!inside.has(node.name) && node.inputs.some((input) => inside.has(input) || after.has(input))) after.add(node.name);
  return !sourcesOf(nodes).some((source) => after.has(source));
}

function checked(graph: Graph, { style, direction, collapse, expand }: Required<DiagramOptions>, root: Group): void {
  check(styles.includes(style), name, `style must be ${styles.join(", ")}. Received "${style}".${didYouMean(style, styles)}`);
  check(directions.includes(direction), name, `direction must be down or right. Received "${direction}".${didYouMean(direction, directions)}`);
  check(typeof collapse !== "number" || (Number.isInteger(collapse) && collapse >= 1), name, `collapse must be paths of groups or a whole number of at least 1. Received ${String(collapse)}.`);
  const groups = new Map(allGroups(root).map((group) => [group.path, group]));
  for (const path of [...(typeof collapse === "number" ? [] : collapse), ...expand]) {
    const some = [...groups.keys()].slice(0, 8);
    if (!groups.has(path)) throw new GraphError(`${graph.name}: there is no group "${path}" to draw.${didYouMean(path, groups.keys()) || (some.length === 0 ? " Its names have no dots, so it has no groups." : ` Groups: ${some.join(", ")}${groups.size > some.length ? ", …" : ""}.`)}`);
  }
  for (const path of typeof collapse === "number" ? [] : collapse) {
    const group = groups.get(path);
    if (group !== undefined && !isWhole(group, graph)) throw new GraphError(`${graph.name}: ${path} cannot be one box: values leave it and come back. Collapse a group that holds both ends, or one in it.`);
  }
}

/** The families of what is in a region, in the order of the legend. */
function familiesIn(region: Region): readonly Family[] {
  const found = new Set<Family>();
  const visit = ({ items }: Region): void => {
    for (const item of items.values()) {
      if (item.kind === "frame") visit(item.region);
      else for (const { family } of item.rows) found.add(family);
    }
  };
  visit(region);
  return [...found];
}

function legendOf(found: readonly Family[], theme: ThemeName, width: number, top: number): { readonly marks: readonly Markup[]; readonly height: number } {
  const palette = colours(theme);
  const entries = (Object.keys(families) as Family[]).filter((family) => found.includes(family)).map((family) => {
    const colour = palette[families[family].colour];
    const mark = (x: number, y: number): Markup =>
      element("g", {}, [
        element("rect", { x: x - 9, y: y - 6, width: 18, height: 12, rx: 2, fill: colour, "fill-opacity": 0.16, stroke: colour, "stroke-width": 1 }),
        element("rect", { x: x - 9, y: y - 6, width: 4, height: 12, fill: colour }),
      ]);
    return { name: families[family].name, colour, dash: undefined, mark };
  });
  return lineLegend(entries, theme, margin, top, width - 2 * margin);
}

/** The graph in words. */
function inWords(graph: Graph, regions: Regions): string {
  const inputs = Object.entries(graph.inputs).map(([input, spec]) => `${input} ${formatShape(inputShape(spec))}`);
  const outputs = graph.outputs.slice(0, 3).map((output) => `${output} ${formatShape(regions.shapes.get(output) ?? [])}`);
  return `${graph.name}: ${counted(graph.nodes.length, "layer")} from ${inputs.join(", ")} to ${outputs.join(", ")}${graph.outputs.length > 3 ? ` and ${graph.outputs.length - 3} more` : ""}; ${short(parameters(graph, regions.shapes).trainable)} parameters, ${short(totalMacs(graph, "torchvision", regions.shapes))} MACs.`;
}

/** What stands below the legend, and what is said about it above. */
interface Body {
  readonly width: number;
  readonly height: number;
  readonly note: string;
  readonly families: readonly Family[];
  draw(left: number, top: number): readonly Markup[];
}

function boxes(region: Region, { style, direction, theme, width }: Required<DiagramOptions>): Body {
  const down = direction === "down";
  const roomy = arrange(region, measuring(direction, true), true);
  // Names beside the texts give way first; they stay where they need no room, and as tooltips.
  const arranged = down && roomy.before + roomy.after + 2 * margin > width ? arrange(region, measuring(direction, false), true) : roomy;
  const across = arranged.before + arranged.after;
  return {
    width: down ? across : arranged.length,
    height: down ? arranged.length : across,
    note: style === "blocks" ? "Boxes include normalisation and activation; ×n: n alike in a row." : "",
    families: familiesIn(region),
    draw(left, top) {
      const placed: Placed = { lines: [], items: [] };
      arranged.put(0, 0, arranged.length, placed, { start: [], end: [], arrow: false });
      return paint(placed, direction, ([u, v]) => (down ? [left + arranged.before + u, top + v] : [left + v, top + arranged.before + u]), colours(theme));
    },
  };
}

function bodies(region: Region, { width, theme }: Required<DiagramOptions>): Body {
  const { stages, beside } = stagesOf(region);
  const made = volumes(stages, width - 2 * margin);
  return {
    ...made,
    note: `Lengths grow with the logarithm of the size.${beside === 0 ? "" : " The main path; what stands beside it is left out."}`,
    families: [...new Set(stages.map(({ family }) => family))],
    draw: (left, top) => made.draw(left, top, colours(theme)),
  };
}

/** A net without branches, whose every layer is a picture of its own in `volumes`. */
const isChain = (graph: Graph): boolean => Object.keys(graph.inputs).length === 1 && graph.outputs.length === 1 && graph.nodes.every(({ inputs }, i) => inputs.length === 1 && inputs[0] === (graph.nodes[i - 1]?.name ?? Object.keys(graph.inputs)[0]));

/**
 * The architecture of a network. Every box of a layer carries its name in `data-node`, and every frame that of its group in
 * `data-group`, so that a page can react to them.
 *
 * @throws RangeError for an unknown style, GraphError for groups that there are not or that cannot be one box
 * @returns an SVG document
 */
export function diagram(graph: Graph, options: DiagramOptions = {}): string {
  const chosen = settings(name, options, { ...defaults, title: graph.name });
  const root = groupsOf(graph);
  checked(graph, chosen, root);
  const { style, collapse, expand, theme } = chosen;
  const collapsed = (group: Group): boolean => (typeof collapse === "number" ? group.path.split(".").length === collapse && isWhole(group, graph) : collapse.includes(group.path));
  const chain = style === "volumes" && isChain(graph);
  const regions = new Regions(graph, root, { folded: style !== "layers", alike: style !== "layers" && !chain, joined: style === "blocks", collapse: collapsed, expand });
  const region = regions.whole();
  const body = style === "volumes" ? bodies(region, chosen) : boxes(region, chosen);
  const width = Math.max(body.width + 2 * margin, Math.min(chosen.width, 460));
  const described = inWords(graph, regions);
  const { marks, bottom } = heading(chosen, `${described.slice(graph.name.length + 2)} ${body.note}`.trim(), width);
  const legend = legendOf(body.families, theme, width, bottom);
  const top = bottom + legend.height + 12;
  const drawn = body.draw((width - body.width) / 2, top);
  return figure({ width, height: top + body.height + margin, name: graph.name, description: described }, chosen, [...marks, ...legend.marks, ...drawn]);
}
