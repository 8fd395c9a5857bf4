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
  examine(exam: Exam): Promise<Examined>;
}
