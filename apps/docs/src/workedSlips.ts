import { lectureSlips, working, type LectureSlip } from "@convscope/core";
import { shown } from "./shown.ts";

/** A slip as it is shown: the claim, the truth, and how it comes about. */
export interface WorkedSlip {
  readonly id: string;
  readonly claim: string;
  readonly truth: string;
  readonly because: string;
  readonly working: string;
  readonly source: string;
  /** Whether the working comes to the truth, and the claim does not. */
  readonly holds: boolean;
}

/** What the slips are about, in the order of a course. */
export const themes: Readonly<Record<string, readonly string[]>> = {
  "Sizes": ["ceiling", "alexnetPool"],
  "Parameters of the table": ["conv1", "conv2", "fc3", "fc4", "fc5", "total"],
  "Dense layers on pictures": ["fullHd", "perNeuron28", "perNeuron200"],
  "The loop of the 9 and the X": ["loopHalf", "loopRow4", "loopRow5", "crossCorner", "crossMiddle"],
  "Others that one can work out": ["crops227", "leakyRelu", "split"],
};

const written = (value: number, unit: string): string => `${Number.isInteger(value) ? value.toLocaleString("en-GB") : shown(value)} ${unit}`.trimEnd();

function workedSlip({ id, claim, claimed, truth, unit, because, working: work }: LectureSlip): WorkedSlip {
  const { expression, value, source } = work();
  const line = working(expression, value, "text");
  return { id, claim, truth: written(truth, unit), because, working: line, source, holds: Math.abs(value - truth) < 1e-9 && Math.abs(value - claimed) > 1e-9 };
}

/** The slips of a theme, each worked out anew. */
export const slipsOf = (theme: string): readonly WorkedSlip[] => (themes[theme] ?? []).flatMap((id) => lectureSlips.filter((one) => one.id === id)).map(workedSlip);
