import type { OperationRow } from "../operationRow.ts";
import { normalizeOperation, type Normalized } from "./normalize.ts";

/** Operations that change the numbers of pixels and leave them where they are. */
export type ColourOperation = Normalized;

export const colourOperations: { readonly [K in ColourOperation["kind"]]: OperationRow<Extract<ColourOperation, { kind: K }>> } = {
  normalize: normalizeOperation,
};
