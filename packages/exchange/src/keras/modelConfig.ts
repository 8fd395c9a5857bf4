import { FormatError } from "@convscope/files/bytes";
import { isRecord } from "./fields.ts";

/** Texts longer than this are no configuration of a model. */
const longest = 64 * 2 ** 20;

/** The model's record in a JSON text: alone, or inside `model_config` or `modelTopology`. */
export function parseConfig(text: string, file: string): unknown {
  if (text.length > longest) throw new FormatError(`${file}: a model's configuration must be at most ${longest} characters. Received ${text.length}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${file}: a model's configuration must be JSON (${error instanceof Error ? error.message : String(error)}). Save the model anew.`, { cause: error });
  }
  return unwrapped(json);
}

export const unwrapped = (json: unknown): unknown => (isRecord(json) && isRecord(json["model_config"]) ? json["model_config"] : json);
