import { attempt } from "../audit/diagnose.ts";
import { slip, type Mistake, type MistakeId, type Slip } from "../audit/mistake.ts";
import { parameterMistakes } from "../audit/parameterMistakes.ts";
import { shapeMistakes, shapeOfSituation } from "../audit/shapeMistakes.ts";
import { countParameters, situation, type Situation } from "../audit/situation.ts";
import type { Layer } from "../layers/table.ts";
import type { Shape } from "../shape.ts";

const values = <S>(right: S, mistakes: readonly Mistake<S>[], value: (s: S) => number): Slip[] =>
  mistakes.flatMap((mistake) => attempt({ value }, right, mistake).map((found) => slip(mistake.id, found.value)));

/** The wrong heights that shape slips lead to. */
export const wrongHeights = (layer: Layer, input: Shape): Slip[] =>
  values(situation(layer, [input]), shapeMistakes.filter(({ id }) => id !== "channelsFirst"), (s) => shapeOfSituation(s)[0] ?? NaN);

/** The wrong counts that parameter slips lead to. */
export const wrongParameters = (layer: Layer, input: Shape, around: Pick<Situation, "flattened" | "earlier"> = {}): Slip[] => values(situation(layer, [input], around), parameterMistakes, countParameters);

/** The wrong count of one slip, or the right one where it cannot happen. */
export function mistakenParameters(id: MistakeId, layer: Layer, input: Shape, around: Pick<Situation, "flattened" | "earlier"> = {}): number {
  const right = situation(layer, [input], around);
  const mistake = parameterMistakes.find((one) => one.id === id);
  const [found] = mistake ? attempt({ value: countParameters }, right, mistake) : [];
  return found?.value ?? countParameters(right);
}
