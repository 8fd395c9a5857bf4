import type { Call } from "./kernel.ts";

/** The numbers that an operation has beside its arrays. */
export type Parameters = (call: Call) => readonly number[];

/** Hands them to the kernel that is called next. */
export function setParameters(call: Call, parameters: Parameters | undefined): void {
  parameters?.(call).forEach((value, i) => call.backend.exports.setParameter(i, value));
}
