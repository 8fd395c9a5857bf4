import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseAugment, parseMix, parsePipeline, type Mix, type Pipeline } from "@convscope/augment";
import { CommandError } from "./failure.ts";
import { readJson } from "./settings.ts";

/** What is done to samples at random: to each alone, and to those of a batch together. */
export interface Policy {
  readonly pipeline: Pipeline;
  readonly mix?: Mix | undefined;
}

/**
 * A policy as a person writes it: words such as `flip,crop`, a JSON list of steps, a record `{ pipeline, mix }`, or a file that holds either.
 *
 * @param shape `[H, W, C]` that the network takes: words stand for the steps that suit its size
 * @throws CommandError or AugmentError saying what is wrong
 */
export function policyOf(asked: unknown, shape: readonly number[], cwd: string): Policy {
  if (typeof asked !== "string") return policyFrom(asked);
  const text = asked.trim();
  if (/^[[{]/.test(text)) return policyFrom(parsed(text));
  const path = resolve(cwd, text);
  if (/\.json$/i.test(text) || (existsSync(path) && text.includes("/"))) return policyFrom(readJson(path));
  const [height = 1, width = 1, channels = 1] = shape;
  return parseAugment(text, { shape: [height, width, channels] });
}

function policyFrom(json: unknown): Policy {
  if (Array.isArray(json)) return { pipeline: parsePipeline(json) };
  if (typeof json !== "object" || json === null || !("pipeline" in json)) throw new CommandError(`augment: must be words such as "flip,crop", a list of steps, or a record with "pipeline" and perhaps "mix". Received ${JSON.stringify(json)}.`);
  return { pipeline: parsePipeline(json.pipeline), ...("mix" in json && json.mix !== undefined && { mix: parseMix(json.mix) }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`augment: "${text}" begins like JSON but is none.`);
  }
}
