import { dense, graph } from "@convscope/core";
import type { Callback, EpochLog, Training } from "../callback.ts";
import { network } from "../network.ts";
import { useBackend } from "../useBackend.ts";

/** Asks a callback what a training of these epochs would ask it, beginning after the first `done`. */
export async function goThrough(callback: Callback, history: readonly EpochLog[], done: number = 0): Promise<void> {
  const net = await network(graph("point", [1], { fc: dense(1) }), { engine: await useBackend("cpu") });
  const after = (epochs: number): Training => ({ network: net, history: history.slice(0, epochs), state: async () => ({ history: history.slice(0, epochs), weights: await net.weights(), optimizer: await net.optimizerState() }) });
  await callback.onTrainBegin?.(after(done));
  for (const [i, log] of history.entries()) if (i >= done) await callback.onEpochEnd?.(log, after(i + 1));
  await callback.onTrainEnd?.(after(history.length));
  net.dispose();
}
