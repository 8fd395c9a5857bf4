import { curvePanel, namesFit } from "./curve-panel.ts";
import type { Curve } from "./curve-panel.ts";
import { figure, heading, margin } from "./figure.ts";
import { counted, figures, listed, percent } from "./format.ts";
import { bestRow, chosenBy, chosenInWords, measured, smoothed } from "./history.ts";
import type { Best, Chosen, EpochRow, Part, Quantity, TrainingRun } from "./history.ts";
import { lineLegend } from "./legend.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { ratePanel, ratesInWords, ratesOf } from "./rate-panel.ts";
import type { Markup } from "./svg.ts";
import { colours, seriesStyle } from "./theme.ts";

/** How training curves are drawn. */
export interface TrainingCurvesOptions extends FigureOptions {
  /** Default `linear`; `log` leaves out losses of zero and below. */
  readonly lossScale?: "linear" | "log";
  /** Which epoch is marked: by validation accuracy (default) or loss, a given epoch, or none. */
  readonly best?: Best;
  /** How the epoch was chosen that `best` gives by its number; "" (default) if that is not to be told. */
  readonly chosenBy?: Chosen | "";
  /** Whether the marked epoch's weights are those that were kept, which a history alone cannot tell; "best" is written in place of "kept" unless it says so. */
  readonly kept?: boolean;
  /** Lines are running means, in which each earlier epoch counts so many times as much as the one after it: 0 (default), which changes nothing, up to, but not, 1. What was measured stands faint behind them. */
  readonly smooth?: number;
  /** A line below the title, such as how the values were measured. */
  readonly note?: string;
}

const defaults: Required<TrainingCurvesOptions> = { title: "Training", theme: "light", width: 760, lossScale: "linear", best: "valAccuracy", chosenBy: "", kept: false, smooth: 0, note: "" };
const name = "trainingCurves";
const panelHeight = 270;
const rateHeight = 150;

/** With more runs than this names go below, and training is left out where there is validation: there would be nothing to see. */
const mostNamed = 6;
const parts: readonly Part[] = ["training", "validation"];

const has = (runs: readonly TrainingRun[], quantity: Quantity, part: Part): boolean => runs.some(({ history }) => history.some((row) => measured(row, quantity, part) !== undefined));

function checked(runs: readonly TrainingRun[], { lossScale, chosenBy: told, smooth }: Required<TrainingCurvesOptions>): void {
  check(runs.length > 0, name, "there must be a run to draw. Received none.");
  for (const run of runs) {
    const of = run.name === "" ? "the history" : `the history of ${run.name}`;
    check(run.history.length > 0, name, `${of} must hold at least one epoch. Received none. Train first, or pass the history of a run's run.json.`);
    const wrong = run.history.find(({ epoch }) => !Number.isInteger(epoch));
    check(wrong === undefined, name, `every epoch must be a whole number. Received ${wrong?.epoch} in ${of}.`);
  }
  check(lossScale === "linear" || lossScale === "log", name, `lossScale must be linear or log. Received "${lossScale}".`);
  check(smooth >= 0 && smooth < 1, name, `smooth must be from 0 up to, but not, 1. Received ${smooth}.`);
  check(["", "valAccuracy", "valLoss"].includes(told), name, `chosenBy must be valAccuracy or valLoss. Received "${told}".`);
}

const shown = (quantity: Quantity, value: number): string => (quantity === "accuracy" ? percent(value, 2) : figures(value));

function runInWords({ name: called, history }: TrainingRun, { best: wanted, chosenBy: told, kept }: Required<TrainingCurvesOptions>): string {
  const [best, chosen] = [bestRow(history, wanted), chosenBy(wanted, told)];
  const changes = (["loss", "accuracy"] as const).flatMap((quantity) =>
    parts.flatMap((part) => {
      const found = history.map((row) => measured(row, quantity, part)).filter((value) => value !== undefined);
      const [first, last] = [found[0], found[found.length - 1]];
      if (first === undefined || last === undefined) return [];
      return [`${part} ${quantity} ${found.length === 1 ? shown(quantity, last) : `from ${shown(quantity, first)} to ${shown(quantity, last)}`}`];
    }),
  );
  const start = `${called === "" ? "" : `${called}, `}${counted(history.length, "epoch")}: ${listed(changes)}.`;
  return best === undefined ? start : `${start} ${kept ? "Kept" : chosen === undefined ? "Marked" : "Best"}: epoch ${best.epoch}${chosen === undefined ? "" : `, ${chosenInWords[chosen]}`}.`;
}

/** What was measured, faint, and its running means before it. */
function smoothing(curves: readonly Curve[], { smooth }: Required<TrainingCurvesOptions>): readonly Curve[] {
  if (smooth === 0) return curves;
  const measuredOnes = curves.map((curve): Curve => ({ ...curve, width: 1, opacity: 0.4, dash: undefined, dots: false, named: false }));
  return [...measuredOnes, ...curves.map((curve): Curve => ({ ...curve, history: smoothed(curve.history, smooth), dots: false, best: undefined }))];
}

/** One run: its training is grey, its validation blue. Several: a colour each, their training thin and dashed. */
function curvesOf(runs: readonly TrainingRun[], options: Required<TrainingCurvesOptions>, quantity: Quantity, named: boolean): readonly Curve[] {
  const palette = colours(options.theme);
  const validated = has(runs, quantity, "validation");
  return parts.flatMap((part) =>
    runs.flatMap(({ name: called, history }, i): Curve[] => {
      if (!has([{ name: called, history }], quantity, part)) return [];
      const best = part === "validation" ? bestRow(history, options.best) : undefined;
      if (runs.length === 1) {
        const colour = part === "training" ? palette.axis : palette.blue;
        return [{ name: part, history, part, colour, dash: undefined, width: part === "training" ? 1.5 : 2, dots: true, named: true, dotted: false, best }];
      }
      const { colour, dash } = seriesStyle(palette, i);
      if (part === "training" && validated && runs.length > mostNamed) return [];
      const thin = part === "training" && validated;
      return [{ name: called, history, part, colour, dash: thin ? "1 3" : dash, width: thin ? 1.2 : 2, dots: !thin, named: named && (part === "validation" || !validated), dotted: true, best }];
    }),
  );
}

function draw(runs: readonly TrainingRun[], given: TrainingCurvesOptions): string {
  const options = settings(name, given, defaults);
  checked(runs, options);
  const { theme, width, lossScale } = options;
  const several = runs.length > 1;
  const chosen = chosenBy(options.best, options.chosenBy);
  const rings = options.best === "none" ? "" : ` Rings: ${chosen === undefined ? `the epoch ${options.kept ? "kept" : "marked"}` : `epoch of ${chosenInWords[chosen]}`}.`;
  const lines = several && has(runs, "loss", "validation") ? `${runs.length > mostNamed ? "Validation." : "Solid lines: validation. Dotted lines: training."}${rings}` : "";
  const means = options.smooth === 0 ? "" : `Lines: running means, in which each earlier epoch counts ${figures(options.smooth)} times as much as the next; behind them what was measured.`;
  const subtitle = [lines, means, options.note].filter((text) => text !== "").join(" ");
  const { marks: above, bottom } = heading(options, subtitle, width);
  const quantities = (["loss", "accuracy"] as const).filter((quantity) => quantity === "loss" || parts.some((part) => has(runs, quantity, part)));
  const beside = width >= 600 && quantities.length > 1;
  const gap = 28;
  const panelWidth = beside ? (width - 2 * margin - gap) / 2 : width - 2 * margin;
  const direct = !several || (namesFit(runs.length, panelHeight) && runs.length <= mostNamed);

  const marks: Markup[] = [...above];
  quantities.forEach((quantity, i) => {
    const area = { x: margin + (beside ? i * (panelWidth + gap) : 0), y: bottom + (beside ? 0 : i * (panelHeight + 8)), width: panelWidth, height: panelHeight };
    marks.push(...curvePanel({ quantity, scale: quantity === "loss" ? lossScale : "linear", curves: smoothing(curvesOf(runs, options, quantity, direct), options), theme, chosen, kept: options.kept }, area));
  });
  const panelsEnd = bottom + (beside ? panelHeight : quantities.length * (panelHeight + 8) - 8);
  const rates = ratesOf(runs.map(({ history }, i) => ({ history, ...(several ? seriesStyle(colours(theme), i) : { colour: colours(theme).axis, dash: undefined }) })));
  if (rates.length > 0) marks.push(...ratePanel(rates, theme, { x: margin, y: panelsEnd + 8, width: width - 2 * margin, height: rateHeight }));
  const end = panelsEnd + (rates.length > 0 ? 8 + rateHeight : 0);
  const legend = direct ? { marks: [], height: 0 } : lineLegend(runs.map((run, i) => ({ name: run.name, ...seriesStyle(colours(theme), i) })), theme, margin, end + 10, width - 2 * margin);
  const description = [...runs.map((run) => runInWords(run, options)), ...(rates.length > 0 && !several ? [`The ${ratesInWords(rates[0]?.rows ?? [])}.`] : [])].join(" ");
  return figure({ width, height: end + (direct ? 0 : 10) + legend.height + margin, name: "Training curves", description }, options, [...marks, ...legend.marks]);
}

/**
 * Loss and accuracy of one training over its epochs, and the learning rate below them where the history tells of one that changes.
 *
 * @returns an SVG document
 */
export function trainingCurves(history: readonly EpochRow[], options: TrainingCurvesOptions = {}): string {
  return draw([{ name: "", history }], options);
}

/**
 * Loss and accuracy of several trainings over each other, in the order given, and their learning rates where one changes.
 *
 * @returns an SVG document
 */
export function compareTrainings(runs: readonly TrainingRun[], options: TrainingCurvesOptions = {}): string {
  return draw(runs, { title: "Training runs", ...options });
}
