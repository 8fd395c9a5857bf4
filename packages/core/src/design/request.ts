/** A wish that cannot be met, or that contradicts itself. */
export class DesignError extends RangeError {
  override readonly name = "DesignError";
}

/** Throws unless the condition holds: what must be, what was received, and the way out. */
export function wish(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new DesignError(`design: ${rule}`);
}
