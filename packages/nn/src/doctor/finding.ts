/** Something that a check saw and that a person should know, with the way out. */
export interface Finding {
  /** The name of the check. */
  readonly check: string;
  /** `wrong`: the training cannot work as it should; `suspect`: it may be meant so, and mostly is not. */
  readonly level: "wrong" | "suspect";
  /** What is the matter, in a few words. */
  readonly title: string;
  /** The numbers that say so. */
  readonly measured: string;
  /** What follows from it. */
  readonly why: string;
  readonly wayOut: string;
  /** The nodes, inputs or outputs that it is about. */
  readonly where?: readonly string[];
}

/** One check that was made, whatever came of it. */
export interface Checked {
  /** Its name. */
  readonly check: string;
  /** What it asks. */
  readonly asks: string;
  /** What it measured; or, where it does not apply, why. */
  readonly measured: string;
  /** False where it does not apply to this training. */
  readonly made: boolean;
  readonly findings: readonly Finding[];
}

export interface Diagnosis {
  /** Every check in its order: a report says what was looked at, too. */
  readonly checks: readonly Checked[];
  /** Of all checks: what is wrong first. */
  readonly findings: readonly Finding[];
}

/** What a check tells of itself: measurements and findings, or why it does not apply. */
export type Examined = { readonly measured: string; readonly findings: readonly Omit<Finding, "check">[]; /** Why no network can be run on these data. */ readonly unusable?: string } | { readonly leftOut: string };
