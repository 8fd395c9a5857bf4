import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { pnpmVersion } from "./process.mjs";

/** Ends a script of the workspace with what it refuses and why. @param {string} name @param {string} message @returns {never} */
export const refuse = (name, message) => {
  console.error(`${name}: ${message}`);
  process.exit(2);
};

/**
 * What was typed after the name of a script. `--help` shows its usage, what it does not know is refused with it, and
 * so is a clone without packages, which a script can say only where it imports what needs them after this.
 *
 * @template {import("node:util").ParseArgsConfig} T
 * @param {string} name
 * @param {string} usage
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T & { args: string[] }>>}
 */
export const commandLine = (name, usage, config) => {
  // pnpm hands on the `--` that npm takes away.
  const args = process.argv.slice(2).filter((arg) => arg !== "--");
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    process.exit(0);
  }
  const parsed = () => {
    try {
      return parseArgs({ ...config, args });
    } catch (error) {
      return refuse(name, `${error instanceof Error ? error.message : error}\n\n${usage}`);
    }
  };
  const found = parsed();
  if (!existsSync(new URL("../node_modules/typescript", import.meta.url))) refuse(name, `not installed: npx -y pnpm@${pnpmVersion} install`);
  return found;
};
