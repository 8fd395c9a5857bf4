import { figureNames } from "./figure.ts";
import type { SceneFigure } from "./scenes.ts";

/**
 * What one or two figures of a scene are, as words: `a large red circle`, `a large red circle left of a small blue square`, `a small green
 * triangle above a large green circle`. The figure further left comes first where they lie beside each other, else the one further up, so
 * that there is one caption for each picture.
 */
export function sceneCaption(figures: readonly SceneFigure[]): string[] {
  const [first, second, third] = figures;
  if (first === undefined || third !== undefined) throw new RangeError(`sceneCaption: a caption tells of one or two figures. Received ${figures.length}. shapeScenes({ most: 2 }) draws no more.`);
  if (second === undefined) return described(first);
  const [across, down] = [middle(second, 0) - middle(first, 0), middle(second, 1) - middle(first, 1)];
  const beside = Math.abs(across) > Math.abs(down);
  const ordered = (beside ? across : down) > 0 ? [first, second] as const : [second, first] as const;
  return [...described(ordered[0]), ...(beside ? ["left", "of"] : ["above"]), ...described(ordered[1])];
}

const described = ({ size, colour, label }: SceneFigure): string[] => ["a", size, colour, figureNames[label] ?? ""];

/** Where a box has its middle, along x (0) or y (1). */
const middle = ({ box }: SceneFigure, axis: 0 | 1): number => (box[axis] + box[axis === 0 ? 2 : 3]) / 2;
