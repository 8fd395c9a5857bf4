#!/usr/bin/env node
import { convscope } from "./program.ts";
import { processTerminal } from "./terminal.ts";

// A reader that closes the pipe, such as head, has had enough. Who no longer reads notes may still want the work done.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.stderr.on("error", () => undefined);

process.exitCode = await convscope(process.argv.slice(2), processTerminal());
