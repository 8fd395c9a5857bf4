import type { Part } from "../catalogue/catalogue.ts";
import type { FindingKind } from "./explanations.ts";

/**
 * How bad a finding is: an `error` makes a training fail or its result wrong, a `warning` probably spoils it a little,
 * a `note` is worth a look.
 */
export type Severity = "error" | "warning" | "note";

/** A picture of the data set. */
export interface PicturePlace {
  readonly part: Part;
  /** Its place in the part. */
  readonly index: number;
  /** Its file, where it has one. */
  readonly file?: string;
  /** The name of its class; none for a label that is none. */
  readonly class?: string;
}

/** Pictures that show what a finding means: one, or some that belong together, such as copies of each other. */
export interface Example {
  /** None where no picture is meant, such as for a class without any. At most eight of those that belong together. */
  readonly pictures: readonly PicturePlace[];
  /** What is the matter with them, in a few words. */
  readonly detail: string;
}

/** One thing that the check found. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** How many pictures (of `missing`, `few` and `imbalance`: classes) it is about. */
  readonly count: number;
  /** It in a few words, with the count. */
  readonly title: string;
  /** Why it matters. */
  readonly explanation: string;
  readonly wayOut: string;
  /** The worst ones first; no more than were asked for. */
  readonly examples: readonly Example[];
}

/** One part of the data set. */
export interface PartReport {
  readonly part: Part;
  readonly pictures: number;
  /** `[classes]`: pictures of each class; of data with boxes, the boxes of each. */
  readonly classCounts: readonly number[];
}

/** The least, the middle and the greatest of many numbers. */
export interface Range {
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

/** Of the pictures that could be read. */
export interface Statistics {
  /** Pixels. */
  readonly width: Range;
  readonly height: Range;
  /** Whether all have one size. */
  readonly oneSize: boolean;
  /** Mean brightness of a picture, 0 black to 1 white. */
  readonly brightness: Range;
  /** Per channel on the scale 0 to 1, of the training part, every picture counting the same: one number if all of it is grey, else three. */
  readonly mean: readonly number[];
  /** The standard deviation that belongs to `mean`: of a picture's pixels around the mean of all. */
  readonly std: readonly number[];
}

/** What a check of a data set found. Plain data. */
export interface QualityReport {
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  readonly parts: readonly PartReport[];
  /** None if no picture could be read. */
  readonly statistics?: Statistics;
  /** Errors first, then warnings, then notes. */
  readonly findings: readonly Finding[];
}
