import { confusion, mistakeInWords } from "./confusion.ts";
import type { Confusion, ConfusionData } from "./confusion.ts";
import { figure, heading, margin } from "./figure.ts";
import { counted, grouped, shareOf } from "./format.ts";
import { label } from "./label.ts";
import { shadeLegend, shadeLegendWidth } from "./legend.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText } from "./text.ts";
import { colours, shadeTurn } from "./theme.ts";
import type { Colours } from "./theme.ts";

/** A cell that counts something, for pages that react to it. */
export interface ConfusionCell {
  /** Places of the classes. */
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
}

/** How a confusion matrix is drawn. */
export interface ConfusionMatrixOptions extends FigureOptions {
  /** What is written into the cells: how many samples (default), or per cent of their row. */
  readonly values?: "counts" | "shares";
  /** Matrices that this one is looked at with, such as of other networks: mistakes have one scale of shades in all of them. */
  readonly among?: readonly ConfusionData[];
  /** Where a cell leads, such as `#4-taken-for-9`; undefined leads nowhere. */
  readonly link?: (cell: ConfusionCell) => string | undefined;
}

type Chosen = Required<ConfusionMatrixOptions>;

const defaults: Chosen = { title: "Confusion matrix", theme: "light", width: 640, values: "counts", among: [], link: () => undefined };
const name = "confusionMatrix";

/** Smallest text anywhere, and the least height of a row whose name is written. */
const smallest = 8;
const namedFrom = 10;
const longest = 120;

/** Sizes that the number of classes and their names ask for, in pixels. */
interface Layout {
  readonly cell: number;
  readonly left: number;
  readonly columnRoom: number;
  readonly turned: boolean;
  readonly nameSize: number;
  /** Text of row and column i; "" for none. */
  readonly names: readonly string[];
  readonly byNumber: boolean;
}

/** Every k-th index, k a round number, so that what is written stays apart. */
const numbers = (n: number, cell: number): readonly string[] => {
  const every = [1, 2, 5, 10, 20, 25, 50, 100].find((step) => step * cell >= 22) ?? 100;
  return Array.from({ length: n }, (_, i) => (i % every === 0 ? `${i}` : ""));
};

function layout({ classes }: Confusion, width: number): Layout {
  const n = classes.length;
  const widest = (size: number): number => Math.min(longest, widestText(classes, size));
  const cellFor = (names: number): number => Math.max(4, Math.min(46, Math.floor((width - 2 * margin - 24 - names) / n)));
  const cellNamed = cellFor(widest(12) + 8);
  if (cellNamed >= namedFrom) {
    const nameSize = Math.max(smallest, Math.min(12, cellNamed * 0.72));
    const turned = widestText(classes, nameSize) > cellNamed - 4;
    return { cell: cellNamed, left: margin + 24 + widest(nameSize) + 8, columnRoom: turned ? widest(nameSize) + 10 : 20, turned, nameSize, names: classes, byNumber: false };
  }
  const cell = cellFor(28);
  return { cell, left: margin + 24 + 28, columnRoom: 20, turned: false, nameSize: 10, names: numbers(n, cell), byNumber: true };
}

/** What is written into a cell; nothing where nothing was counted. */
function written({ matrix, shares }: Confusion, truth: number, predicted: number, values: Chosen["values"]): string {
  const [count = 0, share = 0] = [matrix[truth]?.[predicted], shares[truth]?.[predicted]];
  if (count === 0) return "";
  if (values === "counts") return `${count}`;
  return share === 1 ? "100" : share < 0.0005 ? "<0.1" : Math.min(99.9, 100 * share).toFixed(1);
}

/** Text size at which everything written fits its cell, or undefined. */
function countSize(data: Confusion, cell: number, values: Chosen["values"]): number | undefined {
  const size = Math.min(12, Math.floor(cell * 0.42));
  const longestCount = data.matrix.flatMap((row, truth) => row.map((_, predicted) => written(data, truth, predicted, values))).reduce((found, text) => (text.length > found.length ? text : found), "");
  const widest = textWidth(longestCount, size);
  const fitting = widest <= cell - 3 ? size : Math.floor(((cell - 3) / widest) * size);
  return fitting >= smallest ? fitting : undefined;
}

/** Few mistakes would be all but white on the scale of the right ones: they have a hue and a scale of their own, which starts visibly above nothing. */
function shade(data: Confusion, truth: number, predicted: number): number {
  const share = data.shares[truth]?.[predicted] ?? 0;
  if (truth === predicted || share === 0) return share;
  return 0.08 + (0.92 * share) / data.worst;
}

function cells(data: Confusion, { cell, left }: Layout, top: number, palette: Colours, { values, link }: Chosen): readonly Markup[] {
  const size = countSize(data, cell, values);
  const gap = cell >= 12 ? 1 : 0;
  const n = data.classes.length;
  const marks: Markup[] = [element("rect", { x: left - 0.5, y: top - 0.5, width: n * cell + 1, height: n * cell + 1, fill: gap === 0 ? "none" : palette.faint, stroke: palette.axis, "stroke-width": 1 })];
  data.matrix.forEach((row, truth) => {
    row.forEach((count, predicted) => {
      const [x, y] = [left + predicted * cell, top + truth * cell];
      const share = shade(data, truth, predicted);
      const area = { x: x + gap / 2, y: y + gap / 2, width: cell - gap, height: cell - gap };
      if (gap > 0) marks.push(element("rect", { ...area, fill: palette.surface }));
      if (count === 0) return;
      const parts = [
        element("title", {}, [cellInWords(data, { truth, predicted, count })]),
        element("rect", { ...area, fill: truth === predicted ? palette.shadeBlue : palette.shadeRed, "fill-opacity": share }),
        ...(size === undefined ? [] : [label(written(data, truth, predicted, values), { x: x + cell / 2, y: y + cell / 2, size, anchor: "middle", vertical: "middle", fill: share < shadeTurn ? palette.onFaint : palette.onFull })]),
      ];
      const group = element("g", { "data-true": truth, "data-predicted": predicted, "data-count": count }, parts);
      const href = link({ truth, predicted, count });
      marks.push(href === undefined ? group : element("a", { href: address(href) }, [group]));
    });
  });
  return marks;
}

/** An address that opens a page; one of another scheme might run a script. */
function address(href: string): string {
  check(!/^[\s\u0000-\u001f]*[a-z][a-z\d+.-]*:/i.test(href) || /^https?:/i.test(href), name, `link must give an address on the web or a place such as #4-9. Received "${href}".`);
  return href;
}

const cellInWords = (data: Confusion, { truth, predicted, count }: ConfusionCell): string =>
  truth === predicted ? `${data.classes[truth] ?? ""} right: ${grouped(count)} of ${grouped((data.matrix[truth] ?? []).reduce((sum, part) => sum + part, 0))}` : mistakeInWords(data, { truth, predicted, count });

function axes({ classes }: Confusion, { cell, left, columnRoom, turned, nameSize, names, byNumber }: Layout, top: number, palette: Colours): readonly Markup[] {
  const n = classes.length;
  const middle = (i: number): number => (i + 0.5) * cell;
  const of = byNumber ? " (number)" : "";
  const marks: Markup[] = [
    label(`predicted${of}`, { x: left + (n * cell) / 2, y: top - columnRoom - 4, anchor: "middle", size: 12, fill: palette.muted }),
    label(`true${of}`, { x: margin + 8, y: top + (n * cell) / 2, anchor: "middle", vertical: "middle", turned: true, size: 12, fill: palette.muted }),
  ];
  names.forEach((text, i) => {
    if (text === "") return;
    marks.push(label(text, { x: left - 7, y: top + middle(i), size: nameSize, anchor: "end", vertical: "middle", width: longest, fill: palette.ink }));
    marks.push(
      turned
        ? label(text, { x: left + middle(i), y: top - 7, size: nameSize, vertical: "middle", turned: true, width: longest, fill: palette.ink })
        : label(text, { x: left + middle(i), y: top - 7, size: nameSize, anchor: "middle", fill: palette.ink }),
    );
  });
  return marks;
}

/** What the shades mean, in one row or two. */
function legends(data: Confusion, top: number, width: number, { theme }: Required<FigureOptions>): { readonly marks: readonly Markup[]; readonly bottom: number } {
  const palette = colours(theme);
  const room = widestText(["right", "wrong"], 11);
  const entries = [
    { name: "right", room, colour: palette.shadeBlue, from: "0", to: "100\u00a0% of the row" },
    ...(data.worst === 0 ? [] : [{ name: "wrong", room, colour: palette.shadeRed, from: "0", to: `${shareOf(data.worst)} of the row` }]),
  ];
  const marks: Markup[] = [];
  let x = margin;
  let y = top + 8;
  for (const entry of entries) {
    const wide = shadeLegendWidth(entry);
    if (x > margin && x + wide > width - margin) [x, y] = [margin, y + 20];
    marks.push(...shadeLegend(entry, theme, x, y));
    x += wide + 28;
  }
  return { marks, bottom: y + 8 };
}

/** The commonest mistakes in words, where cells are too small for counts. */
function commonest(data: Confusion, top: number, width: number, palette: Colours): { readonly marks: readonly Markup[]; readonly bottom: number } {
  const lines = data.mistakes.slice(0, 5);
  if (lines.length === 0) return { marks: [], bottom: top };
  return {
    marks: [
      label("Most frequent mistakes", { x: margin, y: top + 22, weight: "bold", fill: palette.ink }),
      ...lines.map((mistake, i) => label(mistakeInWords(data, mistake), { x: margin, y: top + 41 + i * 17, width: width - 2 * margin, fill: palette.ink })),
    ],
    bottom: top + 41 + (lines.length - 1) * 17 + 4,
  };
}

function inWords(data: Confusion): string {
  const accuracy = data.samples === 0 ? "no samples" : `${grouped(data.right)} of ${counted(data.samples, "sample")} right, ${shareOf(data.right / data.samples, 2)}`;
  const worst = data.mistakes.slice(0, 5).map((mistake) => mistakeInWords(data, mistake));
  return `${counted(data.classes.length, "class", "classes")}; ${accuracy}. ${worst.length === 0 ? "No mistakes." : `Most frequent mistakes: ${worst.join("; ")}.`}`;
}

/**
 * Counts of true against predicted classes. Right ones are blue, mistakes vermilion; both are shaded by their share of the row,
 * each on a scale of its own, which `among` makes the same in several matrices. Counts are written where they fit; of very many classes, numbers stand for the names. Each cell that
 * counts something has `data-true`, `data-predicted` (places of classes) and `data-count`, and may be a link.
 *
 * @param data rows are true classes, columns predicted ones; 2 to about 100 classes
 * @returns an SVG document
 */
export function confusionMatrix(data: ConfusionData, options: ConfusionMatrixOptions = {}): string {
  const chosen = settings(name, options, defaults);
  check(chosen.values === "counts" || chosen.values === "shares", name, `values must be counts or shares. Received "${chosen.values}".`);
  const own = confusion(name, data);
  const found = { ...own, worst: Math.max(own.worst, ...chosen.among.map((other) => confusion(name, other).worst)) };
  const palette = colours(chosen.theme);
  const place = layout(found, chosen.width);
  const side = place.cell * found.classes.length;
  const legendRoom = 2 * margin + textWidth("wrong 0 100.0 % of the row", 11) + 100;
  const right = found.samples === 0 ? "no samples" : `${grouped(found.right)} of ${grouped(found.samples)} right (${shareOf(found.right / found.samples, 2)})`;
  const subtitle = chosen.values === "shares" ? `${right}; each row in %` : right;
  const width = Math.max(place.left + side + margin, legendRoom, Math.min(chosen.width, textWidth(chosen.title, 15, "bold") + 2 * margin));
  const { marks, bottom } = heading(chosen, subtitle, width);
  const top = bottom + place.columnRoom + 16;
  const legend = legends(found, top + side + 14, width, chosen);
  const list = countSize(found, place.cell, chosen.values) === undefined ? commonest(found, legend.bottom, width, palette) : { marks: [], bottom: legend.bottom };
  const drawn = cells(found, place, top, palette, chosen);
  return figure({ width, height: list.bottom + margin, name: "Confusion matrix", description: inWords(found), links: drawn.some(({ markup }) => markup.startsWith("<a ")) }, chosen, [
    ...marks,
    ...axes(found, place, top, palette),
    ...drawn,
    ...legend.marks,
    ...list.marks,
  ]);
}
