import type { Callback } from "../callback.ts";
import type { TextLogOptions } from "./csvLog.ts";

export interface JsonLinesLogOptions extends TextLogOptions {
  /** A line for each step too, with the means over its epoch so far; those of epochs before a training goes on are not known any more. */
  readonly steps?: boolean;
}

/** The history as one JSON record a line, as a program reads it: `{"epoch":1,"loss":0.5,…}`; that of a step has `seen`, the samples of its epoch so far. What is not a number is null. */
export function jsonLinesLog({ write, steps = false }: JsonLinesLogOptions): Callback {
  const line = (record: object): string => `${JSON.stringify(record)}\n`;
  return {
    async onTrainBegin({ history }) {
      if (history.length > 0) await write(history.map(line).join(""));
    },
    ...(steps && { onBatchEnd: ({ epoch, seen, means, learningRate }) => write(line({ epoch, seen, ...means, learningRate })) }),
    onEpochEnd: (log) => write(line(log)),
  };
}
