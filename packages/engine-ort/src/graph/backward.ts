import type { GradientRule } from "@convscope/nn";
import type { Recorder } from "./recorder.ts";
import { Tape } from "./tape.ts";

/** What a derivative is given beside its operation and the gradients of the outputs. */
export class Backward extends Tape {
  constructor(
    recorder: Recorder,
    name: string,
    readonly rule: GradientRule,
    /** Whether the gradient of an input is asked for: of the pixels, or of a frozen weight, it is not. */
    readonly wants: (input: number) => boolean,
  ) {
    super(recorder, name);
  }
}
