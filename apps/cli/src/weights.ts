import { existsSync } from "node:fs";
import { basename } from "node:path";
import { didYouMean } from "@convscope/core";
import { fetchWeights, weightsPath, type WeightsPlace } from "@convscope/exchange/node";
import type { Download } from "@convscope/files";
import { models, type ModelRow, type Published } from "@convscope/models";
import { withDownloadBar } from "./data.ts";
import { CommandError } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/** A model whose trained weights are published. */
export type WithWeights = ModelRow & Required<Pick<ModelRow, "published">>;

const hasWeights = (row: ModelRow): row is WithWeights => row.published !== undefined;

/** All models with published weights. */
export const withWeights: readonly WithWeights[] = models.filter(hasWeights);

/**
 * The weights of a version of a model, the usual one unless a version is named.
 *
 * @throws CommandError for a version that does not exist, with those that do.
 */
export function versionOf({ name, published }: WithWeights, version: string | undefined): Published {
  const found = version === undefined ? published[0] : published.find((row) => row.version.toLowerCase() === version.toLowerCase());
  if (found) return found;
  const known = published.map((row) => row.version);
  throw new CommandError(`${name} has no published weights "${version}".${didYouMean(version ?? "", known)} It has ${known.join(", ")}.`);
}

/** Whether weights have been fetched already. */
export const isHere = (weights: Published, place: WeightsPlace): boolean => existsSync(weightsPath(weights, place));

/** Makes sure that published weights are on this machine, showing the progress of a download. */
export const obtain = (terminal: Terminal, weights: Published, place: WeightsPlace): Promise<Download> =>
  withDownloadBar(terminal, (report) =>
    fetchWeights(weights, { ...place, signal: terminal.signal, onProgress: ({ received, total }) => report({ file: basename(weightsPath(weights, place)), received, total }) }),
  );
