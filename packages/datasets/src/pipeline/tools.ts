import { DataError } from "../error.ts";
import { pictureDecoder, type DecodeSettings } from "./decode.ts";
import type { Work } from "./job.ts";
import type { Transform, TransformModule } from "./pipeline.ts";
import { workOf, type WorkSettings } from "./work.ts";

/** All that a worker thread needs to know; plain data. */
export interface ThreadSettings extends WorkSettings {
  readonly transform?: TransformModule;
  /** None where no picture lies in a file. */
  readonly decode?: DecodeSettings;
}

/** Makes ready for work: loads what decodes and what changes pictures. */
export async function prepareWork({ transform, decode, ...settings }: ThreadSettings): Promise<Work> {
  return workOf(settings, {
    ...(transform && { transform: await loadTransform(transform) }),
    ...(decode && { decode: await pictureDecoder(decode) }),
  });
}

/** @throws DataError where the module does not load, or its `transformer` refuses the options. */
async function loadTransform({ module, options }: TransformModule): Promise<Transform> {
  try {
    const loaded = (await import(/* @vite-ignore */ module)) as { readonly transformer?: unknown };
    if (typeof loaded.transformer !== "function") throw new DataError(`it must export transformer(options). Its exports are: ${Object.keys(loaded).join(", ") || "none"}`);
    return (loaded.transformer as (options: unknown) => Transform)(options);
  } catch (error) {
    throw new DataError(`${module}: the transform cannot be made: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
