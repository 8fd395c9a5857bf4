/**
 * How the runner talks to a contender: one JSON document a line, commands on the contender's standard input, answers on its file
 * descriptor 3, so that nothing that a library prints gets in between. A contender answers each command once and sleeps in between.
 *
 *   { "load": { "net", "mode", "threads", … } }  →  { "loaded": { "build": ms, "first": ms, "note"? } }   builds the net and takes its first step
 *   { "run": { "seconds" } }                  →  { "ran": { "steps", "ms" } }                          at least one step
 *   { "version": {} }                         →  { "version": "…" }
 *   whatever goes wrong                       →  { "unable": "why" }
 */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

/** @typedef {{ net: string, model: string, input: number[], classes: number, batch: number, mode: "train" | "infer", threads: number }} Job */
/** @typedef {{ loaded?: { build: number, first: number, note?: string }, ran?: { steps: number, ms: number }, version?: string, unable?: string }} Answer */

/** What a contender cannot do; the message is shown in the table. */
export class Unable extends Error {}

/**
 * The contender's side: obeys until its input ends.
 *
 * @param {object} contender
 * @param {string} contender.version of what is measured
 * @param {(job: Job) => Promise<{ step: () => unknown, note?: string }>} contender.load builds a net; a step is finished when its promise is
 */
export const serve = ({ version, load }) => {
  const answers = createWriteStream("", { fd: 3 });
  /** @type {() => unknown} */
  let step = () => undefined;

  /** @type {Readonly<Record<string, (given: any) => Promise<Answer>>>} */
  const commands = {
    async version() {
      return { version };
    },
    async load(/** @type {Job} */ job) {
      const start = performance.now();
      const loaded = await load(job);
      step = loaded.step;
      const built = performance.now();
      await step();
      return { loaded: { build: built - start, first: performance.now() - built, ...(loaded.note !== undefined && { note: loaded.note }) } };
    },
    async run({ seconds }) {
      const start = performance.now();
      let steps = 0;
      do {
        await step();
        steps++;
      } while (performance.now() - start < 1000 * seconds);
      return { ran: { steps, ms: performance.now() - start } };
    },
  };

  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const [[name = "", given] = []] = Object.entries(JSON.parse(line));
      /** @type {Answer} */
      let answer;
      try {
        answer = (await commands[name]?.(given)) ?? { unable: `no command ${name}` };
      } catch (error) {
        answer = { unable: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
        if (!(error instanceof Unable)) console.error(error);
      }
      answers.write(`${JSON.stringify(answer)}\n`);
    })
    .on("close", () => process.exit(0));
};

/**
 * The runner's side: starts a contender.
 *
 * @param {readonly [string, ...string[]]} command
 */
export const start = ([program, ...args]) => {
  const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe", "pipe"] });
  let words = "";
  child.stderr?.on("data", (data) => (words = `${words}${data}`.slice(-4000)));
  /** @type {((answer: Answer) => void)[]} */
  const waiting = [];
  const answered = (/** @type {Answer} */ answer) => waiting.shift()?.(answer);
  createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdio[3]) }).on("line", (line) => answered(JSON.parse(line)));
  child.stdin?.on("error", () => undefined);
  /** @type {string | undefined} */
  let over;
  const gone = (/** @type {string} */ why) => {
    over ??= why;
    while (waiting.length > 0) answered({ unable: over });
  };
  child.on("error", ({ message }) => gone(message));
  child.on("close", (code, signal) => gone(`ended with ${signal ?? code}: ${words.match(/^.*Error.*$/m)?.[0] ?? words.trim().split("\n").at(-1) ?? ""}`));

  return {
    /** @param {object} command @param {number} [patience] seconds after which the contender is stopped @returns {Promise<Answer>} */
    ask(command, patience) {
      if (over !== undefined) return Promise.resolve({ unable: over });
      return new Promise((resolve) => {
        let late = false;
        const timer =
          patience !== undefined &&
          setTimeout(() => {
            late = true;
            child.kill("SIGKILL");
          }, 1000 * patience);
        waiting.push((answer) => {
          if (timer) clearTimeout(timer);
          resolve(late ? { unable: `no answer within ${patience} s` } : answer);
        });
        child.stdin?.write(`${JSON.stringify(command)}\n`);
      });
    },
    stop() {
      child.kill("SIGKILL");
    },
  };
};
