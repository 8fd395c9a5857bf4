import { branches, type Block, type BlockList, type BlockRun, type Branches } from "./block.ts";
import { GraphError } from "./errors.ts";
import { channelSlice } from "./layers/channelSlice.ts";
import type { Layer } from "./layers/table.ts";

/**
 * Cuts the channels into parts, runs a block on each, and joins the ends: `split(2, [[], body], concatenate())` sends one half
 * through `body` and leaves the other. ONNX `Split`, PyTorch `chunk` and `split`.
 *
 * @param sizes how many equal parts, or the channels of each part
 * @param parts one block per part; an empty list leaves a part as it is. Its slice is the node `slice` beside the block's own nodes.
 * @throws GraphError where the numbers of sizes and parts differ.
 */
export function split(sizes: number | readonly number[], parts: BlockList | BlockRun, join: Layer): Branches {
  const named = Object.entries(parts).filter((entry): entry is [string, Block] => entry[1] !== undefined);
  const count = typeof sizes === "number" ? sizes : sizes.length;
  if (named.length !== count) throw new GraphError(`split: there must be one block for each part. Received ${named.length} block${named.length === 1 ? "" : "s"} for ${count} part${count === 1 ? "" : "s"}.`);
  const slice = (i: number): Layer => {
    if (typeof sizes === "number") return channelSlice(i, i + 1, { parts: sizes });
    const start = sizes.slice(0, i).reduce((a, b) => a + b, 0);
    return channelSlice(start, start + (sizes[i] ?? 0));
  };
  // The empty name keeps the nodes of the part where they would stand without the slice.
  const cut = named.map(([name, part], i): [string, BlockRun] => [name, { slice: slice(i), "": part }]);
  return branches(Array.isArray(parts) ? cut.map(([, run]) => run) : Object.fromEntries(cut), join);
}
