import { spawn } from "node:child_process";

/** One pnpm for everybody; npx fetches it, so that Node and npm are all one needs. */
export const pnpmVersion = "12.21.0";

/**
 * The command line of a pnpm call.
 *
 * @param {readonly string[]} args
 * @returns {[string, ...string[]]}
 */
export const pnpm = (...args) => ["npx", "-y", `pnpm@${pnpmVersion}`, ...args];

/** npm and npx are scripts on Windows, which only a shell can start. */
const shell = process.platform === "win32";

/** What `npx -p node@22 -- npm test` hands down would make every npx below it look in the same package. */
const handedDown = ["npm_config_package", "npm_config_call", "npm_config_local_prefix"];

/**
 * Settings for the tools that would else ask or phone home.
 *
 * @returns {NodeJS.ProcessEnv}
 */
const environment = () => {
  const kept = Object.entries(process.env).filter(([name]) => !handedDown.includes(name.toLowerCase()));
  return { ...Object.fromEntries(kept), TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1", DO_NOT_TRACK: "1", NPM_CONFIG_UPDATE_NOTIFIER: "false" };
};

/** The exit status a shell would give for a child that a signal ended. @param {NodeJS.Signals | null} signal */
const statusOf = (signal) => 128 + (signal === "SIGINT" ? 2 : signal === "SIGKILL" ? 9 : signal === "SIGHUP" ? 1 : 15);

/**
 * Passes signals on to the child and lets it decide; Ctrl-C in a terminal reaches the child by itself.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
const passSignals = (child) => {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
};

/**
 * Runs a command. Its output is kept, or with `show` goes where ours goes.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly show?: boolean, readonly timeout?: number, readonly env?: NodeJS.ProcessEnv }} [options] timeout in milliseconds
 * @returns {Promise<{ code: number, output: string }>}
 */
export const run = (command, args, { cwd, show = false, timeout, env = {} } = {}) =>
  new Promise((done) => {
    const quoted = shell ? args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)) : args;
    const child = spawn(command, quoted, { cwd, shell, env: { ...environment(), ...env }, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"], ...(timeout === undefined ? {} : { timeout }) });
    const release = passSignals(child);
    /** @type {string[]} */
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => parts.push(String(text)));
    child.on("error", (error) => {
      release();
      done({ code: 127, output: `${command}: ${error.message}` });
    });
    child.on("close", (code, signal) => {
      release();
      done({ code: code ?? statusOf(signal), output: parts.join("") });
    });
  });
