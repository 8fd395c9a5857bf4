import type { Exam } from "./exam.ts";
import type { Examined } from "./finding.ts";

/** Something the doctor looks at. */
export interface Check {
  /** In a few words, as a question. */
  readonly asks: string;
  /** What it takes at most. */
  readonly cost: string;
  /** Whether it is cheap enough to be made before every training. */
  readonly quick: boolean;
  /** Whether it runs the network, which data that do not fit make impossible. */
  readonly runs: boolean;
  /** Whether it asks about a training that is about to begin, about what has come of one, or about both. */
  readonly of: "beginning" | "kept" | "both";
  examine(exam: Exam): Promise<Examined>;
}
