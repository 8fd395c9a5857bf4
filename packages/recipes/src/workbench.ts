import type { DatasetName, ImageDataset } from "@convscope/datasets";
import { fit, trainGan, type Arrays, type Engine, type GanLog } from "@convscope/nn";
import type { Workbench } from "./recipe.ts";

export interface WorkbenchOptions {
  readonly engine: Engine;
  /** Where data sets come from. */
  readonly data: (name: DatasetName, samples?: { readonly train?: number; readonly test?: number }) => Promise<ImageDataset>;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly say?: (text: string) => void;
}

/** A workbench that keeps nothing: every stage is trained from its beginning. */
export function workbench({ engine, data, seed = 1, signal = new AbortController().signal, say = () => undefined }: WorkbenchOptions): Workbench {
  return {
    engine, seed, signal, data, say,
    async fit(_stage, network, samples, options) {
      const result = await fit(network, samples, { ...options, signal });
      signal.throwIfAborted();
      return result;
    },
    async gan(_stage, options, look) {
      const history: GanLog[] = [];
      let kept: Arrays = {};
      for await (const event of trainGan({ ...options, signal })) {
        if (event.kind !== "epoch") continue;
        history.push(event.log);
        kept = { ...kept, ...(await look?.(event.log)) };
      }
      signal.throwIfAborted();
      return { history, kept };
    },
  };
}
