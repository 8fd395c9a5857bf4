import type { Work } from "./job.ts";
import { loadOf, type Kept } from "./kept.ts";
import type { Crew } from "./pipelineFrom.ts";
import type { Source } from "./source.ts";

/** Work on the calling thread, one batch after another; a batch is one piece, which needs no copy. */
export function workHere(source: Source, work: Work, kept?: Kept): Crew {
  let before: Promise<unknown> = Promise.resolve();
  return {
    piece: Number.MAX_SAFE_INTEGER,
    run(indices, epoch, stop) {
      const part = before.then(async () => {
        const done = await work({ epoch, loads: Array.from(indices, (index) => loadOf(source, index, kept)) }, stop);
        for (const { index, sample } of done.kept) kept?.keep(index, sample);
        return done;
      });
      before = part.catch(() => undefined);
      return part;
    },
    end: () => Promise.resolve(),
  };
}
