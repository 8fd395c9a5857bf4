import { trainGan } from "@convscope/nn";
import type { Workbench } from "@convscope/recipes";
import { duration } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { readGanCheckpoint, writeGanCheckpoint } from "./ganCheckpoint.ts";
import { announceStage, stageFile } from "./stageFile.ts";

/**
 * Trains a generator against a discriminator into the folder of a recipe: a checkpoint after each epoch. After the last one it holds
 * all that the stage came to, so that nothing is left to train when it is gone on with.
 */
export function stageGan(terminal: Terminal, folder: string): Workbench["gan"] {
  return async (stage, options, look) => {
    const path = stageFile(folder, stage);
    const before = readGanCheckpoint(path);
    announceStage(terminal, stage, before?.state);
    const history = [...(before?.state.history ?? [])];
    let kept = before?.kept ?? {};
    let since = performance.now();
    for await (const event of trainGan({ ...options, signal: terminal.signal, ...(before && { resume: before.state }) })) {
      if (event.kind !== "epoch") continue;
      const { epoch, realScore, madeScore } = event.log;
      history.push(event.log);
      kept = { ...kept, ...(await look?.(event.log)) };
      await writeGanCheckpoint(path, { state: await event.state(), kept });
      terminal.err(`epoch ${epoch}/${options.epochs}  D(real) ${realScore.toFixed(2)}  D(made) ${madeScore.toFixed(2)}  ${terminal.colors.dim(duration((performance.now() - since) / 1000))}\n`);
      since = performance.now();
    }
    terminal.signal.throwIfAborted();
    return { history, kept };
  };
}
