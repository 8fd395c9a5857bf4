import type { OperationRow } from "../operationRow.ts";
import { augMixOperation, type AugMixed } from "./augMix.ts";

/** Operations made of operations. */
export type PolicyOperation = AugMixed;

export const policyOperations: { readonly [K in PolicyOperation["kind"]]: OperationRow<Extract<PolicyOperation, { kind: K }>> } = {
  augMix: augMixOperation,
};
