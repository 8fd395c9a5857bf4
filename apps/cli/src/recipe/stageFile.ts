import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Terminal } from "../terminal.ts";

/** Where a stage of a recipe is kept, in the recipe's folder. */
export function stageFile(folder: string, stage: string, suffix = ""): string {
  const stages = join(folder, "stages");
  mkdirSync(stages, { recursive: true });
  return join(stages, `${stage}${suffix}.safetensors`);
}

/** Says which stage begins or goes on. */
export const announceStage = (terminal: Terminal, stage: string, resume: { readonly history: readonly unknown[] } | undefined): void =>
  terminal.err(`${stage}${resume ? `, going on after epoch ${resume.history.length}` : ""}\n`);
