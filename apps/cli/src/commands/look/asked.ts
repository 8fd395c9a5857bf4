import { basename, resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { CifarLabels } from "@convscope/datasets";
import { network, type Network } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../../backends.ts";
import { command } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { labelsOption } from "../../labels.ts";
import { seen, type Seen } from "../../seen.ts";
import { dataDirOption, indexOption, invertOption, networkArgument, outOption, pictureArgument, sampleDataOption, seedOption, weightsOption } from "../../seen-options.ts";
import { sourceOf, type Source } from "../../source.ts";
import type { Terminal } from "../../terminal.ts";

/** What is asked of all that look at one picture. */
export type Picturing = {
  readonly json?: true | undefined;
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly labels?: CifarLabels | undefined;
  readonly index?: number | undefined;
  readonly weights?: string | undefined;
  readonly invert?: true | undefined;
  readonly seed: number;
  readonly out?: string | undefined;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
};

/** A command that looks at one picture. */
export const picturing = (name: string): Command<[string, string | undefined], Picturing> =>
  command(name)
    .addArgument(networkArgument())
    .addArgument(pictureArgument())
    .addOption(sampleDataOption())
    .addOption(dataDirOption())
    .addOption(labelsOption())
    .addOption(indexOption())
    .addOption(weightsOption())
    .addOption(invertOption())
    .addOption(seedOption())
    .addOption(outOption(name))
    .addOption(backendOption())
    .addOption(threadsOption());

/** The network that was named, and the picture as it takes it. */
export async function opened(terminal: Terminal, reference: string, picture: string | undefined, options: Picturing): Promise<{ readonly source: Source; readonly seen: Seen }> {
  const source = await sourceOf(reference, { ...options, ...(picture !== undefined && { picture: resolve(terminal.cwd, picture) }) }, terminal);
  return { source, seen: await seen(terminal, source, { picture, ...options }) };
}

/** Runs the network of a source, and ends it. */
export async function withNetwork(source: Source, options: Parameters<typeof openEngine>[0], use: (net: Network) => Promise<void>): Promise<void> {
  const net = await network(source.graph, { engine: await openEngine(options), seed: source.seed, ...(source.weights && { weights: source.weights }) });
  try {
    await use(net);
  } finally {
    net.dispose();
  }
}

/** The name of a figure's file where none was given: of the run or the model, and the command. */
export const stemOf = (reference: string, name: string): string => `${basename(resolve(reference))}-${name}`;

/** A class by its name or number. */
export function classOf(words: string, { classes = [] }: Source): number {
  const named = classes.findIndex((name) => name.toLowerCase() === words.toLowerCase());
  if (named >= 0) return named;
  if (/^\d+$/.test(words)) return Number(words);
  throw new UsageError(`--class must be a class of the network, by its name or number. Received "${words}". ${classes.length === 0 ? "Its classes have no names: give a number." : `Classes: ${classes.slice(0, 12).join(", ")}${classes.length > 12 ? ", …" : ""}.`}`);
}

/** What a class is called. */
export const classNameOf = ({ classes }: Source, number: number): string => classes?.[number] ?? String(number);

/** An option that may be given several times. */
export const several = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];
