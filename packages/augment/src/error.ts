/** Something that cannot be augmented, or a pipeline that is none. The message says where, the rule, what was received and the way out. */
export class AugmentError extends RangeError {
  override readonly name = "AugmentError";
}
