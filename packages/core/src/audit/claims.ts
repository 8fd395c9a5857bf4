import type { Layer } from "../layers/table.ts";
import type { Shape } from "../shape.ts";

/** A number as `2.4K` tells it: 2,400, known to the next 100. It is right where the true number rounds to it. */
export interface RoundedNumber {
  readonly about: number;
  readonly unit: number;
}

/** One row of a table as somebody has written it. What is left out is not checked. */
export interface ClaimedRow {
  readonly name: string;
  /** The layer, or words that describe it: `conv2d 8 5x5`. Left out, the name must hold them: `conv1 (Conv 5×5, 8)`. */
  readonly layer?: Layer | string;
  /** `[height, width, channels]`, or as much of it as is claimed. */
  readonly output?: Shape;
  /** The number of values in the output. */
  readonly size?: number | RoundedNumber;
  /** Learned parameters. */
  readonly params?: number | RoundedNumber;
}

/** A table of claims: layers one after the other, dense layers on flattened maps. */
export interface Claims {
  readonly title?: string;
  readonly rows: readonly ClaimedRow[];
  /** The claimed sum of the parameters. */
  readonly total?: number | RoundedNumber;
}

/** A table file that cannot be read. */
export class TableError extends RangeError {
  override readonly name = "TableError";
}
