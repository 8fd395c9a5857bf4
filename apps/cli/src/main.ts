#!/usr/bin/env node
import { describe } from "./failure.ts";
import { convscope } from "./program.ts";
import { processTerminal } from "./terminal.ts";

// A reader that closes the pipe, such as head, has had enough; a full disk has not.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`error: standard output: ${describe(error)}\n`);
  process.exit(1);
});
// Who no longer reads notes may still want the work done.
process.stderr.on("error", () => undefined);

process.exitCode = await convscope(process.argv.slice(2), processTerminal());
