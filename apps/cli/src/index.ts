export { commandReferences, convscope, type CommandReference } from "./program.ts";
export { processTerminal, type Terminal } from "./terminal.ts";
