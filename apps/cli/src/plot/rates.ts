import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from "@convscope/nn";
import type { RateCurve } from "@convscope/viz";
import { CommandError } from "../failure.ts";
import { numbersOf, placeOf, type TableFile } from "./table-file.ts";

/** What a classifier says of samples: the name of each true class, and of each class a score. */
export interface Scored {
  readonly labels: readonly string[];
  readonly scores: readonly { readonly class: string; readonly values: ArrayLike<number> }[];
}

/** Scores in a table: a column of the true class and one for each class, or a single one of a yes-or-no score. */
export function scoredOf(table: TableFile, positive: string | undefined): Scored {
  const truth = placeOf(table, ["true", "label", "truth", "ytrue", "target", "actual", "class"]);
  if (truth < 0) throw new CommandError(`${table.file}: must have a column "true" or "label" with the true class. Received ${table.columns.join(", ")}.`);
  const labels = table.rows.map((row) => row[truth] ?? "");
  const classes = [...new Set(labels)].sort();
  const columns = table.columns.map((name, place) => ({ name, place })).filter(({ place }) => place !== truth && numbersOf(table, place).every(Number.isFinite));
  const named = columns.filter(({ name }) => classes.includes(name));
  if (positive !== undefined && !classes.includes(positive)) throw new CommandError(`${table.file}: there is no class "${positive}". Classes: ${classes.slice(0, 20).join(", ")}.`);
  if (named.length > 0) return { labels, scores: named.filter(({ name }) => positive === undefined || name === positive).map(({ name, place }) => ({ class: name, values: numbersOf(table, place) })) };
  const [only, ...others] = columns;
  if (!only || others.length > 0) throw new CommandError(`${table.file}: must have one column of scores, or one for each class that is named as the class. Received scores ${columns.map(({ name }) => name).join(", ") || "none"}, and classes ${classes.slice(0, 20).join(", ")}.`);
  return { labels, scores: [{ class: positive ?? classes.at(-1) ?? "", values: numbersOf(table, only.place) }] };
}

/** Points nearer to each other than this cannot be told apart. */
const near = 1 / 400;

/** A curve without the points that stand where the last one does. */
function thinned(points: readonly (readonly [x: number, y: number])[]): readonly (readonly [number, number])[] {
  let [x, y] = [NaN, NaN];
  return points.filter((point, i) => {
    const far = !(Math.abs(point[0] - x) < near && Math.abs(point[1] - y) < near);
    if (far) [x, y] = point;
    return far || i === points.length - 1;
  });
}

/** Curves of each class against all others; those that every sample has, or none, have no curve. */
export function rateCurvesOf({ labels, scores }: Scored, which: "roc" | "pr"): readonly (RateCurve & { readonly area: number })[] {
  const curves = scores.flatMap(({ class: name, values }) => {
    const is = Uint8Array.from(labels, (label) => Number(label === name));
    const positives = is.reduce((sum, one) => sum + one, 0);
    if (positives === 0 || positives === is.length) return [];
    if (which === "roc") {
      const { fpr, tpr } = rocCurve(is, values);
      return [{ name, points: thinned(fpr.map((x, i) => [x, tpr[i] ?? NaN] as const)), area: rocAuc(is, values) }];
    }
    const { precision, recall } = precisionRecallCurve(is, values);
    return [{ name, points: thinned(recall.map((x, i) => [x, precision[i] ?? NaN] as const).reverse()), area: averagePrecision(is, values), ...(scores.length === 1 && { positives: positives / is.length }) }];
  });
  if (curves.length === 0) throw new CommandError(`there must be samples of a class and of others. Received only ${[...new Set(labels)].slice(0, 5).join(", ")}.`);
  return curves;
}
