import { figure, heading, margin } from "./figure.ts";
import { counted, grouped, percent, shareOf } from "./format.ts";
import { label } from "./label.ts";
import { checkLabels } from "./labels.ts";
import { cross, tick } from "./mark.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { batchSize, picture, pixelScale, pixelsAt } from "./picture.ts";
import type { BatchSize, Images } from "./picture.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** Images with what a network made of them. */
export interface Predictions extends Images {
  /** True class of each: `[n]`. */
  readonly labels: ArrayLike<number>;
  /** Predicted class of each: `[n]`. */
  readonly predicted: ArrayLike<number>;
  /** Of each class, 0 … 1: `[n, classes]`. */
  readonly probabilities: ArrayLike<number>;
  readonly classes: readonly string[];
}

/** How predictions are drawn. */
export interface PredictionGridOptions extends FigureOptions {
  /** Below the title; how many are right if left out. */
  readonly subtitle?: string | undefined;
}

const defaults: Required<FigureOptions> & Pick<PredictionGridOptions, "subtitle"> = { title: "Predictions", theme: "light", width: 760, subtitle: undefined };
const name = "predictionGrid";
const wanted = 92;
const barRoom = 16;
/** A tick or cross stands before the name. */
const signRoom = 14;

function checked(data: Predictions): BatchSize {
  const size = batchSize(name, data);
  checkLabels(name, "labels", data.labels, size.count, data.classes);
  checkLabels(name, "predicted", data.predicted, size.count, data.classes);
  const n = size.count * data.classes.length;
  check(data.probabilities.length === n, name, `probabilities must be [n, classes]. Received ${data.probabilities.length} values for ${size.count} images and ${data.classes.length} classes, which need ${n}.`);
  for (let i = 0; i < n; i++) {
    const value = data.probabilities[i] ?? Number.NaN;
    check(value >= -1e-6 && value <= 1 + 1e-6, name, `probabilities must lie in 0 … 1. Received ${value} at ${i}. Apply softmax to a network's raw scores first.`);
  }
  return size;
}

const probability = ({ probabilities, classes }: Predictions, image: number, of: number): number => Math.min(1, Math.max(0, probabilities[image * classes.length + of] ?? 0));

/** Whether beside every wrong prediction the true class finds room. */
function truthsFit({ labels, predicted, classes }: Predictions, count: number, width: number): boolean {
  return Array.from({ length: count }, (_, i) => i).every((i) => {
    const [truth, taken] = [labels[i] ?? 0, predicted[i] ?? 0];
    const room = width - 14 - textWidth(classes[taken] ?? "", 12, "bold") - 8;
    return truth === taken ? room + 8 >= 0 : room >= textWidth(`is ${classes[truth] ?? ""}`, 11);
  });
}

function inWords(data: Predictions, count: number, right: number): string {
  const wrong = Array.from({ length: count }, (_, i) => i).filter((i) => data.labels[i] !== data.predicted[i]);
  const called = (at: ArrayLike<number>, i: number): string => data.classes[at[i] ?? 0] ?? "";
  const some = wrong.slice(0, 10).map((i) => `image ${i + 1} is ${called(data.labels, i)}, taken for ${called(data.predicted, i)} with ${percent(probability(data, i, data.predicted[i] ?? 0), 0)}`);
  const rest = wrong.length > some.length ? `; and ${grouped(wrong.length - some.length)} more` : "";
  return `${counted(count, "image")}, ${grouped(right)} predicted right. ${wrong.length === 0 ? "None wrong." : `Wrong: ${some.join("; ")}${rest}.`}`;
}

/**
 * Images with what a network takes them for: right ones with a blue title and a tick, wrong ones vermilion with a cross and the
 * true class. The bar is the probability of the predicted class; a notch in it marks that of the true one.
 *
 * @returns an SVG document
 */
export function predictionGrid(data: Predictions, options: PredictionGridOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const size = checked(data);
  const palette = colours(chosen.theme);
  const right = Array.from({ length: size.count }, (_, i) => data.labels[i] === data.predicted[i]).filter(Boolean).length;
  const scale = pixelScale(size, wanted);
  const image = { width: size.width * scale, height: size.height * scale };
  const longest = Math.max(widestText(data.classes.map((text) => `is ${text}`), 11), signRoom + widestText(data.classes, 12, "bold"));
  const oneLine = truthsFit(data, size.count, Math.max(image.width, wanted - 8));
  const above = oneLine ? 20 : 36;
  const tile = { width: Math.max(image.width, Math.min(132, longest + 4), wanted - 8), height: above + image.height + barRoom };
  const columns = tiles(size.count, tile, { x: 18, y: 18 }, chosen.width, 0);
  const subtitle = chosen.subtitle ?? `${grouped(right)} of ${grouped(size.count)} right (${shareOf(right / size.count)})${right < size.count ? "; the notch is the probability of the true class" : ""}`;
  const width = Math.max(columns.width, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(subtitle, 12))));
  const { marks: headings, bottom } = heading(chosen, subtitle, width);
  const grid = tiles(size.count, tile, { x: 18, y: 18 }, chosen.width, bottom + 4);

  const marks: Markup[] = [...headings];
  for (let i = 0; i < size.count; i++) {
    const { x, y } = grid.place(i);
    const [truth, predicted] = [data.labels[i] ?? 0, data.predicted[i] ?? 0];
    const good = truth === predicted;
    const colour = good ? palette.blue : palette.red;
    const line = y + above - 12 - (good || oneLine ? 0 : 17);
    const truthText = `is ${data.classes[truth] ?? ""}`;
    marks.push((good ? tick : cross)(x, line, colour));
    marks.push(label(data.classes[predicted] ?? "", { x: x + signRoom, y: line, vertical: "middle", weight: "bold", width: tile.width - signRoom, fill: colour }));
    if (!good && oneLine) marks.push(label(truthText, { x: x + tile.width, y: line, size: 11, anchor: "end", vertical: "middle", fill: palette.ink }));
    if (!good && !oneLine) marks.push(label(truthText, { x, y: line + 17, size: 11, vertical: "middle", width: tile.width, fill: palette.ink }));
    marks.push(picture(pixelsAt(data, size, i), { x, y: y + above, ...image }));
    marks.push(...bar(data, i, { x, y: y + above + image.height + 10, width: tile.width }, good, colour, chosen));
  }
  return figure({ width, height: grid.bottom + margin, name: "Predictions", description: inWords(data, size.count, right) }, chosen, marks);
}

function bar(data: Predictions, i: number, { x, y, width }: { readonly x: number; readonly y: number; readonly width: number }, good: boolean, colour: string, { theme }: Required<FigureOptions>): readonly Markup[] {
  const { faint, muted, ink } = colours(theme);
  const length = width - textWidth("100\u00a0%", 10) - 5;
  const sure = probability(data, i, data.predicted[i] ?? 0);
  const truth = x + probability(data, i, data.labels[i] ?? 0) * length;
  return [
    element("rect", { x, y: y - 2.5, width: length, height: 5, fill: faint }),
    element("rect", { x, y: y - 2.5, width: sure * length, height: 5, fill: colour }),
    ...(good ? [] : [element("line", { x1: truth, x2: truth, y1: y - 4.5, y2: y + 4.5, stroke: ink, "stroke-width": 1.5 })]),
    label(percent(sure, 0), { x: x + width, y, size: 10, anchor: "end", vertical: "middle", fill: muted }),
  ];
}
