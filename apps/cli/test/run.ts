import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { onTestFinished } from "vitest";
import { convscope } from "../src/program.ts";
import type { Terminal } from "../src/terminal.ts";

/** What a command line came to. */
export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as the one JSON document that it must be. */
  json<T = Record<string, unknown>>(): T;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Terminal["env"];
  readonly signal?: AbortSignal;
  /** Told of each text on standard error as it comes. */
  readonly onErr?: (text: string) => void;
}

/** Runs a command line in this process, with a terminal of its own. No data but what a test brings: the cache is an empty folder. */
export async function run(args: readonly string[], { cwd = tmpdir(), env = {}, signal = new AbortController().signal, onErr }: Surroundings = {}): Promise<Outcome> {
  let [out, err] = ["", ""];
  const plain = pc.createColors(false);
  const status = await convscope(args, {
    out: (text) => void (out += text),
    err: (text) => {
      // Told only where a machine is slow, which no test is about.
      if (text.startsWith("note: the look at the training took ")) return;
      err += text;
      onErr?.(text);
    },
    interactive: false, columns: 80, cwd, signal, colors: plain, errorColors: plain,
    env: { CONVSCOPE_CACHE: join(tmpdir(), "convscope-no-cache"), ...env },
  });
  return { status, out, err, json: <T>() => JSON.parse(out) as T };
}

/** A line of words as a shell would split it. */
export const words = (line: string): readonly string[] => line.split(" ");

/** An empty folder that goes when the test ends. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "convscope-cli-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The message of a command line that must fail: status, then what standard error says, a folder's name replaced. */
export async function refusal(line: string, { cwd, ...rest }: Surroundings = {}): Promise<string> {
  const { status, out, err } = await run(words(line), { ...(cwd !== undefined && { cwd }), ...rest });
  const text = `${status} ${out === "" ? "" : `(standard output: ${out}) `}${err.trimEnd()}`;
  return cwd === undefined ? text : text.replaceAll(cwd, "HERE");
}
