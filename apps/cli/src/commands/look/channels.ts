import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { inferShapes, type Graph } from "@convscope/core";
import { UsageError } from "../../failure.ts";
import { whole } from "../../values.ts";

/** Whole numbers with commas between them. */
function numbers(text: string): readonly number[] {
  const words = text.split(",").map((word) => word.trim());
  if (!words.every((word) => /^\d+$/.test(word))) throw new InvalidArgumentError(`It must be whole numbers such as 0,1,2. Received "${text}".`);
  return words.map(Number);
}

export const channelsOption = (): Option<"--channels <numbers>", undefined, undefined, readonly number[]> => new Option("--channels <numbers>", "channels of the node, such as 0,5,7").argParser(numbers);

export const limitOption = (most: number): Option<"--limit <n>", undefined, undefined, number> => new Option("--limit <n>", `so many channels, from the first on (default ${most})`).argParser(whole(1));

/** The channels that were asked for, else the first of a node. */
export function channelsOf(graph: Graph, node: string, { channels, limit }: { readonly channels?: readonly number[] | undefined; readonly limit?: number | undefined }, usual: number): readonly number[] {
  if (channels !== undefined && limit !== undefined) throw new UsageError("--channels and --limit both say which channels. Give one.");
  // An unknown node has no shape: whoever looks at it refuses it.
  const count = inferShapes(graph).get(node)?.at(-1) ?? 1;
  return channels ?? Array.from({ length: Math.min(limit ?? usual, count) }, (_, c) => c);
}

/** Three digits, as figures write them. */
export function figures(value: number): string {
  const tiny = value !== 0 && Math.abs(value) < 1e-3;
  return String(tiny ? value.toExponential(1) : Number(value.toPrecision(3))).replaceAll("-", "−");
}
