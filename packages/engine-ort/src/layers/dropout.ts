import type { Dropout } from "@convscope/core";
import { dropped } from "./dropped.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** One draw for each value. */
export const dropout: EmitTraining<Dropout> = ({ rate }, [given], to) => {
  const x = to.ordered(given);
  return dropped(x, rate, [to.batch, ...x.shape], to);
};
