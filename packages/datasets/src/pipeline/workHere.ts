import type { Work } from "./job.ts";
import { loadOf, type Kept } from "./kept.ts";
import type { Crew } from "./pipelineFrom.ts";
import type { Source } from "./source.ts";

/** Work on the calling thread; a batch is one piece, which needs no copy. */
export function workHere(source: Source, work: Work, kept?: Kept): Crew {
  return {
    piece: Number.MAX_SAFE_INTEGER,
    async run(indices, epoch, stop) {
      const part = await work({ epoch, loads: Array.from(indices, (index) => loadOf(source, index, kept)) }, stop);
      for (const { index, sample } of part.kept) kept?.keep(index, sample);
      return part;
    },
    end: () => Promise.resolve(),
  };
}
