import { spawn } from "node:child_process";

/** How a command line of ours that ran as a process of its own ended. */
export interface Ended {
  readonly status: number;
  /** The last line on standard error, without colours. */
  readonly lastWords: string;
}

/** The command as it was started; a test may name another file. */
const main = (env: NodeJS.ProcessEnv): string => env["CONVSCOPE_MAIN"] ?? process.argv[1] ?? "";

/** Lines kept of standard error. */
const keptCharacters = 4000;

/** Runs a command line of ours as a process of its own, quietly. Once the signal is aborted it is asked to end, as by Ctrl-C, and waited for. */
export function startOwn(args: readonly string[], { cwd, signal, env = process.env }: { readonly cwd: string; readonly signal: AbortSignal; readonly env?: NodeJS.ProcessEnv }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // In a group of its own, so that Ctrl-C reaches it once, through us.
    const child = spawn(process.execPath, [main(env), ...args], { cwd, env: { ...env, NO_COLOR: "1" }, stdio: ["ignore", "ignore", "pipe"], detached: process.platform !== "win32" });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (said = (said + text).slice(-keptCharacters)));
    const stop = (): void => void child.kill("SIGINT");
    signal.addEventListener("abort", stop, { once: true });
    child.on("error", reject);
    child.on("close", (code, killed) => {
      signal.removeEventListener("abort", stop);
      resolve({ status: code ?? (killed === null ? 1 : 130), lastWords: wordsOf(said) });
    });
    if (signal.aborted) stop();
  });
}

/** What went wrong, of all that was said. */
function wordsOf(said: string): string {
  const lines = said.trimEnd().split("\n");
  return (lines.findLast((line) => /^(error|bug): /.test(line)) ?? lines.at(-1) ?? "").replace(/^error: /, "");
}
