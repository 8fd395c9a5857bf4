import type { Embedding } from "@convscope/core";
import type { EmitTraining } from "./trainingEmission.ts";

/** The vector of the token that fills up takes part, but nothing comes back to it. */
export const embedding: EmitTraining<Embedding> = ({ paddingIndex }, [x], to) => {
  const { tape } = to;
  const tokens = to.tokens(x);
  const y = tape.op("Gather", [to.weight("weight"), tokens]);
  if (paddingIndex === "none") return to.withLast(y);
  const isPadding = tape.op("Equal", [tape.reshape(tokens, [...tape.dims(tokens), 1]), tape.wholes([paddingIndex])]);
  return to.withLast(tape.op("Where", [isPadding, tape.recorder.detached(y), y]));
};
