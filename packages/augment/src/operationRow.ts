import type { Fields } from "./field.ts";
import type { ImageShape } from "./image.ts";
import type { Operation } from "./operation.ts";
import type { Sample } from "./sample.ts";

/** What every operation may say of itself, for people: `rotate 7.3°`. */
export interface Labelled {
  readonly label?: string;
}

/** Does the operations inside an operation. */
export type ApplyInner = (sample: Sample, operations: readonly Operation[]) => Sample;

/** One kind of operation. */
export interface OperationRow<O> {
  readonly fields: Fields<O>;
  /** The shape that an image gets; it keeps its own unless given. */
  readonly shape?: (operation: O, shape: ImageShape) => ImageShape;
  readonly apply: (sample: Sample, operation: O, applyInner: ApplyInner) => Sample;
}
