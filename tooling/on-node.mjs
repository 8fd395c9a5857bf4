/**
 * The same command on another Node, which npm's `node` package brings: node tooling/on-node.mjs 22 npm test
 */
import { run } from "./process.mjs";

const [version, ...command] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+)*$/.test(version) || command.length === 0) {
  console.error("Usage: node tooling/on-node.mjs <version> <command …>      for example: node tooling/on-node.mjs 22 npm test");
  process.exit(2);
}
const { code } = await run("npx", ["-y", "-p", `node@${version}`, "--", ...command], { show: true });
process.exitCode = code;
