import { existsSync } from "node:fs";
import { CommandError } from "./failure.ts";

/** A file that is not there yet: strokes.svg, strokes-2.svg, … */
export function freeFile(stem: string, ending: string): string {
  for (let i = 1; i < 1000; i++) {
    const file = `${stem}${i === 1 ? "" : `-${i}`}${ending}`;
    if (!existsSync(file)) return file;
  }
  throw new CommandError(`${stem}${ending} and 999 like it are there. Choose --out.`);
}
