import { finite, recordOf, type FieldsOf, type OptionsOf } from "../record.ts";
import { sizeOf, type Generator } from "./initializer.ts";

/** Every number the same. PyTorch `init.constant_`, Keras `Constant`. */
export interface Constant {
  readonly kind: "constant";
  readonly value: number;
}

const fields: FieldsOf<Constant> = { value: finite };
export const constant = (options: OptionsOf<Constant> = {}): Constant => recordOf({ kind: "constant", value: 0 }, fields, options);
export const zeros = (): Constant => constant({ value: 0 });
export const ones = (): Constant => constant({ value: 1 });

export const generateConstant: Generator<Constant> = ({ value }, spec) => new Float32Array(sizeOf(spec)).fill(value);
